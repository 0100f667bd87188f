"""The arguments of the kit's fixtures as a request to core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec

if TYPE_CHECKING:
    from quickscale_core.plugin_api.values import Value
    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.testing.projects.project import Project

__all__ = ["ComposeProject", "MakeProject", "project_request"]


class ComposeProject(Protocol):
    """The type of the fixture ``compose``."""

    def __call__(  # noqa: PLR0913 - each is a question of its own, and all but one have a name
        self,
        modules: Iterable[str] = (),
        *,
        theme: str = "starter",
        deploy: str | None = None,
        options: Mapping[str, Mapping[str, object]] | None = None,
        settings: Mapping[str, Value] | None = None,
        name: str = "acme",
    ) -> ComposedProject:
        """Compose a project in memory.

        Args:
            modules: Names of modules; what they require need not be named.
            theme: Name of the theme.
            deploy: Name of the deploy target, or ``None``.
            options: Answers by plugin and option, each of its option's type.
            settings: The owner's own Django settings.
            name: The project's name.

        Raises:
            QuickScaleError: The plugins do not fit together; every reason is given.
        """


class MakeProject(Protocol):
    """The type of the fixture ``quickscale_project``."""

    def __call__(  # noqa: PLR0913 - each is a question of its own, and all but one have a name
        self,
        modules: Iterable[str] = (),
        *,
        theme: str = "starter",
        deploy: str | None = None,
        options: Mapping[str, Mapping[str, object]] | None = None,
        settings: Mapping[str, Value] | None = None,
        name: str = "acme",
    ) -> Project:
        """Return a project on the disk, made once a session for each selection.

        Whoever wants to change it takes a :meth:`~quickscale_core.testing.Project.copy`.

        Args:
            modules: Names of modules; what they require need not be named.
            theme: Name of the theme.
            deploy: Name of the deploy target, or ``None``.
            options: Answers by plugin and option, each of its option's type.
            settings: The owner's own Django settings.
            name: The project's name.

        Raises:
            QuickScaleError: The plugins do not fit together; every reason is given.
        """


def project_request(  # noqa: PLR0913 - the arguments of the two fixtures
    modules: Iterable[str] = (),
    *,
    theme: str = "starter",
    deploy: str | None = None,
    options: Mapping[str, Mapping[str, object]] | None = None,
    settings: Mapping[str, Value] | None = None,
    name: str = "acme",
) -> ProjectSpec:
    """Return what the arguments of the two fixtures ask for."""
    return ProjectSpec(
        name=name,
        modules={module: ModuleRequest() for module in modules},
        theme=theme,
        deploy=deploy,
        options=options or {},
        settings=settings or {},
    )
