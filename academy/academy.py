"""The app."""

import reflex as rx

from academy import routes
from academy.core.settings import settings
from academy.ui import gallery, shell


def index() -> rx.Component:
    return rx.el.main(rx.el.h1("Academy"))


app = rx.App(
    stylesheets=shell.STYLESHEETS,
    head_components=shell.head(),
    app_wraps=shell.app_wraps(),
    toaster=None,
    html_lang="en",
)
app.add_page(index, route=routes.HOME.pattern, title="Academy")
if settings().demo:
    app.add_page(gallery.gallery, route=routes.DEV_UI.pattern, title="Design system")
    app.add_page(gallery.public_gallery, route=routes.DEV_UI_PUBLIC.pattern, title="Design system, for visitors")
