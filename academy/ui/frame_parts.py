"""What the frames are made of in the browser: links that know where one is, the palette, the sign of the connection."""

import reflex as rx

from academy.core.schema import ReadModel
from academy.ui import client
from academy.ui.types import Child, Flag, Text


class PlaceLink(ReadModel):
    """A page within a place; `count` of something, such as `failed`, wants to be looked at there.

    `keeps` is the parameter of an address that goes along from page to page of the place.
    """

    label: str
    url: str
    keeps: str = ""
    count: int = 0
    counted: str = ""


class Place(ReadModel):
    """One of the parts of the academy that a person's role opens: Learn, Teach, an organization, Admin.

    With `links` it leads to the first of them, and `url` is what the addresses of all its pages begin with.
    """

    label: str
    url: str
    icon: str
    links: list[PlaceLink] = []


class NavLink(rx.Component):
    """A link that marks itself where it leads."""

    library = client.FRAME
    tag = "NavLink"

    to: rx.Var[str]
    is_exact: rx.Var[bool]
    around: rx.Var[str]
    keeps: rx.Var[str]


class ConnectionSign(rx.Component):
    """Live, reconnecting or offline."""

    library = client.FRAME
    tag = "ConnectionSign"

    is_hydrated: rx.Var[bool]


class BellNews(rx.Component):
    """Tells screen readers that news has come."""

    library = client.FRAME
    tag = "BellNews"

    unread: rx.Var[int]


class ThemeSwitch(rx.Component):
    """System, light or dark."""

    library = client.FRAME
    tag = "ThemeSwitch"


class Known(rx.Component):
    """Remembers that somebody is signed in here."""

    library = client.FRAME
    tag = "Known"

    is_ready: rx.Var[bool]
    is_signed_in: rx.Var[bool]


class PaletteButton(rx.Component):
    """Opens the palette."""

    library = client.FRAME
    tag = "PaletteButton"


class Palette(rx.Component):
    """Where one goes by typing."""

    library = client.FRAME
    tag = "Palette"

    places: rx.Var[list[Place]]
    commands: rx.Var[list[dict[str, str]]]
    finders: rx.Var[list[str]]


class ZoneChoice(rx.Component):
    """Shows times in the zone of the profile."""

    library = client.VIEWER
    tag = "ZoneChoice"

    zone: rx.Var[str]
    is_ready: rx.Var[bool]


def nav_link(
    *content: Child, href: Text, is_exact: Flag = False, around: Text = "", keeps: Text = "", class_name: str = ""
) -> rx.Component:
    """A link of a navigation; marks itself when it leads to this page or, unless `is_exact`, one above it.

    One that stands for several pages and leads to the first says in `around` what their addresses begin with. The
    parameter that it `keeps` goes along from pages whose addresses begin alike.
    """
    return NavLink.create(*content, to=href, is_exact=is_exact, around=around, keeps=keeps, class_name=class_name)


def theme_switch() -> rx.Component:
    """System, light or dark."""
    return ThemeSwitch.create()


def connection_sign(is_connected: Flag = True) -> rx.Component:
    """Live, reconnecting or offline, and since when."""
    return ConnectionSign.create(is_hydrated=is_connected)
