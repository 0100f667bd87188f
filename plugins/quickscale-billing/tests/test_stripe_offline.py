"""Which settings turn the stand-in for Stripe on, and that a site never does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from quickscale_core import Layer

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject, MakeProject

HERE = Path(__file__).parent


def test_only_local_and_test_settings_have_it(compose: ComposeProject) -> None:
    composition = compose(["auth", "billing", "teams"]).composition
    settings = composition.settings

    tools = ("stripe_offline", "offline_billing", "offline_team_billing")
    for tool in tools:
        layers = [app.layer for app in composition.apps if app.path == f"dev.{tool}"]
        assert layers == ["local", "test"], tool
    module = "dev.stripe_offline.urls"
    assert [one.layer for one in composition.urls if one.module == module] == ["local", "test"]

    on = {
        layer
        for layer in get_args(Layer)
        for group in settings[layer]
        for one in group.settings
        if one.name == "STRIPE_OFFLINE"
    }
    assert on == {"local", "test"}


def test_a_site_without_the_tools_takes_what_stripe_sends(
    quickscale_project: MakeProject, tmp_path: Path
) -> None:
    """No ``dev/``, as in the image: it starts, its checks pass, it deals with recorded bodies."""
    project = quickscale_project(["auth", "billing"]).copy(tmp_path / "site")
    shutil.rmtree(project.path / "dev")
    site = project.in_production(
        STRIPE_SECRET_KEY="sk_test_" + "a" * 24,
        STRIPE_WEBHOOK_SECRET="whsec_known_to_the_test",
    )

    site.manage("migrate", "--no-input").check()
    checks = project.composed.composition.deploy_checks
    known = {"EMAIL_URL": "dummymail://localhost", "SITE_URL": "https://example.com"}
    names = [name for check in checks for name in check.variables]
    wanted = {name: known.get(name, "hello@example.com") for name in names}
    secure = site.with_environ(**{**wanted, **site.environ, "USE_HTTPS": "true"})
    secure.manage("check", "--deploy", "--fail-level", "WARNING").check()
    site.run_python("-c", f"import {project.package}.wsgi").check()
    found = cast("dict[str, Any]", site.inside(str(HERE / "files" / "recorded_stripe.py")))

    assert found["address"] == "https://api.stripe.com"
    assert not found["routed"]
    assert found["installed"] == found["imported"] == []
    assert len(found["statuses"]) > 60
    assert set(found["statuses"].values()) == {200}
    assert found["errors"] == {}
    assert set(found["states"].values()) <= {"done", "ignored"}
    assert found["standing"] == "active"


def test_its_files_are_in_no_image(compose: ComposeProject) -> None:
    tree = compose(["auth", "billing"]).tree

    assert "dev/stripe_offline/api.py" in tree
    assert not [path for path in tree if "stripe_offline" in path and not path.startswith("dev/")]
    assert not [path for path in tree if path.startswith("dev/") and "tests" in path]
    assert "dev" in tree[".dockerignore"].data.decode().splitlines()


def test_asking_for_it_on_a_site_fails_its_check(quickscale_project: MakeProject) -> None:
    project = quickscale_project(["auth", "billing"])
    local = project.with_environ(STRIPE_SECRET_KEY="sk_live_0123456789012345678901234")

    refused = local.manage("check")

    assert refused.code != 0
    assert "stripe_offline.E001" in refused.stderr
    assert "a live Stripe key is set" in refused.stderr
