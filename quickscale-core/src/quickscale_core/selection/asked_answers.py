"""What was typed after ``set``, as edits of ``quickscale.yml``: answers, titles and settings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugin_api.spec import FlagText, ProjectSpec
from quickscale_core.plugins.discovery import BrokenPlugin, Registry
from quickscale_core.plugins.option_answers import read_options
from quickscale_core.project_file.edits import (
    ChangeTitle,
    Edit,
    SetOption,
    SetSetting,
    UnsetOption,
    UnsetSetting,
)
from quickscale_core.selection.asked_modules import asked_names, sound, with_required
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
        UsageError: Answers that cannot be meant, all of them.
    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    for answer in answers:
        path, equals, value = answer.partition("=")
        owner, dot, name = path.strip().partition(".")
        if not (equals and dot and owner and name):
            problems.append(
                Problem(
                    what=f'"{answer}" is not understood',
                    fix="write it as NAME.OPTION=VALUE, for example auth.signup=closed",
                )
            )
            continue
        made = (
            _title(name, value)
            if owner == "project"
            else _setting(name, value)
            if owner == "settings"
            else _option(owner, name, value, spec, registry)
        )
        if isinstance(made, Problem):
            problems.append(made)
        else:
            edits.append(made)
    return sound(edits, problems)


def unset_edits(paths: Iterable[str]) -> list[Edit]:
    """Return the edits that take answers back.

    Args:
        paths: Each ``NAME.OPTION``, ``project.title`` or ``settings.NAME``.

    Raises:
        UsageError: Paths that cannot be meant, all of them.
    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    for path in paths:
        owner, dot, name = path.strip().partition(".")
        if not (dot and owner and name) or "=" in path:
            fix = "write it as NAME.OPTION, for example auth.signup"
            problems.append(Problem(what=f'"{path}" is not understood', fix=fix))
        elif owner == "settings":
            edits.append(UnsetSetting(name))
        elif owner != "project":
            edits.append(UnsetOption(owner, name))
        elif isinstance(made := _title(name, ""), Problem):
            problems.append(made)
        else:
            edits.append(made)
    return sound(edits, problems)


def _title(name: str, value: str) -> Edit | Problem:
    if name == "title":
        return ChangeTitle(value.strip())
    if name == "name":
        return Problem(
            what="a project's name cannot change: its folder, package and database have it",
            fix='change what people read: quickscale set "project.title=NEW TITLE"',
        )
    return Problem(what=f"there is no project.{name}", fix="project.title can be set")


def _setting(name: str, value: str) -> Edit | Problem:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
        upper = re.sub(r"[^A-Z0-9]+", "_", name.upper())
        return Problem(
            what=f'"{name}" is no Django setting', fix=f"write it in upper case: settings.{upper}"
        )
    try:
        node = parse_yaml(value, "the value")
    except UsageError as error:
        return Problem(
            what=f"settings.{name} got a value that is no YAML",
            where=tuple(problem.what for problem in error.problems),
            fix=f"quote a text: 'settings.{name}=\"TEXT\"'",
        )
    return SetSetting(name, node.plain() if node else "")  # type: ignore[arg-type] # YAML's values


def _option(
    owner: str, name: str, value: str, spec: ProjectSpec, registry: Registry
) -> Edit | Problem:
    plugin = registry.get(owner)
    if plugin is None:
        return not_installed(owner, registry)
    if isinstance(plugin, BrokenPlugin):
        return plugin.problem
    kind = plugin.card.kind
    if owner not in with_required(asked_names(spec, registry), registry):
        command = "theme" if kind == "theme" else "add"
        return Problem(
            what=f"{owner} takes no part in this project",
            fix=f"quickscale {command} {owner}, then set {owner}.{name}",
        )
    values, problems = read_options(plugin.card, {name: FlagText(value)}, lambda _: "")
    return problems[0] if problems else SetOption(owner, name, values[name], kind)
