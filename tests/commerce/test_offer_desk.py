"""Bundles, plans and codes, as administrators make and change them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from academy.catalog.models import Course, CourseStatus
from academy.commerce import service
from academy.commerce.models import Interval, Offer, OfferKind
from academy.commerce.offer_schemas import CodeFields, OfferFields
from academy.core.audit import AuditEntry
from academy.core.errors import Denied, Invalid, NotFound
from tests.commerce.till import Till
from tests.enrollment.bundle import PRICE, SLUGS, Bundle, buy, make_bundle
from tests.world import MONDAY_MORNING, Cast, FrozenClock, Live

DAY = timedelta(days=1)


@pytest.fixture
def bundle(live: Live) -> Bundle:
    with live.system() as ctx:
        return make_bundle(ctx)


def fields(bundle: Bundle, **other: Any) -> OfferFields:
    said = {"kind": OfferKind.PATH, "title": "Two", "price_cents": PRICE, "course_ids": list(bundle.course_ids)}
    return OfferFields(**{**said, **other})


def test_a_bundle_is_made_changed_and_taken_off_sale(live: Live, cast: Cast, bundle: Bundle) -> None:
    public_id = live.write(service.create_offer, cast.olga, fields=fields(bundle))
    shown = {one.public_id: one for one in live.read(service.plans, cast.nobody).bundles}[public_id]
    assert (shown.title, shown.price_cents, [one.slug for one in shown.courses]) == ("Two", PRICE, list(SLUGS))
    other = fields(bundle, title="Both", price_cents=PRICE - 1, course_ids=list(reversed(bundle.course_ids)))
    for _ in range(2):
        live.write(service.edit_offer, cast.olga, public_id=public_id, fields=other)
    editor = live.read(service.offer_editor, cast.olga, offer=public_id)
    assert editor is not None
    assert (editor.title, editor.price, editor.courses[:2]) == (
        "Both",
        "499.99",
        [str(key) for key in other.course_ids],
    )
    live.write(service.switch_offer, cast.olga, public_id=public_id, is_active=False)
    assert public_id not in {one.public_id for one in live.read(service.plans, cast.nobody).bundles}
    with live.system() as ctx:
        acts = ctx.session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
        assert acts == ["commerce.offer_created", "commerce.offer_edited", "commerce.offer_switched"]


def test_what_was_bought_stays_as_it_was(live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
    order = buy(till, cast.ada, bundle)
    with live.system() as ctx:
        third = Course(**{**ctx.session.get_one(Course, bundle.course_ids[0]).model_dump(exclude={"id"}), "slug": "x"})
        ctx.session.add(third)
        ctx.session.flush()
        ids = [*bundle.course_ids, third.id]
    live.write(service.edit_offer, cast.olga, public_id=bundle.public_id, fields=fields(bundle, course_ids=ids))
    shown = live.read(service.order, cast.ada, public_id=order)
    assert ([course.slug for course in shown.courses], shown.price.total_cents) == (list(SLUGS), PRICE)


def test_a_plan_is_priced_anew_at_the_provider(live: Live, cast: Cast, bundle: Bundle) -> None:
    plan = {"kind": OfferKind.SUBSCRIPTION, "interval": Interval.MONTH, "course_ids": []}
    public_id = live.write(service.create_offer, cast.olga, fields=fields(bundle, **plan))
    with live.system() as ctx:
        ctx.session.exec(select(Offer).where(Offer.public_id == public_id)).one().provider_price_id = "price_1"
    for price, is_known in ((PRICE, True), (PRICE + 1, False)):
        live.write(service.edit_offer, cast.olga, public_id=public_id, fields=fields(bundle, **plan, price_cents=price))
        with live.system() as ctx:
            found = ctx.session.exec(select(Offer).where(Offer.public_id == public_id)).one()
            assert (found.provider_price_id is not None) is is_known
    with pytest.raises(Invalid, match="new plan"):
        live.write(
            service.edit_offer,
            cast.olga,
            public_id=public_id,
            fields=fields(bundle, **{**plan, "interval": Interval.YEAR}),
        )
    (shown,) = live.read(service.plans, cast.nobody).subscriptions
    assert (shown.interval, shown.price_cents) == (Interval.MONTH, PRICE + 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"price_cents": 0}, "price"),
        ({"price_cents": 2 * 34_900}, "price"),
        ({"course_ids": []}, "courses"),
        ({"course_ids": [1, 1]}, "courses"),
        ({"course_ids": [1, 99]}, "courses"),
        ({"kind": OfferKind.SUBSCRIPTION}, "interval"),
    ],
)
def test_what_is_wrong_is_said_beside_it(
    live: Live, cast: Cast, bundle: Bundle, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        live.write(service.create_offer, cast.olga, fields=fields(bundle, **said))
    assert refused.value.field == field


def test_only_published_courses_and_only_administrators(live: Live, cast: Cast, bundle: Bundle) -> None:
    for viewer in (cast.ada, cast.max):
        for denied in (
            lambda who=viewer: live.write(service.create_offer, who, fields=fields(bundle)),
            lambda who=viewer: live.write(service.edit_offer, who, public_id=bundle.public_id, fields=fields(bundle)),
            lambda who=viewer: live.write(service.switch_offer, who, public_id=bundle.public_id, is_active=False),
            lambda who=viewer: live.write(service.edit_code, who, code_id=1, fields=CodeFields(code="ABC")),
            lambda who=viewer: live.read(service.offer_editor, who),
            lambda who=viewer: live.read(service.code_editor, who),
        ):
            with pytest.raises(Denied):
                denied()
    with live.system() as ctx:
        ctx.session.get_one(Course, bundle.course_ids[0]).status = CourseStatus.DRAFT
        single = service.offer_of(ctx, course_id=bundle.course_ids[1]).public_id
    with pytest.raises(Invalid, match="published"):
        live.write(service.create_offer, cast.olga, fields=fields(bundle))
    with pytest.raises(NotFound):
        live.write(service.switch_offer, cast.olga, public_id=single, is_active=False)


class TestCodes:
    def test_all_of_a_code_can_be_changed(self, live: Live, cast: Cast, clock: FrozenClock, bundle: Bundle) -> None:
        code_id = live.write(service.create_code, cast.olga, fields=CodeFields(code="FIRST", percent_off=10))
        changed = CodeFields(
            code="SECOND",
            amount_off_cents=5_00,
            currency="eur",
            kind=OfferKind.COURSE,
            course_id=bundle.course_ids[0],
            starts_at=clock.now + timedelta(days=1),
            ends_at=clock.now + timedelta(days=2),
            most_redemptions=7,
            most_per_person=None,
        )
        live.write(service.edit_code, cast.olga, code_id=code_id, fields=changed)
        editor = live.read(service.code_editor, cast.olga, code_id=code_id)
        assert editor is not None
        said = (editor.code, editor.percent_off, editor.amount_off, editor.currency, editor.kind, editor.course_id)
        assert said == ("SECOND", "", "5.00", "eur", "course", str(bundle.course_ids[0]))
        last = (editor.starts_at, editor.ends_at, editor.most_redemptions, editor.most_per_person)
        assert last == ("2026-03-03T09:00", "2026-03-04T09:00", "7", "")
        (row,) = live.read(service.code_list, cast.olga)
        assert (row.is_early, row.course_title) == (True, "AI Enablement")

    def test_what_it_took_off_is_kept_and_its_name_too(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        code_id = live.write(service.create_code, cast.olga, fields=CodeFields(code="TENTH", percent_off=10))
        order = live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)
        live.write(service.set_order_terms, cast.ada, public_id=order, code="TENTH", country="")
        live.write(service.edit_code, cast.olga, code_id=code_id, fields=CodeFields(code="tenth", percent_off=50))
        assert live.read(service.order, cast.ada, public_id=order).price.total_cents == PRICE * 9 // 10
        with pytest.raises(Invalid, match="receipts name it"):
            live.write(service.edit_code, cast.olga, code_id=code_id, fields=CodeFields(code="OTHER", percent_off=50))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"kind": OfferKind.PATH, "course_id": 1}, "course_id"),
            ({"course_id": 99}, "course_id"),
            ({"kind": OfferKind.SUBSCRIPTION}, "kind"),
            ({"most_per_person": 0}, "most_per_person"),
            ({"ends_at": MONDAY_MORNING - DAY}, "ends_at"),
            (
                {"starts_at": MONDAY_MORNING + 2 * DAY, "ends_at": MONDAY_MORNING + DAY},
                "ends_at",
            ),
        ],
    )
    def test_what_is_wrong_is_said_beside_it(
        self, live: Live, cast: Cast, bundle: Bundle, said: dict[str, Any], field: str
    ) -> None:
        code_id = live.write(service.create_code, cast.olga, fields=CodeFields(code="FIRST", percent_off=10))
        with pytest.raises(Invalid) as refused:
            live.write(
                service.edit_code,
                cast.olga,
                code_id=code_id,
                fields=CodeFields(code="FIRST", percent_off=10, **said),
            )
        assert refused.value.field == field
