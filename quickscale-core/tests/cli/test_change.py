"""plan, apply, add, remove, update, set and theme on a real project on the disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import GARDEN_OPTIONS

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
BEDS = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"


@pytest.fixture
def project(here: Path, quickscale: Run, release: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without modules; garden 1.0 is installed."""
    release("1.0", {"garden/beds.txt": BEDS, "garden/tools.txt": "spade\n"})
    assert quickscale("init", "acme", "--theme", "starter", "--no-git").code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


@pytest.fixture
def garden(project: Path, quickscale: Run) -> Path:
    """The same with garden."""
    assert quickscale("add", "garden", "--yes").code == 0
    return project


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return all that a project's owner commits."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".env" and ".quickscale/local" not in str(path)
    }


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}


def test_a_fresh_project_has_nothing_to_do(project: Path, quickscale: Run) -> None:
    before = times(project)
    for words in (["plan"], ["plan", "--exit-code"], ["apply"], ["apply", "--json"]):
        ended = quickscale(*words)
        assert (ended.code, ended.err) == (0, ""), words
    assert quickscale("apply").out == "Nothing to do: acme is as quickscale.yml asks\n"
    assert times(project) == before


def test_the_plan_tells_files_settings_variables_and_pending_changes(
    project: Path, quickscale: Run
) -> None:
    before = times(project)
    ended = quickscale("plan", "--add", "garden", "--exit-code")
    assert ended.code == 3
    assert "  + garden 1.0" in ended.out
    assert "+  garden/beds.txt" in " ".join(ended.out.split(" ")).replace("+     ", "+  ")
    assert "\nSettings\n  + GARDEN_SIZE = 3\n" in ended.out
    assert "\nEnvironment variables\n  + GARDEN_KEY\n" in ended.out
    answer = quickscale("plan", "--add", "garden", "--json").json()
    assert {"kind": "create", "path": "garden/beds.txt", "origin": "garden"} in answer["changes"]
    assert answer["pending"]
    assert times(project) == before


def test_a_folder_that_comes_or_goes_as_a_whole_is_one_line(
    project: Path, quickscale: Run, release: Run
) -> None:
    paths = [f"garden/paths/{it}.txt" for it in ("east", "north", "south", "west")]
    beside = ["garden/beds.txt", "hedge/inner.txt", "hedge/outer.txt", "tests/test_garden.py"]
    release("1.0", dict.fromkeys([*paths, *beside], "made\n"))
    shown = quickscale("plan", "--add", "garden").out
    rows = [line.split() for line in shown.splitlines() if line.endswith("  garden")]
    assert rows == [
        ["+", "garden/", "5", "files", "garden"],
        ["+", "hedge/inner.txt", "garden"],
        ["+", "hedge/outer.txt", "garden"],
        ["+", "tests/test_garden.py", "garden"],
    ]
    assert "\nFiles: 8 to create," in shown
    named = quickscale("plan", "--add", "garden", "--verbose").out
    answer = quickscale("plan", "--add", "garden", "--json").json()
    for path in (*paths, *beside):
        assert f"  +  {path}  " in named
        assert {"kind": "create", "path": path, "origin": "garden"} in answer["changes"]

    assert quickscale("add", "garden", "--yes").code == 0
    assert "\n  -  garden/  5 files" in quickscale("remove", "garden", "--dry-run").out
    (project / "garden" / "paths" / "east.txt").write_text("mine\n")
    shown = quickscale("remove", "garden", "--dry-run").out
    assert "garden/paths/north.txt" in shown  # since one file of the folder stays
    assert "files" not in shown.partition("Files:")[0]


def test_a_plan_shows_its_lines(project: Path, quickscale: Run) -> None:
    out = quickscale("plan", "--add", "garden", "--diff").out
    assert "--- /dev/null\n+++ b/garden/tools.txt\n@@ -0,0 +1 @@\n+spade\n" in out
    assert "+GARDEN_SIZE = 3" in out


