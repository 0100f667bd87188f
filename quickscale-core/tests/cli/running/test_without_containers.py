"""The everyday commands where there is no engine: processes of this machine, and their end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from quickscale_core.cli.running.running_project import log_file, running_here
from quickscale_core.testing.projects.serving import free_port

Run = Callable[..., Any]
Programs = Any  # conftest's, which cannot be imported
PATIENCE = 120.0  # seconds; what is waited for takes a fraction of one


def wait_for(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def up(
    folder: Path, environment: dict[str, str], *words: str
) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Run ``quickscale up`` in a process of its own, its output in a file."""
    output = folder / "output"
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "quickscale_core", "up", *words],
            cwd=folder,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield process, output
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_up_runs_everything_until_it_is_told_to_stop(
    acme: Path, environment: dict[str, str], number: int, code: int
) -> None:
    port = free_port()
    redis = {"REDIS_URL": "redis://localhost:1/0"}
    (acme / ".venv/bin/celery").write_text("#!/bin/sh\necho at work; exec sleep 1000\n")
    with up(acme, environment | redis, "--port", str(port)) as (process, output):
        wait_for(lambda: "is ready" in output.read_text() and "at work" in output.read_text())
        process.send_signal(number)
        assert process.wait(PATIENCE) == code
        said = output.read_text()
    assert f"acme is ready: http://127.0.0.1:{port}  (Ctrl-C stops it)" in said
    assert [it for it in said.splitlines() if it.startswith("$ ")] == [
        f"$ PORT={port} .venv/bin/python manage.py migrate --no-input",
        f"$ PORT={port} .venv/bin/python manage.py runserver 127.0.0.1:{port}",
        f"$ PORT={port} .venv/bin/celery --app acme worker",
    ]
    assert re.search(rf"\d web +\| serving {port}\n", said)
    assert re.search(r"\d worker +\| at work\n", said)
    with socket.create_server(("127.0.0.1", port)):
        assert running_here(acme) is None


def test_without_redis_nothing_waits_for_tasks(acme: Path, quickscale: Run) -> None:
    ended = quickscale("up", "--print", "--port", "8003")
    assert ended.code == 0
    assert ended.err == (
        "without REDIS_URL, worker are not started: tasks run at once, where they are asked for\n"
    )
    assert ended.out.splitlines() == [
        "PORT=8003 .venv/bin/python manage.py migrate --no-input",
        "PORT=8003 .venv/bin/python manage.py runserver 127.0.0.1:8003",
    ]


def test_redis_may_be_named_in_dotenv(acme: Path, quickscale: Run) -> None:
    (acme / ".env").write_text("# REDIS_URL=x\nexport REDIS_URL='redis://localhost/0'\n")
    assert quickscale("up", "--print").out.splitlines()[-1] == ".venv/bin/celery --app acme worker"


def test_a_front_end_of_its_own_is_served_too(
    acme: Path, quickscale: Run, programs: Programs
) -> None:
    (acme / "frontend").mkdir()
    (acme / "frontend/package.json").write_text("{}")
    ended = quickscale("up")
    assert ended.code == 1
    assert ended.err.startswith("error: the packages of frontend/ are not installed\nfix: ")
    (acme / "frontend/node_modules").mkdir()
    programs.stand_in("npm")
    lines = quickscale("up", "--print").out.splitlines()
    assert any(line.endswith("VITE_DEV=true npm --prefix frontend run dev") for line in lines)
    assert any("VITE_DEV=true" in line and "runserver" in line for line in lines)


