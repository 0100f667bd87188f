from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File, FileTree
from quickscale_core.paths.folder_reader import Disk
from quickscale_core.record.lock import Lock, LockedFile, LockedPlugin
from quickscale_core.updating.plan import Plan
from quickscale_core.updating.update import plan_update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YML = "quickscale.yml"


def tree_of(files: Mapping[str, bytes | File]) -> FileTree:
    """A project as upstream has it; ``auth`` owns what is not said to be another's."""
    made = {
        path: it if isinstance(it, File) else File(content=Content(it), owner="auth")
        for path, it in files.items()
    }
    return FileTree({YML: File(content=Content(b"schema: 1\n"), owner="base"), **made})


@dataclass
class Project:
    """A project in a folder, and what an update needs to know of it."""

    folder: Path
    lock: Lock = field(default_factory=lambda: Lock(core="1.0.0"))
    objects: dict[str, bytes] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def make(self, files: Mapping[str, bytes | File]) -> None:
        """Make the project anew: exactly these files, as upstream has them."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        tree = tree_of(files)
        for path, file in tree.items():
            self.write(path, file.data, executable=file.content.executable)
        self.record(tree, Plan(()), "1.0.0")

    def write(self, path: str, data: bytes, *, executable: bool = False) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        place.chmod(0o755 if executable else 0o644)

    def plan(self, files: Mapping[str, bytes | File], *, keep_edited: bool = True) -> Plan:
        return plan_update(
            tree_of(files),
            self.lock,
            Disk(self.folder),
            self.pristine,
            keep_edited=keep_edited,
            versions={"auth": "1.1.0", "base": "1.1.0"},
        )

    def update(self, files: Mapping[str, bytes | File], *, keep_edited: bool = True) -> Plan:
        """Plan, check that the plan is true to the disk, and carry it out."""
        plan = self.plan(files, keep_edited=keep_edited)
        disk = Disk(self.folder)
        paths = [change.path for change in plan.changes]
        assert paths == sorted(set(paths))
        for change in plan.changes:
            assert change.before == disk.content(change.path)
        for change in plan.deletes:
            (self.folder / change.path).unlink()
        for change in plan.writes:
            assert change.after is not None
            assert not (self.folder / change.path).is_symlink()
            self.write(change.path, change.after.data, executable=change.after.executable)
        self.record(tree_of(files), plan, "1.1.0")
        return plan

    def record(self, tree: FileTree, plan: Plan, version: str) -> None:
        made = {path: it for path, it in tree.items() if path not in {YML, *plan.kept}}
        self.objects |= {it.sha256: it.data for it in made.values()}
        self.lock = Lock(
            core=version,
            plugins=(LockedPlugin("auth", version, "quickscale-auth"),),
            files=tuple(LockedFile.of(path, it) for path, it in made.items()),
            kept=plan.kept,
            moves=plan.moves,
            conflicts=plan.conflicts,
            deleted=plan.deleted,
            dropped=plan.dropped,
        )

    def pristine(self, digest: str) -> bytes:
        self.read.append(digest)
        if digest in self.lost:
            raise QuickScaleError(Problem(what=f"{digest} is missing"))
        data = self.objects[digest]
        assert sha256(data).hexdigest() == digest
        return data

    def files(self) -> dict[str, bytes]:
        """Everything on the disk but quickscale.yml."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != YML
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "acme")
