"""The image of a project: how large it is, and how long a container takes to answer.

It is measured where a container engine runs and the image can be built; elsewhere the report says
why it is not.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, Final

from benchmarks.first_visit import CHOICES
from benchmarks.measuring import MeasuringError, Results, measure
from benchmarks.outcomes import Outcome
from benchmarks.report import Bound

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_image"]

NAME: Final = "boxed"
IMAGE: Final = "quickscale-benchmark"
LARGEST: Final = 400  # MiB, with Python's own image
SLOWEST: Final = 10  # seconds; the clock on the wall also counts what else the machine does
PATIENCE: Final = 60
ASK: Final = "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/live')"
VARIABLES: Final = (
    *("--env", f"SECRET_KEY={'k3y-of-a-benchmark' * 3}", "--env", "ALLOWED_HOSTS=localhost"),
    *("--env", "DATABASE_URL=sqlite:////tmp/empty.sqlite3"),
)


def measure_image(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure the size of an image with every module, and the start of its container."""
    title, empty = "The image", Results({})
    engine = next((it for it in ("docker", "podman") if _runs(it)), "")
    if not engine:
        about = "Not measured: no container engine runs here."
        return [Outcome(title, about, empty, [])]
    program = str(shop.plain.scripts / "quickscale")
    measure([program, "init", NAME, *CHOICES], shop.made, shop.environ())
    form = ("--format", "docker") if engine == "podman" else ()
    built = _run(engine, "build", *form, "--tag", IMAGE, ".", cwd=shop.made / NAME)
    if built.returncode:
        said = (built.stderr or built.stdout).strip().splitlines()[-1:] or ["nothing"]
        return [Outcome(title, f"Not measured: it could not be built. {said[0]}", empty, [])]
    size = int(_run(engine, "image", "inspect", "--format", "{{.Size}}", IMAGE).stdout) / 2**20
    start = statistics.median(_start(engine) for _ in range(1 if quick else 5))
    about = (
        f"Built by {engine} of a project of every module. A cold start is the time from `run` to"
        " the first answer of `/health/live`."
    )
    bounds = [
        Bound("image of every module", size, LARGEST, " MiB"),
        Bound("cold start of its container", start, SLOWEST, " s"),
    ]
    return [Outcome(title, about, empty, bounds)]


def _start(engine: str) -> float:
    """Return the seconds from the start of a container to its first answer.

    Raises:
        MeasuringError: It does not answer.
    """
    name = f"{IMAGE}-run"
    begun = time.monotonic()
    started = _run(engine, "run", "--detach", "--name", name, *VARIABLES, IMAGE)
    try:
        while started.returncode or _run(engine, "exec", name, "python", "-c", ASK).returncode:
            if started.returncode or time.monotonic() - begun > PATIENCE:
                said = _run(engine, "logs", "--tail", "5", name)
                raise MeasuringError(f"the image does not answer: {started.stderr}{said.stderr}")
        return time.monotonic() - begun
    finally:
        _run(engine, "rm", "--force", name)


def _runs(engine: str) -> bool:
    return shutil.which(engine) is not None and _run(engine, "info").returncode == 0


def _run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
