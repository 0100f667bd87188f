"""The project that is to be deployed: what it runs, which variables it reads, what it asks for."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contributions import DeployCheck, DeployStep, EnvVar, Process
    from quickscale_core.plugin_api.spec import Spec
    from quickscale_core.record.project_on_disk import ExistingProject

__all__ = ["Deployable", "read_deployable"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployable:
    """A project, as a target needs to know it.

    Attributes:
        folder: Its folder, absolute.
        spec: What it is made of: ``spec.name``, ``spec.package``, ``spec.has("billing")``.
        variables: The variables it reads.
        processes: Its processes beside ``web``; with one of them it needs a Redis.
        checks: What its modules want to see checked before a deploy.
        steps: What its modules want to see done after one.
    """

    folder: Path
    spec: Spec
    variables: tuple[EnvVar, ...]
    processes: tuple[Process, ...]
    checks: tuple[DeployCheck, ...]
    steps: tuple[DeployStep, ...]

    @property
    def needs_redis(self) -> bool:
        """Whether something of it runs beside ``web`` and gets its work through Redis."""
        return bool(self.processes)

    def reads(self, name: str) -> bool:
        """Return whether it reads a variable."""
        return any(it.name == name for it in self.variables)

    def takes_uploads(self) -> list[str]:
        """Return the places where models of its own apps keep uploaded files."""
        found = []
        for path in sorted(self.folder.glob("apps/*/models*.py")) + sorted(
            self.folder.glob("apps/*/models/*.py")
        ):
            try:
                tree = ast.parse(path.read_text("utf-8"))
            except (OSError, ValueError, SyntaxError):
                continue  # its own tests say so better
            found += [
                f"{path.relative_to(self.folder).as_posix()}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Call) and _called(node) in {"FileField", "ImageField"}
            ]
        return found


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def read_deployable(existing: ExistingProject) -> Deployable:
    """Return the project in a folder, composed from its ``quickscale.yml``.

    Args:
        existing: Its records.

    Raises:
        QuickScaleError: It cannot be composed.
    """
    from quickscale_core.generate import compose_project
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.reading import forward_yml, read_yml

    text = forward_yml(existing.yml)
    project = compose_project(read_yml(text), Registry.installed(), text.encode())
    composition = project.composition
    return Deployable(
        folder=existing.folder,
        spec=project.selection.spec,
        variables=composition.env_vars,
        processes=composition.processes,
        checks=composition.deploy_checks,
        steps=composition.deploy_steps,
    )
