"""Editors see who else has their course open."""

from collections.abc import Callable
from datetime import timedelta

from academy.catalog import service as catalog
from academy.catalog.schemas import EditorHere
from academy.identity.models import ScopedRole
from academy.live import Tab
from tests.catalog.conftest import Catalog, give_role
from tests.world import Cast, Live


def tab(number: int) -> Tab:
    return Tab(client=f"tab {number}", worker="worker")


def test_editors_see_each_other_and_who_writes_but_not_themselves(live: Live, cast: Cast, made: Catalog) -> None:
    give_role(live, cast.ben, ScopedRole.CONTENT_EDITOR, course_id=made.course_id)
    course = {"course_id": made.course_id}
    live.write(catalog.enter_course, cast.olga, tab=tab(1), **course)
    assert live.read(catalog.editors_here, cast.olga, **course) == []
    live.write(catalog.enter_course, cast.ben, tab=tab(2), **course)
    live.write(catalog.write_in_course, cast.ben, tab=tab(2), **course)
    assert live.read(catalog.editors_here, cast.olga, **course) == [EditorHere(name="Ben", is_writing=True)]
    assert live.read(catalog.editors_here, cast.ben, **course) == [EditorHere(name="Olga", is_writing=False)]
    live.clock.advance(timedelta(minutes=1))
    assert live.read(catalog.editors_here, cast.olga, **course) == [EditorHere(name="Ben", is_writing=False)]


def test_only_who_may_edit_the_course_is_let_to_its_desk(
    live: Live, cast: Cast, made: Catalog, refused: Callable[..., None]
) -> None:
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR, course_id=made.draft_id)
    course = {"course_id": made.course_id}
    refused(live.read, catalog.editors_here, **course)
    refused(live.write, catalog.enter_course, tab=tab(1), **course)
    refused(live.write, catalog.write_in_course, tab=tab(1), **course)
