"""The app: every page and every HTTP route of the domains, served by workers that keep screens true.

A domain's `pages.py` has `add_pages(app)`, its `http.py` a list `routes`.
"""

from typing import Any

import reflex as rx
from starlette.applications import Starlette

from academy import routes, worker
from academy.admin import pages as admin_pages
from academy.catalog import pages as catalog_pages
from academy.commerce import http as commerce_http
from academy.commerce import pages as commerce_pages
from academy.community import http as community_http
from academy.community import pages as community_pages
from academy.core.settings import settings
from academy.enrollment import http as enrollment_http
from academy.enrollment import pages as enrollment_pages
from academy.identity import http as identity_http
from academy.identity import pages as identity_pages
from academy.learning import pages as learning_pages
from academy.live import http as live_http
from academy.managers import http as managers_http
from academy.managers import pages as managers_pages
from academy.marketing import http as marketing_http
from academy.marketing import pages as marketing_pages
from academy.notifications import http as notifications_http
from academy.notifications import pages as notifications_pages
from academy.ui import gallery, pages, shell
from academy.webhooks import pages as webhooks_pages

PAGES: tuple[Any, ...] = (
    marketing_pages,
    identity_pages,
    notifications_pages,
    enrollment_pages,
    learning_pages,
    managers_pages,
    community_pages,
    catalog_pages,
    commerce_pages,
    webhooks_pages,
    admin_pages,
)
ROUTES: tuple[Any, ...] = (
    identity_http,
    notifications_http,
    marketing_http,
    commerce_http,
    enrollment_http,
    managers_http,
    community_http,
)

api = Starlette(routes=[route for domain in ROUTES for route in domain.routes])
api.add_route(routes.HEALTH_LIVE.pattern, live_http.live)
api.add_route(routes.HEALTH_READY.pattern, live_http.ready)
api.add_route(routes.METRICS.pattern, live_http.metrics)
app = rx.App(
    stylesheets=shell.STYLESHEETS,
    head_components=shell.head(),
    app_wraps=shell.app_wraps(),
    toaster=None,
    backend_exception_handler=shell.on_exception,
    html_lang="en",
    api_transformer=api,
)
for domain in PAGES:
    domain.add_pages(app)
app.add_page(pages.not_found_page, route=routes.NOT_FOUND.pattern, title="There is no such page")
if settings().demo:
    app.add_page(gallery.gallery, route=routes.DEV_UI.pattern, title="Design system")
    app.add_page(gallery.public_gallery, route=routes.DEV_UI_PUBLIC.pattern, title="Design system, for visitors")
worker.attach(app, api)
