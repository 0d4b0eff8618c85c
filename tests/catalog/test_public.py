"""What everybody may read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from academy.catalog import service as catalog
from academy.catalog.models import Audience, CapabilityLevel, CohortSession, CohortStatus, SessionType
from academy.catalog.schemas import CohortCard, CourseFields, SessionFields
from academy.core.errors import Denied, NotFound, SignInRequired
from academy.identity.models import ScopedRole
from academy.live import ANONYMOUS, SYSTEM, Context
from academy.organizations.models import Organization
from tests.catalog.conftest import COURSE, Catalog, cohort_row, enroll, give_role, hold, open_cohort, soon
from tests.world import Cast, FrozenClock, Live


def cards(live: Live, made: Catalog) -> list[CohortCard]:
    return live.read(catalog.open_cohorts, ANONYMOUS, slug=made.slug)


def test_a_course_shows_its_content(live: Live, made: Catalog) -> None:
    page = live.read(catalog.course_page, ANONYMOUS, slug=made.slug)
    assert (page.title, page.price_cents, page.currency) == ("AI Fundamentals", 349_00, "usd")
    assert (page.type_words, page.level_words, page.outcomes) == (
        "Two-day cohort",
        "Fundamentals",
        ["Write a prompt that works"],
    )


def test_visitors_read_what_is_published_and_nothing_else(live: Live, made: Catalog) -> None:
    for read in (catalog.course_page, catalog.open_cohorts, catalog.course_days):
        assert live.read(read, ANONYMOUS, slug=made.slug)
        for slug in ("prompting", "nothing-here"):
            with pytest.raises(NotFound):
                live.read(read, ANONYMOUS, slug=slug)
    live.write(catalog.archive_course, SYSTEM, course_id=made.course_id)
    with pytest.raises(NotFound):
        live.read(catalog.course_page, ANONYMOUS, slug=made.slug)
    assert live.read(catalog.course_list) == []


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("", True), ("fundamen", True), ("prompt fundamentals", False), ("nowhere", False), ("' OR 1=1 --", False)],
)
def test_the_list_is_searched_as_one_types(live: Live, made: Catalog, *, words: str, is_found: bool) -> None:
    found = live.read(catalog.course_list, ANONYMOUS, words=words)
    assert [card.slug for card in found] == ([made.slug] if is_found else [])
    assert made.slug in {row.slug for row in live.read(catalog.course_table, SYSTEM, words=words)} or not is_found


def test_what_is_searched_follows_an_edit(live: Live, made: Catalog) -> None:
    fields = live.read(catalog.course_editor_page, SYSTEM, course_id=made.course_id)
    live.write(
        catalog.edit_course,
        SYSTEM,
        course_id=made.course_id,
        seen_at=fields.updated_at,
        fields=fields.fields.model_copy(update={"summary": "With zebras."}),
    )
    assert [card.slug for card in live.read(catalog.course_list, ANONYMOUS, words="zebra")] == [made.slug]


def test_the_list_is_narrowed_by_type_level_and_audience(live: Live, made: Catalog) -> None:
    def titles(**filters: object) -> list[str]:
        return [card.title for card in live.read(catalog.course_list, ANONYMOUS, **filters)]

    webinar = CourseFields(
        title="AI Act",
        slug="ai-act",
        summary="Briefly.",
        description="Ninety minutes.",
        session_type=SessionType.WEBINAR,
        capability_level=CapabilityLevel.ADVANCED,
        audience=Audience.ENTERPRISE,
    )
    course_id = live.write(catalog.create_course, SYSTEM, fields=webinar)
    assert titles() == ["AI Fundamentals"]
    with live.system() as ctx:
        catalog.add_session(ctx, course_id=course_id, fields=SessionFields(title="Talk"))
        catalog.publish_course(ctx, course_id=course_id)
    assert titles() == ["AI Fundamentals", "AI Act"]
    assert titles(type=SessionType.WEBINAR) == ["AI Act"]
    assert titles(level=CapabilityLevel.FUNDAMENTALS) == ["AI Fundamentals"]
    assert titles(audience=Audience.ENTERPRISE) == ["AI Fundamentals", "AI Act"]
    assert titles(audience=Audience.TEAM) == ["AI Fundamentals"]


def test_the_list_names_the_next_cohort_with_a_seat(live: Live, made: Catalog) -> None:
    later = open_cohort(live, made.course_id, first_day=date(2026, 4, 20))
    (card,) = live.read(catalog.course_list)
    assert card.next_cohort is not None
    assert card.next_cohort.id == made.cohort_id
    enroll(live, made.cohort_id, 3)
    (card,) = live.read(catalog.course_list)
    assert card.next_cohort is not None
    assert card.next_cohort.id == later


def test_seats_left_counts_people_enrolled_and_holds_until_they_lapse(
    live: Live, cast: Cast, made: Catalog, clock: FrozenClock
) -> None:
    enroll(live, made.cohort_id, 1)
    hold(live, made.cohort_id, cast.ada, soon(live, 1 / 48))
    (card,) = cards(live, made)
    assert (card.capacity, card.seats_left, card.on_hold, card.is_full) == (3, 1, 1, False)
    enroll(live, made.cohort_id, 1)
    (card,) = cards(live, made)
    assert (card.seats_left, card.is_full) == (0, True)
    clock.advance(timedelta(minutes=30))
    (card,) = cards(live, made)
    assert (card.seats_left, card.on_hold, card.is_full) == (1, 0, False)


def test_a_lapsing_hold_and_a_starting_cohort_run_the_query_again(live: Live, cast: Cast, made: Catalog) -> None:
    def next_change() -> datetime | None:
        with live.database.snapshot() as connection:
            ctx = Context(Session(connection), live.clock(), lambda _: ANONYMOUS)
            catalog.open_cohorts(ctx, slug=made.slug)
            return ctx.next_change_at

    assert next_change() == cohort_row(live, made.cohort_id).start_date
    lapses = soon(live, 1 / 48)
    hold(live, made.cohort_id, cast.ada, lapses)
    hold(live, made.cohort_id, cast.ben, soon(live, 1 / 24))
    assert next_change() == lapses


def test_full_cohorts_are_shown_but_not_announced(live: Live, made: Catalog) -> None:
    later = open_cohort(live, made.course_id, first_day=date(2026, 4, 20))
    enroll(live, made.cohort_id, 3)
    assert [(card.id, card.is_full) for card in cards(live, made)] == [(made.cohort_id, True), (later, False)]
    assert [card.id for card in live.read(catalog.upcoming_cohorts)] == [later]


def test_cohorts_that_are_private_closed_or_begun_are_not_shown(live: Live, made: Catalog, clock: FrozenClock) -> None:
    company = live.add(
        Organization(name="Meridian", domain="meridian.example", contact_email="m@x.example", contact_name="M")
    )
    open_cohort(live, made.course_id, organization_id=company.id)
    closed = open_cohort(live, made.course_id)
    live.write(catalog.move_cohort, SYSTEM, cohort_id=closed, status=CohortStatus.SCHEDULED)
    assert [card.id for card in cards(live, made)] == [made.cohort_id]
    assert [found.id for found in live.read(catalog.upcoming_cohorts)] == [made.cohort_id]
    clock.now = cohort_row(live, made.cohort_id).start_date
    assert cards(live, made) == []
    assert live.read(catalog.upcoming_cohorts) == []


def test_no_meeting_link_and_no_names_are_shown(live: Live, cast: Cast, made: Catalog) -> None:
    with live.system() as ctx:
        row = catalog.cohort_table(ctx, course_id=made.course_id)[0]
        fields = row.fields.model_copy(
            update={"zoom_link": "https://zoom.example/secret", "instructor_id": cast.ines.user_id}
        )
        catalog.edit_cohort(ctx, cohort_id=row.id, seen_at=row.updated_at, fields=fields)
        for session in ctx.session.exec(select(CohortSession)):
            session.join_url = "https://zoom.example/secret-too"
    shown = [
        live.read(catalog.open_cohorts, ANONYMOUS, slug=made.slug),
        live.read(catalog.course_days, ANONYMOUS, slug=made.slug),
        live.read(catalog.course_page, ANONYMOUS, slug=made.slug),
        live.read(catalog.upcoming_cohorts),
        live.read(catalog.course_list),
    ]
    assert "zoom.example" not in str(shown)
    assert "Ines" not in str(shown)


def test_the_days_have_the_times_of_the_chosen_cohort(live: Live, made: Catalog) -> None:
    later = open_cohort(live, made.course_id, first_day=date(2026, 4, 20))
    days = live.read(catalog.course_days, ANONYMOUS, slug=made.slug)
    assert [(day.number, [row.title for row in day.sessions]) for day in days] == [
        (1, ["Spark", "Workshop"]),
        (2, ["Office"]),
    ]
    assert [row.starts_at for row in days[0].sessions] == [
        datetime(2026, 3, 26, 8, 0, tzinfo=UTC),
        datetime(2026, 3, 26, 8, 30, tzinfo=UTC),
    ]
    # Clocks in Berlin have been put forward by then: nine o'clock is 7:00 UTC.
    chosen = live.read(catalog.course_days, ANONYMOUS, slug=made.slug, cohort=cohort_row(live, later).public_id)
    assert chosen[0].date == datetime(2026, 4, 20, 7, 0, tzinfo=UTC)
    assert live.read(catalog.course_days, ANONYMOUS, slug=made.slug, cohort="unknown") == days


def test_without_a_cohort_the_days_have_no_dates(live: Live, made: Catalog) -> None:
    live.write(catalog.move_cohort, SYSTEM, cohort_id=made.cohort_id, status=CohortStatus.CANCELLED)
    assert [day.date for day in live.read(catalog.course_days, ANONYMOUS, slug=made.slug)] == [None, None]


def test_editors_preview_drafts(live: Live, cast: Cast, made: Catalog) -> None:
    with pytest.raises(SignInRequired):
        live.read(catalog.preview_course, ANONYMOUS, course_id=made.draft_id)
    with pytest.raises(Denied):
        live.read(catalog.preview_course, cast.ada, course_id=made.draft_id)
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR, course_id=made.draft_id)
    for viewer in (cast.ada, cast.olga):
        shown = live.read(catalog.preview_course, viewer, course_id=made.draft_id)
        assert (shown.course.title, shown.course.is_published) == ("Prompting", False)
    with pytest.raises(NotFound):
        live.read(catalog.preview_course, cast.olga, course_id=404)
    assert live.read(catalog.preview_course, cast.olga, course_id=made.course_id).course.slug == COURSE.slug


def test_the_next_cohort_with_a_seat_is_chosen_unless_one_is_named(live: Live, made: Catalog) -> None:
    def chosen(**named: str) -> int | None:
        card = live.read(catalog.chosen_cohort, ANONYMOUS, slug=made.slug, **named)
        return card.id if card else None

    later = open_cohort(live, made.course_id, first_day=date(2026, 4, 20))
    assert chosen() == chosen(cohort="unknown") == made.cohort_id
    assert chosen(cohort=cohort_row(live, later).public_id) == later
    enroll(live, made.cohort_id, 3)
    assert chosen() == later
    enroll(live, later, 3)
    assert chosen() == made.cohort_id
    for cohort_id in (made.cohort_id, later):
        live.write(catalog.move_cohort, SYSTEM, cohort_id=cohort_id, status=CohortStatus.CANCELLED)
    assert chosen() is None
