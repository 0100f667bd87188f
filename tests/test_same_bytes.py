"""The same choice gives the same bytes, in whatever order it is told and whatever the hash seed."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.processes import run

from tests.conftest import Selection, selections

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = ("0", "4127")

COMPOSE = """
import json, sys
from hashlib import sha256
from itertools import permutations
from quickscale_core.plugins.discovery import Registry
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec

registry = Registry.installed()
digests = {}
for name, modules, theme, options in json.load(sys.stdin):
    found = digests.setdefault(name, [])
    for order in permutations(modules):
        request = ProjectSpec(
            name="acme",
            modules={module: ModuleRequest() for module in order},
            theme=theme,
            options=options,
        )
        tree = compose_project(request, registry).tree
        listed = [(path, file.sha256, file.content.mode, file.owner) for path, file in tree.items()]
        found.append(sha256(json.dumps(listed).encode()).hexdigest())
print(json.dumps(digests))
"""


def test_every_order_and_hash_seed_composes_the_same_files(tmp_path: Path) -> None:
    wanted = [(str(one), one.modules, one.theme, one.options) for one in selections()]
    assert wanted
    digests: dict[str, set[str]] = {}
    for seed in SEEDS:
        argv = [sys.executable, "-c", COMPOSE]
        environ = {"PYTHONHASHSEED": seed}
        done = run(argv, cwd=tmp_path, env=environ, stdin=json.dumps(wanted)).check()
        for name, found in json.loads(done.stdout).items():
            digests.setdefault(name, set()).update(found)
    assert {name: len(found) for name, found in digests.items()} == dict.fromkeys(digests, 1)
    assert len(digests) == len(wanted)
    assert len(set.union(*digests.values())) == len(wanted)


@pytest.mark.parametrize("one", selections(), ids=str)
def test_every_hash_seed_writes_the_same_project(one: Selection, tmp_path: Path) -> None:
    written = []
    for seed in SEEDS:
        parent = tmp_path / seed
        parent.mkdir()
        chosen = ["--with", ",".join(one.modules)] if one.modules else []
        theme = ["--theme", one.theme]
        for name, answers in one.options.items():
            chosen += [f"--set={name}.{option}=true" for option in answers]
        argv = [sys.executable, "-m", "quickscale_core", "init", "acme", *chosen, *theme]
        options = ["--dest", str(parent), "--no-git", "--no-input"]
        run([*argv, *options], cwd=parent, env={"PYTHONHASHSEED": seed}).check()
        written.append(contents(parent / "acme"))
    assert written[0] == written[1]


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and bytes of every file but those that are this machine's own.

    ``.env`` has fresh secrets, and what stands in ``.quickscale/local`` tells when it was made.
    """
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".env" and "local" not in path.parent.name
    }
