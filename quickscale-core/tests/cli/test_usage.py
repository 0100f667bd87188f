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
