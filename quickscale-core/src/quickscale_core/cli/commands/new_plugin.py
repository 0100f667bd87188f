"""``quickscale plugins new``: a complete distribution to start a plugin from."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quickscale_core.cli.output import shown_folder
from quickscale_core.errors import EXIT_OK, Problem, UsageError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.new_plugin.distribution import PluginKind

__all__ = ["new"]

_WORDS: Final[dict[str, str]] = {"module": "module", "theme": "theme", "deploy": "deploy target"}


@click.command()
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["module", "theme", "deploy"]),
    default="module",
    show_default=True,
    help="What it is to be.",
)
@click.option(
    "--api", is_flag=True, help="Give a module endpoints, for projects with quickscale-api."
)
@click.option(
    "--react",
    is_flag=True,
    help="Give a module a page for the React theme as well, and the endpoints that it asks.",
)
@click.option(
    "--dest",
    metavar="PARENT",
    type=click.Path(path_type=Path),
    help="Folder to make it in; by default the current one.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def new(  # noqa: PLR0913 - click hands over each flag
    printer: Printer,
    *,
    name: str,
    kind: PluginKind,
    api: bool,
    react: bool,
    dest: Path | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Make a plugin called NAME: a distribution with an entry point, tests and CI.

    \b
    Examples:
      quickscale plugins new blog
      quickscale plugins new notes --react
      quickscale plugins new dusk --kind theme
      quickscale plugins new heron --kind deploy
    """  # noqa: D301 - click reads the escape
    from quickscale_core.new_plugin.distribution import (
        NewPlugin,
        check_plugin_name,
        plugin_files,
    )
    from quickscale_core.paths.content import Content
    from quickscale_core.writing.apply import create_folder
    from quickscale_core.writing.destination import new_folder
    from quickscale_core.writing.disk_calls import Write

    printer.json = as_json
    check_plugin_name(name)
    for flag, given, things in (("--api", api, "endpoints"), ("--react", react, "pages")):
        if given and kind != "module":
            what = f"{flag} gives a module {things}, and this is a {_WORDS[kind]}"
            raise UsageError(Problem(what=what, fix=f"leave {flag} out, or choose --kind module"))
    plugin = NewPlugin(name, kind, api=api or react, react=react)
    place = new_folder(dest or Path(), plugin.distribution)
    files = plugin_files(plugin)
    if dry_run:
        printer.table([("create", path) for path in files], indent="  ")
        printer.result(f"Would create {plugin.distribution}: {len(files)} files")
    else:
        create_folder(place.folder, [Write(path, Content(data)) for path, data in files.items()])
        printer.result(f"Created {plugin.distribution}: {len(files)} files")
        printer.result(f"  a {_WORDS[kind]} that is imported as {plugin.module}")
        printer.result("\nNext:")
        printer.table(
            [
                (f"cd {shlex.quote(shown_folder(place.folder))}", ""),
                ("pip install --group dev --editable .", "Install it beside quickscale"),
                ("pytest", "Try it in a generated project"),
                ("quickscale plugins check .", "See what a reviewer would ask"),
            ],
            indent="  ",
        )
    printer.data(
        {
            "name": name,
            "kind": kind,
            "distribution": plugin.distribution,
            "module": plugin.module,
            "path": str(place.folder),
            "files": list(files),
        }
    )
    return EXIT_OK
