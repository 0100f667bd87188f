"""What a whole process costs, and how two of them compare on a machine that is doing other things.

Times are CPU seconds, because other programs stretch the clock far more than they stretch CPU
time. What they do stretch (caches, clock rates) hits neighbours in time alike: so the contenders of
a race run one after the other, round by round, every other round in reverse, and what counts is the
median of the rounds' ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Contender", "Cost", "MeasuringError", "Results", "measure", "race"]

# getrusage(2): Linux counts ru_maxrss in KiB; macOS in bytes.
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024

_LAUNCH = Path(__file__).with_name("launch.py")


class MeasuringError(Exception):
    """A process that was to be measured did not do its work."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took.

    Attributes:
        cpu: Seconds, user and system, of the process and every child it waited for.
        peak: Bytes, the largest resident set that it or one of those children had.
    """

    cpu: float
    peak: int


@dataclass(frozen=True, kw_only=True)
class Contender:
    """A command line that takes part in a race.

    Attributes:
        name: What reports call it.
        command: Returns the program and its arguments; is given a new, empty folder.
        environ: The process's whole environment.
        prepare: Is called before each run with its folder, and is not measured.
        check: Is called after the first run with its folder; raises when the work was not done.
    """

    name: str
    command: Callable[[Path], Sequence[str]]
    environ: Mapping[str, str]
    prepare: Callable[[Path], None] = lambda _: None
    check: Callable[[Path], None] = lambda _: None


@dataclass(frozen=True)
class Results:
    """The costs of every contender of a race, round by round.

    Attributes:
        costs: By the contender's name; all lists are of one length.
    """

    costs: Mapping[str, Sequence[Cost]]

    def cpu(self, name: str) -> float:
        """Return the median CPU seconds of a contender."""
        return statistics.median(cost.cpu for cost in self.costs[name])

    def peak(self, name: str) -> int:
        """Return the largest peak of a contender, in bytes."""
        return max(cost.peak for cost in self.costs[name])

    def ratio(self, ours: str, theirs: str) -> float:
        """Return the median, over the rounds, of one contender's CPU time to another's."""
        rounds = zip(self.costs[ours], self.costs[theirs], strict=True)
        return statistics.median(one.cpu / other.cpu for one, other in rounds)


def measure(command: Sequence[str], cwd: Path, environ: Mapping[str, str]) -> Cost:
    """Run a command to its end and return what it took.

    Args:
        command: The program, absolute, and its arguments.
        cwd: The folder it runs in.
        environ: Its whole environment.

    Raises:
        MeasuringError: It did not end with exit code 0.
    """
    launch = [sys.executable, "-I", "-S", str(_LAUNCH)]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as report:
        subprocess.run(
            [*launch, str(report.fileno()), *command],
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[report.fileno()],
            check=False,
        )
        report.seek(0)
        code, cpu, peak = report.read().decode().split() or ("none", "0", "0")
        if code != "0":
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
            raise MeasuringError(f"exit code {code} from {' '.join(command)}\n{said}")
    return Cost(cpu=float(cpu), peak=int(peak) * _MAXRSS_UNIT)


def race(contenders: Sequence[Contender], rounds: int, scratch: Path) -> Results:
    """Run every contender once to warm up and to be checked, then round by round.

    Args:
        contenders: Who takes part.
        rounds: How often each is measured.
        scratch: Where each run gets an empty folder, removed after it.

    Raises:
        MeasuringError: One of them failed, or did not do its work.
    """
    for contender in contenders:
        _run(contender, scratch, check=True)
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        order = contenders if number % 2 == 0 else tuple(reversed(contenders))
        for contender in order:
            costs[contender.name].append(_run(contender, scratch))
    return Results(costs)


def _run(contender: Contender, scratch: Path, *, check: bool = False) -> Cost:
    """Run one contender in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = scratch / name
        contender.prepare(folder)
        cost = measure(contender.command(folder), folder, contender.environ)
        if check:
            contender.check(folder)
    return cost
