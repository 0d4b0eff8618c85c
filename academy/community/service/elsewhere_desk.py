"""Communities elsewhere, as administrators look after them."""

from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from academy import routes
from academy.catalog.models import Course
from academy.catalog.service.trail import change, locked, require_unchanged
from academy.community.access import API
from academy.community.events import CommunityChanged, CommunityQuestioned
from academy.community.models import (
    CommunityMembership,
    CommunityMembershipStatus,
    CommunityPlatform,
    CommunitySecrets,
    CommunitySettings,
    ExternalCommunity,
    Removal,
)
from academy.community.schemas.elsewhere import (
    CommunityDetail,
    CommunityFields,
    CommunityRow,
    CourseChoice,
    MemberRow,
    MemberView,
    Task,
)
from academy.community.service.belonging import due, has_api
from academy.community.service.elsewhere import MISSING, opens_for
from academy.community.service.trail import put_on_record
from academy.core import secrets
from academy.core.cleaning import clean_line
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.outbound import AddressRefused, Gate
from academy.core.search import holds
from academy.identity.models import User
from academy.identity.policy import is_admin, opens, platform_admin, system_only
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query

COMMUNITY = "external community"
"""What opens an API is locked for this."""
PAGE = 50
CEILING = 1000
"""More members of a kind than this are not counted."""
NAME_LENGTH = 80
NO_MEMBER = "This membership is gone."
_member: Any = CommunityMembership
VIEWS: dict[MemberView, Any] = {
    MemberView.INVITED: _member.status == CommunityMembershipStatus.INVITED,
    MemberView.MEMBERS: _member.status == CommunityMembershipStatus.ACTIVE,
    MemberView.ENDED: _member.status == CommunityMembershipStatus.INACTIVE,
    MemberView.BY_HAND: _member.removal == Removal.BY_HAND,
    MemberView.FAILED: _member.failure != "",
}


def to_look_at(ctx: Context) -> int:
    """How many memberships an administrator has to see to."""
    found = select(CommunityMembership.id).where(VIEWS[MemberView.BY_HAND] | VIEWS[MemberView.FAILED]).limit(CEILING)
    return ctx.session.exec(select(func.count()).select_from(found.subquery())).one()


opens(
    Place.ADMIN, PlacePage(label="Communities", url=routes.ADMIN_COMMUNITIES.url(), counted="to see to"),
    count=to_look_at,
)(is_admin)  # fmt: skip


@query(policy=platform_admin)
def communities(ctx: Context) -> list[CommunityRow]:
    """All communities, with how many belong."""
    rows = ctx.session.exec(select(ExternalCommunity).order_by(col(ExternalCommunity.id))).all()
    return [_row(ctx, row) for row in rows]


@query(policy=platform_admin)
def community_detail(ctx: Context, *, public_id: str = "") -> CommunityDetail | None:
    """Everything about a community but what opens its API; nothing if there is none."""
    row = ctx.session.exec(select(ExternalCommunity).where(ExternalCommunity.public_id == public_id)).first()
    if row is None:
        return None
    kept = _secrets(row)
    known = row.settings
    return CommunityDetail(
        public_id=row.public_id,
        fields=CommunityFields(
            platform=row.platform,
            name=row.name,
            url=row.url,
            description=row.description or "",
            access_level=row.access_level,
            course_ids=row.course_ids or [],
            external_id=row.external_id,
            role_id=known.role_id,
            client_id=known.client_id,
            channel_ids=", ".join(known.channel_ids),
            space_ids=", ".join(map(str, known.space_ids)),
        ),
        opens_for=opens_for(ctx, row.access_level, row.course_ids or ()),
        is_active=row.is_active,
        has_api=has_api(row),
        has_token=bool(kept.token),
        has_client_secret=bool(kept.client_secret),
        problem=row.problem,
        checked_at=row.checked_at,
        updated_at=row.updated_at,
    )


@query(policy=platform_admin)
def community_members(
    ctx: Context, *, public_id: str = "", view: MemberView | None = None, words: str = "", until: str = ""
) -> Page[MemberRow]:
    """Those who have to do with a community, the latest change first."""
    statement = (
        select(CommunityMembership)
        .join(User, col(User.id) == CommunityMembership.user_id)
        .join(ExternalCommunity, col(ExternalCommunity.id) == CommunityMembership.community_id)
        .where(ExternalCommunity.public_id == public_id)
    )
    if view is not None:
        statement = statement.where(VIEWS[view])
    if text := words.strip():
        statement = statement.where(holds(text, User.name, User.email))
    order = (_member.updated_at.desc(), _member.id.desc())
    return page_of(ctx, statement, lambda row: _member_row(ctx, row), of=MemberRow, order=order, until=until, size=PAGE)


