"""What becomes of an owner's work when a template moves on: copier, cruft and QuickScale.

The same three files in two versions, the same three things done to them by their owner, and the
table in ``docs/coming-from.md`` says what each tool makes of that.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.testing.projects.processes import run

from tests.lifetimes.machines import Machine
from tools.checkout import ROOT, Environment
from tools.environments import peers_env

if TYPE_CHECKING:
    from quickscale_core.testing.projects.processes import Finished

pytestmark = pytest.mark.xdist_group("peers")

PAGE: Final = ROOT / "docs" / "coming-from.md"
FILES: Final = ("greeting.txt", "limits.txt", "extra.txt")
CHANGED: Final = ("line 10 of", "line 10, changed upstream, of")
"""What a file says in the first version, and what in the next."""
SOMEBODY: Final = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"))
}
PLUGIN: Final = """
from pathlib import Path
from quickscale_core import FileSet, Plugin, hookimpl

PLUGIN = Plugin(name="letters", kind="module", summary="Three files")

@hookimpl
def contribute_templates(spec):
    yield FileSet(root=Path(__file__).parent / "files")
"""


def text_of(name: str) -> str:
    return "".join(f"line {number} of {name}\n" for number in range(1, 21))


def write_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_text(text_of(name), encoding="utf-8")


def move_on(folder: Path) -> None:
    """Change a line of each file, as the next version of the template does."""
    for name in FILES:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(*CHANGED), encoding="utf-8")


def work_on(project: Path) -> None:
    """Rename one file, change the same line in another, delete the third."""
    (project / "greeting.txt").rename(project / "hello.txt")
    limits = project / "limits.txt"
    ours = limits.read_text(encoding="utf-8").replace("line 10 of", "line 10, changed by us, of")
    limits.write_text(ours, encoding="utf-8")
    (project / "extra.txt").unlink()


@dataclass(frozen=True)
class Outcome:
    """What an update left, in the words of the documentation's table."""

    renamed: str
    both: str
    deleted: str
    history: str

    @classmethod
    def of(cls, project: Path, ended: Finished, *, history: bool) -> Outcome:
        """Look at a project after its update."""
        arrived = CHANGED[1] in (project / "hello.txt").read_text(encoding="utf-8")
        marked = "<<<<<<<" in (project / "limits.txt").read_text(encoding="utf-8")
        there = (project / "extra.txt").exists()
        told = "extra.txt" in ended.output
        return cls(
            renamed="is in your file" if arrived else "is lost, exit code 0",
            both=f"{'marked' if marked else 'lost'}, exit code {ended.code}",
            deleted=f"{'comes back' if there else 'stays deleted'}, {'' if told else 'not '}told",
            history="yes" if history else "no",
        )


def git(folder: Path, *words: str) -> None:
    run(["git", *words], cwd=folder, env=SOMEBODY).check()


def commit(folder: Path) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "As it is")


def peer(name: str, *words: str, cwd: Path) -> Finished:
    """Run one of the other generators."""
    return run([peers_env().scripts / name, *words], cwd=cwd, env=SOMEBODY)


def with_copier(folder: Path) -> Outcome:
    template, project = folder / "template", folder / "project"
    write_files(template / "files")
    (template / "copier.yml").write_text("_subdirectory: files\n")
    answers = template / "files" / "{{_copier_conf.answers_file}}.jinja"
    answers.write_text("{{ _copier_answers|to_nice_yaml }}\n")
    commit(template)
    git(template, "tag", "1.0.0")
    peer("copier", "copy", "--defaults", str(template), str(project), cwd=folder).check()
    commit(project)
    work_on(project)
    commit(project)
    move_on(template / "files")
    commit(template)
    git(template, "tag", "1.1.0")
    away = template.rename(folder / "away")
    refused = peer("copier", "update", "--defaults", cwd=project)
    away.rename(template)
    ended = peer("copier", "update", "--defaults", cwd=project)
    return Outcome.of(project, ended, history=refused.code != 0)


def with_cruft(folder: Path) -> Outcome:
    template, project = folder / "template", folder / "project"
    inner = template / "{{cookiecutter.name}}"
    write_files(inner)
    (template / "cookiecutter.json").write_text('{"name": "project"}')
    commit(template)
    peer("cruft", "create", "--no-input", template.as_uri(), cwd=folder).check()
    commit(project)
    work_on(project)
    commit(project)
    move_on(inner)
    commit(template)
    away = template.rename(folder / "away")
    refused = peer("cruft", "update", "--skip-apply-ask", cwd=project)
    away.rename(template)
    ended = peer("cruft", "update", "--skip-apply-ask", cwd=project)
    return Outcome.of(project, ended, history=refused.code != 0)


def with_quickscale(folder: Path) -> Outcome:
    sites = []
    for version in ("1.0.0", "1.1.0"):
        package = folder / version / "letters"
        write_files(package / "files")
        if version != "1.0.0":
            move_on(package / "files")
        (package / "__init__.py").touch()
        (package / "plugin.py").write_text(PLUGIN)
        metadata = folder / version / f"letters-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Name: letters\nVersion: {version}\n")
        (metadata / "entry_points.txt").write_text("[quickscale]\nletters = letters.plugin\n")
        sites.append(folder / version)
    home = folder / "home"
    machine = Machine(Environment(Path(sys.prefix)), folder, home, plugins=sites[0])
    words = ("init", "project", "--with", "letters", "--theme", "starter", "--no-git", "--yes")
    machine.quickscale(*words).check()
    project = folder / "project"
    work_on(project)
    # the old version of the plugin is nowhere any more
    sites[0].rename(folder / "away")
    later = Machine(machine.installed, folder, home, plugins=sites[1])
    ended = later.quickscale("update", "--all", "--yes", cwd=project)
    return Outcome.of(project, ended, history=False)


ROWS: Final = {
    "A change to a file that you renamed": "renamed",
    "A line that you and the template changed": "both",
    "A file that you deleted and the template changed": "deleted",
    "Needs the template's repository with its history": "history",
}


@pytest.mark.sweep
def test_the_documentation_says_what_each_tool_does(tmp_path: Path) -> None:
    found = {}
    for name, update in (
        ("copier", with_copier),
        ("cruft", with_cruft),
        ("QuickScale", with_quickscale),
    ):
        (tmp_path / name).mkdir()
        found[name] = update(tmp_path / name)

    page = PAGE.read_text(encoding="utf-8")
    for title, field in ROWS.items():
        row = f"| {title} | {' | '.join(getattr(it, field) for it in found.values())} |"
        assert row in page, row


def test_the_documentation_names_the_versions_that_were_compared() -> None:
    listed = (ROOT / "requirements" / "peers.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"(?m)^([\w-]+)==(\S+)", listed))
    page = PAGE.read_text(encoding="utf-8")
    assert f"copier {pins['copier']}" in page
    assert f"cruft {pins['cruft']}" in page
