"""Runs inside a project: starts it with its environment variables set to hostile values."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

SECRET = "k3y-that-nobody-may-see"
VALUES = (
    SECRET,
    f"${SECRET}",
    f"//user:{SECRET}@host/name",
    f"postgres://user:{SECRET}@host:port/name",
    f"redis://:{SECRET}@host:99999/0",
    f"smtp://user:{SECRET}@[::1",
    f"https://user:{SECRET}@example.com/?{SECRET}",
    f"{SECRET}\udcff",
    f"{SECRET}\x1b[31m\n{SECRET}",
    f"'\"{{%{SECRET}",
    SECRET * 500,
    "9" * 5000,
    "-1",
    "$$$",
    ",",
)


def main(asked: str, told: str) -> None:
    """Write how each start ended that was not good.

    Settings alone are read with every value of every variable; then all of Django starts, once for
    each value, with all variables that may have it.

    Args:
        asked: A file with the package, the layers of the settings and the variables.
        told: Where the answer is written to.
    """
    wanted: Any = json.loads(Path(asked).read_text(encoding="utf-8"))
    sys.path.insert(0, str(Path.cwd()))
    bad: list[str] = []
    for value in VALUES:
        accepted = set(wanted["names"])
        for layer in wanted["layers"]:
            for name in wanted["names"]:
                code, text = _read(wanted["package"], layer, name, value)
                if code:
                    accepted.discard(name)
                if _is_bad(code, text, {name}):
                    bad.append(f"{layer} {name}={value[:80]!r}: {text}")
        code, text = _start(dict.fromkeys(accepted, value))
        if _is_bad(code, text, accepted):
            bad.append(f"all of Django, {value[:80]!r}: {text}")
    Path(told).write_text(json.dumps(bad), encoding="utf-8")


def _read(package: str, layer: str, name: str, value: str) -> tuple[int, str]:
    """Read the settings of a layer with one variable; return the exit code and what it says."""
    for module in [it for it in sys.modules if it.startswith(f"{package}.settings")]:
        del sys.modules[module]
    before = dict(os.environ)
    os.environ[name] = value
    try:
        import_module(f"{package}.settings.{layer}")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is judged
        refusal = sys.modules[f"{package}.settings.environment"].VariableError
        shown = str(error) if isinstance(error, refusal) else traceback.format_exc()
        return 1, shown
    finally:
        os.environ.clear()
        os.environ.update(before)
    return 0, ""


def _start(variables: dict[str, str]) -> tuple[int, str]:
    """Run the project's checks; return the exit code and what they say."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def _is_bad(code: int, text: str, names: set[str]) -> bool:
    """Tell whether a start ended in something else than a sentence about a variable."""
    if SECRET in text or "Traceback" in text:
        return True
    return bool(code) and not any(name in text for name in names)


if __name__ == "__main__":
    main(*sys.argv[1:])
