"""``quickscale plugins check``: run the checks that a plugin has to pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["check"]


@click.command()
@click.argument("path", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--quick", is_flag=True, help="Leave out what generates projects and runs the plugin's tests."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def check(printer: Printer, *, path: Path, quick: bool, as_json: bool) -> int:
    """Check the plugin whose source is in PATH, by default the current folder.

    It must be installed from there. Names, namespace, wheel, hooks and every combination with the
    installed first-party plugins are checked, then generated projects, the theme contract and the
    plugin's own tests.

    \b
    Examples:
      quickscale plugins check
      quickscale plugins check . --quick
    """  # noqa: D301 - click reads the escape
    from quickscale_core.conformance import check_plugin
    from quickscale_core.conformance.subject import read_subject
    from quickscale_core.plugins.discovery import Registry

    printer.json = as_json
    if not quick:
        _ask_for_the_kit()
    subject = read_subject(path.resolve(), Registry.installed())
    results = []
    for result in check_plugin(subject, slow=not quick):
        results.append(result)
        printer.result(f"{result.status:<8} {result.name:<13} {result.says}".rstrip())
    problems = [problem for result in results for problem in result.problems]
    printer.data(
        {
            "distribution": subject.distribution,
            "checks": [
                {
                    "name": it.name,
                    "status": it.status,
                    "says": it.says,
                    "problems": [
                        {"what": one.what, "where": list(one.where), "fix": one.fix}
                        for one in it.problems
                    ],
                }
                for it in results
            ],
        }
    )
    for problem in problems:
        printer.note()
        printer.warning(problem)
    return EXIT_REFUSED if problems else EXIT_OK


def _ask_for_the_kit() -> None:
    """Refuse to go on without the test kit's requirements.

    Raises:
        QuickScaleError: They are not installed.
    """
    try:
        import pytest  # noqa: F401 - only to see whether it is there
    except ImportError:
        raise QuickScaleError(
            Problem(
                what="the checks that generate projects need the test kit",
                fix="pip install 'quickscale[testing]', or leave them out: --quick",
            )
        ) from None
