"""Lists that stand still under who reads them: what is new or has moved waits behind "3 new"."""

from typing import TypeVar

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData

from academy.ui import client
from academy.ui.types import Child, Text

T = TypeVar("T")

_IN_PLACE = VarData(
    hooks={"const inPlace = useInPlace()": None}, imports={client.ARRIVALS: [ImportVar(tag="useInPlace")]}
)


class _Arrivals(rx.Component):
    library = client.ARRIVALS
    tag = "Arrivals"

    ids: rx.Var[list[str]]


def arrivals(*content: Child, ids: rx.Var[list[str]], key: Text) -> rx.Component:
    """A list whose rows are put `in_place`; `ids` are those of all rows, in their true order.

    Under another `key` it is another list, in which nothing waits yet.
    """
    return _Arrivals.create(*content, ids=ids, key=key)


def in_place(rows: rx.Var[list[T]], kind: type[T]) -> rx.Var[list[T]]:
    """The rows (of a `kind`, each with a `public_id`) as the `arrivals` around them show them."""
    placed: rx.Var[list[T]] = rx.Var(
        f"inPlace({rows!s})", _var_data=VarData.merge(rows._get_all_var_data(), _IN_PLACE)
    ).to(list[kind])  # type: ignore[valid-type]
    return placed
