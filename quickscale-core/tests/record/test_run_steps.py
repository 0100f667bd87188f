from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from quickscale_core.plugin_api.steps import Run
from quickscale_core.record.run_steps import (
    RECORD,
    Declared,
    RecordedStep,
    StepResult,
    read_record,
    record,
    run_steps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PYTHON = sys.executable


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / RECORD).parent.mkdir(parents=True)
    (tmp_path / RECORD).write_bytes(record(None))
    return tmp_path


def run(project: Path, *steps: Run) -> tuple[StepResult, ...]:
    told: list[StepResult] = []
    watched: list[str] = []

    @contextmanager
    def watch(command: str) -> Iterator[None]:
        watched.append(command)
        yield

    declared = Declared(tuple(("blog", it) for it in steps), (), ())
    results = run_steps(declared, project, told.append, watch)
    assert watched == [shlex.join(step.argv) for step in steps]
    assert tuple(told) == results
    assert read_record(project) == tuple(
        RecordedStep(it.name, it.plugin, it.status) for it in results
    )
    return results


def test_steps_run_in_the_project_and_say_what_they_did(project: Path) -> None:
    make = Run(name="make", argv=(PYTHON, "-c", "open('made', 'w')"), done="made it")
    (result,) = run(project, make)
    assert result == StepResult("make", "blog", "done", "made it", shlex.join(make.argv))
    assert (project / "made").exists()


def test_a_failure_is_told_with_its_output_and_stops_nobody_else(project: Path) -> None:
    code = "import sys; print('\\n'.join(map(str, range(40)))); sys.exit('went wrong')"
    failed, after, other = run(
        project,
        Run(name="bad", argv=(PYTHON, "-c", code)),
        Run(name="follows", argv=(PYTHON, "-c", "open('x', 'w')"), after=("bad",)),
        Run(name="other", argv=(PYTHON, "-c", "")),
    )
    assert (failed.status, failed.says) == ("failed", "ended with exit code 1")
    assert failed.output[-1] == "went wrong"
    assert len(failed.output) == 12
    assert (after.status, after.says) == ("waiting", "bad did not succeed")
    assert not (project / "x").exists()
    assert other.status == "done"


def test_a_program_that_is_not_there(project: Path) -> None:
    needed, tried = run(
        project,
        Run(name="one", argv=("no-such-program-x",), needs=("no-such-program-x",)),
        Run(name="two", argv=("no-such-program-x",)),
    )
    assert (needed.status, needed.says) == (
        "failed",
        "was not run: no-such-program-x is not installed",
    )
    assert (tried.status, tried.says) == ("failed", "ended with exit code 127")
    assert tried.output == ("no-such-program-x: No such file or directory",)


def test_a_condition_that_does_not_hold(project: Path) -> None:
    fails, holds = (PYTHON, "-c", "raise SystemExit(1)"), (PYTHON, "-c", "")
    one, two = run(
        project,
        Run(name="one", argv=holds, only_if=fails, otherwise="the moon is not full"),
        Run(name="two", argv=holds, only_if=holds, otherwise="never said"),
    )
    assert (one.status, one.says) == ("skipped", "the moon is not full")
    assert two.status == "done"


def test_a_step_that_takes_too_long_is_stopped_with_all_it_started(project: Path) -> None:
    # The grandchild holds the pipe open: without stopping it too, this would wait for it.
    nested = (
        f"import subprocess; subprocess.run([{PYTHON!r}, '-c', 'import time; time.sleep(600)'])"
    )
    (result,) = run(project, Run(name="slow", argv=(PYTHON, "-c", nested), timeout=1))
    assert (result.status, result.says) == ("failed", "took over 1 s")


def test_a_step_is_not_led_into_the_caller_s_repository(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/somewhere/else")
    code = "import os, sys; sys.exit('GIT_DIR' in os.environ)"
    assert run(project, Run(name="look", argv=(PYTHON, "-c", code)))[0].status == "done"


def test_what_is_left_is_known_while_a_step_runs(project: Path) -> None:
    code = f"import shutil; shutil.copy({str(project / RECORD)!r}, 'seen')"
    run(
        project,
        Run(name="one", argv=(PYTHON, "-c", "")),
        Run(name="two", argv=(PYTHON, "-c", code)),
    )
    seen = json.loads((project / "seen").read_text())["steps"]
    assert [(it["name"], it["status"]) for it in seen] == [("one", "done"), ("two", "waiting")]


def test_a_step_reads_no_input(project: Path) -> None:
    code = "import sys; sys.exit(sys.stdin.read() != '')"
    assert run(project, Run(name="ask", argv=(PYTHON, "-c", code)))[0].status == "done"


INTERRUPTED = """
import os, signal, sys
from contextlib import nullcontext
from pathlib import Path
from quickscale_core.record.run_steps import Declared, run_steps
from quickscale_core.plugin_api.steps import Run

stop = "import os, signal, time; os.kill(os.getppid(), signal.SIGINT); time.sleep(600)"
steps = [
    ("blog", Run(name="one", argv=(sys.executable, "-c", ""))),
    ("blog", Run(name="two", argv=(sys.executable, "-c", stop))),
    ("blog", Run(name="three", argv=(sys.executable, "-c", ""))),
]
run_steps(Declared(tuple(steps), (), ()), Path(sys.argv[1]), print, lambda _: nullcontext())
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
def test_an_interruption_stops_the_step_and_remembers_what_is_left(project: Path) -> None:
    ended = subprocess.run(
        [PYTHON, "-c", INTERRUPTED, str(project)], capture_output=True, check=False, timeout=60
    )
    assert ended.returncode in {-signal.SIGINT, 130}
    left = read_record(project)
    assert left is not None
    assert [(it.name, it.status) for it in left] == [
        ("one", "done"),
        ("two", "waiting"),
        ("three", "waiting"),
    ]


def test_the_record_of_a_run_that_ended_early_is_unknown(project: Path) -> None:
    assert read_record(project) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"known": true, "steps": [{"name": 1}]}'])
def test_a_record_that_is_no_record_says_nothing(project: Path, text: str) -> None:
    (project / RECORD).write_text(text)
    assert read_record(project) == ()


def test_a_copy_that_was_cloned_has_no_record(tmp_path: Path) -> None:
    assert read_record(tmp_path) == ()


def test_the_record_is_json(project: Path) -> None:
    run(project, Run(name="one", argv=(PYTHON, "-c", "")))
    assert json.loads((project / RECORD).read_text())["schema"] == 1


def test_a_step_for_node_is_run_with_one_that_is_new_enough(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = project / "programs"
    programs.mkdir()
    for name, says in (("node", "v22.22.2"), ("npm", "npm of these programs")):
        (programs / name).write_text(f"#!/bin/sh\necho {says}\necho > called-$1\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}")
    good, bad = run(
        project,
        Run(name="good", argv=("npm", "ci"), node="22.22.2", done="packages"),
        Run(name="bad", argv=("npm", "build"), node="99.0.0"),
    )
    assert (good.status, good.says) == ("done", "packages")
    assert (project / "called-ci").exists()
    assert bad.status == "failed"
    assert bad.says.startswith("was not run: Node 99.0.0 or newer is not installed; `pip install")
    assert not (project / "called-build").exists()
