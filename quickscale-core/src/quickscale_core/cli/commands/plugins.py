"""``quickscale plugins``: list, describe, make and check plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.commands.check_plugin import check
from quickscale_core.cli.commands.completion import complete_plugins
from quickscale_core.cli.commands.new_plugin import new
from quickscale_core.errors import EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError, UsageError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.plugin_api.contributions import Contribution
    from quickscale_core.plugin_api.plugin import Option
    from quickscale_core.plugins.discovery import BrokenPlugin, InstalledPlugin, Registry

__all__ = ["list_modules", "plugins"]

_HOOKS = {
    "contribute_templates": "files",
    "contribute_settings": "settings",
    "contribute_commands": "commands",
    "post_generate": "steps",
}


@click.group()
def plugins() -> None:
    """See which plugins are installed and what they do, or make one.

    \b
    Examples:
      quickscale plugins list
      quickscale plugins info auth
    """  # noqa: D301 - click reads the escape


plugins.add_command(new)
plugins.add_command(check)


@plugins.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def list_(printer: Printer, *, as_json: bool) -> int:
    """List the installed plugins, broken ones with the reason.

    \b
    Examples:
      quickscale plugins list
      quickscale plugins list --json
    """  # noqa: D301 - click reads the escape
    return _list(printer, as_json=as_json)


@click.command("list-modules", hidden=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def list_modules(printer: Printer, *, as_json: bool) -> int:
    """List the installed plugins: the older name of "plugins list"."""
    return _list(printer, as_json=as_json)


def _list(printer: Printer, *, as_json: bool) -> int:
    from quickscale_core.plugins.discovery import Registry

    printer.json = as_json
    registry = Registry.installed()
    working, broken = registry.plugins(), registry.broken()
    rows = [
        (it.name, it.version, it.card.kind, it.card.summary)
        for it in sorted(working, key=lambda it: (_KINDS.index(it.card.kind), it.name))
    ]
    printer.table([("NAME", "VERSION", "KIND", "SUMMARY"), *rows])
    for plugin in broken:
        printer.note()
        printer.warning(plugin.problem)
    printer.data(
        {
            "plugins": [_summary(it) for it in working],
            "broken": [_broken(it) for it in broken],
        }
    )
    return EXIT_OK


_KINDS = ("core", "module", "theme", "deploy")


@plugins.command()
@click.argument("name", shell_complete=complete_plugins())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def info(printer: Printer, *, name: str, as_json: bool) -> int:
    """Show what a plugin requires and contributes, and its options.

    \b
    Example:
      quickscale plugins info auth
    """  # noqa: D301 - click reads the escape
    from quickscale_core.plugins.discovery import InstalledPlugin, Registry
    from quickscale_core.selection.refusals import is_known, not_installed

    printer.json = as_json
    registry = Registry.installed()
    plugin = registry.get(name)
    if plugin is None:
        refusal = QuickScaleError if is_known(name) else UsageError
        raise refusal(not_installed(name, registry))
    if not isinstance(plugin, InstalledPlugin):
        raise QuickScaleError(plugin.problem)
    offers, problems = _offers(plugin, registry)
    printer.result(f"{plugin.name} {plugin.version}")
    printer.result(f"  {plugin.card.summary}")
    printer.result()
    printer.table(_facts(plugin), indent="  ")
    for title, entries in offers.items():
        printer.result(f"\n{title}")
        for entry in entries:
            printer.result(f"  {entry}")
    if plugin.card.options:
        printer.result("\nOptions")
        printer.table([_option_row(plugin.name, it) for it in plugin.card.options], indent="  ")
    for problem in problems:
        printer.warning(problem)
    printer.data({**_summary(plugin), "contributes": offers})
    return EXIT_REFUSED if problems else EXIT_OK


def _offers(
    plugin: InstalledPlugin, registry: Registry
) -> tuple[dict[str, list[str]], tuple[Problem, ...]]:
    """Return what a plugin adds to a project made of it and what it needs, by kind.

    Where problems prevent the project, what the plugin adds is not known.
    """
    from quickscale_core.composition.collect import collect
    from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
    from quickscale_core.plugins.hooks import ask
    from quickscale_core.selection.resolve import resolve

    kind, name = plugin.card.kind, plugin.name
    commands, problems = ask(plugin, "contribute_commands", (click.Command,))
    offers = {"Commands": sorted(it.name or "" for it in commands)} if commands else {}
    request = ProjectSpec(
        name="example",
        modules={name: ModuleRequest()} if kind == "module" else {},
        theme=name if kind == "theme" else None,
        deploy=name if kind == "deploy" else None,
    )
    try:
        own = [it for it in collect(resolve(request, registry)) if it.plugin.name == name]
    except QuickScaleError as error:
        return offers, (*problems, *error.problems)
    for offer in own:
        for fileset in offer.files:
            where = plugin.shorten(f"{fileset.root}:").removesuffix(":")
            for_whom = f" for {fileset.frontend} themes" if fileset.frontend else ""
            offers.setdefault("Files", []).append(f"{where}{for_whom}")
        for item in (*offer.fragments, *offer.contributions):
            title, text = _described(item)
            if text not in offers.setdefault(title, []):
                offers[title].append(text)
    return offers, tuple(problems)


_TITLES = {
    "AdminNumbers": "Numbers of the administration",
    "ApiRoute": "API endpoints",
    "ApiScope": "API scopes",
    "App": "Apps",
    "AuthBackend": "Authentication backends",
    "CiStep": "CI steps",
    "ContextProcessor": "Context processors",
    "CspSource": "Content security policy",
    "DashboardActivity": "Dashboard activity",
    "DashboardCard": "Dashboard cards",
    "DashboardChart": "Dashboard charts",
    "DashboardNumbers": "Dashboard numbers",
    "DashboardStep": "First steps",
    "DashboardTasks": "Things to do",
    "Dependency": "Dependencies",
    "DeployCheck": "Checks before a deploy",
    "DeployStep": "Steps after a deploy",
    "EnvVar": "Environment variables",
    "Event": "Events",
    "Fragment": "Fragments",
    "HealthCheck": "Health checks",
    "ListItem": "Settings",
    "LogLevel": "Logging",
    "Middleware": "Middleware",
    "NavItem": "Navigation",
    "NpmPackage": "Packages of npm",
    "PagePart": "Parts of others' pages",
    "PagePlace": "Places for others' parts",
    "PeriodicTask": "Periodic tasks",
    "PlanFeature": "Plan features",
    "PlanLimit": "Plan limits",
    "Process": "Processes",
    "Purchase": "Purchases",
    "QuickOpenEntries": "Quick open",
    "Service": "Services",
    "Setting": "Settings",
    "SettingsSection": "Settings pages",
    "ShowcaseCard": "Home page cards",
    "UrlInclude": "URLs",
}
_KEYS = ("prefix", "path", "slot", "directive", "requirement", "name", "setting")


def _described(item: Contribution) -> tuple[str, str]:
    """Return a contribution's heading, and its key."""
    key = next(str(getattr(item, it)) for it in _KEYS if hasattr(item, it))
    title = _TITLES[type(item).__name__]
    return title, f"/{key}" if title == "URLs" else key


