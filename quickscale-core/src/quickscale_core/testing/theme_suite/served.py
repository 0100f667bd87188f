"""The project that the theme suite looks at, and what its tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.request import urlopen

import pytest

from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.testing.theme_suite.markup import Element, read_markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.testing.projects.project import Project, Site

__all__ = ["ServedTheme"]


class ServedTheme:
    """Fixtures of the theme suite.

    Attributes:
        theme: The theme's name.
    """

    theme: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def composed(cls, quickscale_registry: Registry) -> ComposedProject:
        """Return a project with the theme and the suite's own module, in memory."""
        from quickscale_core.generate import compose_project
        from quickscale_core.plugins.entry_points import Candidate

        module = f"{__package__}.samples.plugin"
        registry = quickscale_registry.extended(Candidate(name="samples", module=module))
        modules = {"samples": ModuleRequest()}
        return compose_project(ProjectSpec(name="acme", modules=modules, theme=cls.theme), registry)

    @pytest.fixture(scope="class")
    @classmethod
    def project(
        cls, composed: ComposedProject, quickscale_write: Callable[[ComposedProject], Project]
    ) -> Project:
        """Return it on the disk."""
        return quickscale_write(composed)

    @pytest.fixture(scope="class")
    @classmethod
    def site(cls, project: Project, quickscale_site: Callable[[Project], Site]) -> Site:
        """Return it, served."""
        return quickscale_site(project)

    @pytest.fixture(scope="class")
    @classmethod
    def read(cls, site: Site) -> Callable[[str], Element]:
        """Return a function that reads a page's markup by its path, as it comes from the server."""

        def read(path: str) -> Element:
            with urlopen(f"{site.url}{path}") as answer:  # noqa: S310 - the loopback interface
                return read_markup(answer.read().decode("utf-8"))

        return read
