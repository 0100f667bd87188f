"""The image of a project: how large it is, and how long a container takes to answer.

It is measured where a container engine runs and can get the base image, or as root on a Debian with
Podman, on a base packed from the machine itself as in the tests. Elsewhere the report says why not.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.first_visit import CHOICES
from benchmarks.measuring import MeasuringError, Results, measure
from benchmarks.outcomes import Outcome
from benchmarks.report import Bound
from tests.containers.base_image import write_base
from tests.containers.podman import podman_missing, start_podman

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_image"]

NAME: Final = "boxed"
IMAGE: Final = "quickscale-benchmark"
BASE: Final = "docker.io/library/python:3.13-slim"  # what the Dockerfile begins with
LARGEST: Final = 200  # MiB that the image adds to its base
SLOWEST: Final = 10  # seconds; the clock on the wall also counts what else the machine does
PATIENCE: Final = 60
ASK: Final = "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/live')"
VARIABLES: Final = (
    *("--env", f"SECRET_KEY={'k3y-of-a-benchmark' * 3}", "--env", "ALLOWED_HOSTS=localhost"),
    *("--env", "DATABASE_URL=sqlite:////tmp/empty.sqlite3"),
)


@dataclass(frozen=True)
class Engine:
    """What builds and runs containers.

    Attributes:
        program: Its command: ``"podman"``.
        build: More arguments for ``build``.
        run: More arguments for ``run``.
        environment: What the command runs with.
    """

    program: str
    build: tuple[str, ...]
    run: tuple[str, ...]
    environment: Mapping[str, str]

    def __call__(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of it."""
        return subprocess.run(
            [self.program, *words],
            cwd=cwd,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )

    def size(self, image: str) -> int:
        """Return the bytes of an image."""
        return int(self("image", "inspect", "--format", "{{.Size}}", image).stdout)


def measure_image(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure the size of an image with every module, and the start of its container."""
    title, empty = "The image", Results({})
    with _engine(shop.made) as engine:
        if engine is None:
            about = "Not measured: no container engine runs here."
            return [Outcome(title, about, empty, [])]
        program = str(shop.plain.scripts / "quickscale")
        measure([program, "init", NAME, *CHOICES], shop.made, shop.environ())
        built = engine("build", *engine.build, "--tag", IMAGE, ".", cwd=shop.made / NAME)
        if built.returncode:
            said = (built.stderr or built.stdout).strip().splitlines()[-1:] or ["nothing"]
            return [Outcome(title, f"Not measured: it could not be built. {said[0]}", empty, [])]
        added = (engine.size(IMAGE) - engine.size(BASE)) / 2**20
        start = statistics.median(_start(engine) for _ in range(1 if quick else 5))
    about = (
        f"Built by {engine.program} of a project of every module. A cold start is the time from"
        " `run` to the first answer of `/health/live`."
    )
    bounds = [
        Bound("image of every module, without its base", added, LARGEST, " MiB"),
        Bound("cold start of its container", start, SLOWEST, " s"),
    ]
    return [Outcome(title, about, empty, bounds)]


@contextmanager
def _engine(folder: Path) -> Iterator[Engine | None]:
    """Give an engine, which has the base image once it has built something."""
    for program, form in (("docker", ()), ("podman", ("--format", "docker"))):
        engine = Engine(program, form, (), os.environ)
        if shutil.which(program) and engine("info").returncode == 0 and _has_base(engine):
            yield engine
            return
    if podman_missing():
        yield None
        return
    base = folder / "base.tar"
    write_base(base)
    with start_podman(base, BASE) as podman:
        build = ("--format", "docker", "--pull=never")
        yield Engine("podman", build, ("--no-healthcheck",), podman.environment)


def _has_base(engine: Engine) -> bool:
    """Return whether an engine has the base image, or could get it."""
    return 0 in (
        engine("image", "inspect", BASE).returncode,
        engine("pull", "--quiet", BASE).returncode,
    )


def _start(engine: Engine) -> float:
    """Return the seconds from the start of a container to its first answer.

    Raises:
        MeasuringError: It does not answer.
    """
    name = f"{IMAGE}-run"
    begun = time.monotonic()
    started = engine("run", "--detach", "--name", name, *engine.run, *VARIABLES, IMAGE)
    try:
        while started.returncode or engine("exec", name, "python", "-c", ASK).returncode:
            if started.returncode or time.monotonic() - begun > PATIENCE:
                said = engine("logs", "--tail", "5", name)
                raise MeasuringError(f"the image does not answer: {started.stderr}{said.stderr}")
        return time.monotonic() - begun
    finally:
        engine("rm", "--force", name)
