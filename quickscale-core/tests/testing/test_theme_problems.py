"""What a theme lacks is told by file and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File, FileTree
from quickscale_core.plugin_api import ICONS
from quickscale_core.testing import theme_problems

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

BUTTON = "templates/cotton/button.html"
SETTINGS = "templates/layouts/settings.html"


@pytest.fixture(scope="module")
def files(compose: ComposeProject) -> FileTree:
    """Return a project in the starter theme, which lacks nothing."""
    return compose([], theme="starter").tree


def changed(files: FileTree, path: str, old: str, new: str) -> FileTree:
    """Return the files with one text exchanged in one of them."""
    text = files[path].data.decode()
    assert old in text
    data = text.replace(old, new).encode()
    return FileTree({**files, path: File(content=Content(data), owner="starter")})


def test_the_starter_theme_lacks_nothing(files: FileTree) -> None:
    assert theme_problems(files, ICONS) == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [(BUTTON, "there is no cotton/button.html"), (SETTINGS, "there is no layouts/settings.html")],
)
def test_a_missing_file_is_told(files: FileTree, path: str, problem: str) -> None:
    left = FileTree({name: file for name, file in files.items() if name != path})
    assert theme_problems(left, ICONS) == [problem]


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        (BUTTON, 'icon=""', "", "cotton/button.html does not declare icon in its c-vars"),
        (
            BUTTON,
            'icon=""',
            'icon="" glyph=""',
            "cotton/button.html declares glyph, which the contract does not know",
        ),
        (
            "templates/layouts/auth.html",
            "block description",
            "block remark",
            "layouts/auth.html has no block description",
        ),
        (BUTTON, "<button", '<button style="color: red"', f"{BUTTON} has an inline style"),
        (BUTTON, "<button", '<button onclick="go()"', f"{BUTTON} has an inline onclick"),
    ],
)
def test_what_differs_from_the_contract_is_told(
    files: FileTree, path: str, old: str, new: str, problem: str
) -> None:
    assert theme_problems(changed(files, path, old, new), ICONS) == [problem]


def test_a_block_of_the_layout_that_is_extended_counts(files: FileTree) -> None:
    without = changed(files, "templates/layouts/app.html", "block actions", "block deeds")
    assert theme_problems(without, ICONS) == [
        "layouts/app.html has no block actions",
        "layouts/settings.html has no block actions",
    ]


def test_an_icon_that_is_not_drawn_is_told(files: FileTree) -> None:
    drawn = [name for name in ICONS if name != "zap"]
    assert theme_problems(files, drawn) == ["no icon is called zap"]
