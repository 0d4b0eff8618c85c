"""The arguments of a function as JSON, there and back, held to its annotations."""

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Any, NotRequired, get_type_hints

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict


class Signature:
    """What a function takes after its first parameter, the context or the runtime."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def dump(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments as JSON values.

        Raises:
            pydantic.ValidationError: One is missing, unknown or of the wrong type.
        """
        dumped: dict[str, Any] = self._adapter.dump_python(self.load(arguments), mode="json")
        return dumped

    def load(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the values that `dump` was given; raises as it does."""
        loaded: dict[str, Any] = self._adapter.validate_python(arguments)
        return loaded

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        hints = get_type_hints(self._function, include_extras=True)
        _, *parameters = inspect.signature(self._function).parameters.values()
        fields = {
            parameter.name: hints[parameter.name]
            if parameter.default is inspect.Parameter.empty
            else NotRequired[hints[parameter.name]]
            for parameter in parameters
        }
        shape = TypedDict("Arguments", fields)  # type: ignore[misc]
        return TypeAdapter(with_config(ConfigDict(extra="forbid"))(shape))
