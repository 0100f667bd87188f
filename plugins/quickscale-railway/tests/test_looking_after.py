"""Status, logs, open, rollback and destroy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from quickscale_core.deploying import Answer, Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World


@pytest.fixture
def twice(world: World) -> tuple[World, str, str]:
    """A site that was deployed twice, with both commits."""
    first = world.head()
    assert world.deploy().code == 0
    second = world.change("NEWS.md", "new\n")
    assert world.deploy().code == 0
    return world, first, second


def test_status_says_what_runs_and_tries_it(twice: tuple[World, str, str]) -> None:
    world, first, second = twice

    done = world.run("status", "--json").json()

    assert (done["commit"], done["previous"], done["sound"]) == (second, first, True)
    assert done["url"] == "https://acme-production.up.railway.app"
    assert done["dashboard"].startswith("https://railway.com/project/")

    world.site.answers["/admin/"] = Answer(500, "")
    broken = world.run("status")
    assert broken.code == 1
    assert "failed  administration: 500" in broken.out


def test_a_release_that_failed_leaves_the_one_before_it(
    twice: tuple[World, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _, second = twice
    world.change("NEWS.md", "newer\n")
    monkeypatch.setenv("STANDIN_WEB_ENDS", "failed")
    assert world.deploy().code == 1

    assert world.run("status", "--json").json()["commit"] == second


def test_open_prints_the_address(twice: tuple[World, str, str]) -> None:
    world, *_ = twice

    assert world.run("open", "--print").out == "https://acme-production.up.railway.app\n"


def test_logs_are_those_of_railway(
    twice: tuple[World, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, *_ = twice
    words: list[tuple[str, ...]] = []

    def hand_over(_program: Program, *arguments: str) -> int:
        words.append(arguments)
        return 7

    monkeypatch.setattr(Program, "hand_over", hand_over)

    assert world.run("logs", "--tail", "5").code == 7
    assert world.run("logs", "--follow").code == 7
    assert words[0][-2:] == ("--lines", "5")
    assert "--lines" not in words[1]


def test_a_rollback_deploys_the_commit_before(twice: tuple[World, str, str]) -> None:
    world, first, second = twice

    done = world.run("rollback", "--yes")

    assert done.code == 0, done.err
    assert "NEWS.md" not in world.instance("web")["deployments"][-1]["files"]
    status = world.run("status", "--json").json()
    assert (status["commit"], status["previous"]) == (first, second)


def test_a_rollback_asks(twice: tuple[World, str, str]) -> None:
    world, *_ = twice
    changes = world.state["changes"]

    assert world.run("rollback", "--no-input").code == 1
    assert world.state["changes"] == changes


def test_a_rollback_to_what_runs_is_none(twice: tuple[World, str, str]) -> None:
    world, _, second = twice

    done = world.run("rollback", second, "--yes")

    assert done.code == 0
    assert "is what runs already" in done.out


def test_a_rollback_to_no_commit_is_refused(twice: tuple[World, str, str]) -> None:
    world, *_ = twice

    done = world.run("rollback", "nosuch", "--yes")

    assert done.code == 1
    assert "there is no commit nosuch" in done.err


def test_the_first_commit_has_none_before_it(world: World) -> None:
    world.deploy()

    done = world.run("rollback", "--yes")

    assert done.code == 1
    assert "is the first commit that was deployed" in done.err


def answering(text: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a program that answers for the site."""
    program = tmp_path_factory.mktemp("ssh") / "answer"
    program.write_text(f"#!/bin/sh\necho '{text}'\n")
    program.chmod(0o755)
    return str(program)


MIGRATION = "apps/pages/migrations/0002_title.py"


def test_an_applied_migration_forbids_a_rollback(twice: tuple[World, str, str]) -> None:
    """The site cannot be asked here, so what the commit lacks counts as applied."""
    world, *_ = twice
    world.change(MIGRATION, "# a migration\n")
    world.deploy()
    changes = world.state["changes"]

    done = world.run("rollback", "--yes")

    assert done.code == 1
    assert "does not know a migration that is applied" in done.err
    assert "pages.0002_title" in done.err
    assert "python manage.py migrate pages 0001" in done.err
    assert world.state["changes"] == changes


@pytest.mark.usefixtures("executable")
def test_a_migration_that_was_taken_back_forbids_nothing(
    twice: tuple[World, str, str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, *_ = twice
    world.change(MIGRATION, "# a migration\n")
    world.deploy()
    listed = "pages\n [X] 0001_initial\n [ ] 0002_title"
    monkeypatch.setenv("STANDIN_SSH", answering(listed, tmp_path_factory))
    assert world.run("rollback", "--yes").code == 0

    world.change("NEWS.md", "again\n")
    world.deploy()
    applied = listed.replace("[ ]", "[X]")
    monkeypatch.setenv("STANDIN_SSH", answering(applied, tmp_path_factory))
    done = world.run("rollback", "--yes")
    assert done.code == 1
    assert "pages.0002_title" in done.err


def test_changed_packages_are_a_warning(twice: tuple[World, str, str]) -> None:
    world, *_ = twice
    world.change("requirements.txt", "# other packages\n")
    world.deploy()

    done = world.run("rollback", "--yes")

    assert done.code == 0
    assert "requirements.txt differs" in done.err


def test_destroy_names_what_goes_and_is_safe_to_repeat(world: World) -> None:
    world.deploy()

    assert world.run("destroy", "--no-input").code == 1
    done = world.run("destroy", "--yes")
    assert done.code == 0, done.err
    assert "Postgres" in done.out
    assert not json.loads(world.state_file.read_text())["projects"]

    again = world.run("destroy", "--yes")
    assert again.code == 0
    assert "nothing is deployed" in again.out


def files(world: World) -> dict[str, bytes]:
    """Return the project's files, and what they hold."""
    inside = [it for it in world.folder.rglob("*") if it.is_file() and ".git" not in it.parts]
    return {str(it): it.read_bytes() for it in inside}


@pytest.mark.parametrize("by", [KeyboardInterrupt, EOFError])
@pytest.mark.parametrize("words", ["", "rollback", "destroy", "in a project without it"])
def test_a_question_that_is_not_answered_changes_nothing(
    make_world: Callable[..., World],
    monkeypatch: pytest.MonkeyPatch,
    by: type[BaseException],
    words: str,
) -> None:
    world = make_world(deploy=not words.startswith("in "))
    if words in {"rollback", "destroy"}:
        assert world.deploy().code == 0
        world.change("NEWS.md", "new\n")
        assert world.deploy().code == 0
    changes = world.state["changes"] if world.state_file.exists() else 0
    kept = files(world)

    def stop(_text: str) -> str:
        raise by

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", stop)
    ended = world.run(*([words] if words in {"rollback", "destroy"} else []))

    assert (ended.code, ended.err.splitlines()[-1]) == (130, "interrupted")
    assert not world.state_file.exists() or world.state["changes"] == changes
    assert files(world) == kept
