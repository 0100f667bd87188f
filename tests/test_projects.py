"""Every project that our plugins can make keeps its promises."""

from __future__ import annotations

import py_compile
from typing import TYPE_CHECKING, Any, cast

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quickscale_core.testing import Project

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")


def test_every_python_file_compiles_and_the_package_imports(
    project: Project, tmp_path: Path
) -> None:
    settings = sorted((project.path / project.package / "settings").glob("*.py"))
    assert len(settings) >= 4
    for path in settings:
        py_compile.compile(str(path), cfile=str(tmp_path / "compiled"), doraise=True)
    project.run_python("-c", f"import {project.package}").check()


@pytest.mark.parametrize("missing", REQUIRED)
def test_production_refuses_to_start_without(missing: str, project: Project) -> None:
    environ = dict(project.in_production().environ)
    del environ[missing]
    production = project.with_environ(**environ)
    for entry in (f"{project.package}.wsgi", f"{project.package}.asgi"):
        refused = production.run_python("-c", f"import {entry}").check(1)
        assert missing in refused.stderr.splitlines()[-1]
        assert environ.get("SECRET_KEY", "no such text") not in refused.output


def test_production_starts_with_them(project: Project) -> None:
    project.in_production().run_python("-c", f"import {project.package}.wsgi").check()


@pytest.fixture(scope="session")
def compose_file(project: Project) -> Mapping[str, Any]:
    """Return what ``docker-compose.yml`` says, its anchors resolved."""
    text = (project.path / "docker-compose.yml").read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", YAML(typ="safe").load(text))


def test_containers_use_postgres_and_redis_that_keep_their_data(
    compose_file: Mapping[str, Any],
) -> None:
    services = compose_file["services"]
    images = {name: service["image"].partition(":")[0] for name, service in services.items()}
    postgres = next(name for name, image in images.items() if image == "postgres")
    redis = next(name for name, image in images.items() if image == "redis")
    for name in (postgres, redis):
        service = services[name]
        named = [volume.partition(":")[0] for volume in service["volumes"]]
        assert set(named) <= set(compose_file["volumes"])
        assert "healthcheck" in service
    environ = services["web"]["environment"]
    account = services[postgres]["environment"]
    user, password = account["POSTGRES_USER"], account["POSTGRES_PASSWORD"]
    database = account["POSTGRES_DB"]
    assert environ["DATABASE_URL"] == f"postgres://{user}:{password}@{postgres}:5432/{database}"
    assert environ["REDIS_URL"].startswith(f"redis://{redis}:6379/")


def test_containers_migrate_once_before_the_site_starts(compose_file: Mapping[str, Any]) -> None:
    services = compose_file["services"]
    web, migrate = services["web"], services["migrate"]
    assert web["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "migrate" in migrate["command"]
    assert migrate.get("restart", "no") == "no"
    waits = {one["condition"] for one in migrate["depends_on"].values()}
    assert waits == {"service_healthy"}
    assert any(str(port).endswith(":8000") for port in web["ports"])


def test_containers_need_no_file_that_is_not_there(compose_file: Mapping[str, Any]) -> None:
    for service in compose_file["services"].values():
        for file in service.get("env_file", []):
            assert file["required"] is False


def test_secrets_are_fresh_and_stay_out_of_git(project: Project) -> None:
    dotenv = (project.path / ".env").read_text(encoding="utf-8")
    secret = next(line for line in dotenv.splitlines() if line.startswith("SECRET_KEY="))
    assert len(secret.partition("=")[2]) >= 50
    assert secret not in (project.path / ".env.example").read_text(encoding="utf-8")
    assert ".env" in (project.path / ".gitignore").read_text(encoding="utf-8").splitlines()
    value = secret.partition("=")[2].encode()
    tracked = [path for path in project.path.rglob("*") if path.is_file() and path.name != ".env"]
    assert [path for path in tracked if value in path.read_bytes()] == []
