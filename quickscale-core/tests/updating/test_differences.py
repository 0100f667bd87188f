from __future__ import annotations

from quickscale_core.updating.comparing.differences import Difference, list_differences
from quickscale_core.updating.comparing.dropped_tables import dropped_apps


def compare(path: str, before: str, after: str) -> list[tuple[str, str]]:
    found = list_differences(
        {path: before.encode()} if before else {}, {path: after.encode()} if after else {}
    )
    return [(it.sign, it.name) for it in found]


def test_settings_are_told_one_by_one_and_lists_by_their_elements() -> None:
    found = list_differences(
        {"acme/settings/base.py": b'APPS = ["a", "b"]\nDAYS = 7\nGONE = 1\n'},
        {"acme/settings/base.py": b'APPS = ["b", "c"]\nDAYS: int = 8\nNEW = {"x": 1}\n'},
    )
    assert [(it.sign, it.name, it.before, it.after, it.where) for it in found] == [
        ("-", "APPS 'a'", "'a'", "", "base"),
        ("+", "APPS 'c'", "", "'c'", "base"),
        ("~", "DAYS", "7", "8", "base"),
        ("-", "GONE", "1", "", "base"),
        ("+", "NEW['x']", "", "1", "base"),
    ]


def test_lists_within_dicts_are_told_by_their_elements() -> None:
    path = "acme/settings/base.py"
    before = b"CSP = {'SOURCES': {'img-src': ['self'], 'font-src': ['self']}, 'REPORT': True}\n"
    after = before.replace(b"'img-src': ['self']", b"'img-src': ['self', 'https://stripe.com']")
    tasks = b"TASKS = {'prune': {'task': 'x', 'schedule': 60}}\n"
    found = list_differences({path: before}, {path: after + tasks})
    assert [(it.sign, it.name, it.after) for it in found] == [
        ("+", "CSP['SOURCES']['img-src'] 'https://stripe.com'", "'https://stripe.com'"),
        ("+", "TASKS['prune']", "{'task': 'x', 'schedule': 60}"),
    ]


def test_what_only_moved_is_no_difference() -> None:
    assert compare("acme/settings/test.py", "A = 1\nB = 2\n", "# why\nB = 2\nA = 1\n") == []


def test_a_list_that_grows_in_a_layer_is_told() -> None:
    assert compare("acme/settings/local.py", "X = 1\n", 'X = 1\nAPPS += ["debug"]\n') == [
        ("+", "APPS 'debug'")
    ]


def test_requirements_are_compared_by_distribution_and_group() -> None:
    before = '[project]\ndependencies = ["Django>=5.2", "psycopg[c]>=3"]\n'
    after = (
        '[project]\ndependencies = ["Django>=5.3", "stripe>=15"]\n'
        '[dependency-groups]\ndev = ["pytest>=9", {include-group = "lint"}]\n'
    )
    found = list_differences(
        {"pyproject.toml": before.encode()}, {"pyproject.toml": after.encode()}
    )
    assert [(it.where, it.sign, it.name, it.before, it.after) for it in found] == [
        ("dev", "+", "pytest", "", "pytest>=9"),
        ("main", "~", "Django", "Django>=5.2", "Django>=5.3"),
        ("main", "-", "psycopg", "psycopg[c]>=3", ""),
        ("main", "+", "stripe", "", "stripe>=15"),
    ]


def test_variables_are_told_by_name_alone() -> None:
    before = "# Why.\nSECRET_KEY=abc\n# DATABASE_URL=\n"
    assert compare(".env.example", before, "SECRET_KEY=other\nSTRIPE_KEY=\n") == [
        ("-", "DATABASE_URL"),
        ("+", "STRIPE_KEY"),
    ]


def test_migrations_come_and_go() -> None:
    path = "apps/teams/migrations/0001_initial.py"
    assert compare(path, "", "x = 1") == [("+", "teams 0001_initial")]
    assert compare(path, "x = 1", "") == [("-", "teams 0001_initial")]
    assert compare(path, "x = 1", "x = 2") == []
    assert compare("apps/teams/migrations/__init__.py", "", "x = 1") == []


def test_tables_are_dropped_in_the_order_that_references_allow() -> None:
    def gone(name: str) -> Difference:
        return Difference(
            area="setting", name=f"INSTALLED_APPS {name!r}", before=repr(name), where="base"
        )

    migrations = [
        Difference(area="migration", name=f"{app} 0001_initial", before="0001_initial.py")
        for app in ("accounts", "teams")
    ]
    apps = [
        *(gone("allauth.mfa"), gone("apps.accounts"), gone("apps.teams.apps.TeamsConfig")),
        gone("dev.stripe_offline"),
    ]
    assert dropped_apps([*apps, *migrations]) == (["teams", "accounts"], ["mfa"])
