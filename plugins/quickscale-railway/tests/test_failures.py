"""Each failure has a message that says what happened and the way out, and no traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from quickscale_core import QuickScaleError
from quickscale_core.deploying import Done, Program
from quickscale_deploy.railway import releases
from quickscale_deploy.railway.databases import unusable_database
from quickscale_deploy.railway.failures import failed, missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ended, World

SECRET = "s3cret-of-the-mail-server"  # of .env.railway
NETWORK = (
    "Failed to fetch: error sending request for url (https://backboard.railway.com/graphql/v2)"
)


def refused(done: Ended, what: str, fix: str) -> None:
    assert done.code == 1, done.text
    assert what in done.err
    assert fix in done.err
    assert "Traceback" not in done.text


@pytest.mark.parametrize(
    ("platform", "fix"),
    [("linux", "npm install"), ("darwin", "brew install railway"), ("win32", "scoop install")],
)
def test_1_the_cli_is_missing(platform: str, fix: str) -> None:
    assert "is not installed" in missing(platform).what
    assert fix in missing(platform).fix


def test_1_the_cli_is_missing_here(
    world: World, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Program, "installed", property(lambda _self: False))

    refused(world.deploy(), "railway, the command line of Railway, is not installed", "fix:")


@pytest.mark.parametrize("version", ["railway 3.20.1", "railwayapp 2.1.0", "no version"])
def test_2_the_cli_is_too_old(world: World, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setenv("STANDIN_VERSION", version)

    refused(world.deploy(), "and a deploy needs 4 or newer", "railway upgrade")


def test_2_version_4_will_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_VERSION", "railway 4.6.3")

    assert world.deploy().code == 0


def test_3_nobody_is_logged_in(world: World) -> None:
    world.fail("whoami", "Unauthorized. Please login with `railway login`")

    refused(world.deploy(), "nobody is logged in at Railway", "railway login")


@pytest.mark.parametrize(
    "text",
    [
        "Unauthorized. Please run `railway login` again.",
        "Your saved login is no longer valid (invalid_grant). Please run `railway login` again.",
        "Unauthorized. Please check that your RAILWAY_API_TOKEN is valid and has access to it.",
    ],
)
def test_4_the_login_has_expired(world: World, text: str) -> None:
    world.fail("whoami", text)

    refused(world.deploy(), "the login at Railway has expired", "railway login")


def test_5_nothing_is_initialised(make_world: Callable[..., World]) -> None:
    world = make_world()

    for words in (["status"], ["open"], ["rollback"]):
        refused(world.run(*words), "nothing is deployed", "quickscale deploy railway")
    without = failed(("logs",), Done(1, "", "No linked project found. Run railway link to connect"))
    assert "not linked to a project" in without.problems[0].what


def test_6_the_name_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.deploy()
    state = world.state
    state["links"] = {}
    (project,) = state["projects"].values()
    del project["environments"]["production"]["instances"]["web"]["variables"]["QUICKSCALE_RELEASE"]
    world.state_file.write_text(json.dumps(state))

    refused(world.deploy(), "Railway has a project acme already", "use it: --project-name acme")
    assert str(world.folder) not in world.state["links"]

    assert world.deploy("--project-name", "acme").code == 0
    assert len(world.state["projects"]) == 1


def test_6_a_clone_finds_the_project_that_quickscale_made(world: World) -> None:
    world.deploy()
    state = world.state
    state["links"] = {}
    world.state_file.write_text(json.dumps(state))

    assert world.deploy("--json").json()["steps"][0]["text"] == "acme, linked to this folder"
    assert len(world.state["projects"]) == 1


def test_6_two_projects_of_the_name(world: World) -> None:
    world.deploy()
    state = world.state
    state["links"] = {}
    (project,) = state["projects"].values()
    state["projects"]["project-99"] = {**project, "id": "project-99"}
    world.state_file.write_text(json.dumps(state))

    refused(world.deploy(), "2 projects at Railway are called acme", "railway link --project ID")


@pytest.mark.parametrize(
    "text",
    [
        "Free plan resource limit exceeded: upgrade your plan to add more services",
        "Your trial has ended. Please select a plan",
        "You have reached the maximum number of projects",
    ],
)
def test_7_the_quota_is_reached(world: World, text: str) -> None:
    world.fail("add", text)

    refused(world.deploy(), "Railway's limit for this account is reached", "larger plan")


def test_8_a_postgresql_that_is_there_is_used_and_never_doubled(world: World) -> None:
    world.fail("domain", "Something else")
    world.deploy()

    done = world.deploy()

    assert done.code == 0
    assert "there  PostgreSQL: Postgres, which was there already" in done.out
    assert [it for it in world.project["services"] if "ostgres" in it] == ["Postgres"]


def test_9_a_command_that_fails_is_quoted(world: World) -> None:
    world.fail("domain", "The moon is in the wrong place")

    done = world.deploy()

    refused(done, "railway domain --service ended with exit code 1", "see what it says")
    assert "The moon is in the wrong place" in done.err
    assert "What was made stays" in done.err


def test_10_a_release_that_takes_too_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.deploy()
    monkeypatch.setenv("STANDIN_WEB_ENDS", "lost")
    (world.folder / ".env.railway").write_text("EMAIL_URL=smtp://other\n")
    monkeypatch.setattr(releases.Releases, "_ended", lambda _self, _service: None)

    refused(world.deploy("--timeout", "3"), "waited 3 s for the release of web", "--timeout")


@pytest.mark.usefixtures("executable")
def test_10_a_call_that_takes_too_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_LATENCY", "60")

    with pytest.raises(QuickScaleError, match="railway status did not end within 1 s"):
        Program("railway", world.folder).run("status", "--json", timeout=1)


def test_11_the_build_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_WEB_ENDS", "failed")
    monkeypatch.setenv("STANDIN_BUILD_LOG", "ERROR: No matching distribution found for nosuch==1")

    done = world.deploy()

    refused(done, "the image of web was not built", "mend it, commit, and repeat")
    assert "No matching distribution found" in done.err


def test_12_the_migration_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_WEB_ENDS", "failed")
    monkeypatch.setenv(
        "STANDIN_DEPLOY_LOG",
        "Running migrations:\n  Applying blog.0002_title...\ndjango.db.utils.IntegrityError: boom",
    )

    done = world.deploy()

    refused(done, "the migrations failed, so the new release was not started", "repeat")
    assert "IntegrityError: boom" in done.err


@pytest.mark.parametrize("ends", ["failed", "crashed"])
def test_13_the_health_check_fails(
    world: World, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.setenv("STANDIN_WEB_ENDS", ends)
    monkeypatch.setenv(
        "STANDIN_BUILD_LOG", "1/1 replicas never became healthy!\nHealthcheck failed!"
    )

    refused(world.deploy(), "web did not become healthy", "see what it logs")


def test_14_the_network_comes_back(world: World) -> None:
    for command in ("whoami", "status", "init", "add", "domain", "variable_list"):
        world.fail(command, NETWORK)

    done = world.deploy()

    assert done.code == 0, done.err
    assert "trying again in 1 s" in done.err
    assert len(world.state["projects"]) == 1


def test_14_the_network_stays_away(world: World) -> None:
    world.fail("status", *[NETWORK] * 5)

    refused(world.deploy(), "Railway cannot be reached", "look after the network")


def test_14_a_log_that_breaks_off_is_no_failure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDIN_WEB_ENDS", "lost")

    assert world.deploy().code == 0
    assert len(world.instance("web")["deployments"]) == 1


@pytest.mark.parametrize("line", ["EMAIL URL=x", "=x", "no sign", "A='open", "A=two words"])
def test_15_a_variable_of_a_bad_format(make_world: Callable[..., World], line: str) -> None:
    world = make_world(own=f"EMAIL_URL=smtp://m\n{line}\n")

    done = world.deploy()

    refused(done, "a line is no variable", "write NAME=value")
    assert ".env.railway:2" in done.err
    assert line not in done.err


def test_15_railway_refuses_a_variable(world: World) -> None:
    world.fail("variable_set", "Invalid variable format: EMAIL")

    refused(world.deploy(), "Railway does not take a variable", ".env.railway")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite:///db.sqlite3", "an SQLite file does not outlive a deploy"),
        ("mysql://u:p@h/n", "it is no PostgreSQL but mysql"),
        ("postgres:///name", "it names no host"),
        ("postgres://u:p@host", "it names no database"),
        ("postgres://u:p@[host/n", "it is no address"),
        ("${{Gone.DATABASE_URL}}", "it refers to a service that is not there"),
    ],
)
def test_16_a_database_that_cannot_be_used(url: str, why: str) -> None:
    (problem,) = unusable_database({"DATABASE_URL": url})

    assert why in problem.what
    assert url not in str(problem)


def test_16_it_is_refused_before_anything_is_made(make_world: Callable[..., World]) -> None:
    world = make_world(own="EMAIL_URL=smtp://m\nDATABASE_URL=sqlite:///db.sqlite3\n")

    refused(world.deploy(), "DATABASE_URL cannot be used for the site", "a PostgreSQL is made")
    assert world.state["changes"] == 0
    assert not [*unusable_database({"DATABASE_URL": "postgres://u:p@h:5432/n"})]


@pytest.mark.parametrize(
    "text",
    [
        "You do not have access to this resource.",
        'Environment "production" is restricted. Ask a workspace admin for access',
    ],
)
def test_17_permission_is_denied(world: World, text: str) -> None:
    world.fail("add", text)

    refused(world.deploy(), "this login may not do that at Railway", "ask an owner")


def test_errors_that_are_json_are_read(world: World) -> None:
    said = json.dumps({"error": "Not signed in.", "code": "NOT_AUTHENTICATED", "hint": "..."})

    found = failed(("up",), Done(1, said, ""))

    assert found.kind == "not logged in"
    assert "Not signed in." in found.problems[0].where[0]


def test_a_command_that_the_cli_does_not_know(world: World) -> None:
    world.fail("variable_set", "!error: unrecognized subcommand 'set'")

    refused(world.deploy(), "does not know a command", "railway upgrade")


def test_several_workspaces_are_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_WORKSPACES", "Acme Inc,Home")

    refused(world.deploy(), "could stand in several workspaces", "--workspace 'Acme Inc'")
    assert world.deploy("--workspace", "Home").code == 0


@pytest.mark.parametrize(
    "command", ["whoami", "list", "init", "status", "add", "domain", "variable_set", "up"]
)
def test_after_any_failed_call_a_repetition_ends_as_a_clean_run(world: World, command: str) -> None:
    world.fail(command, "Something failed")
    first = world.deploy()
    assert first.code == 1
    assert "Traceback" not in first.text

    assert world.deploy().code == 0
    assert [*world.project["services"]] == ["Postgres", "web"]
    assert world.deploy("--json").json()["changed"] is False


@pytest.mark.parametrize(
    "answer", ["", "null", "3", '"x"', "[]", "[{}]", "{}", '{"x": [', "\x1b[2J{"]
)
@pytest.mark.parametrize("command", ["status", "list", "whoami", "variable"])
def test_an_answer_of_another_shape_is_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, command: str, answer: str
) -> None:
    run = Program.run
    odd = f"{SECRET}{answer}" if answer.endswith("[") else answer

    def answered(
        program: Program, *words: str, stdin: str | bytes = b"", timeout: int = 60
    ) -> Done:
        if words[0] == command and "set" not in words:
            return Done(0, odd, "")
        return run(program, *words, stdin=stdin, timeout=timeout)

    if command == "variable":
        assert world.deploy().code == 0
    monkeypatch.setattr(Program, "run", answered)
    done = world.run("status") if command == "variable" else world.deploy()

    assert "Traceback" not in done.text
    assert SECRET not in done.text
    assert "\x1b" not in done.text
    assert done.code in {0, 1}
    assert done.code == 0 or "error: " in done.err


def test_variables_that_are_in_git_are_not_used_unasked(world: World) -> None:
    world.track(".env.railway")

    refused(world.deploy(), ".env.railway is in git", "git rm --cached .env.railway")
    assert world.state["projects"] == {}
    assert SECRET not in world.deploy().text
    assert world.deploy("--accept", "variables-in-git").code == 0


def test_no_secret_is_in_what_a_command_on_the_site_says(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Program.run

    def answered(
        program: Program, *words: str, stdin: str | bytes = b"", timeout: int = 60
    ) -> Done:
        if words[0] == "ssh":
            return Done(1, "", f"cannot sign in with {SECRET}")
        return run(program, *words, stdin=stdin, timeout=timeout)

    monkeypatch.setattr(Program, "run", answered)
    done = shop.deploy()
    assert "(secret)" in done.text
    assert SECRET not in done.text
    assert SECRET not in shop.deploy("--json").text


def test_a_secret_that_the_owner_set_at_railway_is_not_shown(world: World) -> None:
    assert world.deploy().code == 0
    state = world.state
    (project,) = state["projects"].values()
    web = project["environments"]["production"]["instances"]["web"]
    web["variables"]["SENTRY_DSN"] = "https://0a1b2c3d@errors.example"
    world.state_file.write_text(json.dumps(state))
    world.change("NEWS.md", "new\n")
    world.fail("up", "no route to https://0a1b2c3d@errors.example")

    done = world.deploy()

    assert done.code == 1
    assert "0a1b2c3d" not in done.text
