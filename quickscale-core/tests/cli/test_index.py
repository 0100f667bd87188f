from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from quickscale_core.plugins.command_index import load_index

Run = Callable[..., Any]
COMMAND = '''
import click

@hookimpl
def contribute_commands():
    @click.command()
    def {name}():
        """{help}"""
        click.echo("{help}")
    return [{name}]
'''


@pytest.fixture
def cache() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "quickscale"


def test_help_imports_no_plugin_once_the_index_is_written(
    here: Path, quickscale: Run, install: Run, cache: Path
) -> None:
    folder = install("blog", COMMAND.format(name="publish", help="Publish it."))
    package = f"{folder.parent.name}.blog"
    assert "publish" in quickscale("--help").out
    assert len(list(cache.iterdir())) == 1
    del sys.modules[package]
    assert "Publish it." in quickscale("--help").out
    assert package not in sys.modules
    assert quickscale("publish").out == "Publish it.\n"


def test_what_is_installed_later_is_found(here: Path, quickscale: Run, install: Run) -> None:
    install("blog", COMMAND.format(name="publish", help="Publish it."))
    assert "rewrite" not in quickscale("--help").out
    _grow_older()
    install("news", COMMAND.format(name="rewrite", help="Rewrite it."))
    assert "rewrite" in quickscale("--help").out
    assert quickscale("rewrite").out == "Rewrite it.\n"


def test_a_plugin_that_is_edited_where_it_stands_is_asked_again(
    here: Path, quickscale: Run, install: Run
) -> None:
    folder = install("blog", COMMAND.format(name="publish", help="Publish it."))
    assert "Publish it." in quickscale("--help").out
    place = folder / "__init__.py"
    place.write_text(place.read_text().replace("Publish it.", "Send it out."))
    os.utime(place, (1, 1))
    del sys.modules[f"{folder.parent.name}.blog"]
    assert "Send it out." in quickscale("--help").out


def test_a_plugin_that_is_repaired_where_it_stands_is_asked_again(
    here: Path, quickscale: Run, install: Run
) -> None:
    folder = install("blog", COMMAND.format(name="publish", help="Publish it."))
    place = folder / "__init__.py"
    whole = place.read_text()
    place.write_text("import nothing_of_that_name\n")
    assert "Publish it." not in quickscale("--help").out
    place.write_text(whole)
    assert "Publish it." in quickscale("--help").out


def test_an_index_that_is_broken_or_another_s_is_made_anew(
    here: Path, quickscale: Run, cache: Path
) -> None:
    assert quickscale("--help").code == 0
    (place,) = cache.iterdir()
    whole = place.read_text()
    for text in ("", "{", "[]", "{}", '{"stamps": [], "files": []}', whole[:-40], "null"):
        place.write_text(text)
        assert "init " in quickscale("--help").out
        assert place.read_text() == whole
    place.write_text(whole.replace('"commands": [', '"commands": [{"name": "x"}, '))
    assert "init " in quickscale("--help").out


def test_without_a_folder_to_write_to_everything_works(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "file").touch()
    for name, value in (("XDG_CACHE_HOME", str(here / "file")), ("XDG_CACHE_HOME", "/proc/none")):
        monkeypatch.setenv(name, value)
        assert "init " in quickscale("--help").out
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "")
    assert "init " in quickscale("--help").out
    assert [it.name for it in here.iterdir()] == ["file"]


def test_the_cache_follows_the_system_s_habit(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    quickscale("--help")
    assert (Path.home() / ".cache" / "quickscale").is_dir()
    monkeypatch.setattr(sys, "platform", "darwin")
    quickscale("--help")
    assert (Path.home() / "Library" / "Caches" / "quickscale").is_dir()


def test_the_index_holds_what_completion_needs(here: Path, install: Run) -> None:
    install(
        "blog",
        card='options=(Option(name="feed", type="choice", default="rss", choices=("rss", "atom"),'
        ' help="F."), Option(name="open", type="bool", default=True, help="O."))',
    )
    for _ in range(2):  # asked, then read
        blog = load_index().plugins["blog"]
        assert (blog.kind, blog.summary) == ("module", "A module for tests")
        assert blog.options == (("feed", "rss,atom"), ("open", "true,false"))


def test_a_command_the_index_lists_and_nobody_offers_any_more(
    here: Path, quickscale: Run, install: Run
) -> None:
    folder = install("blog", COMMAND.format(name="publish", help="Publish it."))
    helper = folder / "__init__.py"
    quickscale("--help")
    stamp = helper.stat()
    text = helper.read_text()
    helper.write_text(text.replace("return [publish]", "return []"))
    os.utime(helper, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    del sys.modules[f"{folder.parent.name}.blog"]
    ended = quickscale("publish")
    assert (ended.code, ended.err.splitlines()[0]) == (
        2,
        'error: there is no command "publish"',
    )


def _grow_older() -> None:
    """Make every folder on the path look older, as it is when a user installs something."""
    for place in sys.path:
        if "pytest" in place:
            os.utime(place, (1, 1))
