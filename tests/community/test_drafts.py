"""Drafts are found again on another device, and none is overwritten by another."""

from datetime import timedelta

import pytest

from academy.community import service
from academy.community.schemas.writing import DraftSaved
from academy.core.errors import Invalid
from academy.live import Viewer
from tests.world import Cast, FrozenClock, Live

SPOT = "new:general"


def save(live: Live, viewer: Viewer, content: str, base: int = 0, *, spot: str = SPOT, title: str = "") -> DraftSaved:
    return live.write(service.save_draft, viewer, spot=spot, base=base, content=content, title=title, tags=["a"])


def test_what_was_typed_is_found_again_and_is_nobody_elses(live: Live, cast: Cast) -> None:
    version = save(live, cast.ada, "So far", title="Words").version
    found = live.read(service.my_draft, cast.ada, spot=SPOT)
    assert found is not None
    assert (found.content, found.title, found.tags, found.version) == ("So far", "Words", ["a"], version)
    assert live.read(service.my_drafts, cast.ada) == {SPOT: version}
    assert live.read(service.my_draft, cast.ben, spot=SPOT) is None
    assert live.read(service.my_drafts, cast.ben) == {}


def test_a_draft_that_another_device_has_saved_since_is_not_overwritten(live: Live, cast: Cast) -> None:
    first = save(live, cast.ada, "One").version
    second = save(live, cast.ada, "One, two", first).version
    assert second > first
    refused = save(live, cast.ada, "One, too", first)
    assert refused.version == 0
    assert refused.newer is not None
    assert refused.newer.content == "One, two"
    assert save(live, cast.ada, "One, two", first).version == second
    assert save(live, cast.ada, "One, too", refused.newer.version).newer is None


def test_versions_go_up_though_a_draft_was_sent_in_between(live: Live, cast: Cast, clock: FrozenClock) -> None:
    version = save(live, cast.ada, "One").version
    for _ in range(3):
        clock.advance(timedelta(seconds=1))
        version = save(live, cast.ada, f"{version}", version).version
    live.write(service.discard_draft, cast.ada, spot=SPOT)
    clock.advance(timedelta(seconds=1))
    assert save(live, cast.ada, "Anew").version > version


def test_an_empty_draft_is_given_up(live: Live, cast: Cast) -> None:
    version = save(live, cast.ada, "One").version
    assert save(live, cast.ada, " \n", version) == DraftSaved()
    assert live.read(service.my_draft, cast.ada, spot=SPOT) is None
    live.write(service.discard_draft, cast.ada, spot=SPOT)


@pytest.mark.parametrize("spot", ["", "elsewhere", "new:", "new:../x", "new:" + "a" * 200, "thread:a b"])
def test_a_draft_is_at_a_spot(live: Live, cast: Cast, spot: str) -> None:
    with pytest.raises(Invalid, match="new thread, a reply or an edit"):
        save(live, cast.ada, "One", spot=spot)


def test_what_no_post_may_hold_is_no_draft(live: Live, cast: Cast) -> None:
    for content, title in (("a" * 20_001, ""), ("a", "t" * 400)):
        with pytest.raises(Invalid, match="not kept as a draft"):
            save(live, cast.ada, content, title=title)


def test_the_oldest_of_very_many_go(live: Live, cast: Cast, clock: FrozenClock) -> None:
    for number in range(102):
        clock.advance(timedelta(seconds=1))
        save(live, cast.ada, "One", spot=f"thread:{number}")
    kept = live.read(service.my_drafts, cast.ada)
    assert len(kept) == 100
    assert "thread:0" not in kept
    assert "thread:101" in kept
