"""No page and no e-mail says anything that could not be said in another language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tools.projects import Project, generate, installed_plugins, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).parent / "files" / "untranslated.py"
KNOWN = ("visa", "utc", "can we pay by invoice?", "we are a team of twelve.")
"""What is the same in every language, in small letters: names, and what a visitor wrote."""

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=["starter", pytest.param("htmx", marks=pytest.mark.sweep)])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project of everything, with the demo company in it."""
    modules = installed_plugins().modules
    folder = tmp_path_factory.mktemp("translated")
    made = generate(folder, modules=modules, theme=request.param, options=parts_of(modules))
    made.manage("migrate", "--verbosity", "0")
    made.manage("seed_demo")
    return made


@pytest.fixture(scope="module")
def look(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Return a function that looks at all pages, with some texts left in English."""

    def look(*forgotten: str) -> Any:  # noqa: ANN401 - as JSON is
        folder = tmp_path_factory.mktemp("look")
        asked, told = folder / "asked.json", folder / "told.json"
        settings = f"{project.folder.name}.settings.local"
        asking = {"settings": settings, "email": "ada@example.com", "known": KNOWN}
        asked.write_text(json.dumps({**asking, "forgotten": forgotten}), encoding="utf-8")
        project.run(str(SCRIPT), str(asked), str(told))
        return json.loads(told.read_text(encoding="utf-8"))

    return look


def test_every_text_is_translated(look: Callable[..., Any]) -> None:
    found = look()

    assert found["seen"] > 100
    assert found["told"] == {}


def test_a_text_that_nobody_translates_is_found(look: Callable[..., Any]) -> None:
    found = look("Save profile", "Your password was changed")

    assert "Save profile" in found["told"]["/settings/profile/"]
    assert "Your password was changed" in found["told"]["account/email/password_changed"]
