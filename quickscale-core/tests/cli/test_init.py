from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import importlib_metadata
import pytest
from quickscale_core import __version__
from quickscale_core.errors import QuickScaleError
from quickscale_core.plugins.entry_points import Candidate
from quickscale_core.record.lock import read_lock
from quickscale_core.scaffold import ProjectGenerator
from quickscale_core.writing.pristine_objects import read_object

Run = Callable[..., Any]
PLAIN = ("--theme", "starter")
IDENTITY = "[user]\n\tname = Ada\n\temail = ada@example.org\n"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_project_is_made_and_the_way_on_is_shown(here: Path, quickscale: Run) -> None:
    ended = quickscale("init", "my-shop", *PLAIN, "--no-git")
    assert (ended.code, ended.err) == (0, "")
    assert re.fullmatch(
        rf"Composing my-shop from 2 plugins\n"
        rf"  base {__version__}   theme starter {__version__}\n"
        r"Created my-shop: \d+ files in \d+\.\d s\n"
        r"\nNext:\n"
        r"  cd my-shop\n"
        r"(?:  uv sync|  python3 -m venv \.venv\n  \.venv/bin/pip install -r req.*\.txt)\n"
        r"  .* manage\.py migrate\n"
        r"  .* manage\.py seed_demo  demo data, and a login\n"
        r"  .* manage\.py runserver  http://127\.0\.0\.1:8000\n",
        ended.out,
    )
    project = here / "my-shop"
    assert (project / "my_shop" / "settings").is_dir()
    assert os.access(project / "manage.py", os.X_OK)
    assert (project / ".quickscale" / ".gitignore").read_text() == "/local/\n"
    assert [it.name for it in here.iterdir()] == ["my-shop"]


def test_the_lock_and_the_objects_hold_every_file_and_no_secret(
    here: Path, quickscale: Run
) -> None:
    quickscale("init", "acme", *PLAIN)
    project = here / "acme"
    lock = read_lock((project / "quickscale.lock").read_bytes())
    assert [it.name for it in lock.plugins] == ["base", "starter"]
    on_disk = {
        it.relative_to(project).as_posix()
        for it in project.rglob("*")
        if it.is_file() and not it.is_relative_to(project / ".git")
    }
    ours = {it for it in on_disk if it.startswith(".quickscale/")}
    assert on_disk - ours == {*lock.made(), ".env", "quickscale.lock", "quickscale.yml"}
    for file in lock.files:
        assert read_object(project, file.sha256) == (project / file.path).read_bytes()
        assert os.access(project / file.path, os.X_OK) == file.executable
    assert {it.removeprefix(".quickscale/objects/") for it in ours} >= {
        it.sha256 for it in lock.files
    }
    secret = re.search(r"^SECRET_KEY=(\S{50})$", (project / ".env").read_text(), re.MULTILINE)
    assert secret is not None
    assert (project / ".env").stat().st_mode & 0o77 == 0
    for path in on_disk - {".env"}:
        assert secret[1].encode() not in (project / path).read_bytes()


def test_json_holds_the_same_and_nothing_else_is_on_stdout(here: Path, quickscale: Run) -> None:
    ended = quickscale("init", "acme", "--json", "--no-git")
    answer = ended.json()
    assert answer["name"] == answer["package"] == "acme"
    assert answer["path"] == str(here / "acme")
    assert {it["name"] for it in answer["plugins"]} >= {"base"}
    assert "manage.py" in answer["files"]
    assert (answer["steps"], answer["kept"]) == ([], [])
    assert answer["next"][-1]["command"].endswith("manage.py runserver")


def test_a_dry_run_shows_everything_and_writes_nothing(here: Path, quickscale: Run) -> None:
    ended = quickscale("init", "acme", *PLAIN, "--dry-run")
    assert ended.code == 0
    assert re.search(r"^  create  manage\.py +base$", ended.out, re.MULTILINE)
    assert re.search(r"^Would create acme: \d+ files$", ended.out, re.MULTILINE)
    answer = quickscale("init", "acme", *PLAIN, "--dry-run", "--json").json()
    assert {"kind": "create", "path": "manage.py", "origin": "base"} in answer["changes"]
    assert list(here.iterdir()) == []


