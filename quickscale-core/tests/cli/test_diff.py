from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.record.lock import LOCK_NAME, Lock, LockedFile, format_lock, read_lock
from quickscale_core.writing.pristine_objects import object_path, pack

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
VIEWS = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"
FILES = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    return [FileSet(root=Path(__file__).parent / "files")]
"""


@pytest.fixture
def project(here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a module that has a text, a script, an icon and a rendered file."""
    files = install("garden", FILES) / "files" / "apps" / "garden"
    files.mkdir(parents=True)
    files.joinpath("views.py").write_bytes(VIEWS)
    files.joinpath("icon.png").write_bytes(b"\x89PNG\0\1\2")
    files.joinpath("water.sh").write_bytes(b"#!/bin/sh\necho water\n")
    files.joinpath("about.txt.j2").write_text("About << project.title | md >>\n")
    words = ("acme", "--theme", "starter", "--with", "garden", "--no-git")
    assert quickscale("init", *words).code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


def as_made(project: Path) -> dict[str, bytes]:
    return {it.path: (project / it.path).read_bytes() for it in relock(project).files}


def relock(project: Path, change: Callable[[Lock], Lock] = lambda it: it) -> Lock:
    """Write the lock as something else would have it."""
    lock = change(read_lock((project / LOCK_NAME).read_bytes()))
    (project / LOCK_NAME).write_bytes(format_lock(lock))
    return lock


def test_nothing_was_edited(project: Path, quickscale: Run) -> None:
    assert project.is_dir()
    ended = quickscale("diff")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert quickscale("diff", "--json").json() == {"edits": []}
    assert quickscale("diff", "--stat").out == "0 files changed, 0 lines added, 0 removed\n"


def test_git_takes_back_what_is_shown(project: Path, quickscale: Run) -> None:
    before = as_made(project)
    app = project / "apps" / "garden"
    (app / "views.py").write_bytes(VIEWS.replace(b"two", b"deux").removesuffix(b"\n"))
    (app / "icon.png").write_bytes(b"\x89PNG\0\3")
    (app / "water.sh").chmod(0o644)
    (project / "manage.py").rename(project / "run.py")
    with (project / "run.py").open("ab") as file:
        file.write(b"# mine\r\n")
    (project / "README.md").unlink()
    (project / "mine.py").write_text("my own\n")
    ended = quickscale("diff")
    assert (ended.code, ended.err) == (0, "")
    assert "rename from manage.py\nrename to run.py\n" in ended.out
    assert "deleted file mode 100644\n" in ended.out
    assert "old mode 100755\nnew mode 100644\n" in ended.out
    assert "mine.py" not in ended.out
    words = ["git", "apply", "--reverse", "--whitespace=nowarn"]
    subprocess.run(words, cwd=project, input=ended.out.encode(), check=True)
    assert as_made(project) == before
    assert not (project / "run.py").exists()
    assert os.access(app / "water.sh", os.X_OK)
    assert quickscale("diff").out == ""


def test_a_plugin_a_folder_or_a_file_is_looked_at_alone(
    project: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "apps" / "garden" / "views.py").write_bytes(VIEWS + b"nine\n")
    (project / "apps" / "garden" / "about.txt").write_text("Mine\n")
    (project / "manage.py").write_text("mine\n")

    def shown(*words: str) -> list[str]:
        return [it["path"] for it in quickscale("diff", *words, "--json").json()["edits"]]

    garden = ["apps/garden/about.txt", "apps/garden/views.py"]
    assert shown() == shown(".") == [*garden, "manage.py"]
    assert shown("garden") == shown("apps/garden") == shown("./apps/garden/") == garden
    assert shown("base") == shown("manage.py") == ["manage.py"]
    monkeypatch.chdir(project / "apps" / "garden")
    assert shown("views.py") == ["apps/garden/views.py"]
    assert shown(".") == shown("../garden") == garden
    assert shown("../../manage.py") == ["manage.py"]
    ended = quickscale("diff", "gardn")
    assert ended.code == 2
    assert "no plugin here is called gardn" in ended.err
    assert "plugins: base, garden, starter" in ended.err


def test_json_says_what_was_done(project: Path, quickscale: Run) -> None:
    (project / "apps" / "garden" / "views.py").write_bytes(VIEWS.replace(b"two\n", b""))
    (edit,) = quickscale("diff", "--json").json()["edits"]
    patch = edit.pop("patch")
    assert edit == {
        "path": "apps/garden/views.py",
        "made_at": "apps/garden/views.py",
        "owner": "garden",
        "change": "edited",
        "binary": False,
        "added": 0,
        "removed": 1,
    }
    assert patch.startswith("diff --git a/apps/garden/views.py b/apps/garden/views.py\n")


