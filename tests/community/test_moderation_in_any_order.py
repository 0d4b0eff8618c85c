"""Whatever readers, authors and moderators do to a reply, in whatever order, its status, counts and queue agree."""

from contextlib import ExitStack, suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from academy.community import service
from academy.community.models import (
    ActKind,
    ContentFlag,
    ContentStatus,
    DiscussionReply,
    FlagVerdict,
    ModerationCase,
)
from academy.community.schemas.moderation import Desk
from academy.community.service.acts import ABOUT_CONTENT
from academy.core.errors import DomainError
from tests.community.court import READERS, Court, convene
from tests.databases import academy_database, opened
from tests.world import FrozenClock, Live

LEADS_TO = {
    ActKind.HOLD: ContentStatus.FLAGGED,
    ActKind.APPROVE: ContentStatus.ACTIVE,
    ActKind.HIDE: ContentStatus.HIDDEN,
}


class Moderation(RuleBasedStateMachine):
    """One reply, five readers, its author, and two moderators."""

    kind: str

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database(self.kind)), readers=1)
        self.world.callback(database.dispose)
        self.clock = FrozenClock()
        self.court: Court = convene(Live(database, self.clock))
        self.words = 0

    @rule(names=st.lists(st.sampled_from(READERS), min_size=1, max_size=4, unique=True))
    def flag(self, names: list[str]) -> None:
        for name in names:
            with suppress(DomainError):
                self.court.flag(name)

    @rule(name=st.sampled_from(READERS))
    def withdraw(self, name: str) -> None:
        with suppress(DomainError):
            self.court.withdraw(name)

    @rule(kind=st.sampled_from([ActKind.APPROVE, ActKind.HIDE, ActKind.DELETE]), by=st.sampled_from(["mia", "olga"]))
    def decide(self, kind: ActKind, by: str) -> None:
        with suppress(DomainError):
            self.court.moderate(kind, by=by)

    @rule(back=st.integers(1, 3))
    def undo(self, back: int) -> None:
        acts = [act for act in self.court.acts() if act.undone_at is None]
        if len(acts) >= back:
            with suppress(DomainError):
                self.court.undo(acts[-back].id)

    @rule(has_links=st.booleans())
    def edit(self, has_links: bool) -> None:
        self.words += 1
        links = "https://a.example https://b.example https://c.example" if has_links else ""
        self._as_author(service.edit_reply, content=f"Words {self.words} {links}")

    @rule(is_gone=st.booleans())
    def delete(self, is_gone: bool) -> None:
        self._as_author(service.delete_reply if is_gone else service.restore_reply)

    @rule(minutes=st.sampled_from([1, 90]))
    def wait(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def laws(self) -> None:
        if not hasattr(self, "court"):
            return
        with self.court.live.system() as ctx:
            (reply,) = ctx.session.exec(select(DiscussionReply)).all()
            case = ctx.session.exec(select(ModerationCase)).first()
            flags = ctx.session.exec(select(ContentFlag)).all()
        acts = [act for act in self.court.acts() if act.undone_at is None and act.kind in ABOUT_CONTENT]
        statuses = [LEADS_TO[act.kind] for act in acts if act.kind in LEADS_TO]
        assert reply.status == (statuses or [ContentStatus.ACTIVE])[-1], "the last act that holds says it"
        is_deleted = reply.deleted_at is not None
        if acts and acts[-1].kind == ActKind.DELETE:
            assert is_deleted
        stands = reply.status == ContentStatus.ACTIVE and not is_deleted
        assert self.court.thread().reply_count == stands
        assert len({flag.user_id for flag in flags}) == len(flags)
        waits = [flag for flag in flags if flag.verdict == FlagVerdict.OPEN]
        assert all((flag.resolved_at is None) == (flag.verdict == FlagVerdict.OPEN) for flag in flags)
        if case is not None:
            assert case.is_open == (reply.status == ContentStatus.FLAGGED or bool(waits))
        in_queue = self.court.live.read(service.queue_page, self.court["mia"], desk=Desk.TEACH).rows
        assert len(in_queue) == (case is not None and case.is_open and not is_deleted)

    def teardown(self) -> None:
        """All that was done can be taken back, one after another, until nothing has been done."""
        if not hasattr(self, "court"):
            return
        with self.world:
            while standing := [act for act in self.court.acts() if act.undone_at is None and act.kind in ABOUT_CONTENT]:
                self.court.undo(standing[-1].id, by="olga")
            assert self.court.status() == ContentStatus.ACTIVE
            assert not set(self.court.verdicts()) & {FlagVerdict.UPHELD, FlagVerdict.REJECTED}
            self.laws()

    def _as_author(self, mutation: object, **arguments: str) -> None:
        with suppress(DomainError):
            self.court.live.write(
                mutation,  # type: ignore[arg-type]
                self.court["ben"],
                public_id=self.court.public_id,
                number=1,
                **arguments,
            )


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 12), ("postgres", 3)])
def test_the_laws_hold_in_any_order(kind: str, examples: int) -> None:
    Moderation.kind = kind
    run_state_machine_as_test(
        Moderation,
        settings=settings(
            max_examples=examples,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
