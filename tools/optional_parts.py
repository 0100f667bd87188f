"""Say before the tests start which optional part of them has to be skipped, and why.

Under ``CI=true`` a missing part is a failure instead: there nothing may be skipped unseen.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from quickscale_core.testing.browser.visitors import NoBrowser, start_browser
from quickscale_core.testing.projects.postgres import postgres_missing

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["browser_missing", "main", "missing_parts"]


def browser_missing() -> str:
    """Return why the tests will have no browser, or nothing when one starts here."""
    try:
        with start_browser():
            return ""
    except NoBrowser as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it keeps the browser from starting
        return (
            f"the browser does not start: {str(error).splitlines()[0]}; fix: it may lack a library"
            " (Debian: apt install libatomic1)"
        )


PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("the browser tests", browser_missing),
    ("the tests on PostgreSQL", postgres_missing),
)


def missing_parts() -> list[str]:
    """Return a sentence for each optional part that this machine lacks."""
    reasons = [(what, missing()) for what, missing in PARTS]
    return [f"{what} cannot run: {reason}" for what, reason in reasons if reason]


def main(arguments: list[str]) -> int:
    """Print what is missing.

    Args:
        arguments: ``--some`` when only some of the tests run, which may well need none of this.

    Returns:
        1 when something is missing, ``CI=true``, and all tests are to run.
    """
    missing = missing_parts()
    strict = os.environ.get("CI") == "true" and "--some" not in arguments
    for sentence in missing:
        print(f"{'error' if strict else 'skipping'}: {sentence}", flush=True)
    return 1 if missing and strict else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
