"""Find everything that is wrong with a ``quickscale.yml``."""

from __future__ import annotations

import math
import re

from quickscale_core.composition.compose import reserved_answers
from quickscale_core.composition.reserved_settings import RESERVED_SETTINGS
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.generate import compose_project
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.plugins.discovery import Registry
from quickscale_core.project_file.names import name_error, suggest_name
from quickscale_core.project_file.reading import forward_yml, read_all
from quickscale_core.record.lasting_answers import check_lasting_answers
from quickscale_core.record.lock import Lock
from quickscale_core.selection.resolve import resolve

__all__ = ["validate_yml"]


def validate_yml(
    text: str, registry: Registry, lock: Lock | None = None, name: str = FILE_NAME
) -> list[Problem]:
    """Return everything that is wrong with a ``quickscale.yml``.

    Keys and types, the project's name, the plugins with their versions and options, and the
    settings are checked, whatever else is wrong. Where all of that is right, the project is
    composed in memory, so that contributions that clash are told as well.

    Args:
        text: The file's text.
        registry: The installed plugins.
        lock: What was made, of a project that exists.
        name: What problems call the file.

    Raises:
        UsageError: It is not YAML, or no mapping.
    """
    text = forward_yml(text)
    spec, problems = read_all(text, name)
    if spec.name and (error := name_error(spec.name)):
        problems.append(
            Problem(
                what=error,
                where=(spec.where("project", "name"),),
                fix=f"choose another name, for example {suggest_name(spec.name)}",
            )
        )
    problems += reserved_answers(spec, RESERVED_SETTINGS)
    try:
        selection = resolve(spec, registry)
        problems += check_lasting_answers(selection, lock) if lock else []
        if not problems:
            compose_project(spec, registry, text.encode())
    except QuickScaleError as error:
        problems += error.problems
    return sorted(problems, key=_position)


def _position(problem: Problem) -> tuple[float, int]:
    """Return a problem's position in the file; problems without one sort last."""
    for line in problem.where:
        if found := re.search(r":([0-9]+):([0-9]+)$", line):
            return int(found[1]), int(found[2])
    return math.inf, 0
