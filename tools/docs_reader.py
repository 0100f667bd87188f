"""Follow a documentation page as a reader would: type its commands, write its files."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from quickscale_core.generate import compose_project
from quickscale_core.plugins.discovery import Registry
from quickscale_core.project_file.reading import read_yml

from tools.checkout import Environment, clean_environ
from tools.docs_examples import ExampleError, edited, matches, read_examples
from tools.sign_in import wait_until_served
from tools.uv import find_uv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from tools.docs_examples import Command, Example

__all__ = ["Reader", "reader_environ"]

_SERVED: Final = "127.0.0.1:8000"
_FOREIGN: Final = ("QUICKSCALE_", "DJANGO_", "GIT_", "PYTEST_", "COV")


def reader_environ(home: Path, *scripts: Path) -> dict[str, str]:
    """Return the environment of somebody with Python, git, uv and an empty home.

    Args:
        home: Their home, which is made.
        scripts: Folders of commands they have as well.
    """
    home.mkdir()
    who = {"NAME": "Ada Lovelace", "EMAIL": "ada@example.com"}
    git = {f"GIT_{role}_{it}": who[it] for role in ("AUTHOR", "COMMITTER") for it in who}
    uv = find_uv()
    # The cache is found from the real home; without it every package would be fetched again.
    cache = subprocess.run([str(uv), "cache", "dir"], capture_output=True, text=True, check=True)
    workspace = str(Environment(Path(sys.prefix)).scripts)
    path = [it for it in os.environ["PATH"].split(os.pathsep) if it != workspace]
    base = Environment(Path(sys.base_prefix)).scripts
    inherited = {
        name: value for name, value in clean_environ().items() if not name.startswith(_FOREIGN)
    }
    own = {
        "HOME": str(home),
        "NO_COLOR": "1",  # some programs see a CI as a terminal
        "PATH": os.pathsep.join([*map(str, scripts), str(uv.parent), str(base), *path]),
        "UV_CACHE_DIR": cache.stdout.strip(),
    }
    return inherited | git | own


@dataclass
class Reader:
    """Somebody who follows a page, in a folder of their own; leave the block to stop servers.

    Attributes:
        folder: Where they begin, and everything they make stays.
        environ: Their environment.
        names: What the page's Python examples have defined.
        printed: What their commands printed, all of it.
        address: Where the page's server is, once there is one.
    """

    folder: Path
    environ: Mapping[str, str]
    names: dict[str, Any] = field(default_factory=dict)
    printed: str = ""
    address: str = ""
    _running: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self._state = self.folder / ".state"
        self._state.mkdir(parents=True)
        self._here = self.folder / "work"
        self._here.mkdir()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop what was started."""
        self._running.close()

    def read(self, page: Path) -> None:
        """Do all that a page says.

        Raises:
            ExampleError: It does not go as the page says.
        """
        for example in read_examples(page):
            self.follow(example)

    def follow(self, example: Example) -> None:
        """Do what an example says.

        Raises:
            ExampleError: It does not go as the page says.
        """
        if example.not_run or example.language == "text":
            return
        if example.title:
            self._write(example, self._here / example.title)
        elif example.language == "console":
            for command in example.commands():
                self._type(example, command)
        elif example.language == "yaml":
            _compose(example)
        elif example.language == "python":
            code = compile(example.text, example.place, "exec")
            exec(code, self.names)  # noqa: S102 - our own documentation
        else:
            raise ExampleError(
                f"{example.place} is a block of {example.language or 'nothing'} that nobody checks;"
                ' give it a title="path" to be written to, or call it text'
            )

    def _write(self, example: Example, path: Path) -> None:
        """Write a file, or edit it where the page shows a difference."""
        text = example.text
        if example.language == "diff":
            if not path.is_file():
                raise ExampleError(f"{example.place}: there is no {example.title} to edit")
            try:
                text = edited(path.read_text(encoding="utf-8"), text)
            except ExampleError as error:
                raise ExampleError(f"{example.place}: {example.title}: {error}") from None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _type(self, example: Example, command: Command) -> None:
        """Type a command and compare what it prints."""
        if command.serves:
            self._serve(command.text)
            return
        code, printed = self._run(self._at_port(command.text))
        self.printed += printed
        if (code != 0) is not command.fails:
            raise ExampleError(
                f"{example.place}: `{command.text}` ended with exit code {code}\n{printed}"
            )
        said = self._at_port(command.output)
        if said and not matches(said, printed):
            raise ExampleError(
                f"{example.place}: `{command.text}` printed\n\n{printed}\n\ninstead of\n\n{said}"
            )

    def _run(self, text: str) -> tuple[int, str]:
        """Run a line in a shell that goes on where the last one stopped."""
        script = (
            f'[ -f "{self._state}/environ" ] && . "{self._state}/environ"\n'
            f"{text}\n"
            f'code=$?; pwd > "{self._state}/folder"; export -p > "{self._state}/environ"\n'
            "exit $code"
        )
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self._here,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        self._here = Path((self._state / "folder").read_text(encoding="utf-8").strip())
        return done.returncode, done.stdout

    def _serve(self, text: str) -> None:
        """Start a server on a free port and go on once it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        log = self._running.enter_context((self._state / "server.log").open("wb"))
        server = subprocess.Popen(
            [*shlex.split(text), "--noreload", f"127.0.0.1:{port}"],
            cwd=self._here,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._running.callback(_stop, server)
        wait_until_served(self.address, server)

    def _at_port(self, text: str) -> str:
        """Return a text about the page's server with the port that it really has."""
        return text.replace(_SERVED, self.address.removeprefix("http://")) if self.address else text


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End a server and what it started: ``uv run`` has a child."""
    os.killpg(server.pid, signal.SIGTERM)
    server.wait()


def _compose(example: Example) -> None:
    """Compose what an example of quickscale.yml asks for; a part of one gets a head."""
    text = example.text
    if not re.search(r"(?m)^schema:", text):
        text = f"schema: 1\nproject: {{name: acme}}\n{text}"
    compose_project(read_yml(text, example.place), Registry.installed(), text.encode())
