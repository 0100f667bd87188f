"""What was typed after ``add``, ``remove`` and ``theme``, as edits of ``quickscale.yml``.

The words are checked against what the file asks for and against the installed plugins. Whether the
changed project can be composed is told by composing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugin_api.plugin import Kind
from quickscale_core.plugin_api.spec import ProjectSpec
from quickscale_core.plugins.discovery import InstalledPlugin, Registry
from quickscale_core.plugins.option_answers import near_miss
from quickscale_core.project_file.edits import Drop, Edit, Ensure, Put
from quickscale_core.selection.refusals import not_installed
from quickscale_core.selection.requirement_search import split_requirement
from quickscale_core.selection.resolve import choose_theme

__all__ = [
    "add_edits",
    "asked_names",
    "checked",
    "parse_module",
    "remove_edits",
    "theme_edits",
    "with_required",
]


def parse_module(word: str) -> tuple[str, str]:
    """Return the name and the version range of ``NAME[@SPEC]``.

    A version alone stands for itself: ``auth@1.2`` gives ``("auth", "==1.2")``, and
    ``auth@>=1,<2`` gives ``("auth", ">=1,<2")``.

    Raises:
        UsageError: There is no name, or what follows the ``@`` is not a version range.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    name, at, version = (part.strip() for part in word.partition("@"))
    if version[:1].isdigit():
        version = f"=={version}"
    bare, versions = split_requirement(name)
    try:
        SpecifierSet(version)
        wrong = not name or (bool(at) and not version) or bool(versions)
    except InvalidSpecifier:
        wrong = True
    if wrong:
        meant = versions if versions[:1] in set("<>=!~") else ""
        example = f"{bare or 'auth'}@{meant or '>=1,<2'}"
        raise UsageError(
            Problem(
                what=f'"{word}" is not understood',
                fix=f"write it as NAME or NAME@VERSIONS, for example {example}",
            )
        )
    return name, version


def add_edits(words: Iterable[str], spec: ProjectSpec, registry: Registry) -> list[Edit]:
    """Return the edits that add modules or a deploy target.

    Args:
        words: Each ``NAME`` or ``NAME@SPEC``.
        spec: What ``quickscale.yml`` asks for.
        registry: The installed plugins.

    Raises:
        UsageError: Some words are not valid; all of them are reported.
    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    versions: dict[str, str] = {}
    for word in words:
        try:
            name, version = parse_module(word)
        except UsageError as error:
            problems += error.problems
            continue
        if versions.setdefault(name, version) != version:
            problems.append(
                Problem(what=f"{name} is named twice with different versions", fix="keep one")
            )
        elif problem := _not_to_add(name, version, spec, registry):
            problems.append(problem)
        elif _kind(name, registry) == "deploy":
            edits.append(Put(("deploy", "name"), name))
        else:
            edits.append(Ensure(("modules", name)))
            edits += [Put(("modules", name, "version"), version)] if version else []
    return checked(edits, problems)


def remove_edits(names: Iterable[str], spec: ProjectSpec, registry: Registry) -> list[Edit]:
    """Return the edits that remove modules or the deploy target.

    Args:
        names: What is to go.
        spec: What ``quickscale.yml`` asks for.
        registry: The installed plugins; what is to go need not be among them.

    Raises:
        UsageError: Something is not in the project, or what stays requires it; all of it is
            reported.
    """
    gone = list(dict.fromkeys(names))
    edits: list[Edit] = []
    problems: list[Problem] = []
    for name in gone:
        staying = [it for it in asked_names(spec, registry) if it not in gone]
        users = _users_of(name, staying, registry)
        if name == spec.theme:
            problems.append(
                Problem(
                    what=f"{name} is the project's theme, and a project has one",
                    fix="choose another: quickscale theme NAME",
                )
            )
        elif users:
            problems.append(
                Problem(
                    what=f"{name} cannot go: {' and '.join(users)} cannot do without it",
                    fix=f"remove them too: quickscale remove {' '.join([name, *users])}"
                    if set(users) <= set(spec.modules)
                    else "",
                )
            )
        elif name == spec.deploy:
            edits.append(Drop(("deploy",)))
        elif name in spec.modules:
            edits.append(Drop(("modules", name)))
        else:
            named = sorted([*spec.modules, *([spec.deploy] if spec.deploy else [])])
            known = f"it asks for {', '.join(named)}" if named else "it names nothing to remove"
            problems.append(
                Problem(
                    what=f"quickscale.yml does not ask for {name}",
                    fix=near_miss(name, named) or known,
                )
            )
    return checked(edits, problems)


def theme_edits(name: str, spec: ProjectSpec, registry: Registry) -> list[Edit]:
    """Return the edits that choose a theme; answers to the options of another one go.

    Args:
        name: The theme.
        spec: What ``quickscale.yml`` asks for.
        registry: The installed plugins.

    Raises:
        UsageError: It is something else than a theme.
    """
    kind = _kind(name, registry)
    if kind in {None, "theme"}:
        edits: list[Edit] = [] if name == spec.theme else [Drop(("theme", "options"))]
        edits.append(Put(("theme", "name"), name))
        return checked(edits, [] if kind else [not_installed(name, registry)])
    themes = ", ".join(sorted(it.name for it in registry.plugins("theme")))
    raise UsageError(Problem(what=f"{name} is not a theme", fix=f"choose one of {themes}"))


def checked(edits: list[Edit], problems: Sequence[Problem]) -> list[Edit]:
    """Return edits, or raise everything that is wrong with what was typed."""
    if problems:
        raise UsageError(*problems)
    return edits


def _kind(name: str, registry: Registry) -> Kind | None:
    """Return what a plugin is, or ``None`` if it is not installed or broken."""
    plugin = registry.get(name)
    return plugin.card.kind if isinstance(plugin, InstalledPlugin) else None


def _not_to_add(name: str, version: str, spec: ProjectSpec, registry: Registry) -> Problem | None:
    """Return why a name cannot be added; a broken plugin is reported when it is composed."""
    plugin = registry.get(name)
    if plugin is None:
        return not_installed(name, registry)
    kind = _kind(name, registry)
    if kind == "theme":
        return Problem(what=f"{name} is a theme", fix=f"choose it: quickscale theme {name}")
    if kind == "core":
        return Problem(what=f"{name} is part of core", fix="leave it out; it is always there")
    if kind == "deploy" and version:
        what = f"{name} is a deploy target, which takes no versions"
        return Problem(what=what, fix=f"quickscale add {name}")
    if kind == "deploy" and spec.deploy not in {None, name}:
        return Problem(
            what=f"the project is deployed by {spec.deploy}, and there is one deploy target",
            fix=f"remove it first: quickscale remove {spec.deploy}",
        )
    return None


def _users_of(name: str, asked: Iterable[str], registry: Registry) -> list[str]:
    """Return those of some plugins that require another one, directly or through others."""
    return [it for it in asked if it != name and name in with_required([it], registry)]


def with_required(names: Iterable[str], registry: Registry) -> set[str]:
    """Return some plugins with all that they require or extend."""
    waiting = list(names)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        plugin = registry.get(name)
        if name not in found and isinstance(plugin, InstalledPlugin):
            waiting += [split_requirement(needed)[0] for needed in plugin.card.requires]
            waiting += [plugin.card.extends] if plugin.card.extends else []
        found.add(name)
    return found


def asked_names(spec: ProjectSpec, registry: Registry) -> list[str]:
    """Return the names of what a file asks for: modules, theme and deploy target."""
    theme = spec.theme or choose_theme(registry)
    return [*sorted(spec.modules), theme, *([spec.deploy] if spec.deploy else [])]
