from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete
from quickscale_core.cli.top import top

Run = Callable[..., Any]


@pytest.fixture
def site(install: Run) -> Path:
    """Two modules and a theme, on the path of a process too."""
    choice = 'Option(name="feed", type="choice", default="rss", choices=("rss", "atom"), help="F.")'
    folder = install("blog", card=f"options=({choice},)")
    install("news")
    install("plush", kind="theme", card='frontend="html", extends="starter"')
    return Path(folder.parent.parent)


def complete(*words: str) -> set[str]:
    """Return what a shell is offered for the last word."""
    asked = ShellComplete(top, {}, "quickscale", "_QUICKSCALE_COMPLETE")
    return {it.value for it in asked.get_completions(list(words[:-1]), words[-1])}


def test_modules_are_offered_also_after_a_comma(here: Path, site: Path) -> None:
    assert {"blog", "news"} <= complete("init", "acme", "--with", "")
    assert {"blog,news"} <= complete("init", "acme", "--with", "blog,")
    assert "blog,blog" not in complete("init", "acme", "--with", "blog,")
    assert complete("init", "acme", "--with", "a,ne") == {"a,news"}


def test_themes_options_plugins_and_commands_are_offered(here: Path, site: Path) -> None:
    assert complete("init", "--theme", "pl") == {"plush"}
    assert complete("init", "--set", "blog") == {"blog.feed="}
    assert complete("init", "--set", "blog.feed=a") == {"blog.feed=atom"}
    assert {"base", "blog", "starter"} <= complete("plugins", "info", "")
    assert complete("ini") == {"init"}
    assert complete("emb") == set()
    assert complete("init", "--dr") == {"--dry-run"}
    assert complete("--ver") == {"--version"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_the_shell_can_read(
    here: Path, quickscale: Run, shell: str, tmp_path: Path
) -> None:
    ended = quickscale("completion", shell)
    assert ended.code == 0
    assert "_QUICKSCALE_COMPLETE" in ended.out
    if program := shutil.which(shell):
        place = tmp_path / "script"
        place.write_text(ended.out)
        subprocess.run([program, "-n", str(place)], check=True)


def test_a_real_fish_completes_after_a_comma(here: Path, site: Path, quickscale: Run) -> None:
    script = here / "completion.fish"
    script.write_text(quickscale("completion", "fish").out)
    assert 'string split --max 1 ","' in script.read_text()
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("no fish here")
    program = here / "bin" / "quickscale"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quickscale_core "$@"\n')
    program.chmod(0o755)
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    typed = "quickscale init acme --with blog,"
    done = subprocess.run(
        [fish, "--no-config", "--command", f"source {script}; complete --do-complete '{typed}'"],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "blog,news" in [line.partition("\t")[0] for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_real_bash_completes_an_answer_after_its_equals_sign(
    here: Path, site: Path, quickscale: Run
) -> None:
    import pty  # noqa: PLC0415 - not on Windows

    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    (here / "completion.bash").write_text(quickscale("completion", "bash").out)
    program = here / "bin" / "quickscale"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quickscale_core "$@"\n')
    program.chmod(0o755)
    terminal, inner = pty.openpty()
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    bash = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(site), "TERM": "dumb"},
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    os.write(terminal, b". ./completion.bash; echo re''ady\n")
    _read_until(terminal, b"ready\r\n")
    os.write(terminal, b"quickscale init --set blog.feed=at\t")
    said = _read_until(terminal, b"atom")
    os.write(terminal, b"\x15exit\n")
    bash.wait(60)
    os.close(terminal)
    assert b"blog.feed=atom" in said


def _read_until(terminal: int, awaited: bytes) -> bytes:
    """Return what a terminal shows, up to and with some words; a silent minute ends the test."""
    said = b""
    while awaited not in said:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, said
        said += os.read(terminal, 4096)
    return said


def test_bash_completes_after_a_comma(here: Path, site: Path, quickscale: Run) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    script = quickscale("completion", "bash").out
    program = here / "bin" / "quickscale"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quickscale_core "$@"\n')
    program.chmod(0o755)
    asked = (
        f"{script}\n"
        "COMP_WORDS=(quickscale init acme --with blog,)\n"
        "COMP_CWORD=4\n"
        "_quickscale_completion quickscale blog, --with\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    ended = subprocess.run(
        [bash, "--norc", "-c", asked],
        env={
            **os.environ,
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(site),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "blog,news" in ended.stdout.splitlines()


def test_a_shell_we_do_not_know(here: Path, quickscale: Run) -> None:
    ended = quickscale("completion", "tcsh")
    assert ended.code == 2
    assert "'bash', 'zsh', 'fish'" in ended.err
