"""Pin the packages of pyproject.toml: requirements.txt for the product, requirements-dev.txt for working on it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-emit-index-url"),
    *("--no-header", "pyproject.toml"),
]


def main() -> None:
    """Write both files; the second holds to what the first has pinned."""
    development = ["--extra", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"]
    for options in (["-o", "requirements.txt"], development):
        subprocess.run([*COMPILE, *options], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
