"""What an owner does in ``frontend/`` outlives every change of the project, as elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.errors import EXIT_CONFLICTS

from tests.lifetimes.machines import Machine
from tools.checkout import Environment

if TYPE_CHECKING:
    from quickscale_core.testing.projects.processes import Finished

pytestmark = pytest.mark.xdist_group("app-in-the-browser")

PLUGIN: Final = """
from pathlib import Path
from quickscale_core import FileSet, Plugin, hookimpl

PLUGIN = Plugin(
    name="letters", kind="module", summary="Letters", frontends=("html", "react")
)

@hookimpl
def contribute_templates(spec):
    yield FileSet(root=Path(__file__).parent / "files.react", frontend="react")
"""
LETTERS: Final = "frontend/src/modules/letters/letters.tsx"
UPSTREAM: Final = ("const first = 1;", "const first = 11;")
PAGE_OF_BOTH: Final = "apps/teams/templates/teams/members.html"
"""A page that the html themes and React have a file of the same path for."""

EDITS: Final = {
    "frontend/src/modules/teams/members.tsx": ('title="Members"', 'title="Our people"'),
    "frontend/src/components/button.tsx": ("import", "// Ours: larger buttons.\nimport"),
    LETTERS: ("const last = 3;", "const last = 33; // ours"),
}
"""What the owner puts in the place of what, by path."""

OWN: Final = {
    "frontend/src/modules/reports/routes.ts": (
        'import type { PageRoute } from "@/app/pages";\n\nexport const routes: PageRoute[] = [];\n'
    ),
    "frontend/src/components/chip.tsx": "export const Chip = () => <span>Chip</span>;\n",
    "frontend/src/modules/teams/ours.ts": "export const ours = 1;\n",
}
"""The owner's own files, one of them in the folder of a module."""


def later_letters(folder: Path) -> list[Path]:
    """Make two versions of a stranger's module and return the folders that hold them."""
    sites = []
    for version in ("1.0.0", "1.1.0"):
        package = folder / version / "letters"
        page = package / "files.react" / LETTERS
        page.parent.mkdir(parents=True)
        text = "const first = 1;\n\nconst second = 2;\n\nconst last = 3;\n"
        page.write_text(text if version == "1.0.0" else text.replace(*UPSTREAM))
        (package / "__init__.py").touch()
        (package / "plugin.py").write_text(PLUGIN)
        metadata = folder / version / f"letters-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Name: letters\nVersion: {version}\n")
        (metadata / "entry_points.txt").write_text("[quickscale]\nletters = letters.plugin\n")
        sites.append(folder / version)
    return sites


def work_on(project: Path) -> None:
    """Edit a page, a component and a stranger's page, and add a module and a component."""
    for path, (before, after) in EDITS.items():
        text = (project / path).read_text(encoding="utf-8")
        assert before in text, path
        (project / path).write_text(text.replace(before, after, 1), encoding="utf-8")
    for path, text in OWN.items():
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")


def lost(project: Path) -> list[str]:
    """Return which of the owner's lines are gone."""
    texts = {it: (project / it).read_text(encoding="utf-8") for it in (*EDITS, *OWN)}
    return [it for it, (_, after) in EDITS.items() if after not in texts[it]] + [
        it for it, text in OWN.items() if texts[it] != text
    ]


def test_an_owners_lines_outlive_every_change(tmp_path: Path) -> None:
    first, later = later_letters(tmp_path)
    machine = Machine(Environment(Path(sys.prefix)), tmp_path, tmp_path / "home", first)
    words = ("init", "acme", "--with", "teams,letters", "--theme", "react", "--no-git", "--yes")
    machine.quickscale(*words).check()
    project = tmp_path / "acme"
    work_on(project)
    machine = Machine(machine.installed, tmp_path, machine.home, later)

    def change(*words: str) -> Finished:
        done = machine.quickscale(*words, "--yes", cwd=project).check()
        assert lost(project) == [], words
        return done

    change("update", "--all")
    assert UPSTREAM[1] in (project / LETTERS).read_text(encoding="utf-8")
    change("add", "billing")
    change("remove", "billing")
    gone = change("theme", "htmx")
    for path in EDITS:
        assert path in gone.output
    assert not (project / "frontend" / "package.json").exists()
    change("theme", "react")

    assert (project / "frontend" / "package.json").is_file()
    status = machine.quickscale("status", cwd=project).check().output
    for path in EDITS:
        assert f"edited  {path}" in status
    assert "3 edited, 0 missing" in status


