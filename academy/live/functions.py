"""`@query` and `@mutation`: plain functions over a `Context`, with a policy and typed arguments and results."""

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from pydantic import TypeAdapter

from academy.core.errors import SignInRequired
from academy.live.bounds import hold_to_bounds
from academy.live.context import Context

P = ParamSpec("P")
R = TypeVar("R")


Policy = Callable[..., None]
"""Raises `SignInRequired`, `Denied` or `NotFound` unless the viewer may run the function with these arguments."""


def everyone(_ctx: Context, **_arguments: Any) -> None:
    """Anybody may."""


def signed_in(ctx: Context, **_arguments: Any) -> None:
    """Anybody who is signed in may."""
    if ctx.viewer.user_id is None:
        raise SignInRequired


class _Function(Generic[P, R]):
    def __init__(self, body: Callable[Concatenate[Context, P], R], policy: Policy) -> None:
        self.body = body
        self.policy = policy
        self.name = f"{body.__module__}.{body.__qualname__}"
        self.__doc__ = body.__doc__
        self.__name__ = body.__name__
        self.__qualname__ = body.__qualname__
        self.__module__ = body.__module__
        self.__signature__ = inspect.signature(body)
        if self.name in REGISTRY:
            raise TypeError(f"{self.name} is defined twice")
        REGISTRY[self.name] = self
        self._result: TypeAdapter[R] | None = None

    @property
    def result(self) -> TypeAdapter[R]:
        """The declared result type, which reads and writes JSON."""
        if self._result is None:
            self._result = TypeAdapter(inspect.signature(self.body, eval_str=True).return_annotation)
        return self._result

    def check(self, ctx: Context, /, **arguments: Any) -> None:
        """Raise unless the arguments can be and the viewer may; the system may always."""
        hold_to_bounds(arguments)
        policy: object = self.policy
        if policy is not everyone and not ctx.viewer.is_system:
            self.policy(ctx, **arguments)

    def __call__(self, ctx: Context, /, *args: P.args, **arguments: P.kwargs) -> R:
        """Check the policy and run inside the caller's transaction."""
        self.check(ctx, **arguments)
        return self.body(ctx, *args, **arguments)

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower()} {self.name}>"


class Query(_Function[P, R]):
    """Reads; deterministic in the database, the arguments, the viewer and `ctx.now`."""


class Mutation(_Function[P, R]):
    """Writes; serializable, may be run more than once until it commits."""


REGISTRY: dict[str, "_Function[Any, Any]"] = {}
"""Every query and mutation by name, for the tests that hold all of them to a rule."""


def query(*, policy: Policy) -> Callable[[Callable[Concatenate[Context, P], R]], Query[P, R]]:
    """Make a function a live query. Its arguments are keywords; the result is frozen and JSON-able."""

    def decorate(body: Callable[Concatenate[Context, P], R]) -> Query[P, R]:
        return Query(body, policy)

    return decorate


def mutation(*, policy: Policy) -> Callable[[Callable[Concatenate[Context, P], R]], Mutation[P, R]]:
    """Make a function a mutation: one serializable transaction, retried when it loses to another."""

    def decorate(body: Callable[Concatenate[Context, P], R]) -> Mutation[P, R]:
        return Mutation(body, policy)

    return decorate
