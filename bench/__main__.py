"""`python -m bench [SUITE...]`: measure, print a table, write bench/results.json.

A suite is a module of this folder with a `measure` that yields figures.
"""

import json
import platform
import sys
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, table

SUITES = ("live", "pages")
RESULTS = Path(__file__).parent / "results.json"


def main(chosen: list[str]) -> None:
    """Run the chosen suites, or all; the results of those not run are kept."""
    if unknown := set(chosen) - set(SUITES):
        sys.exit(f"There is no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}.")
    results = json.loads(RESULTS.read_text())["suites"] if RESULTS.exists() else {}
    for suite in chosen or SUITES:
        found: list[Figure] = list(import_module(f"bench.{suite}").measure())
        print(f"\n{suite}\n{table(found)}", flush=True)
        results[suite] = [figure.as_json() for figure in found]
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    RESULTS.write_text(json.dumps({"machine": machine, "suites": results}, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
