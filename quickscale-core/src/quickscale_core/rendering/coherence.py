"""Find what the parts of a project say of its files, and its files do not keep.

Each of it would be found by the project's own tests, by its first request, or by nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem
from quickscale_core.plugin_api import contributions as types
from quickscale_core.plugin_api.contract import ICONS
from quickscale_core.rendering.npm_packages import PACKAGE_JSON, versions_in
from quickscale_core.source_text.still_parses import parses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.composition.collect import Contributed
    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["incoherences"]

_CODE: Final = (".py", ".toml", ".json")
"""Endings of rendered files that are read here; YAML would take longer than all the rest."""

_MODULES: Final[dict[type, str]] = {
    types.App: "path",
    types.Middleware: "path",
    types.ContextProcessor: "path",
    types.AuthBackend: "path",
    types.UrlInclude: "module",
    types.ApiRoute: "module",
    types.PeriodicTask: "task",
    types.HealthCheck: "check",
    types.DashboardStep: "done",
    types.DashboardNumbers: "source",
    types.DashboardChart: "source",
    types.DashboardTasks: "source",
    types.DashboardActivity: "source",
    types.DashboardCard: "context",
    types.PagePart: "context",
    types.AdminNumbers: "source",
    types.QuickOpenEntries: "source",
}
"""The field of a contribution that names code by its dotted path."""


def incoherences(
    offers: Sequence[Contributed], tree: FileTree, icons: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem for what is named and missing, and for what was rendered and cannot be read.

    Args:
        offers: What the plugins of a project offer.
        tree: Its files.
        icons: The names of the icons that its theme draws.
    """
    for offer in offers:
        for item in offer.contributions:
            yield from _dangling(offer.plugin, item, offers, tree, icons)
    for path, file in tree.items():
        if not file.verbatim and path.endswith(_CODE) and parses(path, file.data) is False:
            yield Problem(
                what=f"{path} cannot be read, as {file.owner} renders it",
                where=(file.source,) if file.source else (),
                fix="pass every value through the filter of the file's language",
            )


def _dangling(
    plugin: InstalledPlugin,
    item: types.Contribution,
    offers: Sequence[Contributed],
    tree: FileTree,
    icons: Sequence[str],
) -> Iterator[Problem]:
    """Yield what a contribution names and no file of the project has."""

    def problem(what: str, fix: str) -> Problem:
        return Problem(
            what=f"{type(item).__name__} of {plugin.label} {what}",
            where=(plugin.shorten(item.declared),),
            fix=fix,
        )

    dotted = str(getattr(item, _MODULES.get(type(item), ""), ""))
    if dotted.startswith("apps.") and not _is_code(dotted, tree):
        yield problem(
            f"names {dotted}, which no file of the project holds",
            "contribute its files, or name another",
        )
    icon = getattr(item, "icon", "")
    if icon and icon not in ICONS and icon not in icons:
        yield problem(
            f'has the icon "{icon}", which the theme lacks',
            "choose one of quickscale_core.plugin_api.ICONS, which every theme has",
        )
    if isinstance(item, types.NpmPackage) and PACKAGE_JSON in tree:
        owner, versions = tree[PACKAGE_JSON].owner, versions_in(tree[PACKAGE_JSON].data)
        if versions.get(item.name, item.version) != item.version:
            yield problem(
                f"asks for {item.name} {item.version}, and {owner} has {versions[item.name]}",
                f"use the version of {owner}, and leave the contribution out",
            )
    if isinstance(item, types.DashboardCard | types.PagePart):
        if _has_template(item.template, offers, tree):
            return
        yield problem(
            f"has the template {item.template}, which no file of the project is",
            f"contribute it, for example as apps/{plugin.name}/templates/{item.template}",
        )


def _is_code(dotted: str, tree: FileTree) -> bool:
    """Tell whether a dotted path below ``apps`` is a module of the project, or a name in one."""
    parts = dotted.split(".")
    places = ["/".join(parts[:end]) for end in (len(parts), len(parts) - 1)]
    return any(
        f"{place}{ending}" in tree
        for place in places
        if place != "apps"
        for ending in (".py", "/__init__.py")
    )


def _has_template(name: str, offers: Sequence[Contributed], tree: FileTree) -> bool:
    """Tell whether the project has a template, or an installed app of its plugins may have it."""
    ending = f"/templates/{name}"
    if f"templates/{name}" in tree or any(path.endswith(ending) for path in tree):
        return True
    apps = (it.path for one in offers for it in one.contributions if isinstance(it, types.App))
    top = name.partition("/")[0]
    return any(path.split(".")[-1] == top and not path.startswith("apps.") for path in apps)
