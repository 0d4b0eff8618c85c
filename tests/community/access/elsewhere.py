"""Who may call what of news and of communities elsewhere."""

from typing import Any

from academy.community.models import (
    CommunityAccess,
    CommunityMembership,
    CommunityPlatform,
    CommunitySettings,
    ExternalAccount,
    ExternalCommunity,
    PremiumGrant,
)
from academy.community.schemas.elsewhere import CommunityFields
from academy.live import Context
from tests.community.access.rules import ONCE, Access, admins, members, nobody
from tests.community.neighbourhood import Neighbourhood
from tests.world import MONDAY_MORNING

SYSTEM = Access(nobody, places=ONCE)
FIELDS = CommunityFields(name="Square", url="https://square.example/join")


def _community(ctx: Context, hood: Neighbourhood, _kind: str, _place: str) -> None:
    """A server for everybody, with a member who waits and somebody who counts as premium."""
    row = ExternalCommunity(
        platform=CommunityPlatform.DISCORD,
        name="Server",
        url="https://discord.gg/x",
        access_level=CommunityAccess.ALL_USERS,
        secret="locked",
        member_sync_enabled=True,
        settings=CommunitySettings(client_id="app"),
        updated_at=MONDAY_MORNING,
    )
    ctx.session.add(row)
    ctx.session.flush()
    of = {"user_id": hood.people["stranger"].user_id}
    accounts = [
        ExternalAccount(user_id=one.user_id, platform=row.platform, external_id=f"a{one.user_id}", name="x")
        for one in hood.people.values()
        if one.user_id is not None
    ]
    ctx.session.add_all(accounts)
    member, grant = CommunityMembership(community_id=row.id, **of), PremiumGrant(**of)
    ctx.session.add_all([member, grant])
    ctx.session.flush()
    hood.rows |= {"community": row.public_id, "membership": member.id, "grant": grant.id}


def _called(**more: Any) -> Any:
    return lambda hood, _place: {"public_id": hood.rows["community"], **more}


def _of(name: str, row: str) -> Any:
    return lambda hood, _place: {name: hood.rows[row]}


def _admin(arguments: Any = lambda _hood, _place: {}) -> Access:
    return Access(admins, arguments, ONCE, _community)


def _member(arguments: Any = lambda _hood, _place: {}) -> Access:
    return Access(members, arguments, ONCE, _community)


ACCOUNT = {"external_id": "7", "name": "x", "token": "t", "seconds": 9}

ACCESS: dict[str, Access] = {
    "service.news.tell_who_is_meant": SYSTEM,
    "service.news.tell_who_follows": SYSTEM,
    "service.news.write_thread_letter": SYSTEM,
    "service.announcements.tell_whom_a_thread_mentions": SYSTEM,
    "service.announcements.tell_whom_an_edit_mentions": SYSTEM,
    "service.recall.take_back_news": SYSTEM,
    "service.connections.forget_note": SYSTEM,
    "service.announcements.announce": SYSTEM,
    "service.announcements.tell_of_best_answer": SYSTEM,
    "service.belonging.follow_people": SYSTEM,
    "service.belonging.follow_everybody": SYSTEM,
    "service.belonging.take_up_what_is_left": SYSTEM,
    "service.belonging.task_of": SYSTEM,
    "service.belonging.note_joined": SYSTEM,
    "service.belonging.note_removed": SYSTEM,
    "service.belonging.note_stuck": SYSTEM,
    "service.belonging.ask_later": SYSTEM,
    "service.elsewhere.my_communities": _member(),
    "service.elsewhere.join_community": _member(_called()),
    "service.elsewhere.connecting_client": _member(_called()),
    "service.elsewhere.connecting_secret": SYSTEM,
    "service.elsewhere.connect_account": _member(_called(**ACCOUNT)),
    "service.elsewhere.disconnect_account": _member(lambda _hood, _place: {"platform": CommunityPlatform.DISCORD}),
    "service.elsewhere_desk.communities": _admin(),
    "service.elsewhere_desk.community_detail": _admin(_called()),
    "service.elsewhere_desk.community_members": _admin(_called()),
    "service.elsewhere_desk.courses_for_communities": _admin(),
    "service.elsewhere_desk.add_community": _admin(lambda _hood, _place: {"fields": FIELDS}),
    "service.elsewhere_desk.edit_community": _admin(_called(seen_at=MONDAY_MORNING, fields=FIELDS)),
    "service.elsewhere_desk.switch_community": _admin(_called(is_on=False)),
    "service.elsewhere_desk.ask_for_check": _admin(_called()),
    "service.elsewhere_desk.try_again": _admin(_of("membership_id", "membership")),
    "service.elsewhere_desk.note_removed_by_hand": _admin(_of("membership_id", "membership")),
    "service.elsewhere_desk.way_of": SYSTEM,
    "service.elsewhere_desk.note_check": SYSTEM,
    "service.premium.premium_grants": _admin(),
    "service.premium.grant_premium": _admin(
        lambda _hood, _place: {"email": "stranger@hood.example", "note": "", "days": 3}
    ),
    "service.premium.revoke_premium": _admin(_of("grant_id", "grant")),
}
