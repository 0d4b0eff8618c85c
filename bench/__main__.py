"""`python -m bench [--rehearse] [--profile] [SUITE...]`: measure, print a table, write bench/results.json.

A suite is a module of this folder with a `measure` that yields figures; `live` is all of them that measure the live
layer. A rehearsal or a profile is not written down, for its figures are not true.
"""

import argparse
import json
import platform
import time
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, table
from bench.plan import Plan

LIVE = ("clicks", "crowd", "clients", "workers", "scale", "capture", "traffic")
FORUM = ("discussion", "readers", "deep")
SUITES = (*LIVE, *FORUM, "race", "pages")
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Run the chosen suites, or all; the results of those not run are kept."""
    asked = _arguments()
    plan = Plan(is_rehearsal=asked.rehearse, is_profiled=asked.profile)
    suites = [suite for name in asked.suites or SUITES for suite in (LIVE if name == "live" else (name,))]
    results = json.loads(RESULTS.read_text())["suites"] if RESULTS.exists() else {}
    for suite in suites:
        began = time.monotonic()
        found: list[Figure] = list(import_module(f"bench.{suite}").measure(plan))
        print(f"\n{suite} ({time.monotonic() - began:.0f} s)\n{table(found)}", flush=True)
        results[suite] = [figure.as_json() for figure in found]
    if plan.is_true:
        machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
        kept = {suite: results[suite] for suite in SUITES if suite in results}
        text = json.dumps({"machine": machine, "suites": kept}, indent=2, ensure_ascii=False)
        RESULTS.write_text(text + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"live, or of {', '.join(SUITES)}")
    parser.add_argument("--rehearse", action="store_true", help="small crowds, few repetitions: does it work?")
    parser.add_argument("--profile", action="store_true", help="say where the servers' CPU goes")
    asked = parser.parse_args()
    if unknown := set(asked.suites) - {*SUITES, "live"}:
        parser.error(f"there is no suite {', '.join(sorted(unknown))}; there are live, {', '.join(SUITES)}")
    return asked


if __name__ == "__main__":
    main()
