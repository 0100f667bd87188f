"""Try generated projects with the newest versions of what they need, and tell what broke.

Twice: with the newest versions that our plugins' ranges allow, which is what ``dev/versions.py``
would give their owners, then with those past the ranges, so that one hears of them in time. Never
a part of a landing: what others publish must not decide about it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from quickscale_core.composition.tested_versions import read_pins
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry

from tools.checkout import ROOT, Environment, clean_environ
from tools.projects import installed_plugins
from tools.uv import find_uv, run_uv

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main"]

FOLDER: Final = ROOT / ".tools" / "newest"
GATES: Final = "tests/test_gates.py"


def allowed() -> list[str]:
    """Return what a project with every module asks for, as far as our ranges go."""
    installed = installed_plugins()
    modules = {name: ModuleRequest() for name in installed.modules}
    lines: set[str] = set()
    for theme in installed.themes:
        request = ProjectSpec(name="acme", modules=modules, theme=theme)
        composition = compose_project(request, Registry.installed()).composition
        lines |= {*composition.dependencies, *composition.dev_dependencies}
    return sorted([*lines, "pytest-xdist"])


def past() -> list[str]:
    """Return the same without ends: the list that the lock is made of."""
    text = (ROOT / "requirements" / "project.in").read_text("utf-8")
    return [
        re.sub(r",<[^,;]+", "", line) for line in text.splitlines() if line[:1] not in ("", "#")
    ]


def resolve(name: str, lines: list[str]) -> Path:
    """Write the newest versions that some requirements allow; return the file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    asked, found = FOLDER / f"{name}.in", FOLDER / f"{name}.txt"
    asked.write_text("\n".join(lines) + "\n", encoding="utf-8")
    flags = ("--quiet", "--universal", "--no-annotate", "--no-header", "--python-version", "3.11")
    run_uv(
        find_uv(), "pip", "compile", *flags, "--upgrade", "--output-file", str(found), str(asked)
    )
    return found


def moved(found: Path) -> list[tuple[str, str, str]]:
    """Return what is newer than the lock: name, the version there, and the newer one."""
    lock = (ROOT / "requirements" / "project.txt").read_text("utf-8")
    before = {pin.name: pin.version for pin in read_pins(lock)}
    now = {pin.name: pin.version for pin in read_pins(found.read_text("utf-8"))}
    return [(it, before.get(it, "new"), now[it]) for it in sorted(now) if before.get(it) != now[it]]


def try_out(name: str, lines: list[str]) -> bool:
    """Install the newest versions and run the gates with them; tell whether all passed."""
    found = resolve(name, lines)
    newer = moved(found)
    print(f"\n== {name}: {len(newer)} packages are newer than what was tested")
    for row in newer:
        print("  {:32} {:16} {}".format(*row), flush=True)
    if not newer:
        return True
    made = Environment(FOLDER / name)
    run_uv(find_uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(made.folder))
    run_uv(find_uv(), "pip", "sync", "--quiet", "--python", str(made.python), str(found))
    environ = {**clean_environ(), "QUICKSCALE_PROJECT_PYTHON": str(made.python)}
    environ["PATH"] = f"{made.scripts}{os.pathsep}{environ.get('PATH', '')}"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", GATES]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode == 0


def main() -> int:
    """Try both; return 1 where something broke."""
    tried = {
        "within the ranges": try_out("within", allowed()),
        "past the ranges": try_out("past", past()),
    }
    for name, passed in tried.items():
        print(f"{name}: {'passed' if passed else 'something broke, see above'}")
    return 0 if all(tried.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
