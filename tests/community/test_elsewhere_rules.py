"""Who may belong to a community elsewhere, and how that goes on whatever happens in whatever order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.community.access import Belonging, Holding, followed, is_open, joined, removed
from academy.community.models import CommunityAccess, CommunityMembershipStatus, Removal

ALL, ENROLLED, ALUMNI, PREMIUM = CommunityAccess
INVITED, ACTIVE, INACTIVE = CommunityMembershipStatus
NOTHING = Holding()
SEAT, DONE, BOTH = Holding(frozenset({1})), Holding(completed=frozenset({1})), Holding(frozenset({2}), frozenset({1}))
PLAN, PLAN_AND_SEAT = Holding(is_premium=True), Holding(frozenset({1}), is_premium=True)

TABLE = [
    # access, courses, nothing, seat in 1, done 1, seat in 2 and done 1, plan, plan and seat in 1
    (ALL, [], "yes yes yes yes yes yes"),
    (ALL, [1], "no yes yes yes no yes"),
    (ALL, [2], "no no no yes no no"),
    (ENROLLED, [], "no yes no yes no yes"),
    (ENROLLED, [1], "no yes no no no yes"),
    (ENROLLED, [2], "no no no yes no no"),
    (ALUMNI, [], "no no yes yes no no"),
    (ALUMNI, [1], "no no yes yes no no"),
    (ALUMNI, [2], "no no no no no no"),
    (PREMIUM, [], "no no no no yes yes"),
    (PREMIUM, [1], "no no no no no yes"),
    (PREMIUM, [1, 2], "no no no no no yes"),
]


@pytest.mark.parametrize(("access", "courses", "row"), TABLE)
def test_who_may(access: CommunityAccess, courses: list[int], row: str) -> None:
    holdings = (NOTHING, SEAT, DONE, BOTH, PLAN, PLAN_AND_SEAT)
    assert [is_open(access, courses, one) for one in holdings] == [word == "yes" for word in row.split()]


courses = st.frozensets(st.integers(1, 4))
holdings = st.builds(Holding, courses, courses, st.booleans())


@given(access=st.sampled_from(CommunityAccess), wanted=courses, less=holdings, more=holdings)
def test_who_has_more_may_no_less(
    access: CommunityAccess, wanted: frozenset[int], less: Holding, more: Holding
) -> None:
    both = Holding(less.enrolled | more.enrolled, less.completed | more.completed, less.is_premium or more.is_premium)
    assert is_open(access, wanted, both) >= is_open(access, wanted, less)


@given(access=st.sampled_from(CommunityAccess), wanted=courses)
def test_who_has_nothing_may_only_what_everybody_may(access: CommunityAccess, wanted: frozenset[int]) -> None:
    assert is_open(access, wanted, NOTHING) == (access == ALL and not wanted)


STEPS = ("may", "may not", "ask", "is added", "is removed", "by hand")


@given(steps=st.lists(st.sampled_from(STEPS)), ends_well=st.booleans())
def test_any_order_and_doubles_end_where_they_must(steps: list[str], ends_well: bool) -> None:
    """A platform is told by jobs that may run late and twice; in the end it knows what we know."""
    now, may, asked, is_there = Belonging(), False, False, False
    for step in [*steps, "may" if ends_well else "may not"]:
        if step in ("may", "may not"):
            may = step == "may"
            after = followed(now, may=may, by_api=True, has_asked=asked)
            assert followed(after, may=may, by_api=True, has_asked=asked) == after, "the same again changes nothing"
            now = after
        elif step == "ask":
            asked = asked or now.status == INVITED
        elif step == "is added" and asked:
            is_there, now = True, joined(now, by_api=True)
        elif step == "is removed" and now.removal == Removal.DUE:
            is_there, now, asked = False, removed(now), False
    for _ in range(2):
        if now.removal == Removal.DUE:
            is_there, now, asked = False, removed(now), False
    if ends_well:
        assert now.status in (INVITED, ACTIVE)
        assert now.removal == Removal.NONE
    else:
        assert now.status in (None, INACTIVE)
        assert not is_there, "whoever may not is not there"


def test_without_an_api_it_is_removed_by_hand() -> None:
    assert followed(Belonging(ACTIVE), may=False, by_api=False) == Belonging(INACTIVE, Removal.BY_HAND)
    assert followed(Belonging(INVITED), may=False, by_api=False) == Belonging(INACTIVE)
    assert followed(Belonging(INACTIVE, Removal.DUE), may=False, by_api=False) == Belonging(INACTIVE, Removal.BY_HAND)
    assert followed(Belonging(INACTIVE, Removal.BY_HAND), may=True, by_api=False) == Belonging(ACTIVE)
    assert followed(Belonging(ACTIVE, Removal.BY_HAND), may=True, by_api=False) == Belonging(ACTIVE)
    assert followed(Belonging(INACTIVE, Removal.DONE), may=True, by_api=False) == Belonging(INVITED)
