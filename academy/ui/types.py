"""What the design system's functions take."""

from typing import Any, Literal

import reflex as rx

Text = str | rx.Var[str]
Flag = bool | rx.Var[bool]
Child = rx.Component | rx.Var[Any] | str
Tone = Literal["", "good", "warn", "bad", "info"]
