"""Builds the production frontend with Reflex's own tools (see `frontend` for when)."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reflex.utils import build, path_ops, prerequisites

from academy.cli import frontend, toolchain


def build_frontend() -> None:
    """Compile the pages, then bundle them unless they compiled to what was bundled before."""
    os.environ.setdefault("NPM_CONFIG_REGISTRY", toolchain.npm_registry())
    with path_ops.file_lock(frontend.WEB), _lock_kept_in_form():
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


@contextmanager
def _lock_kept_in_form() -> Iterator[None]:
    """Undo what Reflex does to the committed package list when it only lays the same list out anew."""
    pinned = frontend.LOCK.read_text()
    yield
    if json.loads(frontend.LOCK.read_text()) == json.loads(pinned):
        frontend.LOCK.write_text(pinned)
