"""The client projects of ``examples/``: how they are built, and what of them is their owners'."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from quickscale_core.project_file.reading import read_yml
from quickscale_core.testing.projects.processes import run

from tools.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from quickscale_core.plugin_api.spec import ProjectSpec

    from tests.lifetimes.machines import Machine

__all__ = ["CLIENTS", "Client", "Edit", "contents"]

_EXAMPLES: Final = ROOT / "examples"
_TOOLS: Final = {"__pycache__", ".pytest_cache", ".git"}
"""What programs leave in a project that is nobody's work."""


@dataclass(frozen=True)
class Edit:
    """What an owner did to one generated file.

    Attributes:
        before: Its path as it was made.
        after: Its path now, or empty where it was deleted.
        added: Runs of lines that the owner put in.
        removed: Lines that the owner took out.
    """

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Client:
    """One of the examples.

    Attributes:
        folder: Its folder in ``examples/``.
        app: The name of its own app.
        fill: Python that puts rows into its tables, run by ``manage.py shell``.
    """

    folder: Path
    app: str
    fill: str

    def __str__(self) -> str:
        """Return its folder's name."""
        return self.folder.name

    @cached_property
    def yml(self) -> str:
        """What it is made from."""
        return (self.folder / "quickscale.yml").read_text(encoding="utf-8")

    @cached_property
    def spec(self) -> ProjectSpec:
        """The same, read."""
        return read_yml(self.yml, f"{self}/quickscale.yml")

    @property
    def files(self) -> dict[str, bytes]:
        """The client's own files by path."""
        return contents(self.folder / "files")

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What the client did to generated files."""
        text = (self.folder / "edits.patch").read_text(encoding="utf-8")
        return tuple(_read_edit(part) for part in re.split(r"(?m)^diff --git ", text)[1:])

    def init(self, machine: Machine) -> Path:
        """Make the project as the client's developers did, and return its folder."""
        words = ["init", self.spec.name, "--with", ",".join(self.spec.modules)]
        words += ["--theme", self.spec.theme or "", "--no-git", "--no-input"]
        for plugin, answers in self.spec.options.items():
            for option, value in answers.items():
                said = str(value).lower() if isinstance(value, bool) else str(value)
                words += ["--set", f"{plugin}.{option}={said}"]
        machine.quickscale(*words).check()
        return machine.folder / self.spec.name

    def work_on(self, project: Path, machine: Machine) -> None:
        """Do in a fresh project what the client's developers did since.

        Raises:
            AssertionError: A generated file is no longer what their edits are about.
        """
        shutil.copytree(self.folder / "files", project, dirs_exist_ok=True)
        patch = self.folder / "edits.patch"
        done = run(
            ["git", "apply", "-C1", patch],
            cwd=project,
            env={"GIT_CEILING_DIRECTORIES": str(project.parent)},
        )
        where = patch.relative_to(ROOT)
        assert done.code == 0, f"{where} no longer applies; see examples/README.md\n{done}"
        for edit in self.edits:
            if not edit.after:
                machine.quickscale("resolve", edit.before, "--ours", "--yes", cwd=project).check()

    def losses(self, project: Path, renames: Mapping[str, str]) -> Iterator[str]:
        """Yield what of the client's work a project lacks.

        Args:
            project: Its folder.
            renames: The paths that upstream gave to generated files, by those they had.
        """
        for path, data in self.files.items():
            there = project / path
            if not there.is_file() or there.read_bytes() != data:
                yield f"{path} is not as the client wrote it"
            elif os.access(there, os.X_OK) != os.access(self.folder / "files" / path, os.X_OK):
                yield f"{path} has other permissions"
        for edit in self.edits:
            yield from _lost_edit(edit, project, renames)


def contents(folder: Path, *, leave_out: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return the bytes of each file in a folder by path.

    Args:
        folder: The folder.
        leave_out: Paths, or folders with a slash at their end, that do not count.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not _TOOLS & set(path.parts) and not _is_in(name, leave_out):
            found[name] = path.read_bytes()
    return found


def _is_in(name: str, places: tuple[str, ...]) -> bool:
    return any(name.startswith(it) if it.endswith("/") else name == it for it in places)


def _read_edit(part: str) -> Edit:
    """Read the part of a patch that is about one file (git-diff, "Generating patch text")."""
    head, *hunks = re.split(r"(?m)^@@ .*\n", part)
    before, after = re.match(r"a/(\S+) b/(\S+)\n", head).groups()  # type: ignore[union-attr]
    lines = "".join(hunks).splitlines()
    runs = re.findall(r"(?m)(?:^\+.*\n?)+", "".join(hunks))
    return Edit(
        before=before,
        after="" if "deleted file mode" in head else after,
        added=tuple("\n".join(line[1:] for line in it.splitlines()) for it in runs),
        removed=tuple(line[1:] for line in lines if line.startswith("-")),
    )


def _lost_edit(edit: Edit, project: Path, renames: Mapping[str, str]) -> Iterator[str]:
    if not edit.after or edit.after != edit.before:
        if (project / edit.before).exists():
            yield f"{edit.before} is there again"
        if not edit.after:
            return
    path = project / renames.get(edit.after, edit.after)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not text:
        yield f"{edit.after} is gone"
    for added in edit.added:
        if f"\n{added}\n" not in f"\n{text}\n":
            yield f"{edit.after} lacks {added!r}"
    for removed in edit.removed:
        if removed.strip() and f"\n{removed}\n" in f"\n{text}\n":
            yield f"{edit.after} has {removed!r} again"


_PERSON = "from apps.users.models import User; user = User.objects.first()\n"

CLIENTS: Final = (
    Client(
        folder=_EXAMPLES / "brochure-site",
        app="news",
        fill="from apps.news.models import Article\n"
        "for number in range(3):\n"
        "    Article.objects.create(title=f'Race {number}', slug=f'race-{number}', body='Nine')",
    ),
    Client(
        folder=_EXAMPLES / "internal-tool",
        app="stock",
        fill=f"{_PERSON}from apps.stock.models import Item, Shelf\n"
        "shelf = Shelf.objects.create(code='A1')\n"
        "Item.objects.create(name='Hinge', shelf=shelf, quantity=4, counted_by=user)",
    ),
    Client(
        folder=_EXAMPLES / "b2b-app",
        app="quotes",
        fill=f"{_PERSON}from apps.quotes.models import Customer, Quote\n"
        "customer = Customer.objects.create(name='Harrow & Sons')\n"
        "Quote.objects.create(customer=customer, written_by=user)",
    ),
)
