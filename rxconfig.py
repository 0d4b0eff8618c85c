"""Reflex reads its configuration from here; every value a deployment may change is in academy.core.settings."""

import reflex as rx
from reflex.plugins import RadixThemesPlugin

from academy.core.settings import settings

config = rx.Config(
    app_name="academy",
    frontend_port=settings().port,
    backend_port=settings().port,
    backend_host=settings().host,
    api_url=settings().base_url,
    deploy_url=settings().base_url,
    cors_allowed_origins=[settings().base_url],
    state_manager_mode="memory",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[RadixThemesPlugin()],
)
