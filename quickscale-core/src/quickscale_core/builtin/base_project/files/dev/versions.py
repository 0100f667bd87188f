"""Move this project to newer versions of what it is made of.

    python dev/versions.py              the newest of everything that pyproject.toml allows
    python dev/versions.py django ruff  the newest of these, and the rest as it is

Writes requirements.txt, requirements-dev.txt, the group "tested" of pyproject.toml and the tools'
versions in .pre-commit-config.yaml. Packages that were added to pyproject.toml are added, those
that were taken out are left out. It needs uv.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "pyproject.toml"
HOOKS = ROOT / ".pre-commit-config.yaml"
RUN, DEVELOP = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"


def main(names: list[str]) -> int:
    """Resolve anew and write what that comes to; return the exit code."""
    uv = shutil.which("uv")
    if uv is None:
        print("error: uv is not installed\nfix: pip install uv", file=sys.stderr)
        return 1
    moved = [flag for name in names for flag in ("--upgrade-package", name)] or ["--upgrade"]
    with tempfile.TemporaryDirectory() as folder:
        everything, runs = Path(folder, "everything.txt"), Path(folder, "runs.txt")
        # what is pinned now stays, unless it is to be moved
        everything.write_text(
            "".join(pin for path in (RUN, DEVELOP) for pin in pins(path).values())
        )
        command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        # pip wants the extras that others ask for on the pins themselves
        command += ["--generate-hashes", "--no-annotate", "--no-header", "--no-strip-extras"]
        command += [str(PROJECT)]
        for more in (
            ["--group", "dev", "--output-file", str(everything), *moved],
            ["--constraint", str(everything), "--output-file", str(runs)],
        ):
            done = subprocess.run([*command, *more], cwd=ROOT, check=False)
            if done.returncode != 0:
                return done.returncode
        write(pins(runs), pins(everything))
    return 0


def pins(path: Path) -> dict[str, str]:
    """Return the pins of a file, each with its hashes, by what is pinned."""
    text = re.sub(r"(?m)^(#|-r ).*\n", "", path.read_text())
    blocks = [block for block in re.split(r"(?m)^(?=[a-z0-9])", text) if block.strip()]
    return {re.split(r"\s*\\", block)[0].strip(): block.rstrip() + "\n" for block in blocks}


def write(runs: dict[str, str], everything: dict[str, str]) -> None:
    """Write both files, below the comments they begin with, and move the same pins elsewhere."""
    develop = {pin: block for pin, block in everything.items() if pin not in runs}
    for path, found in ((RUN, runs), (DEVELOP, develop)):
        head = re.match(r"(?:#.*\n)*(?:-r .*\n)?", path.read_text())
        kept = [line for line in (head[0] if head else "").splitlines() if "Not tested" not in line]
        path.write_text("".join(f"{line}\n" for line in kept) + "".join(found.values()))
    lines = "".join(f'  "{pin}",\n' for pin in sorted(everything, key=name_and_marker))
    text = re.sub(r"(?m)^tested = \[\n(?:  .*\n)*\]", f"tested = [\n{lines}]", PROJECT.read_text())
    PROJECT.write_text(text)
    if HOOKS.exists():
        text = HOOKS.read_text()
        for pin in everything:
            text = re.sub(rf'"{re.escape(pin.partition("==")[0])}==[^"]*"', f'"{pin}"', text)
        HOOKS.write_text(text)


def name_and_marker(pin: str) -> tuple[str, str]:
    """Return what pins are sorted by, so that a version that moves moves no line."""
    name, _, rest = pin.partition("==")
    return name.partition("[")[0], rest.partition(";")[2].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
