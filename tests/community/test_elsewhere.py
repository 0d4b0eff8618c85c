"""Communities elsewhere: joining, losing what opened them, and what the platforms are told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from academy.catalog.models import Course, CourseStatus
from academy.commerce.events import EntitlementChanged
from academy.commerce.models import Entitlement, OfferKind
from academy.community import jobs as community_jobs
from academy.community import service, subscribers
from academy.community.models import (
    CommunityAccess,
    CommunityMembership,
    CommunityMembershipStatus,
    CommunityPlatform,
    ExternalCommunity,
    Removal,
)
from academy.community.schemas.elsewhere import CommunityFields, Door, MemberView
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired
from academy.enrollment.events import EnrollmentCancelled, SeatTaken
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.live import Context, Viewer, everyone, mutation
from academy.live.jobs import find
from tests.community.platforms import Platforms
from tests.community.talk import Talk, talk_of
from tests.world import Cast, FrozenClock, Live

__all__ = ["community_jobs", "subscribers"]

LINK = "https://www.skool.com/ai-enablement"
INVITED, ACTIVE, INACTIVE = CommunityMembershipStatus


@mutation(policy=everyone)
def happens(ctx: Context, *, kind: str, key: int) -> None:
    kinds = {"taken": SeatTaken, "entitled": EntitlementChanged}
    ctx.publish(EnrollmentCancelled(key, 100) if kind == "cancelled" else kinds[kind](key))


@pytest.fixture
def talk(live: Live) -> Talk:
    return talk_of(live)


def fields(access: CommunityAccess = CommunityAccess.ENROLLED, **values: Any) -> CommunityFields:
    return CommunityFields(
        **{"platform": CommunityPlatform.SKOOL, "name": "Alumni", "url": LINK, "access_level": access, **values}
    )


def add(live: Live, olga: Viewer, *, token: str = "", client_secret: str = "", **values: Any) -> str:
    made = live.write(service.add_community, olga, fields=fields(**values), token=token, client_secret=client_secret)
    work(live)
    return made


def work(live: Live) -> None:
    """Run what is due of ours."""
    while due := [
        one
        for one in live.scheduled
        if one.job.startswith("academy.community.jobs.elsewhere") and one.when <= live.clock()
    ]:
        live.scheduled.remove(due[0])
        find(due[0].job)(live, **due[0].arguments)


def card(live: Live, viewer: Viewer) -> Any:
    [found] = live.read(service.my_communities, viewer)
    return found


def membership(live: Live, user_id: int) -> CommunityMembership:
    with live.system() as ctx:
        return ctx.session.exec(select(CommunityMembership).where(CommunityMembership.user_id == user_id)).one()


def learner(talk: Talk, name: str = "Lea") -> tuple[Viewer, int]:
    """Somebody with a seat, and the enrollment."""
    user_id = talk.person(name)
    with talk.live.system() as ctx:
        key = ctx.session.exec(select(Enrollment.id).where(Enrollment.user_id == user_id)).one()
    return Viewer(user_id=user_id, role="individual"), key


def lose(live: Live, enrollment_id: int) -> None:
    """The seat is refunded."""
    with live.system() as ctx:
        ctx.session.get_one(Enrollment, enrollment_id).status = EnrollmentStatus.CANCELLED
    live.write(happens, None, kind="cancelled", key=enrollment_id)
    work(live)


def test_whoever_has_what_opens_it_joins_by_the_link_and_loses_it_after_a_refund(
    live: Live, cast: Cast, talk: Talk
) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga)
    assert (card(live, lea).door, card(live, lea).url) == (Door.OPEN, ""), "the link is for members only"
    assert membership(live, lea.user_id or 0).status == INVITED
    assert live.write(service.join_community, lea, public_id=public_id) == LINK
    assert (card(live, lea).door, card(live, lea).url) == (Door.MEMBER, LINK)
    lose(live, seat)
    assert (card(live, lea).door, card(live, lea).url) == (Door.ENDED, "")
    left = membership(live, lea.user_id or 0)
    assert (left.status, left.removal) == (INACTIVE, Removal.BY_HAND)
    [row] = live.read(service.community_members, cast.olga, public_id=public_id, view=MemberView.BY_HAND).rows
    live.write(service.note_removed_by_hand, cast.olga, membership_id=row.id)
    assert membership(live, lea.user_id or 0).removal == Removal.DONE


def test_who_may_not_is_told_what_opens_it(live: Live, cast: Cast, talk: Talk) -> None:
    public_id = add(live, cast.olga, access=CommunityAccess.ALUMNI, course_ids=[talk.course_id])
    shown = card(live, cast.ada)
    assert (shown.door, shown.why) == (Door.CLOSED, "everybody who has completed AI Enablement")
    with pytest.raises(Denied, match="everybody who has completed AI Enablement"):
        live.write(service.join_community, cast.ada, public_id=public_id)
    with pytest.raises(NotFound):
        live.write(service.join_community, cast.ada, public_id="no-such")
    with pytest.raises(SignInRequired):
        live.read(service.my_communities, cast.nobody)


def test_courses_that_nobody_sees_are_named_to_nobody(live: Live, cast: Cast, talk: Talk) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga, course_ids=[talk.course_id])
    with live.system() as ctx:
        ctx.session.get_one(Course, talk.course_id).status = CourseStatus.DRAFT
    assert live.read(service.my_communities, cast.ada) == []
    with pytest.raises(NotFound):
        live.write(service.join_community, cast.ada, public_id=public_id)
    assert card(live, lea).door == Door.OPEN
    lose(live, seat)
    assert card(live, lea).door == Door.ENDED, "who had it knows of it"


def test_joining_ends_that_one_is_to_be_removed(live: Live, cast: Cast, talk: Talk) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga)
    live.write(service.join_community, lea, public_id=public_id)
    lose(live, seat)
    with live.system() as ctx:
        ctx.session.get_one(Enrollment, seat).status = EnrollmentStatus.ACTIVE
    live.write(service.join_community, lea, public_id=public_id)
    now = membership(live, lea.user_id or 0)
    assert (now.status, now.removal) == (ACTIVE, Removal.NONE)


def test_what_lost_its_api_is_done_by_hand(live: Live, cast: Cast, talk: Talk, there: Platforms) -> None:
    """Whether it lost it before somebody was removed, or they are not found there."""
    lea, seat = learner(talk)
    mia, other_seat = learner(talk, "Mia")
    public_id = add(live, cast.olga, platform=CommunityPlatform.SLACK, token="xoxb")
    for one in (lea, mia):
        live.write(service.join_community, one, public_id=public_id)
    work(live)
    lose(live, seat)
    gone = membership(live, lea.user_id or 0)
    assert (gone.removal, gone.failure[:17]) == (Removal.BY_HAND, "Slack knows nobod"), "she came by the link"
    with live.system() as ctx:
        ctx.session.get_one(Enrollment, other_seat).status = EnrollmentStatus.CANCELLED
    live.write(happens, None, kind="cancelled", key=other_seat)
    find(community_jobs.elsewhere.follow_person.name)(live, user_id=mia.user_id)
    assert membership(live, mia.user_id or 0).removal == Removal.DUE
    shown = live.read(service.community_detail, cast.olga, public_id=public_id)
    assert shown is not None
    live.write(
        service.edit_community, cast.olga, public_id=public_id, seen_at=shown.updated_at, fields=fields(name="Skool")
    )
    live.scheduled.clear()
    community_jobs.elsewhere.sweep_communities(live)
    assert membership(live, mia.user_id or 0).removal == Removal.BY_HAND


def test_circle_is_told_who_joins_and_who_leaves(live: Live, cast: Cast, talk: Talk, there: Platforms) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga, platform=CommunityPlatform.CIRCLE, token="circle-token")
    assert live.write(service.join_community, lea, public_id=public_id) == ""
    assert card(live, lea).door == Door.JOINING
    work(live)
    assert (list(there.circle), card(live, lea).door) == (["lea@talk.example"], Door.MEMBER)
    lose(live, seat)
    assert there.circle == {}
    gone = membership(live, lea.user_id or 0)
    assert (gone.status, gone.removal) == (INACTIVE, Removal.DONE)


def test_doubles_and_late_news_change_nothing(live: Live, cast: Cast, talk: Talk, there: Platforms) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga, platform=CommunityPlatform.CIRCLE, token="circle-token")
    live.write(service.join_community, lea, public_id=public_id)
    lose(live, seat)
    live.write(happens, None, kind="cancelled", key=seat)
    live.write(happens, None, kind="taken", key=seat)
    community_jobs.elsewhere.settle_membership(live, membership_id=membership(live, lea.user_id or 0).id)
    work(live)
    assert there.circle == {}
    assert membership(live, lea.user_id or 0).status == INACTIVE


def test_a_platform_that_is_busy_is_asked_again_when_it_says(
    live: Live, cast: Cast, talk: Talk, there: Platforms, clock: FrozenClock
) -> None:
    lea, _ = learner(talk)
    public_id = add(live, cast.olga, platform=CommunityPlatform.CIRCLE, token="circle-token")
    there.next_answers.append((429, {}, {"retry-after": "60"}))
    live.write(service.join_community, lea, public_id=public_id)
    work(live)
    assert card(live, lea).door == Door.JOINING
    clock.advance(timedelta(seconds=60))
    work(live)
    assert card(live, lea).door == Door.MEMBER


def test_a_dead_end_is_shown_and_can_be_tried_again(live: Live, cast: Cast, talk: Talk, there: Platforms) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga, platform=CommunityPlatform.CIRCLE, token="circle-token")
    live.write(service.join_community, lea, public_id=public_id)
    work(live)
    there.next_answers.append((401, {}, {}))
    lose(live, seat)
    [row] = live.read(service.community_members, cast.olga, public_id=public_id, view=MemberView.BY_HAND).rows
    assert "token" in row.failure
    live.write(service.try_again, cast.olga, membership_id=row.id)
    work(live)
    assert there.circle == {}
    assert membership(live, lea.user_id or 0).removal == Removal.DONE


def test_discord_wants_an_account_that_is_theirs_alone(live: Live, cast: Cast, talk: Talk, there: Platforms) -> None:
    lea, _ = learner(talk)
    mia, _ = learner(talk, "Mia")
    public_id = add(
        live, cast.olga, platform=CommunityPlatform.DISCORD, token="bot-token", client_secret="s",
        external_id="guild", client_id="app", url="https://discord.gg/x",
    )  # fmt: skip
    with pytest.raises(Conflict, match="connect your Discord account"):
        live.write(service.join_community, lea, public_id=public_id)
    account = {"public_id": public_id, "external_id": "777", "name": "lea", "token": "their-token", "seconds": 600}
    live.write(service.connect_account, lea, **account)
    work(live)
    assert there.members == {"777"}
    assert (card(live, lea).door, card(live, lea).account) == (Door.MEMBER, "lea")
    with pytest.raises(Conflict, match="somebody else"):
        live.write(service.connect_account, mia, **account)
    live.write(service.disconnect_account, lea, platform=CommunityPlatform.DISCORD)
    assert card(live, lea).account == ""
    with live.system() as ctx:
        assert "their-token" not in str(
            ctx.session.connection().exec_driver_sql("SELECT * FROM external_accounts").all()
        )


def test_a_plan_that_ends_takes_premium_along(live: Live, cast: Cast, clock: FrozenClock) -> None:
    ada = cast.ada.user_id or 0
    public_id = add(live, cast.olga, access=CommunityAccess.PREMIUM)
    assert card(live, cast.ada).door == Door.CLOSED
    until = clock() + timedelta(days=30)
    plan = live.add(Entitlement(user_id=ada, kind=OfferKind.SUBSCRIPTION, until=until))
    live.write(happens, None, kind="entitled", key=plan.id)
    work(live)
    live.write(service.join_community, cast.ada, public_id=public_id)
    assert card(live, cast.ada).door == Door.MEMBER
    clock.advance(timedelta(days=30))
    assert card(live, cast.ada).door == Door.ENDED, "at the very moment"
    work(live)
    assert membership(live, ada).removal == Removal.BY_HAND


def test_an_administrator_lets_somebody_count_as_premium(live: Live, cast: Cast) -> None:
    add(live, cast.olga, access=CommunityAccess.PREMIUM)
    live.write(service.grant_premium, cast.olga, email=" ADA@example.com ", note="Speaker", days=None)
    work(live)
    assert card(live, cast.ada).door == Door.OPEN
    [row] = live.read(service.premium_grants, cast.olga)
    live.write(service.revoke_premium, cast.olga, grant_id=row.id)
    work(live)
    assert card(live, cast.ada).door == Door.ENDED
    with pytest.raises(Invalid, match="nobody"):
        live.write(service.grant_premium, cast.olga, email="who@example.com", note="", days=None)


def test_secrets_are_kept_encrypted_and_shown_to_nobody(live: Live, cast: Cast, there: Platforms) -> None:
    public_id = add(live, cast.olga, platform=CommunityPlatform.SLACK, token="xoxb")
    shown = live.read(service.community_detail, cast.olga, public_id=public_id)
    assert shown is not None
    assert shown.has_token
    with live.system() as ctx:
        kept = ctx.session.exec(select(ExternalCommunity)).one()
    assert "xoxb" not in kept.secret + shown.model_dump_json()
    live.write(service.edit_community, cast.olga, public_id=public_id, seen_at=shown.updated_at, fields=fields(
        platform=CommunityPlatform.SLACK, name="Renamed", channel_ids="C1, C2"))  # fmt: skip
    live.write(service.ask_for_check, cast.olga, public_id=public_id)
    work(live)
    checked = live.read(service.community_detail, cast.olga, public_id=public_id)
    assert checked is not None
    assert (checked.problem, checked.checked_at is not None, checked.fields.name) == ("", True, "Renamed")
    assert checked.fields.channel_ids == "C1, C2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"url": "http://x"}, "url"), ({"space_ids": "1, two"}, "space_ids")],
)
def test_what_is_wrong_is_said_beside_its_field(live: Live, cast: Cast, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as told:
        live.write(service.add_community, cast.olga, fields=fields(**wrong))
    assert told.value.field == field


def test_the_sweep_finds_what_no_event_told(live: Live, cast: Cast, talk: Talk) -> None:
    add(live, cast.olga)
    lea, seat = learner(talk)
    community_jobs.elsewhere.sweep_communities(live)
    assert membership(live, lea.user_id or 0).status == INVITED
    with live.system() as ctx:
        ctx.session.get_one(Enrollment, seat).status = EnrollmentStatus.CANCELLED
    community_jobs.elsewhere.sweep_communities(live)
    assert membership(live, lea.user_id or 0).status == INACTIVE


def test_one_that_is_switched_off_is_shown_to_nobody_and_changes_nothing(live: Live, cast: Cast, talk: Talk) -> None:
    lea, seat = learner(talk)
    public_id = add(live, cast.olga)
    live.write(service.join_community, lea, public_id=public_id)
    live.write(service.switch_community, cast.olga, public_id=public_id, is_on=False)
    lose(live, seat)
    assert live.read(service.my_communities, lea) == []
    assert membership(live, lea.user_id or 0).status == ACTIVE
    live.write(service.switch_community, cast.olga, public_id=public_id, is_on=True)
    work(live)
    assert membership(live, lea.user_id or 0).status == INACTIVE
    with live.system() as ctx:
        assert len(ctx.session.exec(select(CommunityMembership).order_by(col(CommunityMembership.id))).all()) == 1
