"""An icon that is named and not drawn is told before anybody misses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.components.checks import check_icons, icons_drawn

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings


def test_every_icon_of_the_project_is_drawn() -> None:
    assert icons_drawn()
    assert check_icons(None) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/pages/new.html", '<c-icon name="no-such-icon" />'),
        ("apps/shop/dashboard.py", 'TASK = Task(icon="no-such-icon")\n'),
    ],
)
def test_an_icon_that_is_not_drawn_is_told_with_its_file(
    path: str, text: str, tmp_path: Path, settings: Settings
) -> None:
    place = tmp_path / path
    place.parent.mkdir(parents=True)
    place.write_text(text, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    (told,) = check_icons(None)
    assert told.msg == f"{path} names the icon no-such-icon, which is not drawn."
    assert "quickscale.yml" in str(told.hint)


def test_nothing_is_told_of_a_theme_without_a_sprite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.components.checks.finders.find", lambda _: None)
    assert check_icons(None) == []