def test_adding_gives_what_init_gives(project: Path, quickscale: Run) -> None:
    assert quickscale("add", "garden", "--yes").code == 0
    os.chdir(project.parent)
    other = project.parent / "other"
    other.mkdir()
    os.chdir(other)
    words = ["--theme", "starter", "--with", "garden", "--no-git"]
    assert quickscale("init", "acme", *words).code == 0
    assert contents(project) == contents(other / "acme")
    assert "GARDEN_KEY" in (project / ".env").read_text()


def test_adding_and_removing_is_the_identity(project: Path, quickscale: Run) -> None:
    before = contents(project)
    quickscale("add", "garden", "--yes")
    assert contents(project) != before
    ended = quickscale("remove", "garden", "--yes")
    assert ended.code == 0
    assert contents(project) == before
    assert not (project / "garden").exists()


def test_removing_keeps_what_was_edited_and_tells_it(garden: Path, quickscale: Run) -> None:
    (garden / "garden/beds.txt").write_text("mine\n")
    ended = quickscale("remove", "garden", "--yes")
    assert ended.code == 0
    assert "garden/beds.txt" in ended.out
    assert (garden / "garden/beds.txt").read_text() == "mine\n"
    assert not (garden / "garden/tools.txt").exists()


def test_edits_go_when_they_are_to_go(garden: Path, quickscale: Run) -> None:
    (garden / "garden/beds.txt").write_text("mine\n")
    assert quickscale("remove", "garden", "--yes", "--discard-edits").code == 0
    assert not (garden / "garden").exists()


def test_an_update_merges_and_a_second_one_changes_nothing(
    garden: Path, quickscale: Run, release: Run
) -> None:
    beds = garden / "garden/beds.txt"
    beds.write_text(BEDS.replace("seven", "my seven"))
    release("1.1", {"garden/beds.txt": BEDS.replace("one", "new one"), "garden/new.txt": "rake\n"})
    ended = quickscale("update", "--check")
    assert (ended.code, ended.out) == (3, "garden  1.0  ->  1.1\n")
    ended = quickscale("update", "garden", "--yes")
    assert ended.code == 0
    assert "merge" in ended.out
    assert beds.read_text() == BEDS.replace("one", "new one").replace("seven", "my seven")
    assert (garden / "garden/new.txt").exists()
    assert not (garden / "garden/tools.txt").exists()
    before = times(garden)
    assert quickscale("update", "--yes").code == 0
    assert quickscale("update", "--check").code == 0
    assert times(garden) == before


def test_a_clash_is_marked_listed_and_ends_with_four(
    garden: Path, quickscale: Run, release: Run
) -> None:
    (garden / "garden/beds.txt").write_text(BEDS.replace("four", "my four"))
    release("1.1", {"garden/beds.txt": BEDS.replace("four", "their four")})
    ended = quickscale("update", "--yes")
    assert ended.code == 4
    assert "garden/beds.txt" in ended.err
    assert "quickscale resolve" in ended.err
    text = (garden / "garden/beds.txt").read_text()
    assert "<<<<<<< yours\nmy four\n" in text
    assert "\ntheir four\n>>>>>>> garden 1.1\n" in text
    assert "conflict garden/beds.txt" in (garden / "quickscale.lock").read_text()
    again = quickscale("apply")
    assert again.code == 4
    assert "1 conflict is left" in quickscale("plan").err
    assert quickscale("plan").code == 0
    assert quickscale("plan", "--exit-code").code == 4
    release("1.2", {"garden/beds.txt": BEDS.replace("four", "their fourth")})
    refused = quickscale("update", "--yes")
    assert refused.code == 4
    assert "resolve them first: quickscale resolve garden/beds.txt" in refused.err
    assert (garden / "garden/beds.txt").read_text() == text
    assert quickscale("resolve", "--theirs", "--yes").code == 0
    assert (garden / "garden/beds.txt").read_text() == BEDS.replace("four", "their four")
    assert quickscale("update", "--yes").code == 0
    assert (garden / "garden/beds.txt").read_text() == BEDS.replace("four", "their fourth")
    assert quickscale("apply").out.startswith("Nothing to do")


