"""What requests to the embedded gateway's API carry, and how they are refused."""

from collections.abc import Callable
from typing import Any

from academy.live import Context

Params = dict[str, str]
Thing = dict[str, Any]
Handler = Callable[[Context, Params, str], Thing]


class Refused(Exception):
    """A request the provider would refuse."""

    def __init__(self, message: str, *, param: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code


def given(params: Params, name: str) -> str:
    """Return a param that has to be there."""
    if not params.get(name):
        raise Refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
    return params[name]


def cents(params: Params, name: str) -> int:
    """Return a param that is an amount."""
    value = given(params, name)
    if not value.isdecimal() or int(value) < 1:
        raise Refused("Amounts are positive integers.", param=name, code="parameter_invalid_integer")
    return int(value)


def metadata(params: Params) -> Params:
    """Return what the merchant wants to find again on a thing."""
    return {name[9:-1]: value for name, value in params.items() if name.startswith("metadata[")}
