"""Write the documentation's reference pages from the code they describe.

Hooks, contributions, values, components and the test kit are read from their docstrings without
importing them; the command line is asked for its own help. The pages are kept in the repository
so that they can be read there, and a test holds them to the code.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

import click
import griffe
from quickscale_core import plugin_api, scaffold
from quickscale_core.cli.top import top
from quickscale_core.plugin_api.contract import COMPONENTS, ICONS, LAYOUTS
from quickscale_core.project_file.json_schema import yml_schema

from tools.checkout import ROOT
from tools.docstring_markdown import defaults, docstring, methods, prose
from tools.project_page import project_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quickscale_core.plugin_api.contract import Component

__all__ = ["PAGES", "reference_pages"]

PUBLIC: Final = (*plugin_api.__all__, *scaffold.__all__)
SOURCES: Final = ROOT / "quickscale-core" / "src"
GENERATED: Final = "<!-- Written by ./qs docs from the code. Change the docstrings instead. -->"


@cache
def _core() -> griffe.Module:
    """Return the package as its source has it, read once: reading it takes most of a second."""
    package = griffe.load("quickscale_core", search_paths=[SOURCES])
    assert isinstance(package, griffe.Module)  # noqa: S101 - a package is one
    return package


def _module(name: str) -> griffe.Module:
    """Return a module of core by its full name."""
    module = _core()[name.partition(".")[2]]
    assert isinstance(module, griffe.Module)  # noqa: S101 - its callers name modules
    return module


def reference_pages() -> dict[str, str]:
    """Return every reference page's text by its file name below ``docs/reference/``."""
    return {
        name: f"{GENERATED}\n\n{page()}" if name.endswith(".md") else page()
        for name, page in PAGES.items()
    }


def hooks_page() -> str:
    """Return the page of the four hooks."""
    module = _module("quickscale_core.plugin_api.hookspecs")
    parts = [
        "# Hooks",
        (
            "A plugin is a module with a `PLUGIN` and any of these four functions, each decorated"
            " with `@hookimpl`. Hooks may gain arguments, and contributions may gain fields with"
            " defaults; a removal takes a deprecation of one minor release and a major version."
        ),
        "## hookimpl",
        (
            "`from quickscale_core import hookimpl` is the decorator that marks a function as the"
            " hook of its name. A misspelt hook is refused when the plugin is loaded."
        ),
    ]
    for function in module.functions.values():
        arguments = ", ".join(parameter.name for parameter in function.parameters)
        parts += [f"## {function.name}", f"```python\n{function.name}({arguments})\n```"]
        parts += docstring(function)
    return _join(parts)


def contributions_page() -> str:
    """Return the page of every contribution, grouped by how two of a kind meet."""
    package = _module("quickscale_core.plugin_api.contributions")
    kinds = package["kinds"]
    parts = ["# Contributions", *docstring(package)]
    for kind in ("Ordered", "Keyed", "Contribution"):
        title = {"Contribution": "Files and dependencies"}.get(kind, kind)
        parts += [f"## {title}"]
        parts += [f"### {kind}"] if kind == "Contribution" else []
        parts += docstring(kinds[kind])
        rooms = (
            *("django", "pages", "dashboard", "api", "operation", "deployment", "plans", "events"),
            "files",
        )
        for part in rooms:
            for name, one in package[part].classes.items():
                # What a contribution is made of has no base, and follows it.
                bases = [str(base) for base in one.bases] or ["Keyed"]
                if not one.is_alias and kind in bases:
                    parts += [f"### {name}", *docstring(one), defaults(one)]
    parts += ["## Values", *_module_members("quickscale_core.plugin_api.values")]
    parts += ["## Names with a closed set of values"]
    for name, attribute in kinds.attributes.items():
        if attribute.docstring and name in CLOSED:
            parts += [f"### {name}", f"`{attribute.value}`", *docstring(attribute)]
    return _join(parts)


def plugin_page() -> str:
    """Return the page of a plugin's card, its options, the steps it may declare, and errors."""
    errors = ("Problem", "QuickScaleError", "UsageError")
    return _join(
        [
            "# Plugin, options and steps",
            *_module_members("quickscale_core.plugin_api.plugin"),
            *_module_members("quickscale_core.plugin_api.spec", only=("Spec",)),
            *_module_members("quickscale_core.plugin_api.steps"),
            *_module_members("quickscale_core.errors", only=errors),
            "## From a program",
            *_module_members("quickscale_core.scaffold"),
        ]
    )


