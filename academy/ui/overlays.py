"""What lies over the page: dialogs, menus, and short messages with an undo."""

import json
from typing import Any, Literal

import reflex as rx
from reflex.event import EventSpec, EventType
from reflex_base.event import no_args_event_spec
from reflex_base.utils.format import format_queue_events

from academy.ui import client
from academy.ui.elements import Look, Size, anchor, classes
from academy.ui.icons import IconName, icon
from academy.ui.types import Child, Flag, Text


class _Dialog(rx.Component):
    library = client.OVERLAYS
    tag = "Dialog"

    is_open: rx.Var[bool]
    title: rx.Var[str]
    trigger: rx.Var[rx.Component]

    on_close: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg, valid-type]


class _AddressDialog(rx.Component):
    library = client.OVERLAYS
    tag = "AddressDialog"

    parameter: rx.Var[str]
    title: rx.Var[str]


class _DialogClose(rx.Component):
    library = client.OVERLAYS
    tag = "DialogClose"


class _Popover(rx.Component):
    library = client.OVERLAYS
    tag = "Popover"

    label: rx.Var[str]
    trigger: rx.Var[rx.Component]
    trigger_class: rx.Var[str]
    is_menu: rx.Var[bool]
    place: rx.Var[str]


class _Toasts(rx.Component):
    library = client.OVERLAYS
    tag = "Toasts"


class _KeysSwitch(rx.Component):
    library = client.KEYS
    tag = "KeysSwitch"


def dialog(
    *content: Child,
    title: Text,
    trigger: rx.Component | None = None,
    is_open: Flag = False,
    on_close: EventType[()] | None = None,
) -> rx.Component:
    """A modal dialog: opened by its `trigger` (a button), or shown while `is_open`, with `on_close` told of closing.

    Escape, the cross and a press beside it close it. What is inside exists only while it is open.
    """
    props: dict[str, Any] = {"title": title, "is_open": is_open}
    if trigger is not None:
        props["trigger"] = trigger
    if on_close is not None:
        props["on_close"] = on_close
    return _Dialog.create(*content, **props)


def address_dialog(*content: Child, title: Text, parameter: str) -> rx.Component:
    """A modal dialog that is shown while the address has this parameter; closing it takes the parameter out.

    It opens before the server has answered, and the page below stays where it is scrolled to.
    """
    return _AddressDialog.create(*content, title=title, parameter=parameter)


def dialog_close(button: rx.Component) -> rx.Component:
    """A button that also closes the dialog it is in."""
    return _DialogClose.create(button)


def dialog_actions(*buttons: rx.Component) -> rx.Component:
    """The buttons at a dialog's end; the primary one last."""
    return rx.el.div(*buttons, class_name="foot-actions")


def popover(
    *content: Child,
    trigger: Child,
    label: Text = "",
    trigger_class: str = "btn",
    place: Literal["", "start", "up", "start up"] = "",
    class_name: str = "",
) -> rx.Component:
    """A button that shows a panel of links or switches; `label` names a button that has no words."""
    return _Popover.create(
        *content,
        trigger=_component(trigger),
        label=label,
        trigger_class=trigger_class,
        place=place,
        class_name=class_name,
    )


def menu(
    *entries: Child,
    label: Text,
    trigger: Child | None = None,
    look: Look = "quiet",
    size: Size = "normal",
    place: Literal["", "start", "up", "start up"] = "",
) -> rx.Component:
    """A button (three dots unless `trigger` says otherwise) with a menu of `menu_entry`s; arrow keys move in it."""
    shape = "" if size == "normal" else size
    return _Popover.create(
        *entries,
        trigger=icon("more") if trigger is None else _component(trigger),
        label=label if trigger is None else "",
        trigger_class=classes("btn", "" if look == "plain" else look, "square" if trigger is None else "", shape),
        is_menu=True,
        place=place,
    )


def menu_entry(
    *content: Child,
    on_click: EventType[Any],
    picture: IconName | None = None,
    is_danger: bool = False,
    disabled: Flag = False,
) -> rx.Component:
    """One action of a `menu`."""
    return rx.el.button(
        *([icon(picture)] if picture else []),
        *content,
        type="button",
        role="menuitem",
        tab_index=-1,
        on_click=on_click,
        disabled=disabled,
        class_name=classes("entry", "danger" if is_danger else ""),
    )


def menu_link(*content: Child, href: Text) -> rx.Component:
    """A page of ours that a `menu` leads to."""
    return anchor(*content, href=href, class_name="entry", custom_attrs={"role": "menuitem", "tabIndex": -1})


def keys_switch() -> rx.Component:
    """Switches the keys of a single letter on and off, on this browser; it stands wherever a page lists such keys."""
    return _KeysSwitch.create()


def _component(child: Child) -> rx.Component:
    return child if isinstance(child, rx.Component) else rx.fragment(child)


def toasts() -> rx.Component:
    """Where messages appear; one stands around all pages."""
    return _Toasts.create()


def toast(
    message: str, *, undo: EventType[()] | None = None, action: str = "Undo", tone: Literal["", "bad"] = ""
) -> EventSpec:
    """A short message, to be returned or yielded by an event handler; `undo` is what its button does.

    Screen readers hear it. It stays six seconds, twelve with a button, and as long as one points at it.
    """
    detail = f"message: {json.dumps(message)}, tone: {json.dumps(tone)}"
    if undo is not None:
        detail += f", action: {json.dumps(action)}, onAction: {format_queue_events(undo)!s}"
    return rx.call_script(f"window.academyToast?.({{{detail}}})")