def test_a_line_that_both_changed_is_a_conflict_that_is_told(tmp_path: Path) -> None:
    first, later = later_letters(tmp_path)
    machine = Machine(Environment(Path(sys.prefix)), tmp_path, tmp_path / "home", first)
    words = ("init", "acme", "--with", "teams,letters", "--theme", "react", "--no-git", "--yes")
    machine.quickscale(*words).check()
    project = tmp_path / "acme"
    page = project / LETTERS
    page.write_text(page.read_text().replace(UPSTREAM[0], "const first = 5;"))
    machine = Machine(machine.installed, tmp_path, machine.home, later)

    ended = machine.quickscale("update", "--all", "--yes", cwd=project)

    assert ended.code == EXIT_CONFLICTS
    assert f"conflict  {LETTERS}" in ended.output
    assert "const first = 5;" in page.read_text()
    machine.quickscale("resolve", LETTERS, "--ours", "--yes", cwd=project).check()
    assert "const first = 5;" in page.read_text()


def test_an_edited_html_page_that_react_has_too_is_a_conflict_that_is_told(tmp_path: Path) -> None:
    machine = Machine(Environment(Path(sys.prefix)), tmp_path, tmp_path / "home")
    words = ("init", "acme", "--with", "teams", "--theme", "htmx", "--no-git", "--yes")
    machine.quickscale(*words).check()
    project = tmp_path / "acme"
    page = project / PAGE_OF_BOTH
    page.write_text(page.read_text(encoding="utf-8") + "{# Ours. #}\n", encoding="utf-8")

    ended = machine.quickscale("theme", "react", "--yes", cwd=project)

    assert ended.code == EXIT_CONFLICTS
    assert PAGE_OF_BOTH in ended.output
    assert "{# Ours. #}" in page.read_text(encoding="utf-8")


def stamps(folder: Path) -> Path:
    """Make a module that has html pages alone and return the folder that holds it."""
    package = folder / "site" / "stamps"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    card = 'Plugin(name="stamps", kind="module", summary="Stamps")'
    (package / "plugin.py").write_text(f"from quickscale_core import Plugin\n\nPLUGIN = {card}\n")
    metadata = folder / "site" / "stamps-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: stamps\nVersion: 1.0.0\n")
    (metadata / "entry_points.txt").write_text("[quickscale]\nstamps = stamps.plugin\n")
    return folder / "site"


def test_every_command_says_which_module_shows_html_pages(tmp_path: Path) -> None:
    machine = Machine(Environment(Path(sys.prefix)), tmp_path, tmp_path / "home", stamps(tmp_path))
    says = "stamps has no react pages: its html pages are shown, in the layouts of the theme"

    def told(*words: str, cwd: Path | None = None) -> bool:
        return says in machine.quickscale(*words, cwd=cwd).output

    init = ("--no-git", "--no-lock", "--no-input", "--theme")
    assert told("init", "whole", "--with", "stamps", *init, "react")
    assert not told("init", "plain", "--with", "stamps", *init, "starter")
    assert not told("init", "later", *init, "react")
    assert told("add", "stamps", "--dry-run", cwd=tmp_path / "later")
    assert told("theme", "react", "--dry-run", cwd=tmp_path / "plain")
    yml = tmp_path / "later" / "quickscale.yml"
    yml.write_text(yml.read_text(encoding="utf-8") + "modules:\n  stamps: {}\n", encoding="utf-8")
    assert told("plan", cwd=tmp_path / "later")
    assert not told("add", "teams", "--dry-run", cwd=tmp_path / "whole")
