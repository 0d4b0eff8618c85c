"""`LiveState`: the part of a page's state that follows the database.

    class CourseState(LiveState, rx.State):
        cohorts: list[CohortCard] = live(catalog.open_cohorts, slug=from_route("slug"))

        @rx.event
        async def reserve(self, cohort_id: int):
            hold = await self.run(enrollment.reserve_seat, cohort_id=cohort_id)
            if hold:
                return rx.redirect(hold.checkout_path)

A page is made with `page`, which names the states it shows; they start together, in one snapshot, and move
together. While a query may not be seen its var is back at its default and `problem` says why.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

import reflex as rx
from reflex_base.event.processor.base_state_processor import chain_updates
from reflex_base.vars.base import Field

from academy.core.errors import DomainError, SignInRequired
from academy.live.arguments import resolve
from academy.live.functions import Mutation, Query
from academy.live.nodes import Outcome, Problem, Wanted
from academy.live.presence import Entrance, Tab
from academy.live.screens import Screens, Target, show, target

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="LiveState")


@dataclass(frozen=True, slots=True)
class LiveVar:
    """The declaration behind one live var."""

    query: Query[..., Any]
    sources: Mapping[str, Any]


def live(query: Query[..., Any], /, *, default: Any = None, **sources: Any) -> Any:
    """Declare a var that always holds what the query returns.

    Args:
        query: The query; its arguments follow as keywords, as values or `from_route`, `from_address`, `from_state`.
        default: What the var holds before the first result and while there is a problem; an empty list or dict
            is made for vars of those types.
    """
    field = rx.field(default_factory=partial(copy, default))
    field.live_var = LiveVar(query, sources)  # type: ignore[attr-defined]
    return field


class LiveState(rx.State, mixin=True):
    """A state with live vars.

    Vars:
        is_loaded: The first results are here.
        problem_code: Why something on this screen cannot be shown: `sign_in`, `denied`, `not_found` or `error`.
        problem: The same as a sentence; with `error`, the number to find it in the log.
        errors: What was wrong with the last thing the person did: a sentence by field, or under `form`.
    """

    is_loaded: bool = False
    problem_code: str = ""
    problem: str = ""
    errors: dict[str, str] = {}

    @classmethod
    def live_vars(cls) -> dict[str, LiveVar]:
        """Return the live vars this state declares, by name."""
        fields: Mapping[str, Field[Any]] = cls.__fields__
        return {name: field.live_var for name, field in fields.items() if hasattr(field, "live_var")}

    async def run(self, mutation: Mutation[P, R], /, *args: P.args, **arguments: P.kwargs) -> R | None:
        """Run a mutation as the person at this browser.

        What they did wrong goes to `errors`, beside the field it concerns; the result is None then. A bug is
        logged under an id, and `errors["form"]` tells the person that id. Who has to sign in first is told so and sent
        there.
        """
        self.errors = {}
        try:
            screens = Screens.current()
            return await screens.run(mutation, self._credential(), arguments, screens.delivery.current())
        except SignInRequired as error:
            self.errors = {"form": error.message}
            await chain_updates(rx.redirect(Screens.current().sign_in_url(_address(self))), mutation.name)
        except DomainError as error:
            self.errors = {error.field or "form": error.message}
        except Exception:
            incident = secrets.token_hex(4)
            logger.exception("mutation %s failed, incident %s", mutation.name, incident)
            self.errors = {"form": f"Something went wrong on our side. Please quote {incident}."}
        return None

    async def look_up(self, query: Query[P, R], /, *args: P.args, **arguments: P.kwargs) -> R | None:
        """Ask a query once, as the person at this browser; None if they may not, or there is no such thing."""
        with suppress(DomainError):
            return await Screens.current().ask(query, self._credential(), arguments)
        return None

    async def prepare(self, address: Mapping[str, str], *, is_new: bool) -> None:
        """Set what `from_state` reads before the page's queries are asked, if it follows from the address.

        Args:
            address: The parameters of the address and the parts of its path.
            is_new: The page has another path than what was open before, or was loaded anew.
        """

    async def signal(self, mutation: Mutation[..., None], /, **arguments: Any) -> None:
        """Say that this page is in use: run a mutation that takes `tab`. If it is refused nobody is told."""
        screens = Screens.current()
        tab = Tab(client=self._client(), worker=screens.presences.worker)
        with suppress(DomainError):
            await screens.run(mutation, self._credential(), {**arguments, "tab": tab})

    async def refresh(self) -> None:
        """Ask anew for this state's live vars, after a var that `from_state` reads has changed."""
        screens = Screens.current()
        wanted, problems = _wanted(self, self._credential())
        outcomes = await screens.hub.watch(self._client(), wanted, is_all=False)
        show(self, {**outcomes, **problems})

    def _client(self) -> str:
        return str(self.router.session.client_token)

    def _credential(self) -> str | None:
        return Screens.current().credential_of(self.router.headers.raw_headers)