@query(policy=platform_admin)
def courses_for_communities(ctx: Context) -> list[CourseChoice]:
    """The courses that a community can be for."""
    rows = ctx.session.exec(select(Course.id, Course.title).order_by(Course.title, col(Course.id)))
    return [CourseChoice(id=key, title=title) for key, title in rows]


@mutation(policy=platform_admin)
def add_community(ctx: Context, *, fields: CommunityFields, token: str = "", client_secret: str = "") -> str:
    """Add a community, and return its public id.

    Raises:
        Invalid: Something is missing or wrong, and where.
    """
    row = ExternalCommunity(platform=fields.platform, name="", url="", access_level=fields.access_level)
    values = _values(fields)
    for name, value in values.items():
        setattr(row, name, value)
    _lock(row, token, client_secret)
    ctx.session.add(row)
    ctx.session.flush()
    put_on_record(ctx, row, "community_added", f"Added the community {row.name}.")
    ctx.publish(CommunityChanged(row.id))
    return row.public_id


@mutation(policy=platform_admin)
def edit_community(
    ctx: Context,
    *,
    public_id: str,
    seen_at: datetime,
    fields: CommunityFields,
    token: str = "",
    client_secret: str = "",
) -> None:
    """Change a community; what opens its API stays where nothing new is entered.

    Raises:
        Invalid: As for a new one.
        Conflict: Somebody has saved it since `seen_at`.
    """
    row = _find(ctx, public_id)
    require_unchanged(ctx, row, seen_at)
    changes = change(ctx, row, _values(fields))
    if _lock(row, token, client_secret):
        changes["secret"] = ("…", "another")
        row.updated_at = ctx.now
    if changes:
        row.problem = ""
        put_on_record(ctx, row, "community_edited", f"Changed the community {row.name}.", changes)
        ctx.publish(CommunityChanged(row.id))


@mutation(policy=platform_admin)
def switch_community(ctx: Context, *, public_id: str, is_on: bool) -> None:
    """Show a community and follow who may belong, or leave all as it is and show it to nobody."""
    row = _find(ctx, public_id)
    if change(ctx, row, {"is_active": is_on}):
        words = "on" if is_on else "off"
        put_on_record(ctx, row, f"community_switched_{words}", f"Switched the community {row.name} {words}.")
        ctx.publish(CommunityChanged(row.id))


@mutation(policy=platform_admin)
def ask_for_check(ctx: Context, *, public_id: str) -> None:
    """Have the API of a community asked whether it can be used.

    Raises:
        Conflict: It has none that is set up.
    """
    row = _find(ctx, public_id)
    if not has_api(row):
        raise Conflict("There is nothing to test: without a token people come by the invite link.")
    ctx.publish(CommunityQuestioned(row.id))


@mutation(policy=platform_admin)
def try_again(ctx: Context, *, membership_id: int) -> None:
    """Have a job try again what the platform refused."""
    row = locked(ctx, CommunityMembership, membership_id, NO_MEMBER)
    community = ctx.session.get_one(ExternalCommunity, row.community_id)
    if not has_api(community):
        raise Conflict("Without an API this is to be done by hand.")
    row.failure = ""
    if row.removal == Removal.BY_HAND:
        row.removal = Removal.DUE
    put_on_record(ctx, community, "membership_retried", f"Had a membership of {community.name} tried again.")
    due(ctx, row.id)


@mutation(policy=platform_admin)
def note_removed_by_hand(ctx: Context, *, membership_id: int) -> None:
    """Somebody was removed by hand on the platform."""
    row = locked(ctx, CommunityMembership, membership_id, NO_MEMBER)
    if row.removal != Removal.BY_HAND:
        return
    row.removal, row.failure, row.last_sync_at, row.joined_at = Removal.DONE, "", ctx.now, None
    community = ctx.session.get_one(ExternalCommunity, row.community_id)
    name = ctx.session.get_one(User, row.user_id).name
    put_on_record(ctx, community, "member_removed", f"Removed {name} from {community.name} by hand.")


