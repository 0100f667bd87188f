"""What a browser loads comes in few pieces, and is the same as in many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.template import Context, Template

from apps.ops.static_files import SiteFilesStorage

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

FILES = {
    "site.css": '/* All of it. */\n@import "a.css";\n@import "parts/b.css";\n',
    "a.css": "/*! a licence */\n/* a comment\n   of two lines */\na { color: red; }\n",
    "parts/b.css": 'b { background: url("data:image/png;base64,AA//*"); }\n',
    "site.js": 'import "./a.js";\nimport "./parts/b.js";\n',
    "a.js": "// a comment\nconst one = 'http://example.com/'; // kept\n",
    "parts/b.js": "const one = 1;\n",
    "plain.css": '@import "a.css";\nb { color: red; }\n',
    "long.css": "a { color: red; }\n" * 200,
    "plain.js": 'import "./a.js";\nconst two = 2;\n',
}


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    """Return the folder into which the files are collected."""
    for name, text in FILES.items():
        place = tmp_path / "static" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "apps.ops.static_files.SiteFilesStorage"},
    }
    call_command("collectstatic", "--no-input", verbosity=0)
    return tmp_path / "collected"


def served(collected: Path, name: str) -> str:
    """Return what a browser gets under a name."""
    stored: str = SiteFilesStorage(location=collected).stored_name(name)
    return (collected / stored).read_text("utf-8")


def test_a_stylesheet_that_names_others_holds_them(collected: Path) -> None:
    assert served(collected, "site.css") == (
        "/*! a licence */\na { color: red; }\n"
        'b { background: url("data:image/png;base64,AA//*"); }\n'
    )


def test_a_script_that_names_others_holds_them_each_with_names_of_its_own(collected: Path) -> None:
    assert served(collected, "site.js") == (
        "{\nconst one = 'http://example.com/'; // kept\n}\n{\nconst one = 1;\n}\n"
    )


def test_what_holds_more_than_names_stays_as_it_is(collected: Path) -> None:
    assert served(collected, "plain.js") == FILES["plain.js"]
    assert "b { color: red; }" in served(collected, "plain.css")
    assert "a { color: red; }" not in served(collected, "plain.css")


def test_a_second_time_is_like_the_first(collected: Path) -> None:
    first = served(collected, "site.css")
    call_command("collectstatic", "--no-input", verbosity=0)
    assert served(collected, "site.css") == first


def test_files_are_there_compressed(collected: Path) -> None:
    names = {path.name.partition(".css")[2] for path in collected.glob("long.*.css*")}
    assert names == {"", ".br", ".gz"}


def test_a_name_of_nothing_is_told(tmp_path: Path, collected: Path) -> None:
    (tmp_path / "static" / "site.css").write_text('@import "gone.css";\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"site\.css names gone\.css"):
        call_command("collectstatic", "--no-input", verbosity=0)


def test_nothing_is_written_by_a_dry_run(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path / "nothing"
    call_command("collectstatic", "--no-input", "--dry-run", verbosity=0)
    assert not (tmp_path / "nothing").exists()


def test_a_page_loads_a_bundle_s_parts_where_none_was_collected() -> None:
    links = Template("{% load bundles %}{% stylesheets 'theme/site.css' %}").render(Context())
    assert "theme/site.css" not in links
    assert links.index("theme/tokens.css") < links.index("theme/pieces.css")


def test_a_page_loads_a_bundle_in_one_piece_where_it_was_collected(collected: Path) -> None:
    links = Template("{% load bundles %}{% stylesheets 'site.css' %}").render(Context())
    assert re.fullmatch(r'<link rel="stylesheet" href="/static/site\.\w{12}\.css">', links)
