"""The app: every page and every HTTP route of the domains, served by workers that keep screens true.

A domain's `pages.py` has `add_pages(app)`, its `http.py` a list `routes`.
"""

import reflex as rx
from starlette.applications import Starlette

from academy import worker
from academy.core.settings import settings
from academy.ui import gallery, shell

PAGES = ()
ROUTES = ()

app = rx.App(
    stylesheets=shell.STYLESHEETS,
    head_components=shell.head(),
    app_wraps=shell.app_wraps(),
    toaster=None,
    html_lang="en",
    api_transformer=Starlette(routes=[route for domain in ROUTES for route in domain.routes]),
)
for domain in PAGES:
    domain.add_pages(app)
if settings().demo:
    gallery.add_pages(app)
worker.attach(app)
