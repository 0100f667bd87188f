"""The repository's own rules, those that no linter knows; ``./qs lint`` and pre-commit run them.

Each guard takes the root and the tracked files and yields sentences. The patterns are written so
that this file does not match them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools.assets import is_built_asset
from tools.checkout import ROOT
from tools.distributions import distributions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["GUARDS", "check", "tracked_files"]

NAMESPACES = ("quickscale_modules", "quickscale_themes", "quickscale_deploy")
BANNED_MODULES = ("utils", "helpers", "base", "misc", "common", "manager")

REGISTRY = re.compile(
    rb"https?://(?:registry|files)\.[a-z]|/simple/?[\"' ]"
    rb"|\bpy[p]i\.org|python[h]osted\.org|npm[j]s\.(?:org|com)|yarn[p]kg\.com"
)
MACHINE_PATH = re.compile(
    rb"(?<![A-Za-z0-9_.])/(?:wor[k]|far[m])/|/roo[t]/[.a-z]|/hom[e]/(?!app\b)[a-z]|/User[s]/[a-z]"
)
UNFINISHED = re.compile(rb"\b(?:TOD[O]|FIXM[E]|XX[X]|NotImplementedErro[r])\b")


def tracked_files(root: Path) -> list[str]:
    """Return the paths that git tracks or would add, relative to ``root``, with ``/``."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    names = {name.decode() for name in listed.split(b"\0") if name}
    return sorted(name for name in names if (root / name).is_file())


def ignored_sources(root: Path) -> list[str]:
    """Return the files in the distributions' ``src`` that git ignores, built ones apart."""
    folders = [str(dist.source) for dist in distributions(root) if dist.source.is_dir()]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *folders],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    names = [name.decode() for name in listed.split(b"\0") if name]
    caches = ("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".DS_Store")
    return [
        name for name in names if not is_built_asset(name) and not {*Path(name).parts} & {*caches}
    ]


def nothing_is_lost(root: Path, _files: Sequence[str]) -> Iterator[str]:
    """Refuse sources that git ignores: a project's own .gitignore hides files from ours as well."""
    for name in ignored_sources(root):
        yield f"{name}: git ignores it, so no clone and no wheel has it; use git add --force"


def namespaces_stay_open(_root: Path, files: Sequence[str]) -> Iterator[str]:
    """Refuse ``__init__.py`` in a namespace: one stray file breaks a sibling's import."""
    for name in files:
        path = Path(name)
        if path.stem == "__init__" and path.parent.name in NAMESPACES:
            yield (
                f"{name}: {path.parent.name} is a namespace that several distributions share, "
                "so it has no __init__.py; delete it"
            )


def no_registry_is_named(root: Path, files: Sequence[str]) -> Iterator[str]:
    """Refuse package registries' hosts and files that record them."""
    for name in files:
        if Path(name).name == "uv.lock":
            yield f"{name}: records registries' hosts; the locks are in requirements/"
    yield from _matches(root, files, REGISTRY, "names a package registry's host; leave it out")


def no_machine_paths(root: Path, files: Sequence[str]) -> Iterator[str]:
    """Refuse paths of the machine that a file was made on."""
    yield from _matches(root, files, MACHINE_PATH, "is a path of one machine; make it relative")
    here = [str(path).encode() + b"/" for path in (root, Path.home()) if len(path.parts) > 1]
    own = re.compile(b"|".join(re.escape(path) for path in here))
    yield from _matches(root, files, own, "is a path of this machine; make it relative")


def nothing_is_left_undone(root: Path, files: Sequence[str]) -> Iterator[str]:
    """Refuse marks of unfinished work."""
    suffixes = (".py", ".ts", ".tsx", ".html", ".j2", ".css", ".js")
    code = [name for name in files if name.endswith(suffixes)]
    yield from _matches(root, code, UNFINISHED, "marks unfinished work; finish it or take it out")


def core_modules_say_what_they_hold(_root: Path, files: Sequence[str]) -> Iterator[str]:
    """Refuse module names in core that say nothing."""
    for name in files:
        path = Path(name)
        shipped = any(part.partition(".")[0] == "files" for part in path.parts)
        if path.suffix != ".py" or "quickscale_core" not in path.parts or shipped:
            continue
        if {path.stem, *path.parts} & set(BANNED_MODULES):
            yield f"{name}: name the module after what it holds, not {'/'.join(BANNED_MODULES)}"


def distributions_agree(root: Path, _files: Sequence[str]) -> Iterator[str]:
    """Hold every distribution to one version, one licence and a README of its own."""
    found = distributions(root)
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    version = found[0].version
    for dist in found:
        where = dist.folder.relative_to(root).as_posix()
        if dist.version != version:
            yield (
                f"{where}/pyproject.toml: version {dist.version} is not core's {version}; "
                "all distributions are released in lockstep"
            )
        for name in ("LICENSE", "README.md", "pyproject.toml"):
            if not (dist.folder / name).is_file():
                yield f"{where}/{name}: missing; a distribution carries its own"
        own = dist.folder / "LICENSE"
        if own.is_file() and own.read_text(encoding="utf-8") != licence:
            yield f"{where}/LICENSE: differs from the repository's LICENSE; copy that one"
        yield from _core_range(where, dist.name, dist.requires, version)


def _core_range(where: str, name: str, requires: Iterable[str], version: str) -> Iterator[str]:
    """Hold a plugin to a bounded range on core that admits the core beside it."""
    if name == "quickscale":
        return
    parsed = {item.name: item for item in map(Requirement, requires)}
    core = parsed.get("quickscale")
    if core is None:
        yield f"{where}/pyproject.toml: a plugin requires quickscale, with a range; add it"
    elif version not in core.specifier or "99" in core.specifier:
        yield (
            f"{where}/pyproject.toml: {str(core)!r} must admit {version} and end before the next "
            "major release"
        )


def _matches(
    root: Path, files: Iterable[str], pattern: re.Pattern[bytes], sentence: str
) -> Iterator[str]:
    """Yield one sentence for each line of a text file that ``pattern`` is in."""
    for name in files:
        content = (root / name).read_bytes()
        if b"\0" in content:
            continue
        for match in pattern.finditer(content):
            line = content.count(b"\n", 0, match.start()) + 1
            yield f"{name}:{line}: {match.group().decode(errors='replace').strip()!r} {sentence}"


GUARDS: tuple[Callable[[Path, Sequence[str]], Iterable[str]], ...] = (
    nothing_is_lost,
    namespaces_stay_open,
    no_registry_is_named,
    no_machine_paths,
    nothing_is_left_undone,
    core_modules_say_what_they_hold,
    distributions_agree,
)


def check(root: Path) -> list[str]:
    """Return what every guard has to say about the repository at ``root``."""
    files = tracked_files(root)
    return [sentence for guard in GUARDS for sentence in guard(root, files)]


def main() -> int:
    """Print what is wrong; return 1 when anything is."""
    problems = check(ROOT)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
