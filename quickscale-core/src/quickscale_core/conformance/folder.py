"""Checks that read a plugin's folder and load its code: metadata, namespace, hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem
from quickscale_core.plugins.discovery import KNOWN_PLUGINS, BrokenPlugin
from quickscale_core.plugins.hooks import ask

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.conformance.subject import Subject

__all__ = ["NAMESPACES", "check_loading", "check_metadata", "check_namespace"]

NAMESPACES: Final = ("quickscale_modules", "quickscale_themes", "quickscale_deploy")
"""The import packages that many distributions share."""


def check_metadata(subject: Subject) -> tuple[str, list[Problem]]:
    """Check what an index and an installer read: names, range of core, README, licence."""
    from packaging.requirements import InvalidRequirement, Requirement

    problems = []
    for text in subject.project.get("dependencies", []):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            problems.append(
                Problem(what=f'"{text}" is not a requirement', fix="write it as PEP 508")
            )
            continue
        if requirement.name == "quickscale":
            if not any(it.operator in {"<", "<=", "==", "~="} for it in requirement.specifier):
                problems.append(
                    Problem(
                        what=f'"{text}" also allows versions of core that may remove what it uses',
                        fix='name the next major version as the end: "quickscale>=1,<2"',
                    )
                )
            break
    else:
        problems.append(
            Problem(
                what=f"{subject.distribution} does not require quickscale",
                fix='add "quickscale>=1,<2" to dependencies, so that core knows what it fits',
            )
        )
    stated = {*subject.project, *subject.project.get("dynamic", [])}
    problems += [
        Problem(what=f"[project] has no {key}", fix=f"add {key} to pyproject.toml")
        for key in ("version", "description", "readme", "license", "requires-python")
        if key not in stated
    ]
    for name, module in subject.entries.items():
        problems += _name_problems(subject, name, module)
    return f"{subject.distribution} {subject.project.get('version', '')}".strip(), problems


def _name_problems(subject: Subject, name: str, module: str) -> list[Problem]:
    problems = []
    if module.removesuffix(".plugin").rpartition(".")[2] != name:
        problems.append(
            Problem(
                what=f"the entry point {name} leads to {module}",
                fix=f"let its package's last part be {name}",
            )
        )
    owner = KNOWN_PLUGINS.get(name, subject.distribution)
    if owner != subject.distribution:
        problems.append(Problem(what=f"{name} is the name of {owner}", fix="choose another name"))
    return problems


def check_namespace(subject: Subject) -> tuple[str, list[Problem]]:
    """Check that no ``__init__.py`` closes a namespace that other distributions share."""
    strays: list[Path] = [
        subject.source / name / "__init__.py"
        for name in NAMESPACES
        if (subject.source / name / "__init__.py").exists()
    ]
    problems = [
        Problem(
            what=f"{stray.relative_to(subject.folder).as_posix()} hides every other plugin there",
            fix="delete it: a namespace package has no __init__.py (PEP 420)",
        )
        for stray in strays
    ]
    return "no __init__.py in shared packages", problems


def check_loading(subject: Subject) -> tuple[str, list[Problem]]:
    """Check that each plugin is installed from here, can be loaded, and has valid commands."""
    import click

    problems = []
    hooks = []
    for name in subject.entries:
        plugin = subject.registry.get(name)
        if plugin is None or plugin.distribution != subject.distribution:
            problems.append(
                Problem(
                    what=f"{name} is not installed from {subject.folder.name}",
                    fix=f'pip install --editable "{subject.folder}"',
                )
            )
        elif isinstance(plugin, BrokenPlugin):
            problems.append(plugin.problem)
        else:
            _, wrong = ask(plugin, "contribute_commands", (click.Command,))
            problems += wrong
            hooks += [it for it in _HOOKS if plugin.implements(it)]
    return ", ".join(dict.fromkeys(hooks)) or "none", problems


_HOOKS = ("contribute_templates", "contribute_settings", "contribute_commands", "post_generate")
