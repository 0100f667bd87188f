"""What the base project puts into every composition."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core import GeneratedProject
from quickscale_core.builtin.base_project import plugin
from quickscale_core.composition.reserved_settings import RESERVED_SETTINGS
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate
from quickscale_core.plugins.parts_of_core import PARTS
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from quickscale_core.rendering.composed_project import ComposedProject

HERE = Path(__file__).parent
LAYERS = ("base", "local", "production", "test")


@pytest.fixture(scope="module")
def plain() -> ComposedProject:
    """Compose a project of the base project and the starter theme."""
    return compose_project(ProjectSpec(name="acme-shop", theme="starter"), Registry.core())


@pytest.fixture(scope="module")
def crowded() -> ComposedProject:
    """Compose a project with a module that contributes some of everything."""
    sys.path.insert(0, str(HERE))
    try:
        own = [Candidate(name=name, module=module) for name, module in PARTS.items()]
        registry = Registry([*own, Candidate(name="crowded", module="crowded_plugin")])
        request = ProjectSpec(
            name="acme-shop",
            title='Acme\'s "shop" & friends',
            theme="starter",
            modules={"crowded": ModuleRequest()},
            settings={"TIME_ZONE": "Europe/Madrid"},
        )
        return compose_project(request, registry)
    finally:
        sys.path.remove(str(HERE))


def test_a_name_that_yaml_reads_as_something_else_stays_a_name() -> None:
    made = compose_project(ProjectSpec(name="null", theme="starter"), Registry.core())
    compose = YAML(typ="safe").load(made.tree["docker-compose.yml"].data)
    assert (compose["name"], compose["services"]["web"]["image"]) == ("null", "null")


@pytest.fixture(params=["plain", "crowded"])
def project(request: pytest.FixtureRequest) -> ComposedProject:
    made: ComposedProject = request.getfixturevalue(request.param)
    return made


def text(project: ComposedProject, path: str) -> str:
    return project.tree[path].data.decode()


def assigned(source: str) -> set[str]:
    """Return the upper-case names a module binds at its top level or in an if there."""
    return {
        target.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.isupper()
    }


def yaml(project: ComposedProject, path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(text(project, path))
    return loaded


def test_the_tree_is_as_listed(plain: ComposedProject) -> None:
    listed = (HERE / "tree.txt").read_text().split()

    assert [path for path, file in plain.tree.items() if file.owner == "base"] == listed


def test_only_what_is_run_is_executable(plain: ComposedProject) -> None:
    assert [path for path, file in plain.tree.items() if file.content.executable] == ["manage.py"]


def test_no_file_holds_the_marks_of_a_template(project: ComposedProject) -> None:
    marks = (b"<%", b"%>", b"<<", b">>", b"__package__")

    assert not [
        path
        for path, file in project.tree.items()
        if file.owner == "base" and not file.verbatim and any(mark in file.data for mark in marks)
    ]


def test_rendered_python_is_formatted_and_has_no_faults(
    project: ComposedProject, tmp_path: Path
) -> None:
    """Python, because its layout depends on the lengths of what plugins contribute."""
    for path, file in project.tree.items():
        if path == "pyproject.toml" or path.endswith(".py"):
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
            target.chmod(file.content.mode)

    for arguments in (["format", "--diff"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", LAYERS)
def test_rendered_text_ends_in_one_line_break(project: ComposedProject, name: str) -> None:
    source = text(project, f"acme_shop/settings/{name}.py")

    assert source.endswith("\n")
    assert not source.endswith("\n\n")
    assert " \n" not in source


def test_every_setting_is_reserved_or_open_to_others(project: ComposedProject) -> None:
    """A name that is neither would be overwritten by, or overwrite, a plugin's Setting."""
    open_to_others = {
        setting.name
        for groups in project.composition.settings.values()
        for group in groups
        for setting in group.settings
    }
    own = {"REQUIRED_VARIABLES"}
    written = set().union(
        *(assigned(text(project, f"acme_shop/settings/{name}.py")) for name in LAYERS)
    )

    assert written <= set(RESERVED_SETTINGS) | open_to_others | own
    assert not set(RESERVED_SETTINGS) & open_to_others


def test_reserved_settings_are_those_the_templates_write(crowded: ComposedProject) -> None:
    written = set().union(
        *(assigned(text(crowded, f"acme_shop/settings/{name}.py")) for name in LAYERS)
    )

    assert set(RESERVED_SETTINGS) <= written


def test_django_pages_step_back_for_another_login(crowded: ComposedProject) -> None:
    paths = set(crowded.tree)

    assert not [path for path in paths if "registration/" in path]
    assert "apps/users/urls.py" not in paths
    assert "apps.users.urls" not in text(crowded, "acme_shop/urls.py")
    assert "LOGIN_URL" not in text(crowded, "acme_shop/settings/base.py")


