"""Promotion codes, as administrators make and change them."""

import re
from datetime import UTC, datetime

from sqlmodel import col, select

from academy.catalog.models import Course
from academy.commerce.models import OfferKind, PromotionCode
from academy.commerce.offer_schemas import CodeEditor, CodeFields, CodeRow
from academy.commerce.service.offer_desk import course_choices, note, typed_amount
from academy.commerce.service.terms import redemptions, redemptions_by_code
from academy.core.audit import Change
from academy.core.errors import Invalid, NotFound
from academy.identity.policy import platform_admin
from academy.live import Context, mutation, query

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
OF_A_COURSE = frozenset({None, OfferKind.COURSE, OfferKind.COMPANY_SEAT})


@query(policy=platform_admin)
def code_list(ctx: Context) -> list[CodeRow]:
    """All promotion codes with how often they were used, those in force first."""
    statement = (
        select(PromotionCode, Course.title)
        .outerjoin(Course, col(Course.id) == col(PromotionCode.course_id))
        .order_by(col(PromotionCode.is_active).desc(), col(PromotionCode.code))
    )
    used = redemptions_by_code(ctx)
    return [
        CodeRow(
            id=code.id,
            code=code.code,
            percent_off=code.percent_off,
            amount_off_cents=code.amount_off_cents,
            currency=code.currency,
            kind=code.kind,
            course_title=title or "",
            starts_at=code.starts_at,
            ends_at=code.ends_at,
            most_redemptions=code.most_redemptions,
            most_per_person=code.most_per_person,
            redemptions=used.get(code.id, 0),
            is_active=code.is_active,
            is_early=code.starts_at is not None and not ctx.is_past(code.starts_at),
            is_over=code.ends_at is not None and ctx.is_past(code.ends_at),
        )
        for code, title in ctx.session.exec(statement).all()
    ]


@query(policy=platform_admin)
def code_editor(ctx: Context, *, code_id: int | None = None) -> CodeEditor | None:
    """Return a promotion code as its form shows it, an empty form for 0; nothing if there is none."""
    if code_id is None:
        return None
    choices = course_choices(ctx)
    if code_id == 0:
        return CodeEditor(courses=choices)
    code = ctx.session.get(PromotionCode, code_id)
    if code is None:
        return None
    return CodeEditor(
        id=code.id,
        code=code.code,
        percent_off=_typed(code.percent_off),
        amount_off="" if code.amount_off_cents is None else typed_amount(code.amount_off_cents),
        currency=code.currency,
        kind=code.kind.value if code.kind else "",
        course_id=_typed(code.course_id),
        starts_at=_typed_moment(code.starts_at),
        ends_at=_typed_moment(code.ends_at),
        most_redemptions=_typed(code.most_redemptions),
        most_per_person=_typed(code.most_per_person),
        redemptions=redemptions(ctx, code.id),
        courses=choices,
    )


@mutation(policy=platform_admin)
def create_code(ctx: Context, *, fields: CodeFields) -> int:
    """Make a promotion code and return its id.

    Raises:
        Invalid: A field is missing or wrong, or there is such a code.
    """
    text = _checked(ctx, fields, but=None)
    if fields.ends_at is not None and ctx.is_past(fields.ends_at):
        raise Invalid("This moment is over. Choose one to come, or leave it empty.", field="ends_at")
    code = PromotionCode(**fields.model_dump(exclude={"code"}), code=text)
    ctx.session.add(code)
    note(ctx, code, "code_created", f"Made the promotion code {text}.")
    return code.id


@mutation(policy=platform_admin)
def edit_code(ctx: Context, *, code_id: int, fields: CodeFields) -> None:
    """Change a promotion code for whatever is ordered from now on; what was bought with it stays as it was.

    Raises:
        Invalid: A field is missing or wrong, there is such a code, or one that was used is to be called otherwise.
    """
    code = _locked(ctx, code_id)
    text = _checked(ctx, fields, but=code)
    if text != code.code and redemptions(ctx, code.id):
        raise Invalid("This code was used, and receipts name it. Make another one instead.", field="code")
    if fields.ends_at != code.ends_at and fields.ends_at is not None and ctx.is_past(fields.ends_at):
        raise Invalid("This moment is over. Choose one to come, or leave it empty.", field="ends_at")
    values = {**fields.model_dump(exclude={"code"}), "code": text}
    changes: dict[str, Change] = {
        name: (_said(getattr(code, name)), _said(value))
        for name, value in values.items()
        if getattr(code, name) != value
    }
    if changes:
        code.sqlmodel_update(values)
        note(ctx, code, "code_edited", f"Changed the promotion code {text}.", changes)


@mutation(policy=platform_admin)
def switch_code(ctx: Context, *, code_id: int, is_active: bool) -> None:
    """Let a promotion code hold, or not any more; what was bought with it stays as it was."""
    code = _locked(ctx, code_id)
    if code.is_active != is_active:
        code.is_active = is_active
        words = "Took up" if is_active else "Stopped"
        note(ctx, code, "code_switched", f"{words} the promotion code {code.code}.")


def _locked(ctx: Context, code_id: int) -> PromotionCode:
    code = ctx.session.exec(select(PromotionCode).where(PromotionCode.id == code_id).with_for_update()).first()
    if code is None:
        raise NotFound("There is no such code.")
    return code


def _checked(ctx: Context, fields: CodeFields, *, but: PromotionCode | None) -> str:
    """Return how a code is written, if all that is said of it can be."""
    text = fields.code.strip().upper()
    if not CODE.fullmatch(text):
        raise Invalid("Use 3 to 32 letters, digits and hyphens, such as SPRING-20.", field="code")
    found = ctx.session.exec(select(PromotionCode.id).where(PromotionCode.code == text)).first()
    if found is not None and (but is None or found != but.id):
        raise Invalid("There is such a code already. Choose another.", field="code")
    if (fields.percent_off is None) == (fields.amount_off_cents is None):
        raise Invalid("Say how much it takes off: a percentage, or an amount.", field="percent_off")
    if fields.percent_off is not None and not 0 < fields.percent_off <= 100:
        raise Invalid("Choose between 1 and 100 percent.", field="percent_off")
    if fields.amount_off_cents is not None and fields.amount_off_cents <= 0:
        raise Invalid("An amount is more than nothing.", field="amount_off")
    _check_scope(ctx, fields)
    for name in ("most_redemptions", "most_per_person"):
        most = getattr(fields, name)
        if most is not None and most < 1:
            raise Invalid("Let it be used at least once, or leave this empty.", field=name)
    if fields.starts_at is not None and fields.ends_at is not None and fields.ends_at <= fields.starts_at:
        raise Invalid("Let it end after it starts.", field="ends_at")
    return text


def _check_scope(ctx: Context, fields: CodeFields) -> None:
    if fields.kind == OfferKind.SUBSCRIPTION:
        raise Invalid("Codes do not hold for plans. Choose something else.", field="kind")
    if fields.course_id is None:
        return
    if fields.kind not in OF_A_COURSE:
        raise Invalid("Bundles are of several courses: choose all courses here.", field="course_id")
    if ctx.session.get(Course, fields.course_id) is None:
        raise Invalid("There is no such course. Choose one of the list.", field="course_id")


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)


def _typed_moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _said(value: object) -> str:
    return "none" if value is None else str(value)
