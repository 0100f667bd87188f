from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.writing.pristine_objects import object_path

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
VIEWS = "".join(f"line {number}\n" for number in range(1, 21))
FILES = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    return [FileSet(root=Path(__file__).parent / "files")]
"""


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    ended = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return ended.stdout


@pytest.fixture
def module(install: Run) -> Path:
    """The source of a module, as it is installed."""
    home: Path = install("garden", FILES)
    files = home / "files" / "apps" / "garden"
    files.mkdir(parents=True)
    files.joinpath("views.py").write_text(VIEWS)
    files.joinpath("water.sh").write_text("#!/bin/sh\necho water\n")
    files.joinpath("icon.png").write_bytes(b"\x89PNG\0\1\2")
    files.joinpath("about.txt.j2").write_text("About << project.title | md >>\n")
    return home


@pytest.fixture
def project(here: Path, quickscale: Run, module: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert module.is_dir()
    words = ("acme", "--theme", "starter", "--with", "garden", "--no-git")
    assert quickscale("init", *words).code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


@pytest.fixture
def checkout(tmp_path: Path, module: Path) -> Path:
    """A repository that holds the module's source in a folder of its own, below ``src``."""
    folder = tmp_path / "checkout"
    package = folder / "plugins" / "garden" / "src" / module.parent.name
    shutil.copytree(module, package / "garden", ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@example.org")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
    return folder


@pytest.fixture
def views(checkout: Path) -> Path:
    """The file of the checkout that the project's owner improves."""
    (found,) = checkout.rglob("views.py")
    return found


def edit(project: Path, old: str = "line 3\n", new: str = "line three\n") -> None:
    place = project / "apps" / "garden" / "views.py"
    place.write_text(place.read_text().replace(old, new))


def branches(checkout: Path) -> list[str]:
    return git(checkout, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()


def test_the_patch_applies_to_the_plugins_source(
    project: Path, quickscale: Run, module: Path
) -> None:
    edit(project)
    (project / "apps" / "garden" / "water.sh").chmod(0o644)
    (project / "apps" / "garden" / "icon.png").write_bytes(b"\x89PNG\0\3\4")
    ended = quickscale("push", "garden")
    assert ended.code == 0
    assert "garden 2.5: 3 files to give back\n" in ended.err
    site = module.parents[1]
    words = ["git", "apply", "--whitespace=nowarn"]
    shutil.rmtree(module / "__pycache__", ignore_errors=True)
    subprocess.run(words, cwd=site, input=ended.out.encode(), check=True)
    app = module / "files" / "apps" / "garden"
    assert app.joinpath("views.py").read_text() == VIEWS.replace("line 3\n", "line three\n")
    assert app.joinpath("icon.png").read_bytes() == b"\x89PNG\0\3\4"


def test_the_patch_goes_into_a_file(project: Path, quickscale: Run, tmp_path: Path) -> None:
    edit(project)
    shown = quickscale("push", "garden").out
    out = tmp_path / "garden.patch"
    ended = quickscale("push", "garden", "--out", str(out), "--dry-run")
    assert (ended.out, out.exists()) == ("", False)
    ended = quickscale("push", "garden", "--out", str(out))
    assert ended.out == ""
    assert f"as a patch: {out}" in ended.err
    assert out.read_text() == shown


def test_a_checkout_gets_a_branch_and_nothing_else_in_it_changes(
    project: Path, quickscale: Run, checkout: Path, views: Path
) -> None:
    edit(project)
    git(checkout, "checkout", "--quiet", "-b", "work")
    (checkout / "notes.txt").write_text("staged\n")
    git(checkout, "add", "notes.txt")
    views.write_text("being worked on\n")
    before = git(checkout, "status", "--porcelain=v2", "--branch")
    main, work = git(checkout, "rev-parse", "main"), git(checkout, "rev-parse", "work")
    index = (checkout / ".git" / "index").read_bytes()
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert ended.code == 0, ended.err
    assert (checkout / ".git" / "index").read_bytes() == index
    assert views.read_text() == "being worked on\n"
    assert git(checkout, "status", "--porcelain=v2", "--branch") == before
    assert (git(checkout, "rev-parse", "main"), git(checkout, "rev-parse", "work")) == (main, work)
    (branch,) = set(branches(checkout)) - {"main", "work"}
    assert branch.startswith("from-acme-garden-")
    assert f"\nMade {branch}\n" in ended.err
    path = views.relative_to(checkout).as_posix()
    assert git(checkout, "rev-parse", f"{branch}^") == main
    assert git(checkout, "diff", "--name-only", "main", branch).split() == [path]
    assert git(checkout, "show", f"{branch}:{path}") == VIEWS.replace("line 3\n", "line three\n")
    said = git(checkout, "log", "-1", "--format=%an: %B", branch)
    assert said.startswith("Ada: Improve views.py of garden\n\nTaken from acme, ")
    assert (
        git(checkout, "diff", "--full-index", "main", branch).splitlines()[2:]
        == (ended.out.splitlines()[2:])
    )


def test_binary_files_and_modes_go_back_too(
    project: Path, quickscale: Run, checkout: Path, views: Path
) -> None:
    app = project / "apps" / "garden"
    (app / "icon.png").write_bytes(b"\x89PNG\0\3\4")
    (app / "water.sh").chmod(0o644)
    assert quickscale("push", "garden", "--to", str(checkout), "--yes").code == 0
    (branch,) = set(branches(checkout)) - {"main"}
    git(checkout, "checkout", "--quiet", branch)
    assert views.with_name("icon.png").read_bytes() == b"\x89PNG\0\3\4"
    assert not os.access(views.with_name("water.sh"), os.X_OK)


def test_the_same_again_finds_the_branch(project: Path, quickscale: Run, checkout: Path) -> None:
    edit(project)
    words = ("push", "garden", "--to", str(checkout), "--yes")
    assert quickscale(*words).code == 0
    made = branches(checkout)
    ended = quickscale(*words)
    assert (ended.code, branches(checkout)) == (0, made)
    assert "It was there already: from-acme-garden-" in ended.err
    edit(project, "line 9\n", "line nine\n")
    assert quickscale(*words, "--message", "Spell nine out").code == 0
    (second,) = set(branches(checkout)) - set(made)
    assert git(checkout, "log", "-1", "--format=%s", second) == "Spell nine out\n"


def test_nothing_is_written_before_it_is_agreed_to(
    project: Path,
    quickscale: Run,
    at_terminal: Run,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edit(project)
    words = ("push", "garden", "--to", str(checkout))
    ended = quickscale(*words)
    assert ended.code == 1
    assert "repeat the command with --yes" in ended.err
    ended = quickscale(*words, "--dry-run")
    assert ended.code == 0
    assert "Would make the branch from-acme-garden-" in ended.err
    for answer in (False, True):
        assert branches(checkout) == ["main"]
        monkeypatch.setattr("click.confirm", lambda *_, answer=answer, **__: answer)
        assert at_terminal(*words).code == (0 if answer else 1)
    assert len(branches(checkout)) == 2


def test_what_moved_on_is_merged_and_what_clashes_is_listed(
    project: Path, quickscale: Run, checkout: Path, views: Path
) -> None:
    edit(project)
    water, icon = "apps/garden/water.sh", "apps/garden/icon.png"
    (project / water).write_text("#!/bin/sh\necho more water\n")
    (project / icon).write_bytes(b"\0mine")
    views.write_text(VIEWS.replace("line 15\n", "line fifteen\n"))
    views.with_name("water.sh").write_text("#!/bin/sh\necho no water\n")
    views.with_name("icon.png").unlink()
    git(checkout, "commit", "--quiet", "--all", "--message", "Move on")
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert ended.code == 4
    assert f"  {water}: " in ended.err
    assert "water.sh was changed in the same places meanwhile\n" in ended.err
    assert f"  {icon}: there is no " in ended.err
    (branch,) = set(branches(checkout)) - {"main"}
    path = views.relative_to(checkout).as_posix()
    merged = VIEWS.replace("line 3\n", "line three\n").replace("line 15\n", "line fifteen\n")
    assert git(checkout, "show", f"{branch}:{path}") == merged
    assert git(checkout, "diff", "--name-only", "main", branch).split() == [path]


def test_what_is_in_the_source_already_needs_no_branch(
    project: Path, quickscale: Run, checkout: Path, views: Path
) -> None:
    edit(project)
    views.write_text((project / "apps" / "garden" / "views.py").read_text())
    git(checkout, "commit", "--quiet", "--all", "--message", "Move on")
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert (ended.code, ended.out, branches(checkout)) == (0, "", ["main"])
    assert "garden 2.5: no files to give back\n" in ended.err
    assert "views.py has it already\n" in ended.err


def test_what_cannot_go_back_is_told_with_the_reason(project: Path, quickscale: Run) -> None:
    app = project / "apps" / "garden"
    (app / "about.txt").write_text("Mine\n")
    (app / "water.sh").unlink()
    (app / "views.py").rename(app / "web.py")
    (project / "README.md").write_text("Mine\n")
    (project / "pyproject.toml").unlink()
    (project / "conftest.py").write_text("mine = True\n")
    ended = quickscale("push", "garden", "--json")
    assert ended.code == 0
    answer = ended.json()
    assert (answer["files"], answer["patch"], answer["branch"]) == ([], "", None)
    told = {it["path"]: it["why"] for it in answer["withheld"]}
    assert told == {
        "README.md": "it is shared by all plugins, rendered from files/README.md.j2 of base",
        "apps/garden/about.txt": "it is rendered from files/apps/garden/about.txt.j2 of garden",
        "apps/garden/water.sh": "you deleted it, which concerns this project alone",
    }
    ended = quickscale("push", "garden")
    assert "\nIt stays here:\n  README.md: it is shared" in ended.err


def test_a_renamed_file_is_improved_where_the_plugin_has_it(project: Path, quickscale: Run) -> None:
    edit(project)
    app = project / "apps" / "garden"
    (app / "views.py").rename(app / "web.py")
    (path,) = quickscale("push", "garden", "--json").json()["files"]
    assert path.endswith("garden/files/apps/garden/views.py")


def test_line_ends_of_windows_are_no_improvement(
    project: Path, quickscale: Run, checkout: Path, views: Path
) -> None:
    place = project / "apps" / "garden" / "views.py"
    place.write_bytes(VIEWS.replace("\n", "\r\n").encode())
    assert quickscale("push", "garden", "--json").json()["files"] == []
    place.write_bytes(VIEWS.replace("3", "three").replace("\n", "\r\n").encode())
    assert "\r" not in quickscale("push", "garden").out
    views.write_bytes(VIEWS.replace("20", "twenty").replace("\n", "\r\n").encode())
    git(checkout, "commit", "--quiet", "--all", "--message", "Move on")
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert ended.code == 0
    assert "-line 3\r\n-" not in ended.out
    assert "+line three\r\n" in ended.out


def test_the_branch_begins_where_others_do(
    project: Path, quickscale: Run, checkout: Path, tmp_path: Path, views: Path
) -> None:
    edit(project)
    bare = tmp_path / "garden.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(checkout), str(bare))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(bare), str(clone))
    git(clone, "config", "user.name", "Ada")
    git(clone, "config", "user.email", "ada@example.org")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "Not pushed")
    url = "https://ada:s3cret@github.com/acme/garden.git"
    git(clone, "remote", "set-url", "--push", "origin", url)
    answer = quickscale("push", "garden", "--to", str(clone), "--yes", "--json").json()
    branch = answer["branch"]
    assert answer["onto"] == "origin/main"
    assert answer["url"] == f"https://github.com/acme/garden/compare/main...{branch}?expand=1"
    assert git(clone, "rev-parse", f"{branch}^") == git(clone, "rev-parse", "origin/main")
    ended = quickscale("push", "garden", "--to", str(clone), "--yes")
    assert f"  git -C {clone} push origin {branch}\n  {answer['url']}\n" in ended.err
    assert "s3cret" not in ended.err
    answer = quickscale(
        *("push", "garden", "--to", str(bare), "--onto", "HEAD", "--dry-run", "--json")
    ).json()
    assert (answer["onto"], answer["made"], answer["url"]) == ("HEAD", False, None)
    ended = quickscale("push", "garden", "--to", str(clone), "--onto", "nowhere", "--yes")
    assert ended.code == 1
    assert "clone has no commit called nowhere" in ended.err
    assert views.read_text() == VIEWS


def test_a_folder_without_git_is_compared_with_and_left_alone(
    project: Path, quickscale: Run, checkout: Path, views: Path
) -> None:
    edit(project)
    shutil.rmtree(checkout / ".git")
    views.write_text(VIEWS.replace("20", "twenty"))
    ended = quickscale("push", "garden", "--to", str(checkout / "plugins"), "--yes")
    assert ended.code == 0
    assert "is not a git checkout, so no branch is made" in ended.err
    subprocess.run(["git", "apply"], cwd=checkout / "plugins", input=ended.out.encode(), check=True)
    assert views.read_text() == VIEWS.replace("20", "twenty").replace("line 3\n", "line three\n")


def test_the_source_must_be_there_once(
    project: Path, quickscale: Run, checkout: Path, here: Path
) -> None:
    edit(project)
    ended = quickscale("push", "garden", "--to", str(here), "--yes")
    assert ended.code == 1
    assert "error: there is no fixture_" in ended.err
    assert quickscale("push", "garden", "--to", str(here / "nowhere")).code == 1
    shutil.copytree(checkout / "plugins", checkout / "copies")
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "--message", "Copy")
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert ended.code == 1
    assert "is there 2 times" in ended.err
    ended = quickscale("push", "garden", "--to", str(checkout / "copies"), "--yes")
    assert ended.code == 0
    assert "diff --git a/copies/garden/src/" in ended.out


def test_git_must_know_who_commits(project: Path, quickscale: Run, checkout: Path) -> None:
    edit(project)
    git(checkout, "config", "--unset", "user.email")
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert ended.code == 1
    assert "git knows no user.name and user.email to commit with" in ended.err
    assert branches(checkout) == ["main"]


def test_a_repository_that_git_refuses_is_told(
    project: Path, quickscale: Run, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project)
    (checkout / ".git" / "HEAD").write_text("nonsense\n")
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert ended.code == 1
    assert "git rev-parse failed in" in ended.err
    monkeypatch.setenv("PATH", os.devnull)
    ended = quickscale("push", "garden", "--to", str(checkout), "--yes")
    assert "git is not installed" in ended.err


def test_another_repositorys_environment_is_no_matter(
    project: Path, quickscale: Run, checkout: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project)
    git(here, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(here / "other" / ".git"))
    assert quickscale("push", "garden", "--to", str(checkout), "--yes").code == 0
    monkeypatch.delenv("GIT_DIR")
    assert len(branches(checkout)) == 2


def test_names_that_mean_nothing(project: Path, quickscale: Run) -> None:
    assert project.is_dir()
    ended = quickscale("push", "gardn")
    assert ended.code == 2
    assert "no plugin of this project is named gardn" in ended.err
    assert 'did you mean "garden"?' in ended.err
    assert quickscale("push", "garden", "--onto", "main").code == 2


def test_a_plugin_that_left_the_project(project: Path, quickscale: Run) -> None:
    yml = project / "quickscale.yml"
    yml.write_text("schema: 1\nproject: {name: acme}\ntheme: {name: starter}\n")
    ended = quickscale("push", "garden")
    assert ended.code == 1
    assert "garden is not a part of acme any more" in ended.err


def test_what_the_plugin_has_no_more_and_what_is_in_conflict_stays(
    project: Path, quickscale: Run, module: Path
) -> None:
    edit(project)
    (project / "apps" / "garden" / "icon.png").write_bytes(b"\0mine")
    (module / "files" / "apps" / "garden" / "icon.png").unlink()
    with (project / "quickscale.lock").open("a") as lock:
        lock.write("conflict apps/garden/views.py\n")
    answer = quickscale("push", "garden", "--json").json()
    assert answer["files"] == []
    assert {it["path"]: it["why"] for it in answer["withheld"]} == {
        "apps/garden/icon.png": "garden, as it is installed, has no such file any more",
        "apps/garden/views.py": "it has a conflict to resolve first",
    }


def test_a_file_that_git_has_not_merged_is_not_given_back(project: Path, quickscale: Run) -> None:
    edit(project)
    views = project / "apps/garden/views.py"
    views.write_text(views.read_text() + "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\n")
    answer = quickscale("push", "garden", "--json").json()
    assert {it["path"]: it["why"] for it in answer["withheld"]} == {
        "apps/garden/views.py": "it has a conflict to resolve first"
    }


def test_a_file_whose_pristine_bytes_are_lost_is_told(project: Path, quickscale: Run) -> None:
    edit(project)
    (project / "apps" / "garden" / "icon.png").write_bytes(b"\0mine")
    (project / object_path(sha256(VIEWS.encode()).hexdigest())).unlink()
    ended = quickscale("push", "garden")
    assert ended.code == 0
    assert "1 file to give back" in ended.err
    assert "warning: .quickscale/objects/" in ended.err
