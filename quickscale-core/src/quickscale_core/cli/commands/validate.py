"""``quickscale validate`` and ``quickscale schema``: check ``quickscale.yml``, print its schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_OK, Problem, UsageError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["schema", "validate"]


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def validate(printer: Printer, *, file: Path | None, as_json: bool) -> int:
    """Check the quickscale.yml of the project in this folder, or another FILE.

    Keys, types, settings, and the names, versions and options of installed plugins are checked.
    Everything that is wrong is reported with its line and column. Exits 2 if anything is wrong.

    \b
    Examples:
      quickscale validate
      quickscale validate quickscale.yml --json
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.doctor.validating import validate_yml
    from quickscale_core.paths.file_names import FILE_NAME
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.reading import decode_yml
    from quickscale_core.record.lock import LOCK_NAME, read_lock
    from quickscale_core.record.project_on_disk import read_own
    from quickscale_core.writing.named_file import read_named_file

    printer.json = as_json
    folder = file.parent if file else find_here(printer, writes=False)
    name = str(file or FILE_NAME)
    data = read_named_file(file) if file else read_own(folder, FILE_NAME)
    if data is None:
        raise UsageError(Problem(what=f"there is no {name}", where=(str(folder / FILE_NAME),)))
    beside = read_own(folder, LOCK_NAME)
    lock = None if beside is None else read_lock(beside)
    text = decode_yml(data, name)
    with printer.slow(f"checking {name}"):
        problems = validate_yml(text, Registry.installed(), lock, name)
    if problems:
        raise UsageError(*problems)
    printer.result(f"{name} is valid")
    printer.data({"valid": True, "path": name})
    return EXIT_OK


@click.command()
@click.pass_obj
def schema(printer: Printer) -> int:
    """Print a JSON Schema of quickscale.yml, for editors.

    It knows the installed plugins: their names, options, choices and defaults.

    \b
    Example:
      quickscale schema > quickscale.schema.json
    """  # noqa: D301 - click reads the escape
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.json_schema import yml_schema

    printer.json = True
    printer.data(yml_schema(Registry.installed()))
    return EXIT_OK