def test_the_owners_answers_stand_last_and_are_the_only_ones(crowded: ComposedProject) -> None:
    source = text(crowded, "acme_shop/settings/base.py")

    assert source.endswith('\n# Your own answers\n\nTIME_ZONE = "Europe/Madrid"\n')
    assert source.count("TIME_ZONE =") == 1


def test_sources_add_to_the_policy_and_replace_nobody(crowded: ComposedProject) -> None:
    source = text(crowded, "acme_shop/settings/base.py")

    assert '"script-src": ["\'self\'", csp.constants.NONCE, "https://js.stripe.com"],' in source
    assert '"frame-src": ["https://js.stripe.com"],' in source
    assert '"worker-src": ["\'self\'", "https://workers.example.com"],' in source
    assert '"object-src": ["\'none\'"],' in source


def test_tools_for_development_are_in_local_and_test_settings_alone(
    plain: ComposedProject, crowded: ComposedProject
) -> None:
    folder = "acme_shop/settings"
    found = {name: text(crowded, f"{folder}/{name}.py") for name in ("base", "production")}
    assert not [name for name, source in found.items() if "dev." in source or '"dev"' in source]
    pages = '    "dev",\n    "dev.crowded",\n'
    assert f'{pages}    "dev.other",\n' in text(crowded, f"{folder}/local.py")
    assert '    "dev/crowded/": "dev.crowded.urls",\n' in text(crowded, f"{folder}/local.py")
    assert f"INSTALLED_APPS += [\n{pages}]" in text(crowded, f"{folder}/test.py")
    assert "settings.LAYER_URLS" in text(crowded, "acme_shop/urls.py")
    assert "dev." not in text(crowded, "acme_shop/urls.py")
    assert text(crowded, "dev/__init__.py")
    assert "| `dev/crowded/` | a page that shows" in text(crowded, "AGENTS.md")
    assert text(crowded, "AGENTS.md").count("`dev/crowded/`") == 1
    assert "\ndev\n" in text(crowded, ".dockerignore")
    assert "LAYER_URLS: dict[str, str] = {}\n" in text(plain, "acme_shop/settings/base.py")


def test_what_says_too_much_is_quieter(crowded: ComposedProject) -> None:
    source = text(crowded, "acme_shop/settings/base.py")

    assert '        "crowded": {"level": "WARNING"},\n    },\n}\n' in source


def test_celery_comes_with_the_first_periodic_task(
    plain: ComposedProject, crowded: ComposedProject
) -> None:
    assert "acme_shop/celery.py" not in plain.tree
    assert "celery" not in text(plain, "acme_shop/__init__.py")
    assert "CELERY" not in text(plain, "acme_shop/settings/base.py")

    assert 'Celery("acme_shop")' in text(crowded, "acme_shop/celery.py")
    assert "celery_app" in text(crowded, "acme_shop/__init__.py")
    services = yaml(crowded, "docker-compose.yml")["services"]
    assert services["worker"]["command"][:4] == ["celery", "--app", "acme_shop", "worker"]
    assert services["beat"]["command"][3] == "beat"
    assert services["beat"]["command"][-1] == "/tmp/acme_shop-celerybeat"  # noqa: S108
    dependencies = tomllib.loads(text(crowded, "pyproject.toml"))["project"]["dependencies"]
    assert [name for name in dependencies if name.startswith("celery")] == ["celery>=5.5,<6"]


def test_production_asks_for_what_plugins_require(crowded: ComposedProject) -> None:
    production = text(crowded, "acme_shop/settings/production.py")
    required = production.partition("REQUIRED_VARIABLES = ")[2].partition("\n)")[0] + "\n)"

    assert ast.literal_eval(required) == (
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "CROWDED_KEY",
    )
    assert "CROWDED_KEY=build" in text(crowded, "Dockerfile")
    steps = yaml(crowded, ".github/workflows/tests.yml")["jobs"]["checks"]["steps"]
    assert "CROWDED_KEY" in next(step for step in steps if "env" in step)["env"]