def test_a_project_may_be_made_elsewhere(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "parent").mkdir()
    ended = quickscale("init", "acme", *PLAIN, "--no-git", "--dest", "parent")
    assert (here / "parent" / "acme" / "manage.py").exists()
    assert "\n  cd parent/acme\n" in ended.out
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    other = quickscale("init", "other", *PLAIN, "--no-git", "--dest", str(here / "parent"))
    assert f"\n  cd {here}/parent/other\n" in other.out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["init", "Acme"], 2, 'error: "Acme" has upper-case letters'),
        (["init", "a/b"], 2, 'error: "a/b" is a path; a name has no slashes'),
        (["init", "doctest"], 2, "choose another name, for example doctest_app"),
        (["init", "taken"], 1, "taken exists"),
        (["init", "--dest", "."], 2, "error: --dest needs a name"),
        (["init", "acme", "--dest", "none"], 2, "none does not exist\nfix: make it first"),
        (["init", "acme", "--set", "x"], 2, "error: --set x is not understood"),
        (["init", "acme", "--set", "x.y"], 2, "error: --set x.y is not understood"),
        (
            ["init", "acme", "--set", "a.b=1", "--set", "a.b=2"],
            2,
            "error: --set a.b is given twice with different values\n  1\n  2\nfix: keep one",
        ),
        (
            ["init", "acme", "--with", "no-such"],
            2,
            "error: no plugin named no-such is installed\n  no-such is asked for by --with no-such",
        ),
        (["init", "acme", "--theme", "none"], 2, "none is asked for by --theme none"),
        (
            ["init", "acme", "--theme", ""],
            2,
            "error: --theme names nothing\nfix: name one, or leave",
        ),
        (["init", "acme", *PLAIN, "--deploy", " "], 2, "error: --deploy names nothing"),
        (["init", "acme", *PLAIN, "--with", ","], 2, "error: --with names nothing"),
        (["init", "acme", "--deploy", "none"], 2, "none is asked for by --deploy none"),
        (["init", "acme", *PLAIN, "--set", "starter.brand_colour=x"], 2, "brand_color"),
        (["init", "acme", "extra"], 2, "unexpected extra argument"),
        (["init", "acme", "--wiht", "auth"], 2, "fix: did you mean --with"),
        (["initt"], 2, 'error: there is no command "initt"\nfix: did you mean init or lint?'),
        (["zzz"], 2, 'error: there is no command "zzz"\nfix: see quickscale --help'),
    ],
)
def test_a_refusal_is_one_sentence_with_a_fix_and_changes_nothing(
    here: Path, quickscale: Run, words: list[str], code: int, sentence: str
) -> None:
    (here / "taken").mkdir()
    ended = quickscale(*words)
    assert ended.code == code, ended
    assert sentence in ended.err
    assert "Traceback" not in ended.err
    assert "Created" not in ended.out
    assert [it.name for it in here.iterdir()] == ["taken"]


def test_no_command_shows_the_help(quickscale: Run) -> None:
    ended = quickscale()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: quickscale [OPTIONS] COMMAND")


def test_the_version_and_the_exit_codes_are_told(quickscale: Run) -> None:
    assert quickscale("--version").out == f"quickscale {__version__}\n"
    shown = quickscale("-h").out
    for code in (0, 1, 2, 3, 4, 130):
        assert re.search(rf"^ +{code}  +\w", shown, re.MULTILINE)


@pytest.mark.skipif(os.name == "nt", reason="a current folder cannot be removed there")
def test_a_folder_that_is_gone_is_one_sentence(here: Path, quickscale: Run) -> None:
    here.rmdir()
    ended = quickscale("init")
    assert ended.code == 1
    assert ended.err == (
        "error: the current folder does not exist any more\n"
        "fix: change to a folder that exists, then repeat the command\n"
    )


