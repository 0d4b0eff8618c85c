"""Whatever people do about each other, in whatever order: one row a pair, both see the same, and blocks are silent."""

from contextlib import ExitStack, suppress
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from academy.community import service
from academy.community.models import PeerConnection
from academy.community.schemas.people import PersonCard, Standing
from academy.core.errors import DomainError
from academy.live import Mutation
from tests.community.acquaintances import asked_by, key, known_to, suggested_to, take_seat, waiting_for
from tests.databases import academy_database, opened
from tests.enrollment.seats import make_cohort, make_course, make_people
from tests.world import FrozenClock, Live

pairs = st.sampled_from(list(permutations(range(3), 2)))
Pair = tuple[int, int]


class Acquaintances(RuleBasedStateMachine):
    """Three people of one cohort."""

    kind: str

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database(self.kind)), readers=1)
        self.world.callback(database.dispose)
        self.clock = FrozenClock()
        self.live = Live(database, self.clock)
        self.blocks: set[Pair] = set()
        with self.live.system() as ctx:
            self.people = make_people(ctx, 3)
            cohort = make_cohort(ctx, make_course(ctx))
            for person in self.people:
                take_seat(ctx, person, cohort)

    @rule(pair=pairs)
    def ask(self, pair: Pair) -> None:
        one, other = (self.people[at] for at in pair)
        knew = key(other) in known_to(self.live, one)
        if self.act(service.ask_to_connect, pair):
            assert not knew
            assert key(other) in asked_by(self.live, one) | known_to(self.live, one), "asking always seems to work"

    @rule(pair=pairs)
    def accept(self, pair: Pair) -> None:
        self.act(service.accept, pair)

    @rule(pair=pairs)
    def decline(self, pair: Pair) -> None:
        self.unseen(service.decline_request, pair)

    @rule(pair=pairs)
    def think_better(self, pair: Pair) -> None:
        self.unseen(service.undo_decline, pair)

    @rule(pair=pairs)
    def withdraw(self, pair: Pair) -> None:
        if self.act(service.withdraw, pair):
            assert key(self.people[pair[0]]) not in waiting_for(self.live, self.people[pair[1]])

    @rule(pair=pairs)
    def part(self, pair: Pair) -> None:
        self.act(service.part, pair)

    @rule(pair=pairs)
    def come_back(self, pair: Pair) -> None:
        self.act(service.undo_part, pair)

    @rule(pair=pairs)
    def block(self, pair: Pair) -> None:
        self.unseen(service.block, pair)
        self.blocks.add(pair)

    @rule(pair=pairs)
    def unblock(self, pair: Pair) -> None:
        one = self.people[pair[0]]
        before = known_to(self.live, one), waiting_for(self.live, one), asked_by(self.live, one)
        self.unseen(service.unblock, pair)
        self.blocks.discard(pair)
        after = known_to(self.live, one), waiting_for(self.live, one), asked_by(self.live, one)
        assert before == after, "taking a block back restores nothing"

    @rule(days=st.sampled_from([0.001, 1, 31]))
    def wait(self, days: float) -> None:
        self.clock.advance(timedelta(days=days))

    @invariant()
    def laws(self) -> None:
        with self.live.system() as ctx:
            rows = [(row.user_id, row.connected_user_id) for row in ctx.session.exec(select(PeerConnection))]
        assert len(rows) == len(set(rows)), "one row a pair"
        known = [known_to(self.live, person) for person in self.people]
        requests = [self.live.read(service.my_requests, person) for person in self.people]
        received = [{row.user_id for row in shown.received} for shown in requests]
        sent = [{row.user_id for row in shown.sent} for shown in requests]
        for pair in permutations(range(3), 2):
            one, other = pair
            me, them = (key(self.people[at]) for at in pair)
            assert (them in known[one]) == (me in known[other]), "a connection has two ends"
            assert them not in received[one] or me in sent[other], "nobody waits who has not asked"
            assert not known[one] & (received[one] | sent[one]), "who is known has nothing to answer"
            if self.apart(pair):
                assert them not in known[one] | received[one], "a block keeps people apart"

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        for pair in permutations(range(3), 2):
            one, other = (self.people[at] for at in pair)
            card = self.card(pair)
            if self.apart(pair):
                assert key(other) not in suggested_to(self.live, one)
                assert card == PersonCard(user_id=key(other), name=card.name, standing=card.standing)
            assert (card.standing == Standing.BLOCKED) == (pair in self.blocks)
        self.world.close()

    def apart(self, pair: Pair) -> bool:
        return pair in self.blocks or pair[::-1] in self.blocks

    def card(self, pair: Pair) -> PersonCard:
        card = self.live.read(service.person_card, self.people[pair[0]], user_id=key(self.people[pair[1]]))
        assert card is not None
        return card

    def act(self, mutation: "Mutation[..., object]", pair: Pair) -> bool:
        """Let the first of a pair do something about the second; tell whether it was taken."""
        with suppress(DomainError):
            self.live.write(mutation, self.people[pair[0]], user_id=key(self.people[pair[1]]))
            return True
        return False

    def unseen(self, mutation: "Mutation[..., object]", pair: Pair) -> None:
        """Let the first do something; the second still sees the same of what they themselves have asked."""
        other = self.people[pair[1]]
        before = asked_by(self.live, other)
        self.act(mutation, pair)
        assert asked_by(self.live, other) == before, "they are not told"


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 12), ("postgres", 3)])
def test_the_laws_hold_in_any_order(kind: str, examples: int) -> None:
    here = type("Here", (Acquaintances,), {"kind": kind})
    chosen = settings(
        max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(here, settings=chosen)