@query(policy=system_only)
def way_of(ctx: Context, *, community_id: int) -> Task | None:
    """How the API of a community is reached, if it has one."""
    row = ctx.session.get_one(ExternalCommunity, community_id)
    if not has_api(row):
        return None
    return Task(
        is_joining=False,
        platform=row.platform,
        community_id=row.external_id,
        secret=row.secret,
        role_id=row.settings.role_id,
        channel_ids=row.settings.channel_ids,
        space_ids=row.settings.space_ids,
        email="",
        name="",
        member_id="",
        token="",
    )


@mutation(policy=system_only)
def note_check(ctx: Context, *, community_id: int, problem: str) -> None:
    """The API was asked, and this is what stands in the way."""
    row = ctx.session.get_one(ExternalCommunity, community_id)
    row.checked_at, row.problem = ctx.now, problem


def _values(fields: CommunityFields) -> dict[str, Any]:
    """What is kept of what was entered."""
    name, url = clean_line(fields.name), fields.url.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(f"Please enter a name of up to {NAME_LENGTH} characters.", field="name")
    try:
        Gate().check(url)
    except AddressRefused as refusal:
        raise Invalid(str(refusal), field="url") from None
    spaces = [part.strip() for part in fields.space_ids.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in spaces):
        raise Invalid("Spaces are numbers, with commas between them.", field="space_ids")
    return {
        "platform": fields.platform,
        "name": name,
        "url": url,
        "description": fields.description.strip() or None,
        "access_level": fields.access_level,
        "course_ids": sorted(set(fields.course_ids)) or None,
        "external_id": fields.external_id.strip(),
        "settings": CommunitySettings(
            role_id=fields.role_id.strip(),
            client_id=fields.client_id.strip(),
            channel_ids=[part.strip() for part in fields.channel_ids.split(",") if part.strip()],
            space_ids=[int(part) for part in spaces],
        ),
    }


def _lock(row: ExternalCommunity, token: str, client_secret: str) -> bool:
    """Keep what opens the API, as far as something was entered; tells whether it was."""
    kept = _secrets(row)
    given = {"token": token.strip(), "client_secret": client_secret.strip()}
    new = kept.model_copy(update={name: value for name, value in given.items() if value})
    row.member_sync_enabled = row.platform in API and bool(new.token)
    row.sso_enabled = row.platform == CommunityPlatform.DISCORD and bool(new.client_secret)
    if new == kept:
        return False
    row.secret = secrets.locked(COMMUNITY, new.model_dump_json())
    return True


def _secrets(row: ExternalCommunity) -> CommunitySecrets:
    """What opens the API; nothing if it was locked with another key."""
    if not row.secret:
        return CommunitySecrets()
    try:
        return CommunitySecrets.model_validate_json(secrets.unlocked(COMMUNITY, row.secret))
    except LookupError:
        return CommunitySecrets()


def _find(ctx: Context, public_id: str) -> ExternalCommunity:
    key = ctx.session.exec(select(ExternalCommunity.id).where(ExternalCommunity.public_id == public_id)).first()
    if key is None:
        raise NotFound(MISSING)
    return locked(ctx, ExternalCommunity, key, MISSING)


def _row(ctx: Context, row: ExternalCommunity) -> CommunityRow:
    def count(view: MemberView) -> int:
        some = select(_member.id).where(_member.community_id == row.id, VIEWS[view]).limit(CEILING)
        return ctx.session.exec(select(func.count()).select_from(some.subquery())).one()

    return CommunityRow(
        public_id=row.public_id,
        platform=row.platform,
        name=row.name,
        opens_for=opens_for(ctx, row.access_level, row.course_ids or ()),
        is_active=row.is_active,
        has_api=has_api(row),
        problem=row.problem,
        invited=count(MemberView.INVITED),
        members=count(MemberView.MEMBERS),
        ended=count(MemberView.ENDED),
        by_hand=count(MemberView.BY_HAND),
        failed=count(MemberView.FAILED),
    )


def _member_row(ctx: Context, row: CommunityMembership) -> MemberRow:
    user = ctx.session.get_one(User, row.user_id)
    return MemberRow(
        id=row.id,
        name=user.name,
        email=user.email,
        status=row.status,
        removal=row.removal,
        failure=row.failure,
        at=row.updated_at,
    )
