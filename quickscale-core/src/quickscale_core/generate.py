"""The whole program on one page: from what was asked for to a project.

:func:`compose_project` and :func:`plan_at` are pure: same input, same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.composition.collect import collect
from quickscale_core.composition.compose import compose
from quickscale_core.composition.reserved_settings import RESERVED_SETTINGS
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import FileTree
from quickscale_core.paths.folder_reader import Disk
from quickscale_core.paths.git_commands import unmerged_paths
from quickscale_core.plugin_api.spec import ProjectSpec
from quickscale_core.plugin_api.steps import GeneratedProject
from quickscale_core.plugins.discovery import Registry
from quickscale_core.project_file.names import check_name, check_title
from quickscale_core.project_file.reading import forward_yml, read_yml
from quickscale_core.project_file.writing import write_yml
from quickscale_core.record.lasting_answers import check_lasting_answers
from quickscale_core.record.lock import LOCK_NAME
from quickscale_core.record.project_on_disk import OBJECTS, read_own, records_missing
from quickscale_core.record.project_records import (
    first_records,
    next_lock,
    stale_objects,
)
from quickscale_core.record.run_steps import Declared, declare_steps
from quickscale_core.record.up_to_date import note_up_to_date
from quickscale_core.rendering.coherence import incoherences
from quickscale_core.rendering.composed_project import ComposedProject
from quickscale_core.rendering.npm_packages import (
    PACKAGE_JSON,
    npm_commands,
    packages_lacking,
)
from quickscale_core.rendering.own_files import own_offer
from quickscale_core.rendering.render import YML_PATH, render
from quickscale_core.selection.resolve import Selection, resolve
from quickscale_core.updating.plan import Plan, plan_project
from quickscale_core.updating.planned_change import PlannedChange
from quickscale_core.writing.apply import change_folder, create_folder, fill_folder
from quickscale_core.writing.destination import Place, asking_folder
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.pristine_objects import read_object

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contributions import NpmPackage
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.updating.comparing.differences import Difference
    from quickscale_core.updating.made_files.missing_files import MissingFile

__all__ = [
    "ComposedProject",
    "PlannedChange",
    "compose_project",
    "missing_files",
    "npm_packages_lacking",
    "plan_at",
    "plan_change",
    "steps_of",
    "write_change",
    "write_project",
]


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
            the ``root`` of a :class:`~quickscale_core.plugin_api.contributions.FileSet` is.

    Raises:
        QuickScaleError: The request, the plugins or their contributions do not fit together.
    """
    check_name(request.name, request.where("project", "name"))
    check_title(request.title, request.where("project", "title"))
    selection = resolve(request, registry)
    offers = collect(selection)
    if own_files is not None:
        offers = (*offers, own_offer(selection, own_files))
    composition = compose(selection, offers, RESERVED_SETTINGS)
    check_name(request.name, request.where("project", "name"), composition.import_names)
    text = write_yml(selection.request).encode() if yml is None else yml
    composition, tree = render(selection, offers, composition, text)
    if problems := [*incoherences(offers, tree, composition.icons)]:
        raise QuickScaleError(*problems)
    return ComposedProject(selection=selection, composition=composition, tree=tree)


def plan_at(project: ComposedProject, place: Place) -> Plan:
    """Return what would happen to each path if the project were written to a place."""
    return plan_project(project.tree, place.disk)


def write_project(project: ComposedProject, plan: Plan, place: Place) -> None:
    """Write a planned project: all of it, or nothing.

    Raises:
        QuickScaleError: The disk refused; it is as it was.
    """
    files = [Write(it.path, it.after) for it in plan.writes if it.after]
    write = fill_folder if place.exists else create_folder
    lock = next_lock(project.selection, project.tree, kept=plan.kept)
    write(place.folder, [*files, *first_records(lock, project.tree, project.composition)])
    _note_up_to_date(project.selection, place.folder)


def plan_change(
    existing: ExistingProject,
    registry: Registry,
    yml: str | None = None,
    *,
    keep_edited: bool = True,
) -> PlannedChange:
    """Return what would happen to a project if it followed a ``quickscale.yml``.

    Args:
        existing: The project as it stands.
        registry: The installed plugins.
        yml: The text it is to follow; ``None`` takes its own.
        keep_edited: Whether files that no plugin has any more stay where the owner edited them.

    Raises:
        QuickScaleError: The text, the plugins or the project's state do not allow it.
    """
    try:
        change = _plan_change(existing, registry, yml, keep_edited=keep_edited)
    except QuickScaleError:
        _check_unchanged(existing)
        raise
    _check_unchanged(existing)
    return change


def _check_unchanged(existing: ExistingProject) -> None:
    """Refuse a plan of a project that another run changed while it was looked at."""
    if existing.lock is not None and read_own(existing.folder, LOCK_NAME) != existing.lock_data:
        raise QuickScaleError(
            Problem(
                what=f"another run changed {existing.folder.name} while this one looked at it",
                fix="run the command again",
            )
        )


