from __future__ import annotations

import os
import sys
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING

import jinja2
import pytest

from benchmarks import image, synthetic
from benchmarks.__main__ import PAGE, main, page_part, verdict
from benchmarks.cases import CASES
from benchmarks.measuring import Contender, Cost, MeasuringError, Results, measure, race
from benchmarks.outcomes import Outcome
from benchmarks.report import BEGIN, END, Bound, bounds_table, costs_table, replace_between
from benchmarks.same_files import files_of, require_same, shipped_contents, write_template
from benchmarks.wheels import write_wheel

if TYPE_CHECKING:
    from pathlib import Path


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", code]


def test_measures_the_children_a_process_waited_for(tmp_path: Path) -> None:
    hold = "b = bytearray(200 << 20)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', {hold!r}])"
    assert measure(python(parent), tmp_path, os.environ).peak > 200 << 20


def test_a_peak_holds_nothing_of_other_processes(tmp_path: Path) -> None:
    ballast = bytearray(200 << 20)
    measure(python("b = bytearray(300 << 20)"), tmp_path, os.environ)
    assert measure(python("pass"), tmp_path, os.environ).peak < 100 << 20
    del ballast


def test_a_program_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(MeasuringError, match=r"(?s)/nowhere/program.*FileNotFoundError"):
        measure(["/nowhere/program"], tmp_path, os.environ)


def test_a_failed_process_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(MeasuringError, match=r"(?s)exit code 3 .*no such thing"):
        measure(python("print('no such thing'); raise SystemExit(3)"), tmp_path, os.environ)


def test_contenders_alternate_and_each_run_gets_an_empty_folder(tmp_path: Path) -> None:
    order: list[str] = []

    def contender(name: str) -> Contender:
        def command(folder: Path) -> list[str]:
            assert not list(folder.iterdir())
            order.append(name)
            return python("open('left', 'w').close()")

        return Contender(name=name, command=command, environ=os.environ)

    results = race([contender("a"), contender("b")], 2, tmp_path)
    assert order == ["a", "b", "a", "b", "b", "a"]  # the first two warm up
    assert {name: len(costs) for name, costs in results.costs.items()} == {"a": 2, "b": 2}
    assert not list(tmp_path.iterdir())


def test_a_ratio_pairs_the_runs_of_one_round() -> None:
    results = Results(
        {
            "ours": [Cost(1.0, 10), Cost(3.0, 30), Cost(2.0, 20)],
            "theirs": [Cost(2.0, 1), Cost(6.0, 1), Cost(1.0, 1)],
        }
    )
    assert results.ratio("ours", "theirs") == 0.5
    assert results.cpu("ours") == 2.0
    assert results.peak("ours") == 30


