"""What was typed after ``set``, as edits of ``quickscale.yml``: answers, titles and settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugin_api.plugin import Kind
from quickscale_core.plugin_api.spec import FlagText, ProjectSpec, title_of
from quickscale_core.plugins.discovery import BrokenPlugin, Registry
from quickscale_core.plugins.option_answers import read_options
from quickscale_core.project_file.edits import Drop, Edit, Put
from quickscale_core.selection.asked_modules import asked_names, checked, with_required
from quickscale_core.selection.refusals import not_installed
from quickscale_core.source_text.yaml_nodes import parse_yaml

__all__ = ["set_edits", "unset_edits"]


def set_edits(answers: Iterable[str], spec: ProjectSpec, registry: Registry) -> list[Edit]:
    """Return the edits that answer options, title the project or set Django settings.

    Args:
        answers: Each ``NAME.OPTION=VALUE``, ``project.title=TEXT`` or ``settings.NAME=YAML``.
        spec: What ``quickscale.yml`` asks for.
        registry: The installed plugins.

    Raises:
        UsageError: Some answers are not valid; all of them are reported.
    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    for answer in answers:
        path, equals, value = answer.partition("=")
        owner, dot, name = path.strip().partition(".")
        if not (equals and dot and owner and name):
            meant = [f"{it}={value}" for it in _options_named(owner, spec, registry) if not dot]
            example = f"NAME.OPTION=VALUE, for example {' or '.join(meant) or 'auth.signup=closed'}"
            fix = f"write it as {example}"
            problems.append(Problem(what=f'"{answer}" is not understood', fix=fix))
            continue
        made = (
            _title(name, value, spec)
            if owner == "project"
            else _setting(name, value)
            if owner == "settings"
            else _option(owner, name, value, spec, registry)
        )
        if isinstance(made, Problem):
            problems.append(made)
        else:
            edits += made
            spec = _with_named(spec, made)
    return checked(edits, problems)


def _with_named(spec: ProjectSpec, edits: Iterable[Edit]) -> ProjectSpec:
    """Return what is asked for once edits name a theme or deploy target, for the next answers."""
    for it in edits:
        if isinstance(it, Put) and it.path == ("theme", "name"):
            spec = replace(spec, theme=str(it.value))
        if isinstance(it, Put) and it.path == ("deploy", "name"):
            spec = replace(spec, deploy=str(it.value))
    return spec


def unset_edits(paths: Iterable[str], spec: ProjectSpec) -> list[Edit]:
    """Return the edits that remove answers.

    Args:
        paths: Each ``NAME.OPTION``, ``project.title`` or ``settings.NAME``.
        spec: What ``quickscale.yml`` asks for.

    Raises:
        UsageError: Some paths are not valid; all of them are reported.
    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    for path in paths:
        owner, dot, name = path.strip().partition(".")
        if not (dot and owner and name) or "=" in path:
            fix = "write it as NAME.OPTION, for example auth.signup"
            problems.append(Problem(what=f'"{path}" is not understood', fix=fix))
        elif owner == "settings":
            edits.append(Drop(("settings", name)))
        elif owner != "project":
            edits.append(Drop((*_section(owner, spec), "options", name)))
        elif isinstance(made := _title(name, "", spec), Problem):
            problems.append(made)
        else:
            edits += made
    return checked(edits, problems)


def _options_named(name: str, spec: ProjectSpec, registry: Registry) -> list[str]:
    """Return the options of that name which the project has, each with its plugin's name."""
    asked = [*with_required(asked_names(spec, registry), registry), spec.theme, spec.deploy]
    return [
        f"{plugin.name}.{option.name}"
        for plugin in registry.plugins("module", "theme", "deploy")
        for option in plugin.card.options
        if option.name == name and plugin.name in asked
    ]


def _title(name: str, value: str, spec: ProjectSpec) -> list[Edit] | Problem:
    if name == "title":
        return [Put(("project", "title"), value.strip() or title_of(spec.name))]
    if name == "name":
        return Problem(
            what="a project's name cannot change: its folder, package and database have it",
            fix='change what people read: quickscale set "project.title=NEW TITLE"',
        )
    return Problem(what=f"there is not a project.{name}", fix="project.title can be set")


def _setting(name: str, value: str) -> list[Edit] | Problem:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
        upper = re.sub(r"[^A-Z0-9]+", "_", name.upper())
        return Problem(
            what=f'"{name}" is not a Django setting',
            fix=f"write it in upper case: settings.{upper}",
        )
    try:
        node = parse_yaml(value, "the value")
    except UsageError as error:
        return Problem(
            what=f"settings.{name} got a value that is not YAML",
            where=tuple(problem.what for problem in error.problems),
            fix=f"quote a text: 'settings.{name}=\"TEXT\"'",
        )
    return [Put(("settings", name), node.plain() if node else "")]


def _option(
    owner: str, name: str, value: str, spec: ProjectSpec, registry: Registry
) -> list[Edit] | Problem:
    plugin = registry.get(owner)
    if plugin is None:
        return not_installed(owner, registry)
    if isinstance(plugin, BrokenPlugin):
        return plugin.problem
    kind = plugin.card.kind
    if owner not in with_required(asked_names(spec, registry), registry):
        command = "theme" if kind == "theme" else "add"
        return Problem(
            what=f"{owner} is not a part of this project",
            fix=f"quickscale {command} {owner}, then set {owner}.{name}",
        )
    if problem := _of_another(owner, kind, spec):
        return problem
    values, problems = read_options(plugin.card, {name: FlagText(value)}, lambda _: "")
    if problems:
        return problems[0]
    section = _section(owner, spec, kind)
    answer = values[name]
    answered = Put(
        (*section, "options", name), list(answer) if isinstance(answer, tuple) else answer
    )
    return [answered] if section[0] == "modules" else [Put((*section, "name"), owner), answered]


def _section(owner: str, spec: ProjectSpec, kind: Kind = "module") -> tuple[str, ...]:
    """Return the keys that lead to a plugin: a module's own, or the theme or deploy target.

    Args:
        owner: The plugin.
        spec: What ``quickscale.yml`` asks for.
        kind: What it is, where the file does not name it.
    """
    if owner == spec.theme or (kind == "theme" and spec.theme is None):
        return ("theme",)
    if owner == spec.deploy or (kind == "deploy" and spec.deploy is None):
        return ("deploy",)
    return ("modules", owner)


def _of_another(owner: str, kind: Kind, spec: ProjectSpec) -> Problem | None:
    """Return why a theme or deploy target has no options in a project that has another one."""
    for one, words, chosen in (
        ("theme", "theme", spec.theme),
        ("deploy", "deploy target", spec.deploy),
    ):
        if kind == one and chosen not in {None, owner}:
            return Problem(
                what=f"the project's {words} is {chosen}, not {owner}",
                where=(spec.where(one),) if spec.where(one) else (),
                fix=f"leave out the options of {owner}, or choose it first",
            )
    return None
