"""What people show of themselves, and who sees it."""

from sqlmodel import SQLModel, col, select

from academy.catalog.models import Course
from academy.community.acquaintance import card_reader
from academy.community.models import ConnectionStatus, MemberProfile
from academy.community.policy import BELONGS
from academy.community.schemas.people import CardFields, PersonCard, Standing
from academy.community.service.blocks import has_blocked
from academy.community.service.naming import shared_cohorts
from academy.community.service.pairs import has_asked, pair_of
from academy.core.cleaning import clean, clean_line
from academy.core.errors import Invalid, NotFound
from academy.core.loading import only
from academy.enrollment.models import Enrollment
from academy.identity import service as identity
from academy.identity.models import User
from academy.live import Context, mutation, query, signed_in

HEADLINE_LENGTH = 120
ABOUT_LENGTH = 600
MOST_SKILLS = 8
NO_LEVEL = "none"
SHOWN = ("shows_title", "shows_company", "shows_linkedin", "shows_courses", "shows_skills", "is_suggestible")


@query(policy=card_reader)
def person_card(ctx: Context, *, user_id: int = 0) -> PersonCard | None:
    """A person as they show themselves to the viewer. Where one has blocked the other it is the name alone."""
    if not user_id:
        return None
    standing = _standing(ctx, user_id)
    if standing == Standing.BLOCKED or has_blocked(ctx, user_id, ctx.user_id):
        return PersonCard(user_id=user_id, name=_name(ctx, user_id), standing=standing)
    row = pair_of(ctx, user_id)
    card = _shown(ctx, user_id)
    is_shared = standing != Standing.ME and _profile(ctx, user_id).shows_courses
    return card.model_copy(
        update={
            "standing": standing,
            "cohorts": shared_cohorts(ctx, [user_id]).get(user_id, []) if is_shared else [],
            "since": row.accepted_at if row and standing == Standing.CONNECTED else None,
            "note": row.note if row and standing == Standing.RECEIVED else "",
        }
    )


@query(policy=signed_in)
def my_card(ctx: Context) -> PersonCard:
    """The viewer as others see them."""
    return _shown(ctx, ctx.user_id).model_copy(update={"standing": Standing.ME})


@query(policy=signed_in)
def my_card_fields(ctx: Context) -> CardFields:
    """What the viewer may set of their card."""
    profile = _profile(ctx, ctx.user_id)
    user = _user(ctx, ctx.user_id)
    return CardFields(
        headline=profile.headline,
        about=profile.about,
        linkedin_url=user.linkedin_url or "",
        **{name: getattr(profile, name) for name in SHOWN},
    )


@mutation(policy=signed_in)
def edit_card(ctx: Context, *, headline: str, about: str, linkedin_url: str) -> None:
    """Change what the viewer's card says.

    Raises:
        Invalid: Something is too long, or no address at LinkedIn.
    """
    profile = _own(ctx)
    profile.headline = _short(clean_line(headline), "headline", HEADLINE_LENGTH)
    profile.about = _short(clean(about).strip(), "about", ABOUT_LENGTH)
    identity.set_linkedin(ctx, address=linkedin_url)


@mutation(policy=signed_in)
def show_on_card(ctx: Context, *, what: str, is_shown: bool) -> None:
    """Show a part of the viewer's card, such as `shows_title`, or hide it.

    Raises:
        Invalid: There is no such part.
    """
    if what not in SHOWN:
        raise Invalid("Your card has no such part.")
    setattr(_own(ctx), what, is_shown)


def _standing(ctx: Context, user_id: int) -> Standing:
    """What a person is to the viewer, as far as the viewer may know: a decline and others' blocks are silent."""
    if user_id == ctx.user_id:
        return Standing.ME
    if has_blocked(ctx, ctx.user_id, user_id):
        return Standing.BLOCKED
    row = pair_of(ctx, user_id)
    if row is None:
        return Standing.STRANGER
    if row.status == ConnectionStatus.ACCEPTED:
        return Standing.CONNECTED
    if has_asked(ctx, row, ctx.user_id):
        return Standing.SENT
    is_waiting = row.status == ConnectionStatus.PENDING and row.requester_id == user_id
    return Standing.RECEIVED if is_waiting else Standing.STRANGER


def _shown(ctx: Context, user_id: int) -> PersonCard:
    """A person as they show themselves to everybody who may see their card."""
    user, profile = _user(ctx, user_id), _profile(ctx, user_id)
    return PersonCard(
        user_id=user_id,
        name=user.name,
        headline=profile.headline,
        about=profile.about,
        title=(user.title or "") if profile.shows_title else "",
        company=(user.company or "") if profile.shows_company else "",
        linkedin_url=(user.linkedin_url or "") if profile.shows_linkedin else "",
        courses=_courses(ctx, user_id) if profile.shows_courses else [],
        skills=_skills(ctx, user_id) if profile.shows_skills else [],
    )


def _courses(ctx: Context, user_id: int) -> list[str]:
    taken = (
        select(Course.title)
        .join(Enrollment, col(Enrollment.course_id) == Course.id)
        .where(Enrollment.user_id == user_id, col(Enrollment.status).in_(BELONGS))
    )
    return list(ctx.session.exec(taken.distinct().order_by(Course.title)))


def _skills(ctx: Context, user_id: int) -> list[str]:
    """The skills somebody has come furthest in; their domain is a sibling, whose tables are known by name."""
    progress, skills = (SQLModel.metadata.tables[name] for name in ("user_skill_progress", "skills"))
    held = (
        select(skills.c.name)
        .join(progress, progress.c.skill_id == skills.c.id)
        .where(progress.c.user_id == user_id, progress.c.current_level != NO_LEVEL)
        .order_by(progress.c.evidence_count.desc(), progress.c.progress_percent.desc(), skills.c.name)
    )
    return list(ctx.session.execute(held.limit(MOST_SKILLS)).scalars())


def _user(ctx: Context, user_id: int) -> User:
    shown = only(User.name, User.title, User.company, User.linkedin_url)
    user = ctx.session.get(User, user_id, options=[shown])
    if user is None:
        raise NotFound("There is no such person here.")
    return user


def _name(ctx: Context, user_id: int) -> str:
    return ctx.session.exec(select(User.name).where(User.id == user_id)).one()


def _profile(ctx: Context, user_id: int) -> MemberProfile:
    """What somebody has set, or what holds until they do."""
    found = ctx.session.exec(select(MemberProfile).where(MemberProfile.user_id == user_id)).first()
    return found or MemberProfile(user_id=user_id)


def _own(ctx: Context) -> MemberProfile:
    profile = _profile(ctx, ctx.user_id)
    ctx.session.add(profile)
    return profile


def _short(text: str, field: str, length: int) -> str:
    if len(text) > length:
        raise Invalid(f"Please shorten this to {length} characters.", field=field)
    return text