def test_the_command_against_a_conflict_names_a_file_as_a_shell_takes_it(
    garden: Path, quickscale: Run, release: Run
) -> None:
    place = "garden/my $(beds).txt"
    (garden / "garden/beds.txt").rename(garden / place)
    (garden / place).write_text(BEDS.replace("four", "my four"))
    release("1.1", {"garden/beds.txt": BEDS.replace("four", "their four")})
    assert quickscale("update", "--yes").code == 4
    release("1.2", {"garden/beds.txt": BEDS.replace("four", "their fourth")})
    command = f"resolve them first: quickscale resolve '{place}'"
    assert command in quickscale("update", "--yes").err
    assert quickscale("resolve", place, "--ours", "--yes").code == 0


def test_other_plugins_are_not_updated_unasked(garden: Path, quickscale: Run, release: Run) -> None:
    release("1.1", {"garden/beds.txt": "all new\n"})
    ended = quickscale("update", "base", "--yes")
    assert ended.code == 1
    assert "garden 1.0 -> 1.1" in ended.err
    assert quickscale("update", "shed", "--yes").code == 2
    assert (garden / "garden/beds.txt").read_text() == BEDS


def test_the_former_name_of_the_dry_run_works(garden: Path, quickscale: Run, release: Run) -> None:
    release("1.1", {"garden/beds.txt": "all new\n"})
    before = contents(garden)
    ended = quickscale("upgrade-plan")
    assert ended.code == 0
    assert "~ garden 1.0 -> 1.1" in ended.out
    assert contents(garden) == before


def test_nothing_is_written_without_a_yes(project: Path, quickscale: Run) -> None:
    before = contents(project)
    ended = quickscale("add", "garden")
    assert ended.code == 1
    assert "repeat the command with --yes" in ended.err
    assert quickscale("add", "garden", "--dry-run").code == 0
    answer = quickscale("add", "garden", "--dry-run", "--json").json()
    assert not answer["applied"]
    assert contents(project) == before


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_on_a_terminal_one_is_asked(
    project: Path,
    at_terminal: Run,
    monkeypatch: pytest.MonkeyPatch,
    answer: bool,
    code: int,
) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer)
    assert at_terminal("add", "garden").code == code
    assert (project / "garden").exists() is answer


def test_a_kept_plan_is_carried_out_as_it_was_shown(project: Path, quickscale: Run) -> None:
    assert quickscale("plan", "--add", "garden", "--out", "../change.json").code == 0
    ended = quickscale("apply", "../change.json", "--json")
    assert ended.code == 0
    assert ended.json()["applied"]
    assert (project / "garden/beds.txt").read_text() == BEDS
    assert "garden" in (project / "quickscale.yml").read_text()


def test_a_kept_plan_is_refused_once_anything_moved_on(
    project: Path, quickscale: Run, release: Run
) -> None:
    quickscale("plan", "--add", "garden", "--out", "../change.json")
    settings = project / "acme/settings/base.py"
    original = settings.read_text()
    settings.write_text(original + "\nMINE = 1\n")
    ended = quickscale("apply", "../change.json")
    assert ended.code == 1
    assert "files changed since the plan was made\n  acme/settings/base.py" in ended.err
    settings.write_text(original)
    yml = project / "quickscale.yml"
    former = yml.read_text()
    yml.write_text(former + "# mine\n")
    assert "quickscale.yml: " in quickscale("apply", "../change.json").err
    yml.write_text(former)
    release("1.1", {"garden/beds.txt": "other\n"})
    ended = quickscale("apply", "../change.json")
    assert "garden: 1.0, now 1.1" in ended.err
    assert not (project / "garden").exists()


