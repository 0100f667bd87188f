"""A deploy from nothing, its repetition, and what each option changes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from quickscale_core.deploying import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from conftest import World

SECRET = "s3cret-of-the-mail-server"


def test_a_dry_run_shows_what_would_be_made_and_makes_nothing(world: World) -> None:
    done = world.run("--dry-run")

    assert done.code == 0, done.err
    for line in (
        "make   project acme",
        "make   PostgreSQL",
        "make   service web",
        "SECRET_KEY = (secret)",
        "DATABASE_URL = ${{Postgres.DATABASE_URL}}",
        "make   release of web",
    ):
        assert line in done.out
    assert "Redis" not in done.out
    assert world.state["changes"] == 0


def test_a_first_deploy_makes_everything_and_tries_it(world: World) -> None:
    done = world.deploy()

    assert done.code == 0, done.err
    assert "acme runs at https://acme-production.up.railway.app" in done.out
    assert "ok      migrations: all applied" in done.out
    web = world.instance("web")["variables"]
    assert web["ALLOWED_HOSTS"] == "acme-production.up.railway.app"
    assert web["CSRF_TRUSTED_ORIGINS"] == "https://acme-production.up.railway.app"
    assert web["DATABASE_URL"] == "${{Postgres.DATABASE_URL}}"
    assert len(web["SECRET_KEY"]) == 50
    assert "DJANGO_SETTINGS_MODULE" not in web  # the image's own
    (release,) = world.instance("web")["deployments"]
    assert "manage.py" in release["files"]
    assert ".env.railway" not in release["files"]
    assert release["config"]["deploy"]["preDeployCommand"] == [
        "python manage.py migrate --no-input"
    ]
    assert release["config"]["deploy"]["healthcheckPath"] == "/health/ready"
    assert release["message"].endswith("First commit")


def test_a_worker_is_a_service_of_its_own_with_what_the_site_has(shop: World) -> None:
    assert shop.deploy().code == 0

    assert {*shop.project["services"]} == {"Postgres", "Redis", "web", "worker", "beat"}
    worker = shop.instance("worker")
    assert worker["variables"]["SECRET_KEY"] == "${{web.SECRET_KEY}}"
    assert worker["variables"]["REDIS_URL"] == "${{web.REDIS_URL}}"
    config = worker["deployments"][0]["config"]["deploy"]
    assert config["startCommand"].startswith("celery ")
    assert not {"preDeployCommand", "healthcheckPath"} & {*config}
    seen = worker["deployments"][0]["variables"]
    assert seen["SECRET_KEY"] == shop.instance("web")["variables"]["SECRET_KEY"]
    assert seen["DATABASE_URL"].startswith("postgres://")


def test_a_second_deploy_changes_nothing(shop: World) -> None:
    shop.deploy()
    before, changes = shop.essence(), shop.state["changes"]
    key = shop.instance("web")["variables"]["SECRET_KEY"]

    done = shop.deploy("--json")

    assert (done.code, done.json()["changed"]) == (0, False)
    assert shop.state["changes"] == changes
    assert shop.essence() == before
    assert shop.instance("web")["variables"]["SECRET_KEY"] == key


def test_a_new_commit_is_all_that_a_later_deploy_makes(shop: World) -> None:
    shop.deploy()
    (shop.folder / "NEWS.md").write_text("new\n")
    shop.commit("Tell the news")

    done = shop.deploy("--json").json()

    made = [it["name"] for it in done["steps"] if it["state"] == "made"]
    assert made == ["release-web", "release-worker", "release-beat"]
    assert "NEWS.md" in shop.instance("web")["deployments"][-1]["files"]


def test_a_changed_variable_is_set_and_released(world: World) -> None:
    world.deploy()
    (world.folder / ".env.railway").write_text(
        "EMAIL_URL=smtp://new.example.com\nTIME_ZONE='UTC'\n"
    )

    done = world.deploy("--json").json()

    made = [it["name"] for it in done["steps"] if it["state"] == "made"]
    assert made == ["variables", "release-web"]
    release = world.instance("web")["deployments"][-1]
    assert release["variables"]["EMAIL_URL"] == "smtp://new.example.com"


def test_what_the_owner_set_at_railway_stays(world: World) -> None:
    world.deploy()
    state = world.state
    (project,) = state["projects"].values()
    web = project["environments"]["production"]["instances"]["web"]["variables"]
    web["ALLOWED_HOSTS"] = "shop.example.com"
    web["DJANGO_SETTINGS_MODULE"] = "acme.settings.production"
    world.state_file.write_text(json.dumps(state))

    assert world.deploy().code == 0
    variables = world.instance("web")["variables"]
    assert variables["ALLOWED_HOSTS"] == "shop.example.com,acme-production.up.railway.app"
    assert variables["DJANGO_SETTINGS_MODULE"] == "acme.settings.production"


def test_no_secret_is_an_argument_or_is_printed(shop: World) -> None:
    done = [shop.deploy(), shop.deploy("--json"), shop.run("--dry-run")]

    key = shop.instance("web")["variables"]["SECRET_KEY"]
    for it in done:
        assert SECRET not in it.text
        assert key not in it.text
    words = [word for call in shop.state["calls"] for word in call["words"]]
    assert not [word for word in words if SECRET in word or key in word]
    assert {"SECRET_KEY", "EMAIL_URL"} <= set(shop.state["stdin"])


def test_options_choose_names_and_leave_migrations_and_static_files_out(world: World) -> None:
    done = world.deploy(
        *("--project-name", "other", "--service", "site", "--environment", "staging"),
        *("--skip-migrations", "--skip-collectstatic"),
    )

    assert done.code == 0, done.err
    assert world.project["name"] == "other"
    site = world.instance("site", "staging")
    assert site["variables"]["SKIP_COLLECTSTATIC"] == "1"
    assert "preDeployCommand" not in site["deployments"][0]["config"]["deploy"]
    assert "static files" not in done.out
    assert not world.project["environments"]["production"]["instances"]["site"]["deployments"]

    assert world.deploy("--project-name", "other", "--service", "site", "--environment", "staging")
    assert "SKIP_COLLECTSTATIC" not in world.instance("site", "staging")["variables"]


def test_a_later_environment_has_databases_a_key_and_hosts_of_its_own(shop: World) -> None:
    shop.deploy()
    production = shop.instance("web")["variables"]

    done = shop.deploy("--environment", "staging")

    assert done.code == 0, done.err
    assert {*shop.project["services"]} == {"Postgres", "Redis", "web", "worker", "beat"}
    staging = shop.instance("web", "staging")["variables"]
    assert staging["SECRET_KEY"] != production["SECRET_KEY"]
    assert len(shop.instance("worker", "staging")["deployments"]) == 1
    assert shop.instance("web")["variables"] == production
    assert len(shop.instance("web")["deployments"]) == 1
    key = staging["SECRET_KEY"]
    assert shop.deploy("--environment", "staging", "--json").json()["changed"] is False
    assert shop.instance("web", "staging")["variables"]["SECRET_KEY"] == key
    assert shop.deploy("--json").json()["changed"] is False


def test_own_settings_and_an_own_database_are_honoured(make_world: Callable[..., World]) -> None:
    url = "postgres://me:pw-of-mine@db.example.com:5432/acme"
    world = make_world(
        own=f"DATABASE_URL={url}\nEMAIL_URL=smtp://m\nDJANGO_SETTINGS_MODULE=acme.settings.production\n"
    )

    done = world.deploy()

    assert done.code == 0, done.err
    assert {*world.project["services"]} == {"web"}
    variables = world.instance("web")["variables"]
    assert variables["DATABASE_URL"] == url
    assert variables["DJANGO_SETTINGS_MODULE"] == "acme.settings.production"


def test_own_settings_that_are_not_there_are_refused(make_world: Callable[..., World]) -> None:
    world = make_world(own="EMAIL_URL=smtp://m\nDJANGO_SETTINGS_MODULE=acme.settings.nowhere\n")

    done = world.deploy()

    assert done.code == 1
    assert "DJANGO_SETTINGS_MODULE is acme.settings.nowhere" in done.err


def test_without_email_a_deploy_is_refused_unless_accepted(
    make_world: Callable[..., World],
) -> None:
    world = make_world("--with", "auth", own="")

    done = world.deploy()
    assert done.code == 1
    assert "nobody can verify an address" in done.err
    assert "--accept email" in done.err
    assert world.state["changes"] == 0

    assert "SITE_URL is not set" not in done.err  # a step of the target sets it

    assert world.deploy("--accept", "email").code == 0


def test_what_is_not_committed_is_not_deployed_in_silence(world: World) -> None:
    (world.folder / "manage.py").write_text("changed\n")

    done = world.deploy()
    assert done.code == 1
    assert "1 change is in no commit" in done.err
    assert "manage.py" in done.err

    assert world.deploy("--accept", "uncommitted").code == 0


def test_uploads_that_would_be_lost_are_named(world: World) -> None:
    (world.folder / "apps/pages/models.py").write_text(
        "from django.db import models\nclass Paper(models.Model):\n    file = models.FileField()\n"
    )
    world.commit("Take papers")

    done = world.deploy()

    assert done.code == 0
    assert "what visitors upload is lost with the next deploy" in done.err
    assert "apps/pages/models.py:3" in done.err


def test_after_a_deploy_the_first_superuser_and_stripe_are_left(shop: World) -> None:
    done = shop.deploy()

    assert "Left to do:" in done.out
    assert "Set STRIPE_SECRET_KEY" in done.out
    assert "https://acme-production.up.railway.app/stripe/webhook/" in done.out


def test_plans_are_synced_once_there_is_a_key(make_world: Callable[..., World]) -> None:
    own = "EMAIL_URL=smtp://m\nSTRIPE_SECRET_KEY=sk_test_123456789012345678901234\n"
    world = make_world("--with", "auth,billing", own=own)

    done = world.deploy()

    assert "done    Make Stripe match apps/billing/plans.py" in done.out
    ran = [it["ssh"] for it in world.state["calls"] if "ssh" in it]
    assert ["python", "manage.py", "sync_plans"] in ran


def test_a_site_that_is_not_sound_fails_and_the_way_back_is_named(world: World) -> None:
    world.deploy()
    (world.folder / "NEWS.md").write_text("new\n")
    world.commit("Break it")
    world.site.answers["/health/ready"] = Answer(
        503, '{"checks": {"database": "failing", "migrations": "failing"}}'
    )

    done = world.deploy()

    assert done.code == 1
    assert "failed  health: failing: database, migrations" in done.out
    assert "failed  migrations: not all are applied" in done.out
    assert re.search(r"Back to [0-9a-f]{10}: quickscale deploy railway rollback", done.out)


def test_without_yes_nobody_is_asked_off_a_terminal(world: World) -> None:
    done = world.run("--no-input")

    assert done.code == 1
    assert "repeat the command with --yes" in done.err
    assert world.state["changes"] == 0


def test_a_project_without_the_plugin_gets_it(make_world: Callable[..., World]) -> None:
    world = make_world(deploy=False)

    assert "has no files for railway yet" in world.run("--no-input").err

    done = world.deploy()
    assert done.code == 1
    assert "the files of railway are in no commit" in done.err
    assert (world.folder / "railway.json").exists()

    world.commit("Add railway")
    assert world.deploy().code == 0


def test_a_projects_own_token_needs_no_login(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world()
    world.deploy()
    monkeypatch.setenv("RAILWAY_TOKEN", "token-of-the-project")

    assert world.deploy("--json").json()["changed"] is False


def test_a_name_that_no_check_has_is_refused(world: World) -> None:
    done = world.deploy("--accept", "nothing")

    assert done.code == 2
    assert "no check is called nothing" in done.err
