"""Where the arguments of a page's live queries come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from academy.core.errors import NotFound
from academy.live.functions import Mutation, Query


@dataclass(frozen=True, slots=True)
class FromRoute:
    """A part of the path, such as `slug` in `/courses/[slug]`."""

    name: str


@dataclass(frozen=True, slots=True)
class FromAddress:
    """A parameter of the address; absent or unfit it is left to the query's default."""

    name: str


@dataclass(frozen=True, slots=True)
class FromState:
    """A var of the same state; after changing it a handler calls `await self.refresh()`."""

    name: str


def from_route(name: str) -> FromRoute:
    """Take an argument from the path."""
    return FromRoute(name)


def from_address(name: str) -> FromAddress:
    """Take an argument from the address's parameters."""
    return FromAddress(name)


def from_state(name: str) -> FromState:
    """Take an argument from another var of the state."""
    return FromState(name)


def resolve(
    function: Query[..., Any] | Mutation[..., Any], sources: Mapping[str, Any], address: Mapping[str, str], state: Any
) -> dict[str, Any]:
    """Return the typed arguments of a query or mutation.

    Raises:
        NotFound: The path names something that cannot be, such as a word where a number belongs.
    """
    arguments = {}
    for name, source in sources.items():
        match source:
            case FromRoute(part):
                arguments[name] = _typed(function.body, name, address.get(part, ""))
            case FromAddress(part):
                if part in address:
                    try:
                        arguments[name] = _typed(function.body, name, address[part])
                    except NotFound:
                        continue
            case FromState(var):
                arguments[name] = getattr(state, var)
            case _:
                arguments[name] = source
    return arguments


@cache
def _type(function: Callable[..., Any], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(function)[name])


def _typed(function: Callable[..., Any], name: str, text: str) -> Any:
    try:
        return _type(function, name).validate_strings(text)
    except ValidationError as error:
        raise NotFound("There is no such page.") from error