def components_page() -> str:
    """Return the page of the theme contract."""
    module = _module("quickscale_core.plugin_api.contract")
    parts = ["# Layouts and components", *docstring(module), "## Layouts"]
    parts += [
        "| template | for | blocks |\n|---|---|---|\n"
        + "\n".join(
            f"| `{one.template}` | {one.summary} | {_codes(one.blocks)} |" for one in LAYOUTS
        )
    ]
    parts += ["## Components"]
    for component in COMPONENTS:
        parts += _component(component)
    parts += ["## Icons", f"Every theme's sprite has {_codes(sorted(ICONS))}."]
    parts += ["## The contract as data", "All of it can be imported from `quickscale_core`."]
    parts += _module_members("quickscale_core.plugin_api.contract_types")
    parts += _module_members("quickscale_core.plugin_api.contract")
    parts += _module_members("quickscale_core.plugin_api.contract_components")
    parts += ["## The brand options", *_module_members("quickscale_core.plugin_api.brand")]
    parts += ["## Icons of an owner", *_module_members("quickscale_core.plugin_api.icons")]
    return _join(parts)


def deploying_page() -> str:
    """Return the page of the contract of deploy targets."""
    package = _module("quickscale_core.deploying")
    parts = ["# Deploy targets", *docstring(package)]
    for name in package.exports or ():
        path = str(package.members[str(name)].target_path)  # type: ignore[union-attr]
        one = _module(path.rpartition(".")[0])[str(name)]
        parts += [f"## {name}", *docstring(one)]
        if isinstance(one, griffe.Class):
            parts += [defaults(one), *methods(one)]
    return _join(parts)


def testing_page() -> str:
    """Return the page of the public test kit: its fixtures, then everything else it exports."""
    kit = _module("quickscale_core.testing")
    parts = ["# Test kit", *docstring(kit), "## Fixtures"]
    rest = ["## What they give and take"]
    for name in kit.exports or ():
        path = str(kit.members[str(name)].target_path)  # type: ignore[union-attr]
        home = _module(path.rpartition(".")[0])
        one = home[str(name)]
        fixture = any("fixture" in str(it.value) for it in getattr(one, "decorators", ()))
        (parts if fixture else rest).extend([f"### {name}", *docstring(one)])
        if isinstance(one, griffe.Class):
            rest += methods(one)
    return _join([*parts, *rest])


def cli_page() -> str:
    """Return the page of the command line: what ``--help`` prints, for every command."""
    parts = [
        "# Command line",
        (
            "Results go to stdout, everything else to stderr. `--json` prints one JSON document on"
            " stdout instead. `NO_COLOR` turns colours off."
        ),
    ]
    for context in _contexts(top, "quickscale"):
        parts += [f"## {context.command_path}", f"```text\n{context.get_help().rstrip()}\n```"]
    return _join(parts)


def schema_file() -> str:
    """Return the JSON Schema of ``quickscale.yml`` that accepts whatever plugins there are."""
    schema = {"$comment": "Written by ./qs docs from the code.", **yml_schema()}
    return json.dumps(schema, indent=2) + "\n"


CLOSED: Final = frozenset(
    {"EventFormat", "EventReach", "Layer", "Level", "NavArea", "PlanReach", "SettingsGroup", "Slot"}
)
"""Names of types with a closed set of values that have a heading of their own."""

PAGES: Final[dict[str, Callable[[], str]]] = {
    "cli.md": cli_page,
    "components.md": components_page,
    "contributions.md": contributions_page,
    "deploying.md": deploying_page,
    "hooks.md": hooks_page,
    "plugin.md": plugin_page,
    "project.md": project_page,
    "quickscale.schema.json": schema_file,
    "testing.md": testing_page,
}
"""The pages and what writes each."""


def _contexts(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a command as the command line would run it, and all below it that help shows."""
    # a width of its own, whatever the terminal this runs in
    context = command.make_context(name, [], parent, resilient_parsing=True, terminal_width=78)
    yield context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from _contexts(found, below, context)


def _module_members(name: str, only: Sequence[str] = ()) -> list[str]:
    module = _module(name)
    parts: list[str] = []
    for member in module.members.values():
        public = member.name in (only or {*PUBLIC} & {*(module.exports or ())})
        if not public or member.is_alias or not member.docstring:
            continue
        parts += [f"### {member.name}", *docstring(member)]
        if isinstance(member, griffe.Class):
            parts += [defaults(member), *methods(member)]
    return parts


def _component(component: Component) -> Iterator[str]:
    yield f"### c-{component.name}"
    yield prose(component.summary)
    if component.attributes:
        lines = ["| attribute | kind | what it does |", "|---|---|---|"]
        for one in component.attributes:
            kind = ", ".join(f"`{choice}`" for choice in one.choices) or one.kind
            required = " (required)" if one.required else ""
            lines.append(f"| `{one.name}` | {kind} | {prose(one.summary)}{required} |")
        yield "\n".join(lines)
    facts = []
    if component.slots:
        facts.append(f"Slots: {_codes(component.slots)}.")
    if component.aria:
        facts.append(f"Its markup carries {_codes(component.aria)}.")
    if component.passthrough:
        facts.append("Other attributes reach its element.")
    yield " ".join(facts)


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _join(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
