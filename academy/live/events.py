"""Facts of one domain that others act on, in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from academy.live.context import Context

E = TypeVar("E")

_subscribers: dict[type, list[Callable[[Context, Any], None]]] = defaultdict(list)


def subscribe(fact: type[E]) -> Callable[[Callable[[Context, E], None]], Callable[[Context, E], None]]:
    """Run a function whenever such a fact is published, before the transaction commits."""

    def decorate(subscriber: Callable[[Context, E], None]) -> Callable[[Context, E], None]:
        _subscribers[fact].append(subscriber)
        return subscriber

    return decorate


def publish(context: Context, fact: object) -> None:
    """Run the subscribers of a fact in the order in which they were declared."""
    for subscriber in _subscribers[type(fact)]:
        subscriber(context, fact)
