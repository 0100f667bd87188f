"""The packages of npm that modules ask for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apps.frontend import composed
from apps.frontend.checks import check_npm_packages

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings


@pytest.fixture
def package_json(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a project has its packages, and have a module ask for one."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "frontend").mkdir()
    monkeypatch.setattr(composed, "NPM_PACKAGES", {"dayjs": "1.11.0"})
    return tmp_path / "frontend" / "package.json"


@pytest.mark.parametrize("group", ["dependencies", "devDependencies"])
def test_what_is_there_is_not_told(package_json: Path, group: str) -> None:
    package_json.write_text(json.dumps({group: {"dayjs": "1.11.0"}}))
    assert check_npm_packages() == []


@pytest.mark.parametrize("there", [{}, {"dayjs": "1.10.0"}])
def test_what_is_lacking_is_told_with_the_command(
    package_json: Path, there: dict[str, str]
) -> None:
    package_json.write_text(json.dumps({"dependencies": there}))
    (warning,) = check_npm_packages()
    assert "frontend/package.json lacks dayjs 1.11.0" in warning.msg
    assert warning.hint == "npm --prefix frontend install --save-exact dayjs@1.11.0"


def test_an_image_has_no_such_file(package_json: Path) -> None:
    assert not package_json.exists()
    assert check_npm_packages() == []