def _facts(plugin: InstalledPlugin) -> list[tuple[str, str]]:
    card = plugin.card
    facts = [
        ("kind", card.kind),
        ("distribution", f"{plugin.distribution} {plugin.version}"),
        ("requires", ", ".join(card.requires)),
        ("conflicts with", ", ".join(card.conflicts)),
        ("provides", ", ".join(card.provides)),
        ("frontend", card.frontend or ""),
        ("pages for", ", ".join(card.frontends) if card.frontends != ("html",) else ""),
        ("extends", card.extends or ""),
        ("hooks", ", ".join(word for hook, word in _HOOKS.items() if plugin.implements(hook))),
    ]
    return [(name, value) for name, value in facts if value]


def _option_row(name: str, option: Option) -> tuple[str, str, str]:
    kind = "|".join(option.choices) if option.choices else option.type
    default = ",".join(option.default) if isinstance(option.default, tuple) else option.default
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    fixed = "" if option.mutable else " Cannot be changed later."
    return f"{name}.{option.name}", f"{kind} [{shown}]", f"{option.help}{fixed}"


def _summary(plugin: InstalledPlugin) -> dict[str, object]:
    card = plugin.card
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "kind": card.kind,
        "summary": card.summary,
        "builtin": plugin.builtin,
        "requires": list(card.requires),
        "conflicts": list(card.conflicts),
        "provides": list(card.provides),
        "frontend": card.frontend,
        "frontends": list(card.frontends),
        "extends": card.extends,
        "hooks": [hook for hook in _HOOKS if plugin.implements(hook)],
        "options": [
            {
                "name": it.name,
                "type": it.type,
                "default": list(it.default) if isinstance(it.default, tuple) else it.default,
                "choices": list(it.choices),
                "mutable": it.mutable,
                "help": it.help,
            }
            for it in card.options
        ],
    }


def _broken(plugin: BrokenPlugin) -> dict[str, object]:
    problem = plugin.problem
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "problem": {"what": problem.what, "where": list(problem.where), "fix": problem.fix},
    }
