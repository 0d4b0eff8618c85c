"""Promotion codes and taxes, as administrators set them."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import select

from academy.commerce import service
from academy.commerce.offer_schemas import CodeEditor, CodeFields
from academy.commerce.state import NO_NUMBER, OffersState
from academy.core.audit import AuditEntry
from academy.core.errors import Denied, Invalid
from tests.world import Cast, Live


def test_a_code_is_made_stopped_and_taken_up_again(live: Live, cast: Cast) -> None:
    code_id = live.write(service.create_code, cast.olga, fields=CodeFields(code=" spring-20 ", percent_off=20))
    (code,) = live.read(service.code_list, cast.olga)
    assert (code.code, code.percent_off, code.redemptions, code.is_active) == ("SPRING-20", 20, 0, True)
    for is_active in (False, True):
        live.write(service.switch_code, cast.olga, code_id=code_id, is_active=is_active)
        assert live.read(service.code_list, cast.olga)[0].is_active is is_active
    with live.system() as ctx:
        assert len(ctx.session.exec(select(AuditEntry)).all()) == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "A", "percent_off": 5}, "code"),
        ({"code": "with space", "percent_off": 5}, "code"),
        ({"code": "TAKEN", "percent_off": 5}, "code"),
        ({"code": "NOTHING"}, "percent_off"),
        ({"code": "BOTH", "percent_off": 5, "amount_off_cents": 5}, "percent_off"),
        ({"code": "MUCH", "percent_off": 101}, "percent_off"),
        ({"code": "LITTLE", "amount_off_cents": 0}, "amount_off"),
        ({"code": "NEVER", "percent_off": 5, "most_redemptions": 0}, "most_redemptions"),
    ],
)
def test_what_is_wrong_is_said_beside_it(live: Live, cast: Cast, fields: dict[str, Any], field: str) -> None:
    live.write(service.create_code, cast.olga, fields=CodeFields(code="TAKEN", percent_off=1))
    with pytest.raises(Invalid) as refused:
        live.write(service.create_code, cast.olga, fields=CodeFields(**fields))
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["percent_off", "amount_off", "most_redemptions"])
def test_what_is_typed_and_is_no_number_does_not_count_as_nothing(field: str) -> None:
    form = SimpleNamespace(errors={}, code=CodeEditor())
    typed = {"code": "A-THOUSAND", "percent_off": "5", field: "1,000"}
    asyncio.run(OffersState.save_code.fn(form, typed))
    assert form.errors == {field: NO_NUMBER}


def test_a_countrys_tax_is_set_and_set_anew(live: Live, cast: Cast) -> None:
    live.write(service.set_tax, cast.olga, country="DE", name="VAT", basis_points=1600)
    live.write(service.set_tax, cast.olga, country="DE", name="MwSt", basis_points=1900)
    (tax,) = live.read(service.tax_list, cast.olga)
    assert (tax.country_name, tax.name, tax.percent) == ("Germany", "MwSt", "19%")
    for wrong, field in (({"country": "XX"}, "country"), ({"name": " "}, "name"), ({"basis_points": 5001}, "percent")):
        with pytest.raises(Invalid) as refused:
            live.write(service.set_tax, cast.olga, **{"country": "DE", "name": "VAT", "basis_points": 1, **wrong})
        assert refused.value.field == field


def test_nobody_else_may(live: Live, cast: Cast) -> None:
    for viewer in (cast.ada, cast.max):
        for ask in (service.code_list, service.tax_list, service.offer_list):
            with pytest.raises(Denied):
                live.read(ask, viewer)
        with pytest.raises(Denied):
            live.write(service.create_code, viewer, fields=CodeFields(code="SPRING", percent_off=5))
        with pytest.raises(Denied):
            live.write(service.switch_code, viewer, code_id=1, is_active=True)
        with pytest.raises(Denied):
            live.write(service.set_tax, viewer, country="DE", name="VAT", basis_points=1)
