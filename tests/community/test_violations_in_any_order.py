"""Whatever moderators do and take back, in any order: a suspension by rule stands on acts that hold, or not at all."""

from contextlib import ExitStack, suppress
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from academy.community import service
from academy.community.models import ActKind, ModerationAction, UserSuspension
from academy.community.schemas.moderation import Before, Desk
from academy.core.errors import DomainError
from tests.community.court import Court, convene
from tests.databases import academy_database, opened
from tests.world import FrozenClock, Live

AGAINST = (ActKind.HIDE, ActKind.DELETE)
ABOUT_RIGHTS = (ActKind.SUSPEND, ActKind.LIFT)
POSTS = 4


class Violations(RuleBasedStateMachine):
    """Four replies of one person, who is suspended for three of them, and two moderators."""

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database("sqlite")), readers=1)
        self.world.callback(database.dispose)
        self.clock = FrozenClock()
        self.court: Court = convene(Live(database, self.clock))
        for number in range(2, POSTS + 1):
            self.court.post("ben", f"Reply {number}")
        for number in range(1, POSTS):
            self.court.moderate(ActKind.HIDE, number=number)

    @rule(number=st.integers(1, POSTS), kind=st.sampled_from([*AGAINST, ActKind.HIDE, ActKind.APPROVE]))
    def decide(self, number: int, kind: ActKind) -> None:
        with suppress(DomainError):
            self.court.moderate(kind, number=number)

    @rule(back=st.integers(1, 9))
    def undo(self, back: int) -> None:
        acts = self.court.acts()
        if len(acts) >= back:
            with suppress(DomainError):
                self.court.undo(acts[-back].id, by="olga")

    @rule()
    def lift(self) -> None:
        for row in self.court.suspensions():
            with suppress(DomainError):
                self.court.live.write(service.lift_suspension, self.court["mia"], suspension_id=row.id)

    @rule(hours=st.sampled_from([1, 80]))
    def wait(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    @invariant()
    def laws(self) -> None:
        if not hasattr(self, "court"):
            return
        acts, suspensions = self.court.acts(), {row.id: row for row in self.court.suspensions()}
        holding = {act.id: (act.thread_id, act.reply_id) for act in acts if self._holds(act, acts)}
        in_force = 0
        for act in (one for one in acts if one.kind == ActKind.SUSPEND):
            before = Before.model_validate(act.before)
            row = suspensions[before.suspension_id or 0]
            is_lifted = any(one.undone_at is None and _lifts(one, row) for one in acts)
            assert (row.lifted_at is not None) == (act.undone_at is not None or is_lifted)
            if act.undone_at is None:
                assert len({holding[one] for one in before.grounds if one in holding}) >= 3
            in_force += row.lifted_at is None and row.until is not None and row.until > self.clock.now
        assert in_force <= 1
        self._may_undo_what_is_said()

    def teardown(self) -> None:
        """All that was done about posts can be taken back, and nobody stays suspended for it."""
        if not hasattr(self, "court"):
            return
        with self.world:
            kinds = (*AGAINST, ActKind.APPROVE)
            while standing := [act for act in self.court.acts() if act.undone_at is None and act.kind in kinds]:
                self.court.undo(standing[-1].id, by="olga")
            assert all(row.lifted_at for row in self.court.suspensions())
            self.laws()

    def _may_undo_what_is_said(self) -> None:
        rows = self.court.live.read(service.log_page, self.court["olga"], desk=Desk.ADMIN).rows
        offered = {row.id for row in rows if row.can_undo and row.kind in ABOUT_RIGHTS}
        wrong = {act.id for act in self.court.acts() if act.undone_at is not None}
        assert not offered & wrong

    @staticmethod
    def _holds(act: ModerationAction, acts: list[ModerationAction]) -> bool:
        if act.kind not in AGAINST or act.undone_at is not None:
            return False
        later = [one for one in acts if one.id > act.id and one.case_id == act.case_id and one.undone_at is None]
        return not any(one.kind == ActKind.APPROVE for one in later)


def _lifts(act: ModerationAction, row: UserSuspension) -> bool:
    return act.kind == ActKind.LIFT and Before.model_validate(act.before).suspension_id == row.id


def test_a_suspension_by_rule_stands_on_acts_that_hold() -> None:
    run_state_machine_as_test(
        Violations,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