def test_a_front_end_that_is_built_needs_no_node(
    acme: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (acme / "frontend").mkdir()
    (acme / "frontend/package.json").write_text("{}")
    (acme / "static/app").mkdir(parents=True)
    (acme / "static/app/manifest.json").write_text("{}")
    ended = quickscale("up", "--print")
    assert "frontend/ is served as it was built" in ended.err
    assert not [line for line in ended.out.splitlines() if "npm" in line]


def test_one_that_ends_ends_all(acme: Path, environment: dict[str, str]) -> None:
    ends = {"SERVER_ENDS": "7", "REDIS_URL": "redis://localhost:1/0"}
    (acme / ".venv/bin/celery").write_text("#!/bin/sh\nexec sleep 1000\n")
    with up(acme, environment | ends, "--port", str(free_port())) as (process, output):
        assert process.wait(PATIENCE) == 7
        assert output.read_text().splitlines()[-1] == "error: web ended, and so did all others"


def test_a_database_that_is_not_ready(
    acme: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIGRATE_ENDS", "1")
    monkeypatch.setenv(
        "MIGRATE_SAYS", "Traceback\n  x\ndjango.db.utils.OperationalError: refused\n"
    )
    ended = quickscale("up", "--port", str(free_port()))
    assert ended.code == 1
    assert "error: the database that DATABASE_URL names is not ready\n  Traceback" in ended.err
    assert ended.err.endswith("fix: start it, or take DATABASE_URL out of .env to use SQLite\n")
    monkeypatch.setenv("MIGRATE_SAYS", "CommandError: conflicting migrations\n")
    ended = quickscale("up", "--port", str(free_port()))
    assert (
        "CommandError: conflicting migrations\nerror: the database was not migrated\n" in ended.err
    )


def test_a_port_that_is_taken(acme: Path, quickscale: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for words in (("up",), ("up", "-d")):
            ended = quickscale(*words, "--port", str(port))
            assert (ended.code, ended.err.count(f"port {port} is taken by")) == (1, 1)


def test_in_the_background(acme: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import quickscale_core  # noqa: PLC0415

    monkeypatch.setenv("PYTHONPATH", str(Path(quickscale_core.__file__).parents[1]))
    port = free_port()
    ended = quickscale("up", "-d", "--port", str(port))
    assert ended.code == 0, ended.err
    assert ended.out == f"acme is ready: http://127.0.0.1:{port}\n"
    for again in (("up",), ("up", "-d")):
        assert quickscale(*again).out == f"acme runs already: http://127.0.0.1:{port}\n"
    lines = quickscale("ps").out.splitlines()
    assert lines[0] == f"acme runs without containers: http://127.0.0.1:{port}"
    assert lines[1].split() == [
        "web",
        *f".venv/bin/python manage.py runserver 127.0.0.1:{port}".split(),
    ]
    assert f"| serving {port}" in quickscale("logs").out
    log = log_file(acme)
    assert log is not None
    assert log.stat().st_mode & 0o077 == 0  # e-mails with links that sign people in are in it
    assert len(quickscale("logs", "--tail", "1").out.splitlines()) == 1
    assert quickscale("logs", "web").code == 1
    ended = quickscale("down")
    assert (ended.code, ended.out) == (0, "acme is stopped\n")
    assert ended.err.startswith("$ kill -TERM ")
    assert running_here(acme) is None
    for word in ("down", "ps"):
        assert quickscale(word).out == "acme does not run\n"


def test_what_does_not_start_in_the_background(
    acme: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import quickscale_core  # noqa: PLC0415

    monkeypatch.setenv("PYTHONPATH", str(Path(quickscale_core.__file__).parents[1]))
    monkeypatch.setenv("SERVER_ENDS", "5")
    ended = quickscale("up", "-d", "--port", str(free_port()))
    assert ended.code == 5
    assert ended.err.startswith("error: acme did not start\n")
    assert "web ended, and so did all others" in ended.err


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("manage check --deploy -v 2", "python manage.py check --deploy -v 2"),
        ("manage", "python manage.py"),
        ("shell", "python manage.py shell"),
        ("shell -c x=1", "python manage.py shell -c x=1"),
        ("shell --db", "python manage.py dbshell"),
        ("shell --db -c select", "python manage.py dbshell -- select"),
        ("test", "pytest"),
        ("test -k users --lf", "pytest -k users --lf"),
        ("test -- --help", "pytest --help"),
    ],
)
def test_the_project_s_own_programs(
    acme: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch, words: str, shown: str
) -> None:
    ended = quickscale(*words.split())
    program, _, arguments = shown.partition(" ")
    assert (ended.code, ended.out) == (0, f"ran {arguments}".strip() + "\n")
    assert ended.err == f"$ .venv/bin/{program} {arguments}".strip() + "\n"
    monkeypatch.setenv("PROGRAM_ENDS", "9")
    assert quickscale(*words.split()).code == 9


def test_a_query_in_postgresql(
    acme: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/acme")
    assert quickscale("shell", "--db", "-c", "q").out == "ran manage.py dbshell -- -c q\n"


def test_every_linter_runs(acme: Path, quickscale: Run) -> None:
    (acme / ".venv/bin/ruff").write_text("#!/bin/sh\nexit 3\n")
    ended = quickscale("lint")
    assert ended.code == 3
    assert ended.err.splitlines() == [
        "$ .venv/bin/ruff check .",
        "$ .venv/bin/ruff format --check .",
        "$ .venv/bin/mypy .",
        "$ .venv/bin/djlint --lint --quiet .",
        "$ .venv/bin/djlint --check --quiet .",
    ]


def test_linters_are_those_of_the_workflow() -> None:
    from quickscale_core.builtin import base_project  # noqa: PLC0415
    from quickscale_core.cli.commands.lint import LINTERS  # noqa: PLC0415

    workflow = Path(base_project.__file__).parent / "files/.github/workflows/tests.yml.j2"
    lines = re.findall(
        r"- name: (?:Lint|Format|Types|Templates)\n +run: (.*)", workflow.read_text()
    )
    assert " && ".join(lines) == " && ".join(" ".join(it) for it in LINTERS)


@pytest.mark.parametrize(
    ("there", "program", "shown"),
    [
        ("uv.lock", "uv", "uv run pytest"),
        ("poetry.lock", "poetry", "poetry run pytest"),
        ("", "uv", "uv run pytest"),
        ("", "", ""),
    ],
)
def test_the_environment_is_found(
    acme: Path, quickscale: Run, programs: Programs, there: str, program: str, shown: str
) -> None:
    (acme / ".venv").rename(acme / "elsewhere")
    if there:
        (acme / there).touch()
    if program:
        programs.stand_in(program)
    ended = quickscale("test")
    if shown:
        assert (ended.code, programs.calls()) == (0, [shown])
    else:
        assert ended.code == 1
        assert ended.err.startswith("error: acme is not installed here: it has no .venv")
        assert "pip install -r requirements-dev.txt" in ended.err


def test_a_program_that_is_not_there(acme: Path, quickscale: Run) -> None:
    (acme / ".venv/bin/pytest").unlink()
    ended = quickscale("test")
    assert ended.code == 127
    assert "error: .venv/bin/pytest could not be started: no such file" in ended.err


SUPERVISED = """
import sys
from pathlib import Path
from quickscale_core.cli.running.supervisor import Supervisor
supervisor = Supervisor(Path(), grace=0.3)
for number, line in enumerate(sys.argv[1:]):
    supervisor.add(f"p{number}", ["sh", "-c", line], {})
sys.exit(supervisor.run())
"""


LINES = [
    ("trap '' TERM; echo $$; while :; do sleep 1000; done",),
    ("trap '' TERM; echo $$; while :; do sleep 1000; done", "echo $$; exec sleep 1000"),
    ("(trap '' TERM; while :; do sleep 1000; done) & echo $!; exec sleep 1000",),
]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
@pytest.mark.parametrize("lines", LINES)
def test_nothing_outlives_its_supervisor(
    here: Path, environment: dict[str, str], lines: tuple[str, ...], number: int, code: int
) -> None:
    """Neither one that ignores SIGTERM, nor what one has started and left behind."""
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, *lines],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        numbers: list[int] = []
        assert process.stdout is not None
        while len(numbers) < len(lines):
            if found := re.search(r"\| (\d+)$", process.stdout.readline().rstrip()):
                numbers.append(int(found[1]))
        process.send_signal(number)
        process.stdout.read()
        assert process.wait(PATIENCE) == code
    wait_for(lambda: not any(map(_lives, numbers)))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
