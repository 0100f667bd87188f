"""``./qs schema-types``: the React app's types of the API, from the plugins' parts of its schema.

The script that projects have, ``frontend/schema-types.js``, writes them, with the packages of the
lock that they have, in a copy of what it reads. Neither a project nor a server is needed.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

from quickscale_core.testing.projects.environment import one_at_a_time

from tools.assets import NO_NODE
from tools.checkout import ROOT
from tools.node import install_packages, node_path, run_script

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["SchemaTypesError", "current", "kept", "main", "parts"]

SCRIPT: Final = "schema-types"
FRONTEND: Final = ROOT / "plugins/theme-react/src/quickscale_themes/react/files/frontend"
TOOLS: Final = ("package.json", "package-lock.json", ".prettierrc", f"{SCRIPT}.js")


class SchemaTypesError(Exception):
    """The types cannot be written; the text says why."""


def kept() -> list[Path]:
    """Return every ``schema.ts`` that a plugin brings."""
    found = (ROOT / "plugins").glob("*/src/*/*/files*/frontend/src/**/schema.ts")
    return sorted(it for it in found if "node_modules" not in it.parts)


def parts() -> dict[str, Path]:
    """Return the plugins' parts of the schema by the apps they are of."""
    found = (ROOT / "plugins").glob("*/src/*/*/files*/apps/*/api_schema.json")
    return {path.parent.name: path for path in sorted(found)}


def current(texts: dict[Path, str], scratch: Path) -> dict[Path, str]:
    """Return types as the parts of the schema have them now.

    Args:
        texts: Their files, each with a first line that names its app.
        scratch: A folder that keeps the packages for the next time.

    Raises:
        SchemaTypesError: There is no Node, or the script fails.
    """
    path = node_path()
    if path is None:
        raise SchemaTypesError(NO_NODE)
    frontend = scratch / "frontend"
    places = {source: frontend / str(source).rpartition("/frontend/")[2] for source in texts}
    scratch.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(scratch / "lock"):
        for folder in (frontend / "src", scratch / "apps"):
            shutil.rmtree(folder, ignore_errors=True)
        for name in TOOLS:
            _copy(FRONTEND / name, frontend / name)
        for app, part in parts().items():
            _copy(part, scratch / "apps" / app / part.name)
        for source, place in places.items():
            place.parent.mkdir(parents=True)
            place.write_text(texts[source], encoding="utf-8")
        problem = install_packages(frontend, path) or run_script(frontend, SCRIPT, path)
        if problem:
            raise SchemaTypesError(problem)
        return {source: place.read_text(encoding="utf-8") for source, place in places.items()}


def _copy(source: Path, target: Path) -> None:
    """Copy a file unless it is there: packages are installed again when their lock is newer."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.is_file() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def _texts(apps: Sequence[str]) -> dict[Path, str]:
    """Return the files to write, with those of apps that have none yet.

    Raises:
        SchemaTypesError: There is no such app.
    """
    texts = {path: path.read_text(encoding="utf-8") for path in kept()}
    for app in apps:
        part = parts().get(app)
        if part is None:
            said = ", ".join(parts())
            raise SchemaTypesError(f"no plugin has an app {app!r} with an API; there are {said}")
        package = part.parents[3]
        place = package / "files.react" / "frontend" / "src" / "modules" / app / "schema.ts"
        texts.setdefault(place, f"// Types of apps/{app}/api_schema.json\n")
    return texts


def main(apps: Sequence[str]) -> int:
    """Write the types; return 1 with a sentence when that fails.

    Args:
        apps: Those whose types are written for the first time: ``["teams"]``.
    """
    try:
        texts = _texts(apps)
        made = current(texts, ROOT / ".tools" / SCRIPT)
    except SchemaTypesError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for place, text in made.items():
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
            print(f"wrote {place.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
