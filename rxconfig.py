"""Reflex reads its configuration from here; every value a deployment may change is in academy.core.settings."""

import reflex as rx
from reflex.plugins.sitemap import SitemapPlugin

from academy.core.same_origin import PLACEHOLDER, SameOrigin
from academy.core.settings import settings

config = rx.Config(
    app_name="academy",
    frontend_port=settings().port,
    backend_port=settings().port,
    backend_host=settings().host,
    api_url=PLACEHOLDER,
    cors_allowed_origins=settings().origins,
    state_manager_mode="memory",
    frontend_compression_formats=["brotli", "gzip"],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[SameOrigin()],
    disable_plugins=[SitemapPlugin],
)