def test_services_start_in_order_on_a_fresh_project(project: ComposedProject) -> None:
    services = yaml(project, "docker-compose.yml")["services"]

    assert services["web"]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"}
    }
    assert services["migrate"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }
    assert services["web"]["environment"]["DATABASE_URL"].endswith("@db:5432/app")
    assert all(not one.get("required") for one in services["web"]["env_file"])
    assert services["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


def test_containers_write_nothing_but_data_and_have_time_to_stop(project: ComposedProject) -> None:
    services = yaml(project, "docker-compose.yml")["services"]

    ours = {name: it for name, it in services.items() if "build" in it}
    assert {"web", "migrate"} <= ours.keys()
    for name, service in ours.items():
        assert (service["read_only"], service["tmpfs"]) == (True, ["/tmp"])  # noqa: S108
        assert name == "migrate" or service["stop_grace_period"] == "40s"


def test_plugins_bring_services_processes_and_volumes(crowded: ComposedProject) -> None:
    compose = yaml(crowded, "docker-compose.yml")

    assert compose["services"]["listener"]["command"] == ["python", "manage.py", "listen"]
    assert compose["services"]["search"]["environment"] == {"MODE": "yes"}
    assert compose["services"]["web"]["environment"]["SEARCH_URL"] == "http://search:9200"
    assert set(compose["volumes"]) == {"postgres-data", "redis-data", "search-data"}


def test_the_workflow_covers_pythons_and_databases(crowded: ComposedProject) -> None:
    jobs = yaml(crowded, ".github/workflows/tests.yml")["jobs"]

    assert jobs["tests"]["strategy"]["matrix"] == {
        "python": ["3.11", "3.12", "3.13", "3.14"],
        "database": ["sqlite", "postgres"],
    }
    assert jobs["checks"]["steps"][-1] == {
        "name": "Check: translations",
        "run": "python manage.py compilemessages",
    }


def test_metadata_can_be_read_by_every_installer(project: ComposedProject) -> None:
    metadata = tomllib.loads(text(project, "pyproject.toml"))

    assert metadata["project"]["name"] == "acme-shop"
    assert metadata["project"]["requires-python"] == ">=3.11,<4"
    assert set(metadata["project"]["dependencies"]) == set(project.composition.dependencies)
    assert set(metadata["dependency-groups"]["dev"]) == set(project.composition.dev_dependencies)
    assert metadata["tool"]["setuptools"]["packages"] == []
    assert metadata["tool"]["uv"]["package"] is False
    assert metadata["tool"]["poetry"]["package-mode"] is False


def test_every_variable_is_documented(project: ComposedProject) -> None:
    example, readme = text(project, ".env.example"), text(project, "README.md")

    for variable in project.composition.env_vars:
        assert f"{variable.name}=" in example
        assert f"| `{variable.name}` |" in readme
    assert "SECRET_KEY=\n" in example


def test_git_merges_the_lock_by_its_lines(plain: ComposedProject) -> None:
    assert "quickscale.lock merge=union" in text(plain, ".gitattributes")
    assert ".env\n" in text(plain, ".gitignore")


def test_slots_are_there_when_nothing_fills_them(plain: ComposedProject) -> None:
    for slot in ("head", "body_end", "sidebar_top", "page_top", "auth_top", "home"):
        source = text(plain, f"templates/slots/{slot}.html")
        assert source.startswith("{#")
        assert source.endswith("#}\n")


@pytest.mark.parametrize(
    ("found", "commands"),
    [
        (
            "/bin/uv",
            [
                "uv sync",
                "uv run manage.py migrate",
                "uv run manage.py seed_demo",
                "uv run manage.py runserver",
            ],
        ),
        (
            None,
            [
                "python3 -m venv .venv",
                ".venv/bin/pip install -r requirements-dev.txt",
                ".venv/bin/python manage.py migrate",
                ".venv/bin/python manage.py seed_demo",
                ".venv/bin/python manage.py runserver",
            ],
        ),
    ],
)
def test_the_next_steps_fit_what_is_installed(
    monkeypatch: pytest.MonkeyPatch,
    plain: ComposedProject,
    tmp_path: Path,
    found: str | None,
    commands: list[str],
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: found)
    spec = plain.selection.spec
    project = GeneratedProject(
        name=spec.name, package=spec.package, path=tmp_path, spec=spec, git=True, lock=False
    )

    assert [it.command for it in plugin.post_generate(project)] == commands


def test_a_package_that_is_not_installed_is_named(plain: ComposedProject, tmp_path: Path) -> None:
    script = tmp_path / "manage.py"
    script.write_bytes(plain.tree["manage.py"].content.data)
    # without the installed packages, Django among them
    command = [sys.executable, "-I", "-S", str(script), "check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("django is not installed in ")
    assert "Traceback" not in ended.stderr


def test_a_module_of_the_project_that_is_missing_is_a_fault_of_its_code(
    plain: ComposedProject, tmp_path: Path
) -> None:
    (tmp_path / "django").mkdir()
    (tmp_path / "manage.py").write_bytes(plain.tree["manage.py"].content.data)
    command = [sys.executable, "-S", "-E", str(tmp_path / "manage.py"), "check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" in ended.stderr
