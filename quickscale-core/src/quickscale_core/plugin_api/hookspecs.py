"""The four hooks. Their docstrings are the reference: the docs render them, a test runs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click

    from quickscale_core.plugin_api.contributions import Contribution, FileSet, Fragment
    from quickscale_core.plugin_api.spec import Spec
    from quickscale_core.plugin_api.steps import GeneratedProject, Note, Run

__all__ = ["PROJECT_NAME", "hookimpl", "hookspec"]

PROJECT_NAME = "quickscale"
"""pluggy's project name, and the entry-point group plugins are found in."""

hookspec = pluggy.HookspecMarker(PROJECT_NAME)
hookimpl = pluggy.HookimplMarker(PROJECT_NAME)


@hookspec
def contribute_templates(spec: Spec) -> Iterable[FileSet | Fragment]:  # type: ignore[empty-body]
    """Return the files that the plugin puts into the project.

    Called once per composition, pure: it must not write, open sockets or start processes.

    Args:
        spec: What was asked for. ``spec.has("teams")`` tells whether another plugin takes part,
            ``spec.option("auth", "mfa", bool)`` gives an answer, ``spec.provided("login")`` whether
            some plugin provides a capability.

    Returns:
        File sets and fragments, in any order, as any iterable.

    Raises:
        QuickScaleError: What was asked for cannot be made, such as an option's value; its problems
            are reported unchanged.
        Exception: Anything else raised ends this plugin's part with an error that names it; the
            others are still asked, so that everything wrong is told at once.

    Example:
        >>> from pathlib import Path
        >>> from quickscale_core import FileSet, Fragment, hookimpl
        >>> HERE = Path("/plugins/blog")
        >>> @hookimpl
        ... def contribute_templates(spec):
        ...     yield FileSet(root=HERE / "files")
        ...     yield FileSet(root=HERE / "files.html", frontend="html")
        ...     if spec.has("teams"):
        ...         yield FileSet(root=HERE / "files.with-teams")
        ...     yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md.j2")
    """


@hookspec
def contribute_settings(spec: Spec) -> Iterable[Contribution]:  # type: ignore[empty-body]
    """Return what the plugin adds to settings, URLs, dependencies, services and navigation.

    Called once per composition, pure: it must not write, open sockets or start processes.

    Args:
        spec: What was asked for, as for :func:`contribute_templates`.

    Returns:
        Contributions of any kind but files, in any order. Their order in the project is decided
        by ``after`` and ``before``, then by the plugins' dependency order, then as declared.

    Raises:
        Exception: As for :func:`contribute_templates`.

    Example:
        >>> from quickscale_core import App, Dependency, Setting, UrlInclude, hookimpl
        >>> @hookimpl
        ... def contribute_settings(spec):
        ...     yield App(path="apps.blog", after=("apps.users",))
        ...     yield Dependency(requirement="markdown-it-py>=4")
        ...     yield UrlInclude(prefix="blog/", module="apps.blog.urls")
        ...     yield Setting(name="BLOG_PAGE_SIZE", value=spec.option("blog", "page_size", int))
    """


@hookspec
def contribute_commands() -> Iterable[click.Command]:  # type: ignore[empty-body]
    """Add commands to the ``quickscale`` command line.

    Returns:
        click commands and groups. Groups of one name merge; two plugins' equal leaves clash, and
        core's own commands cannot be replaced.

    Raises:
        Exception: The plugin's commands are left out, with a warning that names it.

    Example:
        >>> import click
        >>> from quickscale_core import hookimpl
        >>> @click.command()
        ... def publish():
        ...     "Publish the blog."
        >>> @hookimpl
        ... def contribute_commands():
        ...     return [publish]
    """


@hookspec
def post_generate(project: GeneratedProject) -> Iterable[Run | Note]:  # type: ignore[empty-body]
    """Return the steps to run in the project once its files are written.

    The plugin declares; core shows, runs and records. A step that fails is reported with the
    command that repeats it, and never undoes the project.

    Args:
        project: Name, package, folder and spec of the project that was just written.

    Returns:
        Steps in the order they should run, and notes for "Next:".

    Raises:
        Exception: The plugin's steps are skipped with an error that names it; the project stays.

    Example:
        >>> from quickscale_core import Note, Run, hookimpl
        >>> @hookimpl
        ... def post_generate(project):
        ...     yield Run(name="blog-seed", argv=("uv", "run", "manage.py", "seed_blog"))
        ...     yield Note(text="Write your first post at /admin/blog/post/add/")
    """