def _wanted(state: LiveState, credential: str | None) -> tuple[dict[Target, Wanted], dict[Target, Outcome]]:
    """Return what a state wants watched, and an outcome for what cannot even be asked for."""
    address = _addressed(state)
    wanted, problems = {}, {}
    for name, declared in type(state).live_vars().items():
        at = target(type(state), name)
        try:
            arguments = resolve(declared.query, declared.sources, address, state)
        except DomainError as error:
            problems[at] = Outcome(problem=Problem(error.code, error.message))
        else:
            wanted[at] = Wanted(declared.query, arguments, credential)
    return wanted, problems


def _address(state: rx.State) -> str:
    url = state.router.url
    return f"{url.path}?{url.query}" if url.query else str(url.path)


def _addressed(state: rx.State) -> dict[str, str]:
    """Return the parameters of the address, and the parts of the path by name."""
    parts = {name: value for name, value in state.router._page.params.items() if isinstance(value, str)}
    return {**state.router.url.query_parameters, **parts}


@dataclass(frozen=True, slots=True)
class _Page:
    states: tuple[type[LiveState], ...]
    entrance: Entrance | None


_pages: dict[str, _Page] = {}
_everywhere: list[type[LiveState]] = []


def on_every_page(state: type[S]) -> type[S]:
    """Let a state be live on every page besides the page's own: for what stands in the frame around them."""
    _everywhere.append(state)
    return state


class LivePage(rx.State):
    """Opens pages."""

    _path: str = ""

    @rx.event
    async def open(self, name: str) -> Any:
        """Show a page: everything it wants in one snapshot; what the last page watched is let go."""
        screens = Screens.current()
        client = str(self.router.session.client_token)
        if not screens.is_connected(client):
            return None
        credential = screens.credential_of(self.router.headers.raw_headers)
        states = [cast(LiveState, await self.get_state(kind)) for kind in (*_pages[name].states, *_everywhere)]
        wanted: dict[Target, Wanted] = {}
        outcomes: dict[Target, Outcome] = {}
        self._path, before = str(self.router.url.path), self._path
        for state in states:
            if not screens.delivery.is_return():
                state.errors = {}
                is_new = self._path != before or screens.delivery.is_load()
                await state.prepare(_addressed(self), is_new=is_new)
            asked, problems = _wanted(state, credential)
            wanted |= asked
            outcomes |= problems
        outcomes |= await screens.hub.watch(client, wanted)
        for state in states:
            show(state, outcomes)
        if (entrance := _pages[name].entrance) is not None and not any(state.problem_code for state in states):
            arguments = resolve(entrance.mutation, entrance.sources, _addressed(self), self)
            screens.presences.enter(client, entrance.mutation, credential, arguments)
        else:
            screens.presences.leave(client)
        if any(state.problem_code == "sign_in" for state in states):
            return rx.redirect(screens.sign_in_url(_address(self)))
        return None


def page(
    app: rx.App,
    build: Callable[[], rx.Component],
    *,
    route: str,
    title: str | rx.Var[str],
    description: str,
    states: tuple[type[LiveState], ...] = (),
    present: Entrance | None = None,
    **options: Any,
) -> None:
    """Add a page whose states are live from the moment it opens, and on which people may be present."""
    _pages[route] = _Page(states, present)
    open_page = cast(Any, LivePage.open)(route)
    app.add_page(build, route=route, title=title, description=description, on_load=open_page, **options)
