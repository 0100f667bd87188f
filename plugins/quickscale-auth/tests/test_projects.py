"""Projects made with the plugin: every kind of answer passes the tests that ship with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import run_gate
from quickscale_modules.auth.social import PROVIDERS

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import MakeProject

KINDS: dict[str, dict[str, object]] = {
    "invited": {
        "signup": "invite",
        "passkeys": "signup",
        "social": tuple(PROVIDERS),
        "staff_mfa": True,
    },
    "bare": {"signup": "closed", "verification": "optional", "passkeys": "off", "mfa": False},
    "trusting": {"verification": "none", "mfa": False, "social": ("openid_connect",)},
    "linked": {"verification_method": "link", "staff_mfa": True, "passkeys": "off"},
}
"""Answers that together hold every value of every option."""

QUICK = ("ruff check", "ruff format", "mypy", "djlint", "makemigrations", "check --deploy")


@pytest.mark.sweep
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_answer_passes_the_gate(
    kind: str, quickscale_project: MakeProject, tmp_path: Path
) -> None:
    project = quickscale_project(["auth"], options={"auth": KINDS[kind]})

    run_gate(project, tmp_path, checks=[*QUICK, "pytest on SQLite"]).check()


def test_the_answers_hold_every_value() -> None:
    from quickscale_modules.auth.plugin import PLUGIN  # noqa: PLC0415

    for option in PLUGIN.options:
        given = [kind.get(option.name, option.default) for kind in KINDS.values()]
        if option.type == "list":
            assert {one for value in given for one in value} == set(option.choices)  # type: ignore[attr-defined]
        else:
            assert set(given) == set(option.choices or (False, True)), option.name
