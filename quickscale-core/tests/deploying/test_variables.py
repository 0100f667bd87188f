"""Which variables are set, what the owner's file may say, and that secrets are never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.deploying.variables import (
    Variable,
    generated_variables,
    masked,
    missing_variables,
    read_own_variables,
)
from quickscale_core.errors import QuickScaleError
from quickscale_core.plugin_api.contributions import EnvVar

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = (
    EnvVar(name="SECRET_KEY", comment="Signs", secret=True, generate=True),
    EnvVar(name="TIME_ZONE", comment="Zone"),
)


@pytest.mark.parametrize(
    ("rule", "now", "then"),
    [
        ("once", "", "new"),
        ("once", "old", None),
        ("set", "old", "new"),
        ("set", "new", None),
        ("contains", "", "new"),
        ("contains", "old, other", "old,other,new"),
        ("contains", "new,old", None),
    ],
)
def test_a_rule_says_what_becomes_of_what_is_there(rule: str, now: str, then: str | None) -> None:
    wanted = Variable(name="X", value="new", rule=rule)  # type: ignore[arg-type]

    missing = missing_variables([wanted], {"X": now} if now else {})

    assert [it.value for it in missing] == ([] if then is None else [then])
    assert missing_variables(missing, {it.name: it.value for it in missing}) == ()


def test_what_the_project_makes_up_is_fresh_each_time_and_kept_once_it_is_there() -> None:
    one, other = (list(generated_variables(KNOWN)) for _ in range(2))

    assert [it.name for it in one] == ["SECRET_KEY"]
    assert one[0].value != other[0].value
    assert missing_variables(other, {"SECRET_KEY": one[0].value}) == ()
    assert one[0].value not in one[0].shown


def read(folder: Path, text: str) -> dict[str, Variable]:
    (folder / ".env.x").write_text(text)
    return {it.name: it for it in read_own_variables(folder, ".env.x", KNOWN)}


def test_the_owners_file_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "# comment\n\nTIME_ZONE='Europe/Zurich' # home\nexport TOKEN=abc # why\nEMPTY=\n"
        'NAME="Acme & Co"\nURL=postgres://u:p#w@h/n\n',
    )

    assert {name: it.value for name, it in found.items()} == {
        "TIME_ZONE": "Europe/Zurich",
        "TOKEN": "abc",
        "NAME": "Acme & Co",
        "URL": "postgres://u:p#w@h/n",
    }
    assert not found["TIME_ZONE"].secret
    assert found["TOKEN"].secret  # the project does not know it, so it may be one


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_own_variables(tmp_path, ".env.x", KNOWN) == ()


def test_every_wrong_line_is_told_and_none_is_shown(tmp_path: Path) -> None:
    with pytest.raises(QuickScaleError) as caught:
        read(tmp_path, "A=1\nhidden words\nB='open-secret\n")

    assert [it.where for it in caught.value.problems] == [(".env.x:2",), (".env.x:3",)]
    assert "hidden" not in str(caught.value)
    assert "open-secret" not in str(caught.value)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("A=1\n")
    (tmp_path / ".env.x").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(QuickScaleError, match="cannot be read, or is a link"):
        read_own_variables(tmp_path, ".env.x", KNOWN)


def test_secrets_are_taken_out_of_a_text() -> None:
    text = "postgres://u:hunter22@h failed: hunter22-and-more, ab"

    assert masked(text, {"hunter22", "hunter22-and-more", "ab"}) == (
        "postgres://u:(secret)@h failed: (secret), ab"
    )


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("postgres://me:hunter22@db/x", "no password hunter22 for me"),
        ("postgres://me:hunter%2F22@db/x", "no password hunter/22 for me"),
        ('hunter"22', '{"key": "hunter\\"22"}'),
        ("hunter/22&x", "https://example.com/?key=hunter%2F22%26x"),
        ("hunter 22", "curl --user 'hunter 22'"),
        ("hunter22\\n", "repr: 'hunter22\\\\n'"),
    ],
)
def test_a_secret_is_hidden_in_whatever_form_a_program_shows_it(secret: str, text: str) -> None:
    assert "hunter" not in masked(text, {secret})
