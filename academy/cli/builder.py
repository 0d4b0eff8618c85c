"""Builds the production frontend with Reflex's own tools (see `frontend` for when)."""

import json
import os
from pathlib import Path

from reflex.utils import build, path_ops, prerequisites

from academy.cli import frontend, toolchain


def build_frontend() -> None:
    """Compile the pages, then bundle them unless they compiled to what was bundled before."""
    os.environ.setdefault("NPM_CONFIG_REGISTRY", toolchain.npm_registry())
    with path_ops.file_lock(frontend.WEB):
        if frontend.is_current():
            return
        before, sources = frontend.stamp(), frontend.sources_fingerprint()
        frontend.STAMP.unlink(missing_ok=True)
        if prerequisites.needs_reinit():
            prerequisites.initialize_frontend_dependencies()
        prerequisites.get_compiled_app(prerender_routes=True, use_rich=False)
        build.setup_frontend(Path.cwd())
        compiled = frontend.compiled_fingerprint()
        if before.get("compiled") != compiled:
            build.build()
        frontend.STAMP.write_text(json.dumps({"sources": sources, "compiled": compiled}))
