"""Run the benchmarks: ``python -m benchmarks`` from the repository's root."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cases import CASES
from benchmarks.environments import Workshop, build_workshop
from benchmarks.measuring import MeasuringError
from benchmarks.report import bounds_table, costs_table, replace_between

if TYPE_CHECKING:
    from benchmarks.outcomes import Outcome

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when a promise is not kept.

    Args:
        arguments: The command line after the program's name.
    """
    asked = _read(arguments)
    chosen = asked.case or list(CASES)
    try:
        with build_workshop() as shop:
            outcomes = [
                outcome for name in chosen for outcome in CASES[name](shop, quick=asked.quick)
            ]
    except subprocess.CalledProcessError as error:
        print(f"error: `{' '.join(error.cmd)}` failed; its own words are above", file=sys.stderr)
        return 1
    except MeasuringError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    text = page_part(_setting(shop), outcomes)
    print(text)
    if asked.write:
        replace_between(PAGE, text)
    return verdict(outcomes)


def verdict(outcomes: list[Outcome]) -> int:
    """Name every promise that is not kept; return 1 if there is one, else 0."""
    missed = [bound for outcome in outcomes for bound in outcome.bounds if not bound.holds]
    for bound in missed:
        print(f"error: not kept: {bound.title}", file=sys.stderr)
    return 1 if missed else 0


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./qs bench --", description=__doc__)
    parser.add_argument(
        "case", nargs="*", help=f"what to measure: {', '.join(CASES)}; everything if left out"
    )
    parser.add_argument(
        "--quick", action="store_true", help="few rounds and no case of minutes: for a first look"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/benchmarks.md"
    )
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.case) - set(CASES)):
        parser.error(f"there is no case {', '.join(unknown)}; choose from {', '.join(CASES)}")
    if asked.write and (asked.quick or asked.case):
        parser.error("--write is for a run of everything, without --quick")
    return asked


def _setting(shop: Workshop) -> str:
    """Return where and with what was measured."""
    versions = ", ".join(f"{name} {version}" for name, version in shop.versions().items())
    return f"Measured with {versions}, on {platform.system()} with {os.cpu_count()} processors."


def page_part(setting: str, outcomes: list[Outcome]) -> str:
    """Return the report: the promises first, then each case."""
    bounds = [bound for outcome in outcomes for bound in outcome.bounds]
    parts = [setting, bounds_table(bounds)]
    for outcome in outcomes:
        parts += [f"### {outcome.title}", outcome.about]
        table = outcome.table
        if outcome.results is not None and outcome.results.costs:
            table = costs_table(outcome.results)
        if table:
            parts.append(table)
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
