from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import UsageError
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import FlagText, ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate
from quickscale_core.plugins.parts_of_core import PARTS
from quickscale_core.project_file.reading import read_yml

if TYPE_CHECKING:
    from conftest import Workshop

MODULES = ("alpha", "beta", "gamma")


def furnish(workshop: Workshop) -> None:
    """Install three plugins that meet wherever plugins can meet."""
    option = 'options=(Option(name="tags", type="list", default=(), help="Tags"),)'
    for number, name in enumerate(MODULES):
        needs = ', requires=("gamma>=1",)' if name == "alpha" else ""
        home = workshop.plugin(
            name,
            card=option + needs,
            settings=f"""
            App(path="apps.{name}"),
            Middleware(path="m.{name}", before=("m.beta",)[{number == 1}:]),
            Setting(name="SHARED", value={{"{name}": {{1, 2}} and [1], "same": 1}}),
            Setting(name="{name.upper()}", value=spec.options("{name}")["tags"]),
            ListItem(setting="ITEMS", value="{name}", before=("alpha",)[{number == 0}:]),
            UrlInclude(prefix="{name}/", module="apps.{name}.urls"),
            Dependency(requirement="django-htmx>={number + 1}"),
            EnvVar(name="{name.upper()}_KEY", comment="Key"),
            PeriodicTask(name="{name}", task="apps.{name}.tasks.run", every_seconds=60),
            CspSource(directive="img-src", source="https://{name}.example"),
            NavItem(name="{name}", label="{name}", url="{name}:x", icon="user"),
            """,
            templates='FileSet(root=HERE / "files"),'
            ' Fragment(slot="readme", template=HERE / "r.j2")',
            files={
                **{f"apps/{name}/{it}.py": "" for it in ("__init__", "tasks", "urls")},
                f"apps/{name}/all.txt.j2": "<< composition >> << spec >>",
            },
        )
        (home / "r.j2").write_text(f"## {name} << composition.apps | length >>\n")


def digest(registry: Registry, *modules: str) -> str:
    request = ProjectSpec(
        name="my-app",
        theme="starter",
        modules={module: ModuleRequest() for module in modules},
        options={module: {"tags": FlagText("b,a")} for module in modules},
    )
    project = compose_project(request, registry)
    total = hashlib.sha256()
    for path, file in project.tree.items():
        total.update(f"{path} {file.content.mode} {file.owner} {file.sha256}\n".encode())
    return total.hexdigest()


def real_core(workshop: Workshop) -> Registry:
    parts = [Candidate(name=name, module=module) for name, module in PARTS.items()]
    return Registry([*parts, *workshop.candidates()])


def test_every_order_gives_the_same_bytes(workshop: Workshop) -> None:
    furnish(workshop)
    for size in range(len(MODULES) + 1):
        for chosen in itertools.combinations(MODULES, size):
            digests = {
                digest(real_core(workshop), *order) for order in itertools.permutations(chosen)
            }
            assert len(digests) == 1


def test_two_hash_seeds_and_an_empty_home_give_the_same_bytes(
    workshop: Workshop, tmp_path: Path
) -> None:
    furnish(workshop)
    script = tmp_path / "script.py"
    script.write_text(
        "import hashlib, sys\n"
        "from quickscale_core.plugins.discovery import Registry\n"
        "from quickscale_core.generate import compose_project\n"
        "from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec\n"
        "modules = {name: ModuleRequest() for name in sys.argv[1:]}\n"
        "request = ProjectSpec(name='my-app', theme='starter', modules=modules)\n"
        "tree = compose_project(request, Registry.installed()).tree\n"
        "rows = [f'{path} {file.content.mode} {file.sha256}' for path, file in tree.items()]\n"
        "print(hashlib.sha256('\\n'.join(rows).encode()).hexdigest(), len(rows))\n"
    )
    source = Path(sys.modules["quickscale_core"].__path__[0]).parent
    path = os.pathsep.join([str(workshop.folder), str(source)])
    found = set()
    for seed, order, home in (
        ("0", MODULES, tmp_path / "h"),
        ("1", MODULES[::-1], Path("/nowhere")),
    ):
        done = subprocess.run(
            [sys.executable, str(script), *order],
            env={"PYTHONPATH": path, "PYTHONHASHSEED": seed, "HOME": str(home)},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1
    assert int(found.pop().split()[1]) > 20


def test_the_owners_file_is_kept_or_a_fresh_one_written(workshop: Workshop) -> None:
    furnish(workshop)
    text = "# mine\nschema: 1\nproject: {name: my-app}\nmodules: {gamma: {}}\n"
    request = read_yml(text)
    kept = compose_project(request, real_core(workshop), text.encode())
    assert kept.tree["quickscale.yml"].data.decode() == text
    assert kept.tree["quickscale.yml"].owner == "base"
    fresh = compose_project(request, real_core(workshop))
    again = read_yml(fresh.tree["quickscale.yml"].data.decode())
    assert again == fresh.request
    assert again.theme == "starter"


def test_names_of_the_projects_own_dependencies_are_refused(workshop: Workshop) -> None:
    workshop.plugin(
        "blog", settings='Dependency(requirement="markdown-it-py>=4", imports=("markdown_it",))'
    )
    request = ProjectSpec(
        name="markdown-it",
        theme="starter",
        modules={"blog": ModuleRequest()},
        said={("project", "name"): "NAME"},
    )
    with pytest.raises(UsageError) as caught:
        compose_project(request, real_core(workshop))
    assert str(caught.value) == (
        '"markdown-it" is the import name of markdown-it-py, which the project needs\n'
        "  NAME\n"
        "fix: choose another name, for example markdown-it_app"
    )
