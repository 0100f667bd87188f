"""What the plugin puts into a project.

After a wanted change, ``UPDATE_GOLDEN=1 pytest`` writes the list anew; read the difference.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from quickscale_core.testing import CheckGolden, ComposedProject, ComposeProject


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose([], deploy="railway")


def text(project: ComposedProject, path: str) -> str:
    return project.tree[path].data.decode()


def test_contributions_are_those_of_the_list(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    quickscale_golden("plain", plain, beyond=compose([]))


def test_railway_builds_the_image_and_migrates_before_a_release(plain: ComposedProject) -> None:
    config = json.loads(text(plain, "railway.json"))

    assert config["build"] == {"builder": "DOCKERFILE", "dockerfilePath": "Dockerfile"}
    assert config["deploy"]["preDeployCommand"] == ["python manage.py migrate --no-input"]
    assert config["deploy"]["healthcheckPath"] == "/health/ready"


def test_the_example_names_what_the_owner_may_set(compose: ComposeProject) -> None:
    shop = compose(["billing"], deploy="railway")

    example = text(shop, ".env.railway.example")
    assert "\n# STRIPE_SECRET_KEY=\n" in example
    assert "\n# EMAIL_URL=\n" in example
    assert "# SECRET_KEY=" not in example


def test_git_ignores_the_variables_and_keeps_the_example(plain: ComposedProject) -> None:
    lines = text(plain, ".gitignore").splitlines()

    assert lines.index(".env.*") < lines.index("!.env.*.example")


def test_the_workflow_deploys_with_the_plugins_of_the_project(
    compose: ComposeProject,
) -> None:
    shop = compose(["billing"], deploy="railway")

    workflow = yaml.safe_load(text(shop, ".github/workflows/deploy.yml"))
    steps = workflow["jobs"]["railway"]["steps"]
    install = steps[3]["run"]
    for name in ("quickscale", "quickscale-auth", "quickscale-billing", "quickscale-railway"):
        assert f'pip install "{name}==' in install
    assert steps[-1]["run"] == "quickscale deploy railway --yes --no-input"
    assert workflow["permissions"] == {}