ODD = (
    '{"schema": 1, "title": "t", "yml": "", "keep_edited": true,'
    ' "inputs": {}, "before": {}, "after": {}, "plugins": []}'
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "is not a plan of quickscale"),
        ("[", "is not a plan of quickscale"),
        ('{"schema": 9}', "has schema 9"),
        (ODD.replace("[]", '{"a": 5}'), "is not a plan of quickscale"),
        (ODD.replace("[]", '{"a": {"b": [1]}}'), "is not a plan of quickscale"),
        (ODD, "is not a plan of quickscale"),
    ],
)
def test_what_is_no_plan_is_refused(project: Path, quickscale: Run, text: str, says: str) -> None:
    (project / "plan.json").write_text(text)
    ended = quickscale("apply", "plan.json")
    assert ended.code == 1
    assert says in ended.err
    assert "there is no absent.json" in quickscale("apply", "absent.json").err


def test_a_planned_project_is_created_as_init_creates_it(project: Path, quickscale: Run) -> None:
    os.chdir(project.parent)
    words = ["--theme", "starter", "--with", "garden", "--set", "garden.size=5"]
    ended = quickscale("plan", "later", *words)
    assert ended.code == 0
    assert [it.name for it in (project.parent / "later").iterdir()] == ["quickscale.yml"]
    other = project.parent / "other"
    other.mkdir()
    os.chdir(other)
    assert quickscale("init", "later", *words, "--no-git").code == 0
    ended = quickscale("plan", "../other/later")
    assert ended.code == 0
    assert "Nothing to do" in ended.out
    os.chdir(project.parent / "later")
    assert quickscale("generate", "--no-git").code == 1
    assert quickscale("generate", "--no-git", "--yes").code == 0
    assert contents(project.parent / "later") == contents(other / "later")


def test_flags_of_a_new_project_need_its_name(project: Path, quickscale: Run) -> None:
    ended = quickscale("plan", "--with", "garden")
    assert ended.code == 2
    assert "need the NAME" in ended.err


def test_an_option_and_a_setting_are_answered_anew(garden: Path, quickscale: Run) -> None:
    ended = quickscale("set", "garden.size=5", "settings.SESSION_COOKIE_AGE=60", "--yes")
    assert ended.code == 0
    assert "~ GARDEN_SIZE = 3 -> 5" in ended.out
    settings = (garden / "acme/settings/base.py").read_text()
    assert "GARDEN_SIZE = 5" in settings
    assert "SESSION_COOKIE_AGE = 60" in settings


def test_the_name_stays(project: Path, quickscale: Run) -> None:
    yml = project / "quickscale.yml"
    yml.write_text(yml.read_text().replace("name: acme", "name: other"))
    ended = quickscale("plan")
    assert ended.code == 1
    assert 'the name of the project cannot change from "acme" to "other"' in ended.err


def test_an_answer_with_migrations_behind_it_stays(
    garden: Path, quickscale: Run, release: Run
) -> None:
    fixed = GARDEN_OPTIONS.replace('help="Beds."', 'help="Beds.", mutable=False')
    release("1.1", {"garden/beds.txt": BEDS}, card=fixed)
    assert quickscale("apply", "--yes").code == 0
    ended = quickscale("set", "garden.size=9", "--yes")
    assert ended.code == 1
    assert "garden.size" in ended.err
    assert "size: 9" not in (garden / "quickscale.yml").read_text()


def test_another_theme_is_another_set_of_files(garden: Path, quickscale: Run, install: Run) -> None:
    body = """
    from pathlib import Path

    @hookimpl
    def contribute_templates(spec):
        return [FileSet(root=Path(__file__).parent / "files")]
    """
    folder = install("plain", body, kind="theme", card='frontend="html", extends="starter"')
    (folder / "files/static/theme").mkdir(parents=True)
    (folder / "files/static/theme/plain.css").write_text("p {}\n")
    assert quickscale("theme", "plain", "--yes").code == 0
    assert (garden / "static/theme/plain.css").exists()
    before = contents(garden)
    assert quickscale("theme", "starter", "--yes").code == 0
    assert quickscale("theme", "plain", "--yes").code == 0
    assert contents(garden) == before


