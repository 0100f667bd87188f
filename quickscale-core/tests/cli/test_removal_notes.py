"""What a change says of the owner's own code: references to what goes, migrations of one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
APPS = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    if spec.option("orchard", "trees", bool):
        yield FileSet(root=Path(__file__).parent / "files")

@hookimpl
def contribute_settings(spec):
    if spec.option("orchard", "trees", bool):
        yield App(path="apps.orchard", summary="trees")
        yield App(path="dev.orchard_tools", layer="local")
        yield App(path="django.contrib.sites")
"""
OPTION = 'options=(Option(name="trees", type="bool", default=True, help="Trees."),)'
FIRST = "apps/orchard/migrations/0001_initial.py"


@pytest.fixture
def project(here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an app ``orchard``, and code of the owner's."""
    folder = install("orchard", APPS, card=OPTION)
    for path, text in {
        "apps/orchard/__init__.py": "",
        FIRST: "operations = [1]\n",
        "apps/orchard/models.py": "class Tree: ...\n",
    }.items():
        place = folder / "files" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    words = ["init", "acme", "--with", "orchard", "--theme", "starter", "--no-git"]
    assert quickscale(*words).code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


def test_a_removal_names_the_owners_lines_that_refer_to_it(project: Path, quickscale: Run) -> None:
    own = project / "apps" / "shop"
    (own / "migrations").mkdir(parents=True)
    (own / "models.py").write_text(
        "from apps.orchard.models import Tree\n\n"
        "tree = ForeignKey('orchard.Tree', on_delete=CASCADE)\norchard = 1\n"
    )
    (own / "migrations/0001_initial.py").write_text(
        'dependencies = [("orchard", "0001_initial")]\n'
    )
    (own / "page.html").write_text("{% url 'orchard:list' %}{% include \"orchard/card.html\" %}\n")
    with (project / "conftest.py").open("a") as file:
        file.write("import apps.orchard\n")
    ended = quickscale("remove", "orchard", "--dry-run")
    assert ended.code == 0
    assert "warning: 5 lines of yours refer to orchard\n" in ended.err
    assert "apps/shop/models.py:1: from apps.orchard.models import Tree\n" in ended.err
    assert "apps/shop/models.py:3: tree = ForeignKey('orchard.Tree'" in ended.err
    assert "apps/shop/migrations/0001_initial.py:1: " in ended.err
    assert "apps/shop/page.html:1: " in ended.err
    assert "conftest.py:" in ended.err
    assert "orchard = 1" not in ended.err
    assert "settings/base.py" not in ended.err


def test_without_such_lines_nothing_is_said(project: Path, quickscale: Run) -> None:
    assert "of yours" not in quickscale("remove", "orchard", "--dry-run").err


CHANGES = [("remove", "orchard"), ("set", "orchard.trees=false")]


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_tables_that_stay_are_told_with_what_drops_them(
    project: Path, quickscale: Run, words: tuple[str, ...]
) -> None:
    told = quickscale(*words, "--dry-run").err
    assert "The tables of orchard, sites stay in the database" in told
    assert "say no now, run these" in told
    assert "manage.py migrate orchard zero\n" in told
    assert "manage.py showmigrations sites\n" in told
    assert "orchard_tools" not in told.partition("The tables of")[2]


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_who_is_not_asked_is_told_how_to_drop_them_afterwards(
    project: Path, quickscale: Run, words: tuple[str, ...]
) -> None:
    told = quickscale(*words, "--yes").err
    assert "run quickscale undo after this, then these" in told
    assert "say no" not in told


def test_a_change_that_takes_no_app_away_says_nothing_of_tables(
    project: Path, quickscale: Run
) -> None:
    assert "The tables of" not in quickscale("set", "project.title=Orchard", "--dry-run").err


def test_two_migrations_of_one_number_are_told_with_the_command_that_merges_them(
    project: Path, quickscale: Run, tmp_path: Path
) -> None:
    (project / "apps/orchard/migrations/0002_mine.py").write_text("operations = [2]\n")
    (source,) = tmp_path.glob(f"site/*/orchard/files/{FIRST}")
    (source.parent / "0002_theirs.py").write_text("operations = [3]\n")
    ended = quickscale("apply", "--yes")
    assert ended.code == 0
    rows = [" ".join(it.split()) for it in ended.out.splitlines()]
    (merge,) = (it for it in rows if "makemigrations" in it)
    assert merge.endswith(
        "manage.py makemigrations --merge orchard yours and the new one are both numbered 0002"
    )
    (migrate,) = (it for it in rows if it.endswith("manage.py migrate"))
    assert rows.index(merge) < rows.index(migrate)