def _plan_change(
    existing: ExistingProject, registry: Registry, yml: str | None, *, keep_edited: bool
) -> PlannedChange:
    from quickscale_core.updating.update import plan_update

    text = forward_yml(existing.yml if yml is None else yml)
    project = compose_project(read_yml(text), registry, text.encode())
    if existing.lock is None:
        if (existing.folder / OBJECTS).is_dir():
            raise QuickScaleError(records_missing(existing.folder))
        plan = plan_at(project, asking_folder(existing.folder))
    else:
        if problems := check_lasting_answers(project.selection, existing.lock):
            raise QuickScaleError(*problems)
        plan = plan_update(
            project.tree,
            existing.lock,
            Disk(existing.folder),
            lambda sha256: read_object(existing.folder, sha256),
            keep_edited=keep_edited,
            versions={it.name: it.version for it in project.selection.plugins},
            unmerged=unmerged_paths(existing.folder),
        )
    kept = tuple(it for it in plan.kept if it in project.tree and it != YML_PATH)
    return PlannedChange(
        existing=existing,
        project=project,
        plan=plan,
        lock=next_lock(
            project.selection,
            project.tree,
            kept=kept,
            moves=plan.moves,
            conflicts=plan.conflicts,
            deleted=plan.deleted,
            dropped=plan.dropped,
        ),
        kept_edited=keep_edited,
        yml=text,
        differences=_differences(existing, project.tree),
    )


def missing_files(existing: ExistingProject) -> tuple[MissingFile, ...]:
    """Return the files that were made in a project and are gone, unless its owner deleted them.

    The installed plugins are asked only where a file is not where the lock has it: they tell a
    renamed one, and may still have the bytes of one that is lost. Where they cannot be asked, the
    lock and what the project keeps have to do.
    """
    from quickscale_core.updating.made_files.missing_files import find_missing

    lock, disk = existing.lock, Disk(existing.folder)
    if lock is None:
        return ()
    known = {*lock.deleted, *(made for made, place in lock.moves if disk.exists(place))}
    if all(path in known or disk.exists(path) for path in lock.made()):
        return ()
    try:
        tree = compose_project(
            read_yml(existing.yml), Registry.installed(), existing.yml.encode()
        ).tree
    except QuickScaleError:
        tree = FileTree({})
    return find_missing(lock, disk, lambda sha256: read_object(existing.folder, sha256), tree)


def _differences(existing: ExistingProject, tree: FileTree) -> tuple[Difference, ...]:
    """Return the differences between the files as they were made and as they would be made now."""
    from quickscale_core.updating.comparing.differences import is_compared, list_differences
    from quickscale_core.updating.made_files.kept_bytes import KeptBytes

    made = existing.lock.made() if existing.lock else {}
    kept = KeptBytes(lambda sha256: read_object(existing.folder, sha256), tree)
    before, after = {}, {}
    for path in filter(is_compared, {*made, *tree}):
        states = made.get(path, ())
        if path in tree and tree[path].sha256 in {it.sha256 for it in states}:
            continue
        known = kept.known(states)
        if states and not known:  # how it was made is lost, so nobody can tell
            continue
        if known:
            before[path] = next(iter(known.values()))
        if path in tree:
            after[path] = tree[path].data
    return list_differences(before, after)


def write_change(change: PlannedChange, title: str) -> None:
    """Carry out a planned change: all of it, or nothing.

    Args:
        change: What :func:`plan_change` returned.
        title: What ``quickscale undo`` calls it: ``"add auth"``.

    Raises:
        QuickScaleError: The disk refused, or is not what the plan saw any more; it is as it was.
    """
    existing, plan = change.existing, change.plan
    files = [Write(it.path, it.after) for it in plan.writes if it.after]
    dotenv = [change.dotenv] if change.dotenv else []
    if existing.lock is None:
        fill_folder(existing.folder, [*files, *change.records])
    elif not change.pending:
        fill_folder(existing.folder, dotenv)  # undo leaves it alone, so it is not a change to undo
    else:
        change_folder(
            existing.folder,
            [*files, *dotenv, *change.records],
            [
                *(it.path for it in plan.deletes),
                *stale_objects(existing.folder, existing.lock, change.lock),
            ],
            expected={
                **{it.path: it.before for it in (*plan.writes, *plan.deletes)},
                LOCK_NAME: Content(existing.lock_data),
                YML_PATH: Content(existing.yml.encode()),
            },
            title=title,
        )
    if not plan.conflicts and not plan.unmerged and not plan.missing:
        _note_up_to_date(change.project.selection, existing.folder)


def _note_up_to_date(selection: Selection, folder: Path) -> None:
    note_up_to_date(folder, (it.folder for it in selection.plugins))


def steps_of(
    project: ComposedProject, place: Place, *, git: bool, lock: bool, install: bool = False
) -> Declared:
    """Ask the plugins what is to happen in a project that was just written.

    Core's own commands are asked last, so that the first commit holds what the others made.

    Args:
        project: The project.
        place: Where it was written.
        git: Whether a git repository is wanted.
        lock: Whether a dependency lock is wanted.
        install: Whether npm is to be run.
    """
    spec = project.selection.spec
    written = GeneratedProject(
        name=spec.name,
        package=spec.package,
        path=place.folder,
        spec=spec,
        git=git,
        lock=lock,
        install=install,
        npm_commands=npm_commands(npm_packages_lacking(project, place.folder)),
    )
    own = [it for it in Registry.core().plugins("core") if not spec.has(it.name)]
    return declare_steps([*project.selection.plugins, *own], written)


def npm_packages_lacking(project: ComposedProject, folder: Path) -> tuple[NpmPackage, ...]:
    """Return what parts of a project's ``frontend/`` import and its ``package.json`` does not name.

    Args:
        project: The project as the installed plugins make it.
        folder: Where it stands.
    """
    wanted = project.composition.npm_packages
    if not wanted:
        return ()
    content = Disk(folder).content(PACKAGE_JSON)
    return packages_lacking(wanted, content.data if content else b"")
