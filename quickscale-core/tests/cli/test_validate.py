from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.record.lock import Lock, LockedOption, format_lock

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]

CARD = """options=(
    Option(name="color", type="choice", choices=("red", "green"), default="red", help="Which?"),
    Option(name="count", type="int", default=3, help="How many?", mutable=False),
)"""
HEAD = "schema: 1\nproject: {name: acme}\ntheme: {name: starter}\n"


@pytest.fixture
def check(here: Path, quickscale: Run, install: Run) -> Run:
    """Check a text with a module named garden installed."""
    install("garden", card=CARD)
    install("meadow", card='conflicts=("garden",)')

    def run(text: str | bytes, *words: str) -> Any:  # noqa: ANN401
        data = text.encode() if isinstance(text, str) else text
        (here / "quickscale.yml").write_bytes(data)
        return quickscale("validate", *words)

    return run


def test_a_file_that_is_right(check: Run) -> None:
    text = f"\ufeff{HEAD}modules:\r\n  garden: {{version: '>=2', options: {{color: green}}}}\r\n"
    ended = check(text)
    assert (ended.code, ended.out, ended.err) == (0, "quickscale.yml is valid\n", "")
    assert check(text, "--json").json() == {"valid": True, "path": "quickscale.yml"}


def test_everything_wrong_is_told_in_the_order_of_the_file(check: Run) -> None:
    ended = check(
        "schema: 1\n"
        "project: {name: Acme, tilte: x}\n"
        "theme: {name: garden}\n"
        "modules:\n"
        "  garden: {version: '>=9', options: {color: geren, count: many}}\n"
        "  starter: {}\n"
        "  graden: {options: {a: 1}}\n"
        "settings: {DEBUG: true, x: 1}\n"
    )
    assert (ended.code, ended.out) == (2, "")
    said = re.sub(r"fixture_[0-9]+", "GARDEN", ended.err)
    assert said == (
        'error: "Acme" has upper-case letters, and a package has none\n'
        "  quickscale.yml:2:17\n"
        "fix: choose another name, for example acme\n\n"
        'error: quickscale.yml has an unknown key "tilte" under project:\n'
        "  quickscale.yml:2:23\n"
        'fix: did you mean "title"?\n\n'
        "error: garden is a module, not a theme\n"
        "  garden is asked for by quickscale.yml:3:15\n"
        "fix: name it under modules:\n\n"
        "error: garden 2.5 is installed, and garden>=9 is needed\n"
        "  garden is asked for by quickscale.yml:5:3\n"
        'fix: pip install "GARDEN>=9"\n\n'
        'error: garden.color must be one of red, green, not "geren" (did you mean "green"?)\n'
        "  quickscale.yml:5:45\n"
        'fix: choose "red" or "green"\n\n'
        'error: garden.count must be a whole number, not "many"\n'
        "  quickscale.yml:5:59\n"
        "fix: choose a number such as 3\n\n"
        "error: starter is a theme, not a module\n"
        "  starter is asked for by quickscale.yml:6:3\n"
        "fix: name it under theme:\n\n"
        "error: no plugin named graden is installed\n"
        "  graden is asked for by quickscale.yml:7:3\n"
        'fix: did you mean "garden"?\n\n'
        "error: DEBUG cannot be set under settings:, because core writes it itself\n"
        "  quickscale.yml:8:12\n"
        "fix: change it in the generated settings, which are yours\n\n"
        'error: "x" under settings: is not a Django setting\n'
        "  quickscale.yml:8:28\n"
        "fix: write it in upper case: X\n"
    )


def test_problems_are_data_under_json(check: Run) -> None:
    ended = check(HEAD + "modules: {garden: {options: {colour: red}}}\n", "--json")
    assert ended.code == 2
    assert ended.json() == {
        "exit_code": 2,
        "problems": [
            {
                "what": 'garden has no option "colour"',
                "where": ["quickscale.yml:4:38"],
                "fix": 'did you mean "color"?',
            }
        ],
    }


def test_what_plugins_say_together_is_checked(check: Run) -> None:
    ended = check(HEAD + "modules: {garden: {}, meadow: {}}\n")
    assert ended.code == 2
    assert "error: meadow and garden cannot be in one project" in ended.err


def test_contributions_that_clash_are_told(check: Run, install: Run) -> None:
    for name, value in (("one", 1), ("two", 2)):
        install(
            name,
            f"""
            @hookimpl
            def contribute_settings(spec):
                yield Setting(name="PETALS", value={value})
            """,
        )
    ended = check(HEAD + "modules: {one: {}, two: {}}\n")
    assert ended.code == 2
    assert "PETALS" in ended.err
    assert check(HEAD + "modules: {one: {}, two: {}}\nsettings: {PETALS: 3}\n").code == 0


def test_lasting_answers_are_held_against_the_lock(check: Run, here: Path) -> None:
    lock = Lock(core="1.0", options=(LockedOption("garden", "count", "3"),))
    (here / "quickscale.lock").write_bytes(format_lock(lock))
    ended = check(HEAD + "modules: {garden: {options: {count: 4}}}\n")
    assert ended.code == 2
    assert "garden.count is 3 since the project was made, and cannot become 4" in ended.err


def test_another_file_is_checked_where_it_is(check: Run, here: Path, quickscale: Run) -> None:
    (here / "other.yml").write_text(HEAD + "zzz: 1\n")
    ended = quickscale("validate", "other.yml")
    assert ended.code == 2
    assert "  other.yml:4:1\n" in ended.err


def test_what_is_no_yaml_is_told(check: Run) -> None:
    assert "quickscale.yml:1:5" in check("a: b: c\n").err
    ended = check(HEAD.encode() + b"# caf\xe9\n")
    assert (ended.code, ended.err) == (
        2,
        "error: quickscale.yml is not UTF-8 text\n  quickscale.yml:4\nfix: save it as UTF-8\n",
    )


def test_a_file_that_is_missing(here: Path, quickscale: Run) -> None:
    ended = quickscale("validate")
    assert ended.code == 1
    assert "here is not a QuickScale project" in ended.err
    ended = quickscale("validate", "nothing.yml")
    assert ended.code == 2
    assert ended.err == "error: there is no nothing.yml\n"


def test_a_folder_of_the_project_will_do(
    check: Run, here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(HEAD)
    (here / "apps").mkdir()
    monkeypatch.chdir(here / "apps")
    assert quickscale("validate").out == "quickscale.yml is valid\n"


def test_the_schema_knows_what_is_installed(quickscale: Run, install: Run) -> None:
    install("garden", card=CARD)
    ended = quickscale("schema")
    assert (ended.code, ended.err) == (0, "")
    modules = ended.json()["properties"]["modules"]["properties"]
    assert modules["garden"]["properties"]["options"]["properties"] == {
        "color": {"enum": ["red", "green"], "description": "Which?", "default": "red"},
        "count": {
            "type": "integer",
            "description": "How many? It cannot change once the project exists.",
            "default": 3,
        },
    }
