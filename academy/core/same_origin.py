"""Lets one build of the frontend serve under any address: pages talk to the host they came from.

Reflex compiles the address of its websocket into the bundle. Here it compiles a placeholder, and after the build
the placeholder gives way to the browser's own `location.origin`.
"""

import re
from typing import Any, cast

from reflex.plugins import Plugin

PLACEHOLDER = "http://same-origin.invalid"
ADDRESS = re.compile(r"""(["'`])(?:http|ws)://same-origin\.invalid(/[^"'`]*)\1""")


class SameOrigin(Plugin):
    """Makes the bundle's backend addresses relative to the page's origin."""

    def post_build(self, **context: Any) -> None:
        """Rewrite the built bundle.

        Raises:
            RuntimeError: The placeholder is not there, so the rewrite no longer fits how Reflex builds.
        """
        rewritten = 0
        for file in cast("Any", context["static_dir"]).rglob("*.js"):
            text, found = ADDRESS.subn(r'(location.origin+"\2")', file.read_text())
            if found:
                file.write_text(text)
                rewritten += found
        if not rewritten:
            raise RuntimeError(f"{PLACEHOLDER} was not found in the bundle.")
