"""Generate projects from a Python program, and find the one that a command is run in."""

from __future__ import annotations

from pathlib import Path

from quickscale_core.errors import QuickScaleError
from quickscale_core.generate import compose_project, plan_at, write_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry
from quickscale_core.record import project_on_disk
from quickscale_core.writing.destination import new_folder
from quickscale_core.writing.journal.interrupted_runs import interrupted

__all__ = ["ProjectGenerator", "find_project"]


class ProjectGenerator:
    """Generates projects, as ``quickscale init NAME --no-git`` does, and runs no steps.

    Args:
        template_dir: A folder of the caller's own files, added to every project; they win over
            any plugin's. ``*.j2`` is rendered, the path part ``__package__`` becomes the import
            name, everything else is copied byte for byte.
        modules: Names of modules to compose.
        theme: The theme; ``None`` takes the only one installed, else ``starter``.

    Example:
        >>> import tempfile
        >>> parent = tempfile.TemporaryDirectory()
        >>> ProjectGenerator(theme="starter").generate("acme", parent.name).name
        'acme'
        >>> parent.cleanup()
    """

    def __init__(
        self,
        template_dir: str | Path | None = None,
        *,
        modules: tuple[str, ...] = (),
        theme: str | None = None,
    ) -> None:
        self._own_files = None if template_dir is None else Path(template_dir).resolve()
        self._modules = modules
        self._theme = theme

    def generate(self, name: str, path: str | Path = ".") -> Path:
        """Make a project.

        Args:
            name: Its name, and that of its folder where ``path`` is the folder around it.
            path: A folder that exists, to make it in; or one that does not exist yet, to be the
                project's own, as the older QuickScale took it.

        Returns:
            The project's folder, absolute.

        Raises:
            QuickScaleError: It cannot be made; the disk is as it was.
        """
        request = ProjectSpec(
            name=name, modules={it: ModuleRequest() for it in self._modules}, theme=self._theme
        )
        project = compose_project(request, Registry.installed(), own_files=self._own_files)
        folder = Path(path)
        parent, own = (folder, name) if folder.is_dir() else (folder.parent, folder.name)
        place = new_folder(parent, own)
        write_project(project, plan_at(project, place), place)
        return place.folder


def find_project(start: str | Path = ".") -> Path:
    """Return the folder of the project that a folder is in, as ``quickscale status`` finds it.

    It is for commands of plugins. Import it inside the command, so that ``quickscale --help`` need
    not load what it takes.

    Args:
        start: Where to look from, upwards; by default the current folder.

    Returns:
        The nearest folder with a ``quickscale.lock`` or a ``quickscale.yml``, absolute.

    Raises:
        QuickScaleError: There is none, it belongs to another user, or an interrupted run waits in
            it.
    """
    folder = project_on_disk.find_project(Path(start).resolve())
    if waiting := interrupted(folder):
        raise QuickScaleError(waiting)
    return folder