def test_lines_are_counted(project: Path, quickscale: Run) -> None:
    app = project / "apps" / "garden"
    (app / "views.py").write_bytes(VIEWS.replace(b"two\n", b"2\ntwo and a half\n"))
    (app / "icon.png").write_bytes(b"\0")
    (app / "about.txt").write_bytes(b"x\n" * 500)
    (project / "manage.py").rename(project / "run.py")
    rows = [it.split() for it in quickscale("diff", "--stat").out.splitlines()]
    assert rows == [
        ["apps/garden/about.txt", "garden", "edited", "501", "+" * 30 + "-"],
        ["apps/garden/icon.png", "garden", "edited", "binary"],
        ["apps/garden/views.py", "garden", "edited", "3", "+-"],
        ["manage.py", "->", "run.py", "base", "renamed", "0"],
        ["4", "files", "changed,", "502", "lines", "added,", "2", "removed"],
    ]


def test_a_terminal_gets_colours_and_no_bytes(
    project: Path, at_terminal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    app = project / "apps" / "garden"
    (app / "views.py").write_bytes(VIEWS.replace(b"two\n", b"deux\r\n"))
    (app / "icon.png").write_bytes(b"\0")
    out = at_terminal("diff").out
    assert "\x1b[31m-two\x1b[0m\n\x1b[32m+deux\x1b[0m\r\n" in out
    assert "Binary files a/apps/garden/icon.png and b/apps/garden/icon.png differ\n" in out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in at_terminal("diff").out


def test_line_ends_that_git_gave_a_file_are_no_edit(project: Path, quickscale: Run) -> None:
    views = project / "apps" / "garden" / "views.py"
    views.write_bytes(VIEWS.replace(b"\n", b"\r\n"))
    assert quickscale("diff").out == ""
    views.write_bytes(VIEWS.replace(b"two", b"deux").replace(b"\n", b"\r\n"))
    out = quickscale("diff").out
    assert "\n one\r\n-two\r\n+deux\r\n three\r\n" in out
    words = ["git", "apply", "--reverse", "--whitespace=nowarn"]
    subprocess.run(words, cwd=project, input=out.encode(), check=True)
    assert views.read_bytes() == VIEWS.replace(b"\n", b"\r\n")


def test_a_renamed_file_that_the_lock_knows_of(project: Path, quickscale: Run) -> None:
    made, place = "apps/garden/views.py", "apps/garden/web.py"
    (project / made).rename(project / place)
    (project / place).write_bytes(b"nothing\nin\ncommon\n")
    assert quickscale("diff", "--stat").out.splitlines()[0].split()[2] == "deleted"
    relock(project, lambda it: Lock(core=it.core, plugins=it.plugins, files=it.files,
                                    moves=((made, place),)))  # fmt: skip
    for words in ((), (place,), (made,), ("garden",), ("apps/garden",)):
        (edit,) = quickscale("diff", *words, "--json").json()["edits"]
        assert (edit["made_at"], edit["path"], edit["change"]) == (made, place, "renamed")


def test_after_a_merge_the_nearest_state_counts(project: Path, quickscale: Run) -> None:
    path = "apps/garden/views.py"
    newer = VIEWS.replace(b"eight", b"huit")
    digest = sha256(newer).hexdigest()
    (project / object_path(digest)).write_bytes(pack(newer))
    state = LockedFile(path, "garden", digest, executable=False)
    relock(project, lambda it: Lock(core=it.core, plugins=it.plugins, files=(*it.files, state)))
    (project / path).write_bytes(newer)
    assert quickscale("diff").out == ""
    (project / path).write_bytes(newer.replace(b"two", b"deux"))
    (edit,) = quickscale("diff", "--json").json()["edits"]
    assert (edit["added"], edit["removed"]) == (1, 1)


def test_what_cannot_be_compared_is_told_and_the_rest_is_shown(
    project: Path, quickscale: Run
) -> None:
    app = project / "apps" / "garden"
    (app / "water.sh").unlink()
    (app / "water.sh").mkdir()
    (app / "views.py").write_bytes(b"mine\n")
    (app / "about.txt").write_bytes(b"mine\n")
    (project / object_path(sha256(VIEWS).hexdigest())).unlink()
    ended = quickscale("diff")
    assert ended.code == 1
    assert "+mine" in ended.out
    assert "apps/garden/water.sh is a folder, so it cannot be compared" in ended.err
    assert "is missing; it keeps what a file was before it was edited" in ended.err


def test_outside_of_a_project(here: Path, quickscale: Run) -> None:
    ended = quickscale("diff")
    assert ended.code == 1
    assert f"{here.name} is not a QuickScale project" in ended.err
