"""Every check that needs no running product; all of them run, then the failed ones are named."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "import contracts": ["lint-imports", "--no-logo"],
}
MIGRATIONS = {"migrations up": ["alembic", "upgrade", "head"], "migrations": ["alembic", "check"]}


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check; its output is shown only if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    print(f"  {'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> None:
    """Exit with 1 if any check fails."""
    checks = CHECKS | (MIGRATIONS if (ROOT / "alembic.ini").exists() else {})
    with TemporaryDirectory() as scratch:
        environment = os.environ | {"ACADEMY_DATA_DIR": scratch}
        failed = [name for name, command in checks.items() if not passes(name, command, environment)]
    sys.exit(f"\n  {len(failed)} of {len(checks)} checks failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
