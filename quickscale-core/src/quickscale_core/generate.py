"""The whole program on one page: what was asked for goes in at the top, a project comes out.

:func:`compose_project` and :func:`plan_at` are pure: same input, same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from quickscale_core import __version__
from quickscale_core.apply import create_folder, fill_folder
from quickscale_core.collect import collect
from quickscale_core.compose import compose
from quickscale_core.composition import Composition
from quickscale_core.destination import Place
from quickscale_core.discovery import Registry
from quickscale_core.dotenv import DOTENV, complete_dotenv
from quickscale_core.filetree import FileTree
from quickscale_core.lock import (
    LOCK_NAME,
    Lock,
    LockedFile,
    LockedOption,
    LockedPlugin,
    format_lock,
)
from quickscale_core.names import check_name
from quickscale_core.objects import object_path
from quickscale_core.own_files import own_offer
from quickscale_core.plan import Plan, plan_project
from quickscale_core.render import YML_PATH, render
from quickscale_core.resolve import Selection, resolve
from quickscale_core.run_steps import RECORD, Declared, declare_steps, record
from quickscale_core.spec import ProjectSpec
from quickscale_core.steps import GeneratedProject
from quickscale_core.writing import Write
from quickscale_core.yml_writing import write_yml

__all__ = ["ComposedProject", "compose_project", "plan_at", "steps_of", "write_project"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedProject:
    """A project in memory.

    Attributes:
        selection: The plugins it is made of.
        composition: What they come to.
        tree: Every file of it.
    """

    selection: Selection
    composition: Composition
    tree: FileTree

    @property
    def request(self) -> ProjectSpec:
        """What was asked for, settled: the theme is named, options have their types."""
        return self.selection.request


def compose_project(
    request: ProjectSpec,
    registry: Registry,
    yml: bytes | None = None,
    own_files: Path | None = None,
) -> ComposedProject:
    """Return the project that was asked for, without touching the disk.

    The same request and plugins give the same bytes, in whatever order anything was named.

    Args:
        request: What was asked for.
        registry: The installed plugins.
        yml: The owner's ``quickscale.yml``, kept as it is; ``None`` writes a fresh one.
        own_files: A folder of the caller's files, which win over every plugin's; it is read as
            the ``root`` of a :class:`~quickscale_core.contributions.FileSet` is.

    Raises:
        QuickScaleError: The request, the plugins or their contributions do not fit together.
    """
    from quickscale_core.builtin.base_project.reserved_settings import (  # noqa: PLC0415
        RESERVED_SETTINGS,
    )

    check_name(request.name, request.where("project", "name"))
    selection = resolve(request, registry)
    offers = collect(selection)
    if own_files is not None:
        offers = (*offers, own_offer(selection, own_files))
    composition = compose(selection, offers, RESERVED_SETTINGS)
    check_name(request.name, request.where("project", "name"), composition.import_names)
    text = write_yml(selection.request).encode() if yml is None else yml
    composition, tree = render(selection, offers, composition, text)
    return ComposedProject(selection=selection, composition=composition, tree=tree)


def plan_at(project: ComposedProject, place: Place) -> Plan:
    """Say what would happen to each path if the project were written to a place."""
    return plan_project(project.tree, place.disk)


def write_project(project: ComposedProject, plan: Plan, place: Place) -> None:
    """Write a planned project: all of it, or nothing.

    Raises:
        QuickScaleError: The disk refused; it is as it was.
    """
    files = [Write(it.path, it.after.data, it.after.mode) for it in plan.writes if it.after]
    write = fill_folder if place.exists else create_folder
    write(place.folder, [*files, *_records(project, plan)])


def steps_of(project: ComposedProject, place: Place, *, git: bool, lock: bool) -> Declared:
    """Ask the plugins what is to happen in a project that was just written.

    Core's own commands are asked last, so that the first commit holds what the others made.

    Args:
        project: The project.
        place: Where it was written.
        git: Whether a git repository is wanted.
        lock: Whether a dependency lock is wanted.
    """
    spec = project.selection.spec
    written = GeneratedProject(
        name=spec.name, package=spec.package, path=place.folder, spec=spec, git=git, lock=lock
    )
    own = [it for it in Registry.core().plugins("core") if not spec.has(it.name)]
    return declare_steps([*project.selection.plugins, *own], written)


def _lasting_answers(project: ComposedProject) -> tuple[LockedOption, ...]:
    """Return the answers that may not change once the project exists."""
    spec = project.selection.spec
    return tuple(
        LockedOption(plugin.name, option.name, json.dumps(spec.options(plugin.name)[option.name]))
        for plugin in project.selection.plugins
        for option in plugin.card.options
        if not option.mutable
    )


def _records(project: ComposedProject, plan: Plan) -> list[Write]:
    """Return what stands in a project beside its files; the lock last."""
    not_ours = {*plan.kept, YML_PATH}  # the owner's files and answers are not ours to merge
    made = {path: file for path, file in project.tree.items() if path not in not_ours}
    lock = Lock(
        core=__version__,
        plugins=tuple(
            LockedPlugin(it.name, it.version, it.distribution) for it in project.selection.plugins
        ),
        files=tuple(LockedFile(path, it.owner, it.sha256, it.mode) for path, it in made.items()),
        kept=plan.kept,
        options=_lasting_answers(project),
    )
    contents = {it.sha256: made[it.path].data for it in lock.files}
    secrets = complete_dotenv("", project.composition.env_vars)
    return [
        *(Write(object_path(it), contents[it], packed=True) for it in sorted(contents)),
        Write(".quickscale/.gitignore", b"/local/\n"),
        Write(RECORD, record(None)),
        Write(DOTENV, secrets.encode(), 0o600),
        Write(LOCK_NAME, format_lock(lock)),
    ]