@pytest.mark.parametrize(
    ("notation", "names"),
    [
        (synthetic.QUICKSCALE, {"project": {"name": "acme", "title": "Acme"}}),
        (synthetic.COOKIECUTTER, {"cookiecutter": {"name": "acme", "title": "Acme"}}),
        (synthetic.COPIER, {"name": "acme", "title": "Acme"}),
    ],
)
@pytest.mark.parametrize("trimmed", [False, True])
def test_every_notation_gives_the_same_text(
    notation: synthetic.Notation,
    names: dict[str, object],
    trimmed: bool,
) -> None:
    engine = jinja2.Environment(  # noqa: S701 - makes source code
        variable_start_string=notation.value[0],
        variable_end_string=notation.value[1],
        block_start_string=notation.statement[0],
        block_end_string=notation.statement[1],
        trim_blocks=trimmed,
        lstrip_blocks=trimmed,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    rendered = [
        (path, engine.from_string(text).render(names))
        for path, text in synthetic.template_texts(60, notation)
    ]
    assert rendered == list(synthetic.rendered_texts(60))
    assert len({text for _, text in rendered}) == 60
    for path, text in rendered:
        compile(text, path, "exec")


def test_a_synthetic_plugin_is_a_whole_wheel(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "many3", synthetic.template_plugin("many3", 3))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        record = archive.read("bench_many3-1.0.0.dist-info/RECORD").decode().splitlines()
    assert {line.split(",")[0] for line in record} == names
    assert sum(name.endswith(".j2") for name in names) == 3


def test_the_template_of_a_project_makes_that_project(tmp_path: Path) -> None:
    packages, project = tmp_path / "packages", tmp_path / "acme"
    for folder in (packages, project / "acme", project / ".quickscale" / "objects"):
        folder.mkdir(parents=True)
    page = "{{ acme }} {% if x %}\n"
    (packages / "page.html").write_text(page)
    (project / "page.html").write_text(page)
    (project / "acme" / "urls.py").write_text('name = "acme"  # {{ brace }}\n')
    (project / "logo").write_bytes(b"\xff\x00")
    (project / ".quickscale" / "objects" / "0").write_text("left out")
    folder = tmp_path / "template"
    written = write_template(project, "acme", shipped_contents(packages), folder)
    assert (written.files, written.copied) == (3, 1)

    inner = folder / "{{cookiecutter.name}}"
    assert (inner / "page.html").read_text() == page
    source = (inner / "{{cookiecutter.name}}" / "urls.py").read_text()
    made = jinja2.Environment(keep_trailing_newline=True).from_string(source)  # noqa: S701 - no page
    assert made.render(cookiecutter={"name": "acme"}) == 'name = "acme"  # {{ brace }}\n'
    assert '"_copy_without_render": ["*.html"]' in (folder / "cookiecutter.json").read_text()


def test_projects_that_differ_are_told_apart(tmp_path: Path) -> None:
    for name, text in (("one", "a"), ("two", "a"), ("three", "b")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(text)
        (tmp_path / name / ".env").write_text(name)
    require_same(tmp_path / "one", tmp_path / "two")
    with pytest.raises(MeasuringError, match="different contents in file"):
        require_same(tmp_path / "one", tmp_path / "three")
    (tmp_path / "three" / "more").touch()
    with pytest.raises(MeasuringError, match="different files: more"):
        require_same(tmp_path / "one", tmp_path / "three")
    assert files_of(tmp_path / "three") == [".env", "file", "more"]


def outcome() -> Outcome:
    results = Results({"ours": [Cost(0.25, 3 << 20)], "theirs": [Cost(1.0, 40 << 20)]})
    bounds = [Bound("ours / theirs", 0.25, 0.2, " x"), Bound("peak of ours", 3, 45, " MiB")]
    return Outcome("Start-up", "What was measured.", results, bounds)


def test_the_page_names_every_case() -> None:
    (line,) = [it for it in PAGE.read_text("utf-8").splitlines() if "only some cases:" in it]
    assert line.partition("only some cases: ")[2].split(", ") == list(CASES)


def test_a_visit_without_a_project_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(MeasuringError, match="no project for you"):
        measure(
            [sys.executable, "-m", "benchmarks.first_visit", str(refusing(tmp_path)), "python"],
            tmp_path,
            {**os.environ, "PYTHONPATH": str(PAGE.parent.parent)},
        )


ENGINE = """#!/bin/sh
case "$1 $2" in
  "$FAILS "*) echo "no registry is reachable" >&2; exit 1;;
  "image inspect") case "$5" in python*|*/python*) echo 52428800;; *) echo 104857600;; esac;;
esac
"""

SIZE = "image of every module, without its base"


@pytest.mark.parametrize(
    ("fails", "about", "measured"),
    [
        (None, "no container engine runs here", []),
        ("info", "no container engine runs here", []),
        ("build", "could not be built. no registry is reachable", []),
        ("nothing", "Built by docker", [SIZE, "cold start of its container"]),
    ],
)
def test_an_image_is_measured_where_an_engine_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fails: str | None,
    about: str,
    measured: list[str],
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    if fails:
        docker = programs / "docker"
        docker.write_text(ENGINE)
        docker.chmod(0o755)
        monkeypatch.setenv("FAILS", fails)
    monkeypatch.setenv("PATH", str(programs))
    folder = tmp_path / "made" / image.NAME
    shop = SimpleNamespace(
        plain=SimpleNamespace(scripts=programs), made=folder.parent, environ=dict
    )
    monkeypatch.setattr(image, "measure", lambda *_: folder.mkdir(parents=True))
    monkeypatch.setattr(image, "podman_missing", lambda: "this is no Debian")

    (found,) = image.measure_image(shop, quick=True)  # type: ignore[arg-type]

    assert about in found.about
    assert [it.title for it in found.bounds] == measured
    assert [it.measured for it in found.bounds[:1]] == [50][: len(measured)]
    assert all(it.holds for it in found.bounds)
    assert found.about in page_part("Here.", [found])


def test_an_image_that_does_not_answer_is_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docker").write_text(ENGINE)
    (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("FAILS", "run")
    with pytest.raises(MeasuringError, match="does not answer: no registry"):
        image._start(image.Engine("docker", (), (), os.environ))


def refusing(folder: Path) -> Path:
    program = folder / "quickscale"
    program.write_text("#!/bin/sh\necho no project for you; exit 1\n")
    program.chmod(0o755)
    return program


def test_tables() -> None:
    results = outcome().results
    assert results is not None
    assert costs_table(results).splitlines() == [
        "| Median of 1 rounds | CPU seconds | Peak MiB |",
        "| ------------------ | ----------: | -------: |",
        "| ours               |       0.250 |      3.0 |",
        "| theirs             |       1.000 |     40.0 |",
    ]
    assert bounds_table(outcome().bounds).splitlines() == [
        "| Promise       | Measured | At most | Kept |",
        "| ------------- | -------: | ------: | ---: |",
        "| ours / theirs |   0.25 x |   0.2 x |   no |",
        "| peak of ours  |    3 MiB |  45 MiB |  yes |",
    ]


def test_a_promise_that_is_not_kept_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict([outcome()]) == 1
    assert capsys.readouterr().err == "error: not kept: ours / theirs\n"
    kept = Outcome("Start-up", "", outcome().results, outcome().bounds[1:])
    assert verdict([kept]) == 0
    assert capsys.readouterr().err == ""


def test_the_page_keeps_what_stands_around_the_tables(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n")
    replace_between(page, page_part("Where.", [outcome()]))
    text = page.read_text()
    assert text.startswith(f"# Before\n\n{BEGIN}\n\nWhere.\n\n| Promise")
    assert text.endswith(f"\n\n{END}\n\nAfter.\n")
    assert "old" not in text
    page.write_text("no marks")
    with pytest.raises(ValueError, match="lacks the marks"):
        replace_between(page, "")


@pytest.mark.parametrize(
    "arguments", [["everything"], ["start", "--write"], ["--quick", "--write"]]
)
def test_a_wrong_command_line_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    assert "error:" in capsys.readouterr().err