def test_all_of_it_works_from_a_folder_inside(garden: Path, quickscale: Run) -> None:
    os.chdir(garden / "acme")
    assert quickscale("remove", "garden", "--yes").code == 0
    assert not (garden / "garden").exists()


def test_there_has_to_be_a_project(here: Path, quickscale: Run) -> None:
    for words in (["plan"], ["apply"], ["add", "x"], ["update"], ["set", "a.b=c"]):
        ended = quickscale(*words)
        assert ended.code == 1
        assert "is not a QuickScale project" in ended.err


def test_an_edit_of_a_dependency_is_no_news(garden: Path, quickscale: Run) -> None:
    """What the owner edits is theirs: apply finds nothing to do and a plan says nothing of it."""
    settings = garden / "acme/settings/base.py"
    settings.write_text(settings.read_text() + "\nMINE = 1\n")
    digest = sha256(settings.read_bytes()).hexdigest()
    assert quickscale("apply").code == 0
    ended = quickscale("plan", "--exit-code")
    assert ended.code == 0
    assert "  1 file stays as you edited it\n" in ended.out
    assert json.loads(quickscale("apply", "--json").out)["pending"] is False
    assert sha256(settings.read_bytes()).hexdigest() == digest


def test_what_stands_below_its_heading_never_meets_an_update(
    project: Path, quickscale: Run, install: Run
) -> None:
    """The owner adds to every shared list, and a module adds to each of them as well."""
    install(
        "neighbour",
        """
        from quickscale_core import Middleware

        @hookimpl
        def contribute_settings(spec):
            yield App(path="neighbour_app")
            yield Middleware(path="neighbour_app.Middleware")
            yield UrlInclude(prefix="neighbour/", module="neighbour_app.urls")
            yield Dependency(requirement="zz-neighbour>=1")
        """,
    )
    mine = {
        "acme/settings/base.py": {
            "    # Your own apps:\n": '    "apps.shop",\n',
            "    # Your own middleware:\n": '    "apps.shop.middleware.Basket",\n',
        },
        "acme/urls.py": {
            "    # Your own URLs:\n": '    path("shop/", include("apps.shop.urls")),\n'
        },
        "pyproject.toml": {"  # Your own requirements:\n": '  "requests>=2",\n'},
    }
    for path, lines in mine.items():
        text = (project / path).read_text()
        for heading, line in lines.items():
            assert text.count(heading) == 1
            text = text.replace(heading, heading + line)
        (project / path).write_text(text)
    ended = quickscale("add", "neighbour", "--yes")
    assert ended.code == 0, ended.err
    for path, lines in mine.items():
        text = (project / path).read_text()
        assert "neighbour" in text
        assert all(heading + line in text for heading, line in lines.items())


def test_a_neighbour_that_would_rewrite_a_migration_is_refused(
    project: Path, quickscale: Run, install: Run
) -> None:
    body = """
    from pathlib import Path

    @hookimpl
    def contribute_templates(spec):
        name = "hedged" if spec.has("hedge") else "plain"
        return [FileSet(root=Path(__file__).parent / name)]
    """
    folder = install("orchard", body)
    for name in ("plain", "hedged"):
        place = folder / name / "apps/orchard/migrations/0001_initial.py"
        place.parent.mkdir(parents=True)
        place.write_text(f"operations = {[name]}\n")
    install("hedge")
    assert quickscale("add", "orchard", "--yes").code == 0
    before = contents(project)
    ended = quickscale("add", "hedge", "--yes")
    assert ended.code == 1
    assert "apps/orchard/migrations/0001_initial.py would become another one" in ended.err
    assert "quickscale remove orchard" in ended.err
    assert contents(project) == before
    # the way out that it names
    assert quickscale("remove", "orchard", "--yes").code == 0
    assert quickscale("add", "hedge", "--yes").code == 0
    assert quickscale("add", "orchard", "--yes").code == 0
    assert quickscale("plan", "--exit-code").code == 0
