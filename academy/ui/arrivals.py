"""Lists that grow at their head: who reads further down is not moved, and is offered "3 new"."""

import reflex as rx

from academy.ui import client
from academy.ui.types import Child, Text


class _Arrivals(rx.Component):
    library = client.ARRIVALS
    tag = "Arrivals"

    ids: rx.Var[list[str]]


class _Arrival(rx.Component):
    library = client.ARRIVALS
    tag = "Arrival"

    ids: rx.Var[list[str]]


def arrivals(*content: Child, ids: rx.Var[list[str]], key: Text = "") -> rx.Component:
    """A list whose rows stand in `arrival`s; `ids` are those of all rows, in order, the newest first.

    Under another `key` it is another list, in which nothing has arrived yet.
    """
    return _Arrivals.create(*content, ids=ids, key=key)


def arrival(*content: Child, ids: rx.Var[list[str]], key: rx.Var[str]) -> rx.Component:
    """A row, or several under one heading, held back while all of `ids` are."""
    return _Arrival.create(*content, ids=ids, key=key)
