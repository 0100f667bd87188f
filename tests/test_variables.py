"""Every environment variable of the project of everything, set to what nobody should set it to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import MODULES
from tests.variants import SOCIAL

if TYPE_CHECKING:
    from quickscale_core.testing import MakeProject, Project

SCRIPT = Path(__file__).parent / "files" / "hostile_variables.py"


@pytest.fixture(scope="module")
def project(quickscale_project: MakeProject) -> Project:
    """A project of every module, with every way to sign in."""
    options: dict[str, Any] = {"auth": {"social": SOCIAL}}
    return quickscale_project(MODULES, options=options)


@pytest.mark.long
@pytest.mark.xdist_group("auth-billing-teams-htmx")
def test_a_hostile_value_is_refused_by_a_sentence_that_does_not_show_it(project: Project) -> None:
    variables = [one.name for one in project.composed.composition.env_vars]
    payload = {
        "package": project.package,
        "names": [*variables, "READ_DOT_ENV"],
        "layers": ["local", "production"],
    }

    bad: Any = project.in_production(READ_DOT_ENV="false").inside(str(SCRIPT), payload)

    assert {"DATABASE_URL", "STRIPE_SECRET_KEY", "SITE_URL"} <= set(variables)
    assert not bad, "\n".join(bad)
