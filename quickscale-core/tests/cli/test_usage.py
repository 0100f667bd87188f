"""A command line that is wrong, told as data where that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("init", "--json", "--wiht", "auth"), "no such option '--wiht'"),
        (("init", "--json", "--dest"), "option '--dest' requires an argument"),
        (("validate", "a", "b", "--json"), "got unexpected extra argument (b)"),
        (("schema", "--json"), "no such option '--json'"),
        (("nothing", "--json"), 'there is no command "nothing"'),
        (("plugins", "nothing", "--json"), "no such command 'nothing'"),
    ],
)
def test_a_wrong_command_line_is_one_json_document(
    here: Path, quickscale: Run, words: tuple[str, ...], what: str
) -> None:
    ended = quickscale(*words)
    assert ended.code == 2
    document = ended.json()
    assert document["exit_code"] == 2
    assert [it["what"] for it in document["problems"]] == [what]
    assert what in ended.err


def test_without_json_stdout_stays_empty(here: Path, quickscale: Run) -> None:
    ended = quickscale("init", "--wiht", "auth")
    assert (ended.code, ended.out) == (2, "")
    ended = quickscale("init", "--wiht", "--", "--json")
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize(
    "words",
    [
        ("init", "shop", "--with", "nosuch"),
        ("init", "shop", "--theme", "nosuch"),
        ("init", "shop", "--deploy", "nosuch"),
        ("init", "shop", "--dest", "nowhere"),
        ("init", "Shop"),
        ("init", "shop", "--with", "garden", "--set", "garden.size=many"),
        ("init", "shop", "--set", "garden.size=3"),
        ("plan", "shop", "--with", "nosuch"),
        ("plugins", "info", "nosuch"),
        ("plugins", "new", "Bad-Name", "--kind", "module"),
        ("plugins", "check", "nowhere"),
        ("validate", "nowhere.yml"),
    ],
)
def test_a_bad_value_on_the_command_line_is_2(
    here: Path, quickscale: Run, release: Run, words: tuple[str, ...]
) -> None:
    release("1.0", {"garden/beds.txt": "one\n"})
    assert quickscale(*words).code == 2
    assert not (here / "shop").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nosuch"),
        ("add", "garden@nonsense"),
        ("remove", "nosuch"),
        ("theme", "nosuch"),
        ("set", "nosuch.size=3"),
        ("set", "garden.size=many"),
        ("set", "nonsense"),
        ("plan", "--add", "nosuch"),
        ("update", "nosuch"),
        ("diff", "nosuch"),
        ("push", "nosuch"),
        ("resolve", "nosuch"),
        ("apply", "nowhere.json"),
    ],
)
def test_a_bad_value_in_a_project_is_2(
    here: Path,
    quickscale: Run,
    release: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    release("1.0", {"garden/beds.txt": "one\n"})
    assert (
        quickscale("init", "shop", "--with", "garden", "--theme", "starter", "--no-git").code == 0
    )
    monkeypatch.chdir(here / "shop")
    assert (
        quickscale(*words, "--yes" if words[0] in {"add", "remove", "set"} else "--json").code == 2
    )


def test_what_is_known_and_not_installed_is_a_refusal(here: Path, quickscale: Run) -> None:
    """The command line is right, the environment is not."""
    from quickscale_core.plugins.discovery import KNOWN_PLUGINS, Registry  # noqa: PLC0415

    absent = next((it for it in KNOWN_PLUGINS if it not in Registry.installed()), None)
    if absent is None:
        pytest.skip("every known plugin is installed here")
    assert quickscale("plugins", "info", absent).code == 1


@pytest.mark.parametrize("closed", [("stdin",), ("stdin", "stdout"), ("stdin", "stdout", "stderr")])
@pytest.mark.parametrize(
    "words",
    [
        ("init", "shop", "--no-git"),
        ("set", "project.title=Füß"),
        ("remove", "garden"),
        ("undo",),
        ("resolve",),
        ("doctor",),
        ("apply", "-"),
        ("plan", "--diff"),
    ],
)
def test_with_streams_closed_there_is_no_traceback(
    here: Path,
    quickscale: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    closed: tuple[str, ...],
) -> None:
    assert quickscale("init", "acme", "--theme", "starter", "--no-git").code == 0
    if words[0] != "init":
        monkeypatch.chdir(here / "acme")
    for name in closed:
        monkeypatch.setattr(f"sys.{name}", None)
    assert quickscale(*words).code in {0, 1, 2}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_locale_that_lacks_letters_is_no_traceback(here: Path, encoding: str) -> None:
    import os  # noqa: PLC0415
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": f"{encoding}:strict",
    }
    for words in (
        ["init", "acme", "--no-git"],
        ["set", "project.title=Füß 日本", "--yes"],
        ["status"],
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "quickscale_core", *words],
            cwd=here / "acme" if words[0] != "init" else here,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert (ended.returncode, b"Traceback" in ended.stderr) == (0, False), ended.stderr