def test_colour_is_for_terminals_that_want_it(
    here: Path, at_terminal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert at_terminal("nope").err.startswith("\x1b[31m\x1b[1merror:\x1b[0m there is no command")
    monkeypatch.setenv("NO_COLOR", "1")
    assert at_terminal("nope").err.startswith("error: there is no command")


def test_a_plugin_we_know_and_is_not_installed_is_told_how_to_get(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"phantom": "quickscale-phantom"}
    monkeypatch.setattr("quickscale_core.selection.refusals.KNOWN_PLUGINS", known)
    ended = quickscale("init", "acme", *PLAIN, "--with", "phantom")
    assert ended.code == 1
    assert ended.err == (
        "error: phantom is not installed\n"
        "  phantom is asked for by --with phantom\n"
        "fix: pip install quickscale-phantom\n"
        "  or: uv tool install quickscale --with quickscale-phantom\n"
        "  or: pipx inject quickscale quickscale-phantom\n"
    )
    assert list(here.iterdir()) == []


def test_a_refusal_is_json_too(here: Path, quickscale: Run) -> None:
    ended = quickscale("init", "acme", "--json", "--with", "no-such")
    assert ended.code == ended.json()["exit_code"] == 2
    assert ended.json()["problems"][0]["what"] == "no plugin named no-such is installed"
    assert ended.err.startswith("error: no plugin named no-such is installed")


def test_a_full_disk_is_one_sentence(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    ended = quickscale("init", "acme", *PLAIN)
    assert ended.code == 1
    assert ended.err == (
        "error: cannot create acme: the disk is full\n"
        "fix: free some space, then repeat the command\n"
    )
    assert list(here.iterdir()) == []


# In a folder that exists


def test_this_folder_becomes_the_project(here: Path, quickscale: Run) -> None:
    (here / "README.md").write_text("mine")
    (here / "LICENSE").write_text("MIT")
    ended = quickscale("init", *PLAIN, "--no-git")
    assert ended.code == 0
    assert "Created here: " in ended.out
    assert "\n  kept your README.md\n" in ended.out
    assert "cd " not in ended.out
    assert (here / "README.md").read_text() == "mine"
    lock = read_lock((here / "quickscale.lock").read_bytes())
    assert lock.kept == ("README.md",)
    assert "README.md" not in lock.made()
    again = quickscale("init", *PLAIN)
    assert (again.code, again.err.splitlines()[0]) == (
        1,
        "error: here is a QuickScale project already",
    )


def test_this_folder_s_name_must_do(
    tmp_path: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "My Shop").mkdir()
    monkeypatch.chdir(tmp_path / "My Shop")
    ended = quickscale("init")
    assert ended.code == 2
    assert "the name of this folder, which the project would have" in ended.err
    assert list((tmp_path / "My Shop").iterdir()) == []


def test_an_interrupted_run_in_this_folder_is_finished(
    here: Path, quickscale: Run, interrupt: Run
) -> None:
    interrupt(here, "quickscale.lock", "schema 1\ncore 1.0.0\n")
    ended = quickscale("init", *PLAIN)
    assert (ended.code, ended.out) == (0, "Finished here, which an interrupted run had begun\n")
    assert (here / "quickscale.lock").exists()


def test_what_an_interrupted_run_left_unfinished_is_cleared(here: Path, quickscale: Run) -> None:
    (here / ".quickscale" / "local" / "journal").mkdir(parents=True)
    (here / ".quickscale" / "local" / "journal" / "0.new").write_text("half")
    assert quickscale("init", *PLAIN, "--no-git").code == 0
    assert (here / "manage.py").exists()


# Themes


def test_the_only_installed_theme_is_taken_and_said(
    here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("plush", kind="theme", card='frontend="html", extends="starter"')
    monkeypatch.setattr("quickscale_core.plugins.discovery.on_path", _only_fixtures)
    ended = quickscale("init", "acme", "--no-git", "--no-input")
    assert (ended.code, ended.err) == (0, "")
    assert (
        "theme plush 2.5\n  no theme was named: plush, the only one installed besides starter\n"
        in ended.out
    )


def test_without_an_installed_theme_starter_is_taken_and_said(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quickscale_core.plugins.discovery.on_path", _only_fixtures)
    ended = quickscale("init", "acme", "--no-git")
    assert "  no theme was named: starter, which ships with quickscale\n" in ended.out


def _only_fixtures() -> Any:  # noqa: ANN401 - as the function it stands in for
    """The plugins of this test's own folder, whatever else the environment holds."""
    for entry in importlib_metadata.entry_points(group="quickscale"):
        if entry.value.startswith("fixture_"):
            yield Candidate(name=entry.name, module=entry.value, source=entry.dist)


# Steps


def test_the_first_commit_holds_the_project_and_is_the_owner_s(here: Path, quickscale: Run) -> None:
    (Path.home() / ".gitconfig").write_text(IDENTITY)
    ended = quickscale("init", "acme", *PLAIN)
    assert (ended.code, ended.err) == (0, "")
    assert "\n  git repository with a first commit\n" in ended.out
    project = here / "acme"
    assert git(project, "log", "--format=%an %ae %s") == (
        f"Ada ada@example.org Create acme with quickscale {__version__}"
    )
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "branch", "--show-current") == "main"
    tracked = git(project, "ls-files").splitlines()
    assert ".env" not in tracked
    assert not [it for it in tracked if it.startswith(".quickscale/local")]
    assert "quickscale.lock" in tracked
    assert (Path.home() / ".gitconfig").read_text() == IDENTITY
    assert quickscale("init", "other", *PLAIN, "--json").json()["steps"][-1]["status"] == "done"


def test_without_an_identity_there_is_a_repository_and_no_commit(
    here: Path, quickscale: Run
) -> None:
    ended = quickscale("init", "acme", *PLAIN)
    assert ended.code == 0
    assert ended.err == (
        "warning: git-commit was skipped: the repository has no commit yet, since git knows no"
        " user.name and user.email; set them with git config\n"
        "fix: repeat it: cd acme && git commit --quiet --message"
        f" 'Create acme with quickscale {__version__}'\n"
    )
    project = here / "acme"
    assert "No commits yet" in git(project, "status")
    assert "[user]" not in (project / ".git" / "config").read_text()
    assert not (Path.home() / ".gitconfig").exists()
    command = ended.err.split("repeat it: ")[1]
    (Path.home() / ".gitconfig").write_text(IDENTITY)
    subprocess.run(command, shell=True, check=True, capture_output=True)  # noqa: S602 - as told
    assert git(project, "status", "--porcelain") == ""


def test_inside_a_repository_there_is_no_second_one(here: Path, quickscale: Run) -> None:
    git(here, "init")
    ended = quickscale("init", "acme", *PLAIN)
    assert (ended.code, ended.err) == (0, "")
    assert not (here / "acme" / ".git").exists()
    assert f"  Commit it yourself: no repository was made inside that of {here}\n" in ended.out


def test_a_folder_that_is_a_repository_stays_the_owner_s(here: Path, quickscale: Run) -> None:
    git(here, "init")
    ended = quickscale("init", *PLAIN)
    assert (ended.code, ended.err) == (0, "")
    assert "  Commit it yourself: this folder was a git repository already\n" in ended.out
    assert not (here / ".git" / "index").exists()


def test_without_git_and_uv_the_project_is_made_all_the_same(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(here))
    ended = quickscale("init", "acme", *PLAIN, "--lock")
    assert ended.code == 1  # both were wanted
    assert "warning: lock was not run: uv is not installed\n" in ended.err
    assert "warning: git-init was not run: git is not installed\n" in ended.err
    assert ended.err.count("warning") == 2
    assert (here / "acme" / "manage.py").exists()


def test_a_lock_is_made_when_it_is_wanted(
    here: Path, quickscale: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "bin" / "uv"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!{sys.executable}\nimport sys\nopen("args", "w").write(sys.argv[1])\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(stand_in.parent), prepend=os.pathsep)
    ended = quickscale("init", "acme", *PLAIN, "--lock", "--no-git")
    assert "\n  dependencies locked in uv.lock\n" in ended.out
    assert (here / "acme" / "args").read_text() == "lock"


FAILING = """
import sys

@hookimpl
def post_generate(project):
    yield Run(name="seed", argv=(sys.executable, "-c", "raise SystemExit('no seeds')"))
    yield Note(text="Look at /blog/")
"""


def test_what_a_project_needs_to_start_is_told_before_what_starts_it(
    here: Path, quickscale: Run, install: Run
) -> None:
    install(
        "blog",
        "@hookimpl\ndef post_generate(project):\n"
        "    yield Note(text='Look at /blog/')\n"
        "    yield Note(text='', command='make blog', stage='prepare')\n",
    )
    told = quickscale("init", "acme", *PLAIN, "--no-git", "--with", "blog").out
    order = [told.index(it) for it in ("make blog", "runserver", "Look at /blog/")]
    assert order == sorted(order)


def test_a_failed_step_is_told_and_the_project_stays(
    here: Path, quickscale: Run, install: Run
) -> None:
    install("blog", FAILING)
    ended = quickscale("init", "acme", *PLAIN, "--no-git", "--with", "blog")
    assert ended.code == 1
    assert ended.err.startswith("warning: seed ended with exit code 1\n  no seeds\nfix: repeat it:")
    assert "cd acme && " in ended.err
    assert "Created acme" in ended.out
    assert ended.out.endswith("  Look at /blog/\n")
    assert (here / "acme" / "manage.py").exists()


def test_elsewhere_a_failed_step_is_repeated_there(
    here: Path, quickscale: Run, install: Run
) -> None:
    install("blog", FAILING)
    (here / "my sites").mkdir()
    ended = quickscale(
        "init", "acme", *PLAIN, "--no-git", "--with", "blog", "--dest", str(here / "my sites")
    )
    assert "fix: repeat it: cd 'my sites/acme' && " in ended.err


def test_in_this_folder_a_failed_step_is_repeated_from_here(
    here: Path, quickscale: Run, install: Run
) -> None:
    install("blog", FAILING)
    ended = quickscale("init", *PLAIN, "--no-git", "--with", "blog")
    assert f"fix: repeat it: {sys.executable} -c " in ended.err


def test_steps_that_cannot_be_said_are_told(here: Path, quickscale: Run, install: Run) -> None:
    install("blog", "@hookimpl\ndef post_generate(project):\n    raise KeyError('x')\n")
    ended = quickscale("init", "acme", *PLAIN, "--no-git", "--with", "blog")
    assert ended.code == 1
    assert "warning: blog 2.5" in ended.err
    assert "raises KeyError" in ended.err
    assert (here / "acme" / "quickscale.lock").exists()


def test_steps_that_cannot_be_run_are_told_and_the_project_stays(
    here: Path, quickscale: Run, install: Run
) -> None:
    install(
        "blog",
        "@hookimpl\ndef post_generate(project):\n"
        "    yield Run(name='seed', argv='manage.py seed')\n"
        "    yield Run(name='none', argv=(), timeout=0)\n"
        "    yield Note(text=3)\n"
        "    yield Note(text='Look', stage='soon')\n",
    )
    ended = quickscale("init", "acme", *PLAIN, "--no-git", "--with", "blog")
    assert ended.code == 1
    for what in (
        "Run 'seed' of blog 2.5 (fixture) has argv 'manage.py seed'",
        "Run 'none' of blog 2.5 (fixture) has argv ()",
        "Run 'none' of blog 2.5 (fixture) has timeout 0",
        "Note 3 of blog 2.5 (fixture) has text 3",
    ):
        told = re.sub(r"\(fixture_\d+\)", "(fixture)", ended.err)
        assert f"warning: {what}\n  in post_generate\nfix: give a " in told
    assert "has stage 'soon'\n  in post_generate\nfix: give one of prepare, start, use\n" in told
    assert (here / "acme" / "quickscale.lock").exists()


# As a user runs it


def test_the_program_runs_as_a_process(here: Path) -> None:
    program = [sys.executable, "-m", "quickscale_core"]
    made = subprocess.run(
        [*program, "init", "acme", *PLAIN, "--no-git"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Created acme" in made.stdout
    assert "\x1b" not in made.stdout + made.stderr
    version = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout == f"quickscale {__version__}\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes are different there")
def test_a_reader_who_leaves_early_is_no_error(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "quickscale_core", "init", "acme", *PLAIN, "--dry-run"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.skipif(os.name == "nt", reason="shells are different there")
def test_closed_streams_are_no_error(here: Path) -> None:
    command = f"{sys.executable} -m quickscale_core"
    for words, closed in (
        ("plugins list", ">&-"),
        ("--help", ">&-"),
        ("init acme --theme starter --no-git", ">&- 2>&-"),
    ):
        ended = subprocess.run(
            ["sh", "-c", f"{command} {words} {closed}"], stderr=subprocess.PIPE, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, b""), words
    assert (here / "acme" / "quickscale.lock").exists()


def test_letters_that_a_stream_lacks_are_escaped(here: Path) -> None:
    parent = here / "caf\u00e9"
    parent.mkdir()
    said = {}
    for flag in ("--json", "--yes"):
        words = ["init", f"as-{flag[2:]}", *PLAIN, "--no-git", "--dest", str(parent), flag]
        ended = subprocess.run(
            [sys.executable, "-m", "quickscale_core", *words],
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            cwd=here.parent,
            capture_output=True,
            check=True,
        )
        said[flag] = ended.stdout.decode("ascii")
    assert json.loads(said["--json"])["path"] == str(parent / "as-json")
    assert "\n  cd 'here/caf\\xe9/as-yes'\n" in said["--yes"]


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("place", ["generate.plan_project", "os.rename"])
def test_an_interruption_is_one_word_and_leaves_nothing(here: Path, name: str, place: str) -> None:
    code = f"""
import os, signal, sys
from quickscale_core import generate
from quickscale_core.__main__ import run
def interrupted(*args, **kwargs): os.kill(os.getpid(), signal.{name})
{place} = interrupted
sys.argv[1:] = ["init", "acme", "--theme", "starter", "--no-git"]
sys.exit(run())
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (130, b"interrupted")
    assert list(here.iterdir()) == []


def test_the_generator_is_the_same_from_a_program(here: Path) -> None:
    own = here / "own"
    (own / "__package__").mkdir(parents=True)
    (own / "README.md.j2").write_text("# << project.title | md >>\n")
    (own / "__package__" / "extra.py").write_text("EXTRA = 1\n")
    project = ProjectGenerator(own, theme="starter").generate("my-shop", here)
    assert project == here / "my-shop"
    assert (project / "README.md").read_text() == "# My shop\n"
    assert (project / "my_shop" / "extra.py").read_text() == "EXTRA = 1\n"
    assert "my_shop/extra.py" in read_lock((project / "quickscale.lock").read_bytes()).made()


def test_a_program_may_name_the_projects_own_folder(here: Path) -> None:
    made = ProjectGenerator(theme="starter").generate("my-shop", here / "shop")
    assert made == here / "shop"
    assert (made / "my_shop" / "urls.py").is_file()
    with pytest.raises(QuickScaleError, match="does not exist"):
        ProjectGenerator(theme="starter").generate("my-shop", here / "none" / "shop")


def test_the_generator_refuses_what_the_command_refuses(here: Path) -> None:
    with pytest.raises(QuickScaleError, match="is not a folder of files"):
        ProjectGenerator(here / "none").generate("acme")
    (here / "acme").mkdir()
    with pytest.raises(QuickScaleError, match="acme exists"):
        ProjectGenerator(theme="starter").generate("acme")
