"""Figures that change while one looks, and money."""

from typing import Any

import reflex as rx

from academy.ui import client
from academy.ui.types import Child, Text


class _LiveNumber(rx.Component):
    library = client.VALUES
    tag = "LiveNumber"

    value: rx.Var[int | float]


class _Marked(rx.Component):
    library = client.VALUES
    tag = "Marked"

    value: rx.Var[Any]


class _Money(rx.Component):
    library = client.VALUES
    tag = "Money"

    cents: rx.Var[int]
    currency: rx.Var[str]


def live_number(value: float | rx.Var[Any]) -> rx.Component:
    """A number that counts to its new value and is marked for a moment when it changes."""
    return _LiveNumber.create(value=value)


def marked(value: Any, *content: Child) -> rx.Component:
    """The content (by default the value itself), marked for a moment when the value changes."""
    return _Marked.create(*(content or (value,)), value=value)


def money(cents: int | rx.Var[int], currency: Text) -> rx.Component:
    """An amount given in the currency's smallest unit (349_00, "usd"), written $349."""
    return _Money.create(cents=cents, currency=currency)
