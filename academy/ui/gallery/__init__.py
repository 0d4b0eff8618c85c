"""Every part of the design system in every state, with sample data; shown in demo mode."""

import reflex as rx

from academy.ui import elements as el
from academy.ui import layout, pages
from academy.ui.frame_parts import Place, PlaceLink
from academy.ui.frames import FrameVars, app_frame, public_frame
from academy.ui.gallery.parts import show_buttons, show_figures, show_notices, show_small, show_times
from academy.ui.gallery.patterns import show_choice, show_forms, show_overlays, show_tables, show_waiting

_PLACES = [
    Place(label="Learn", url="/learn", icon="learn"),
    Place(label="Teach", url="/teach", icon="teach", links=[PlaceLink(label="Cohorts", url="/teach/cohorts")]),
    Place(
        label="Northwind Traders",
        url="/organization",
        icon="organization",
        links=[
            PlaceLink(label="People and seats", url="/organization/people"),
            PlaceLink(label="Skills", url="/organization/skills"),
        ],
    ),
    Place(
        label="Admin",
        url="/admin",
        icon="admin",
        links=[PlaceLink(label="Courses", url="/admin/courses"), PlaceLink(label="Gallery", url="/dev/ui")],
    ),
]


def gallery() -> rx.Component:
    """All of it, in the frame of somebody who may do everything."""
    frame = FrameVars(
        is_ready=True,
        is_signed_in=True,
        name="Priya Nair",
        email="priya@example.org",
        is_connected=rx.State.is_hydrated,
        places=_PLACES,
    )
    return app_frame(
        layout.page_head(
            "Design system",
            lead="Every part in every state.",
            above=layout.crumbs(el.anchor("Development", href="/dev/ui"), rx.el.span("Parts")),
            actions=rx.fragment(el.button("Export"), el.button("Send a reminder", look="primary")),
        ),
        show_figures(),
        show_buttons(),
        show_small(),
        show_times(),
        show_notices(),
        show_tables(),
        show_choice(),
        show_forms(),
        show_overlays(),
        show_waiting(),
        frame=frame,
    )


def public_gallery() -> rx.Component:
    """The visitors' frame with a page's opening, and the pages that stand in for others."""
    return public_frame(
        rx.el.div(
            layout.hero(
                "AI Fundamentals",
                over="Two-day cohort · Individual adoption · Fundamentals",
                lead="Two days, twenty people, your own work on the table. "
                "You leave with three workflows running and the judgement to build the next ten.",
            ),
            rx.el.div(
                layout.split(
                    layout.section(
                        "The two days",
                        layout.prose(
                            rx.el.p("A shared picture of what models can and cannot do, on your own tasks, in pairs.")
                        ),
                    ),
                    show_choice(),
                    label="Cohorts",
                ),
                style={"marginTop": "var(--s7)"},
            ),
            pages.not_found(),
            pages.broken("k3v9x1"),
            pages.denied(),
            pages.sign_in_needed(),
            class_name="wrap",
        ),
        frame=FrameVars(is_ready=True, is_connected=rx.State.is_hydrated),
    )
