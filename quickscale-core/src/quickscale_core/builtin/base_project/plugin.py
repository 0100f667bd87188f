"""The base project: a complete Django site, made by core alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import DashboardCard, FileSet, Note, Plugin, hookimpl
from quickscale_core.builtin.base_project.defaults import deployment, environment, settings
from quickscale_core.builtin.base_project.first_commands import install_commands, python
from quickscale_core.builtin.base_project.parts import (
    dependencies,
    development,
    installed,
    login_pages,
    pages,
    services,
)

if TYPE_CHECKING:
    from quickscale_core import GeneratedProject, Spec
    from quickscale_core.plugin_api.contributions import Contribution

HERE: Final = Path(__file__).parent

PLUGIN = Plugin(
    name="base",
    kind="core",
    summary="Users, pages, settings and everything else a Django site needs on its first day",
    frontends=("html", "react"),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet]:
    """Contribute the files, with Django's login pages unless a plugin provides ``login``.

    The dashboard of another frontend is its theme's: a template ``pages/dashboard.html``.
    """
    yield FileSet(root=HERE / "files")
    yield FileSet(root=HERE / "files.html", frontend="html")
    if not spec.provided("login"):
        yield FileSet(root=HERE / "files.login")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:
    """Contribute the apps, settings, pages and services of the base project."""
    yield from installed()
    yield from development()
    yield from settings()
    yield from environment()
    yield from dependencies()
    yield from services()
    yield from pages()
    if spec.frontend == "html":
        yield DashboardCard(name="help", template="pages/cards/help.html")
    yield from deployment(login=not spec.provided("login"))
    if not spec.provided("login"):
        yield from login_pages()


@hookimpl
def post_generate(project: GeneratedProject) -> Iterable[Note]:
    """Return notes on how to start the project, with uv or, without it, with pip."""
    return (
        *(Note(text="", command=it, stage="prepare") for it in install_commands(project.path)),
        Note(text="", command=f"{python()} manage.py migrate", stage="prepare"),
        Note(
            text="demo data, and a login",
            command=f"{python()} manage.py seed_demo",
            stage="prepare",
        ),
        Note(
            text="http://127.0.0.1:8000", command=f"{python()} manage.py runserver", stage="start"
        ),
    )
