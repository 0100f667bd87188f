from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.teams.checks import check_settings
from apps.teams.conf import CALLABLES
from apps.teams.roles import ADMIN, MANAGE_BILLING, MEMBER, OWNER, Role, roles_that_may

if TYPE_CHECKING:
    from pytest_django import Settings

ACCOUNTANT = Role(name="accountant", label="Accountant", permissions=frozenset({MANAGE_BILLING}))
TWIN = Role(name="admin", label="Another admin")
KING = Role(name="king", label="King", is_owner=True)
NAMELESS = Role(name="", label="Nameless")
LONG = Role(name="x" * 33, label="Long")
NO_ROLE = "accountant"


def test_the_project_is_well_configured() -> None:
    assert check_settings(None) == []


def test_an_unknown_place_for_the_team_is_told(settings: Settings) -> None:
    settings.TEAMS_ADDRESSES = "subdomain"

    assert [one.id for one in check_settings(None)] == ["teams.E001"]


@pytest.mark.parametrize("name", CALLABLES)
def test_a_path_that_leads_nowhere_is_told(settings: Settings, name: str) -> None:
    setattr(settings, f"TEAMS_{name.upper()}", ["apps.nowhere.nothing"])

    assert [one.id for one in check_settings(None)] == ["teams.E002"]


@pytest.mark.parametrize("name", ["TWIN", "KING", "NAMELESS", "LONG", "NO_ROLE"])
def test_a_role_that_cannot_be_is_told(settings: Settings, name: str) -> None:
    settings.TEAMS_ROLES = [f"{__name__}.ACCOUNTANT", f"{__name__}.{name}"]

    [problem] = check_settings(None)
    assert problem.id == "teams.E003"
    assert name in problem.msg


def test_roles_are_known_by_what_they_may(settings: Settings) -> None:
    assert roles_that_may(MANAGE_BILLING) == ("owner", "admin")

    settings.TEAMS_ROLES = [f"{__name__}.ACCOUNTANT"]

    assert roles_that_may(MANAGE_BILLING) == ("owner", "admin", "accountant")


def test_nobody_gives_what_they_do_not_have() -> None:
    wider = Role(name="wider", label="Wider", permissions=ADMIN.permissions | {"secrets.read"})

    assert OWNER.may_give(OWNER)
    assert ADMIN.may_give(ADMIN)
    assert not ADMIN.may_give(OWNER)
    assert not ADMIN.may_give(wider)
    assert not MEMBER.may_give(MEMBER)
