"""Check what is in ``dist/``: contents, metadata and entry points of every wheel and sdist.

A wheel holds exactly its source files, byte for byte: dotfiles, which some build backends drop in
silence, the themes' built assets, which git ignores, and the libraries' packages that a plugin has
links to, without their tests.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from typing import TYPE_CHECKING

from packaging.metadata import Metadata
from packaging.utils import canonicalize_name

from tools.assets import is_built_asset
from tools.checkout import ROOT, clean_environ
from tools.distributions import Distribution, distributions
from tools.guards import NAMESPACES, tracked_files
from tools.libraries import linked_packages

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_sdist", "check_wheel", "main", "source_files"]


def source_files(dist: Distribution, root: Path = ROOT) -> dict[str, bytes]:
    """Return what the wheel of ``dist`` is made from: its path in the wheel, its bytes."""
    prefix = dist.source.relative_to(root).as_posix() + "/"
    found = {name for name in tracked_files(root) if name.startswith(prefix)}
    on_disk = {path.relative_to(root).as_posix() for path in dist.source.rglob("*")}
    found |= {name for name in on_disk if is_built_asset(name) and (root / name).is_file()}
    sources = {name.removeprefix(prefix): root / name for name in found}
    for link in linked_packages(dist.package_folder):
        inside = f"{link.relative_to(dist.source).as_posix()}/"
        package = link.resolve().relative_to(root.resolve()).as_posix() + "/"
        names = [name for name in tracked_files(root) if name.startswith(package)]
        sources |= {inside + name.removeprefix(package): root / name for name in names}
    return {name: sources[name].read_bytes() for name in sorted(sources)}


def check_wheel(dist: Distribution, path: Path, root: Path = ROOT) -> list[str]:
    """Return what is wrong with the wheel at ``path``."""
    with zipfile.ZipFile(path) as wheel:
        inside = {info.filename: wheel.read(info) for info in wheel.infolist() if not info.is_dir()}
    info = f"{canonicalize_name(dist.name).replace('-', '_')}-{dist.version}.dist-info"
    about = {name: data for name, data in inside.items() if name.startswith(f"{info}/")}
    content = {name: data for name, data in inside.items() if name not in about}
    problems = _compare(content, source_files(dist, root))
    problems += [f"{name} shuts the namespace" for name in _namespace_inits(content)]
    problems += _check_metadata(dist, about.get(f"{info}/METADATA", b""))
    problems += _check_entry_points(dist, about.get(f"{info}/entry_points.txt", b"").decode())
    if about.get(f"{info}/licenses/LICENSE") != (root / "LICENSE").read_bytes():
        problems.append("the licence is missing or another")
    return [f"{path.name}: {problem}" for problem in problems]


def check_sdist(dist: Distribution, path: Path, root: Path = ROOT) -> list[str]:
    """Return what is wrong with the sdist at ``path``."""
    top = path.name.removesuffix(".tar.gz")
    wanted = {f"{top}/src/{name}": data for name, data in source_files(dist, root).items()}
    for name in ("README.md", "LICENSE", "pyproject.toml"):
        wanted[f"{top}/{name}"] = (dist.folder / name).read_bytes()
    inside = {}
    with tarfile.open(path) as sdist:
        for member in sdist.getmembers():
            reader = sdist.extractfile(member)
            if reader is not None:
                inside[member.name] = reader.read()
    problems = _check_metadata(dist, inside.pop(f"{top}/PKG-INFO", b""))
    # The backend writes a pyproject.toml of its own and keeps ours beside it.
    original = inside.pop(f"{top}/pyproject.toml.orig", None)
    if original is not None:
        inside[f"{top}/pyproject.toml"] = original
    problems += _compare(inside, wanted)
    return [f"{path.name}: {problem}" for problem in problems]


def _compare(inside: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """Return one sentence for each file that is missing, too many or different."""
    return [
        *(f"{name} is missing" for name in sorted(wanted.keys() - inside.keys())),
        *(f"{name} is no source file" for name in sorted(inside.keys() - wanted.keys())),
        *(
            f"{name} differs from its source"
            for name in sorted(inside.keys() & wanted.keys())
            if inside[name] != wanted[name]
        ),
    ]


def _namespace_inits(names: dict[str, bytes]) -> list[str]:
    """Return the ``__init__`` files that would shut a shared namespace."""
    return [name for name in names if name in {f"{space}/__init__.py" for space in NAMESPACES}]


def _check_metadata(dist: Distribution, raw: bytes) -> list[str]:
    """Return what the core metadata specification or our own rules object to."""
    try:
        stated = Metadata.from_email(raw, validate=True)
    except ExceptionGroup as group:
        return [f"metadata: {error}" for error in group.exceptions]
    problems = []
    if (stated.name, str(stated.version)) != (dist.name, dist.version):
        problems.append(f"metadata: is of {stated.name} {stated.version}")
    if not stated.description or stated.description_content_type != "text/markdown":
        problems.append("metadata: carries no README in Markdown")
    if not stated.summary or stated.license_expression != "MIT":
        problems.append("metadata: lacks its summary or the licence expression MIT")
    if str(stated.requires_python) != ">=3.11":
        problems.append(f"metadata: Requires-Python is {stated.requires_python}, not >=3.11")
    return problems


def _check_entry_points(dist: Distribution, stated: str) -> list[str]:
    """Hold the wheel's entry points to those of ``pyproject.toml``."""
    data = tomllib.loads((dist.folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = dict(data.get("entry-points", {}))
    if "scripts" in data:
        wanted["console_scripts"] = data["scripts"]
    parser = ConfigParser(delimiters=("=",))
    parser.read_string(stated)
    found = {section: dict(parser[section]) for section in parser.sections()}
    return [] if found == wanted else [f"entry points are {found}, not {wanted}"]


def main() -> int:
    """Check every file in ``dist/``; return 1 when anything is wrong."""
    folder = ROOT / "dist"
    problems: list[str] = []
    expected: list[Path] = []
    for dist in distributions():
        stem = f"{canonicalize_name(dist.name).replace('-', '_')}-{dist.version}"
        wheel, sdist = folder / f"{stem}-py3-none-any.whl", folder / f"{stem}.tar.gz"
        expected += [wheel, sdist]
        problems += check_wheel(dist, wheel)
        problems += check_sdist(dist, sdist)
    problems += [f"{path.name}: unexpected" for path in folder.iterdir() if path not in expected]
    twine = [sys.executable, "-m", "twine", "check", "--strict", *map(str, expected)]
    done = subprocess.run(twine, env=clean_environ(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        problems.append(done.stdout.strip())
    for problem in problems:
        print(problem)
    if not problems:
        print(f"checked {len(expected)} files in dist/: contents, metadata, entry points")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
