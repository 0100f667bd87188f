from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.accounts import checks, queries
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from pytest_django import Settings

NAMES = (
    "ACCOUNTS_SIGNUP",
    "ACCOUNTS_STAFF_MFA",
    "ACCOUNTS_INVITATION_DAYS",
    "ACCOUNTS_EVENT_DAYS",
    "ACCOUNTS_ACTIVITY_SECONDS",
    "ACCOUNTS_EXPORTERS",
    "ACCOUNTS_DELETION_CHECKS",
    "ACCOUNTS_DELETION_STEPS",
    "ACCOUNTS_CREDENTIAL_REMOVERS",
)


def found() -> list[str | None]:
    return [problem.id for problem in checks.check_settings(None)]


def test_the_project_as_it_was_made_has_no_problem() -> None:
    assert found() == []


def test_every_setting_has_a_default(settings: Settings) -> None:
    for name in NAMES:
        if hasattr(settings, name):
            delattr(settings, name)

    assert conf.signup == "open"
    assert conf.staff_mfa is False
    assert (conf.invitation_days, conf.event_days, conf.activity_seconds) == (7, 365, 300)
    assert not any((conf.exporters, conf.deletion_checks, conf.deletion_steps))


def test_a_dotted_path_becomes_what_it_names(settings: Settings) -> None:
    settings.ACCOUNTS_EXPORTERS = ["apps.accounts.queries.account_data"]

    assert conf.exporters == {"apps.accounts.queries.account_data": queries.account_data}


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("ACCOUNTS_SIGNUP", "maybe", "accounts.E001"),
        ("ACCOUNTS_EXPORTERS", ["apps.accounts.nowhere.export"], "accounts.E003"),
        ("ACCOUNTS_DELETION_CHECKS", ["no.such.module"], "accounts.E003"),
        ("ACCOUNTS_DELETION_STEPS", ["apps.accounts.flows.no_such_step"], "accounts.E003"),
    ],
)
def test_a_setting_that_cannot_work_is_told_at_start(
    settings: Settings, name: str, value: object, problem: str
) -> None:
    setattr(settings, name, value)

    assert found() == [problem]


def test_staff_are_not_asked_for_what_nobody_can_set_up(settings: Settings) -> None:
    settings.ACCOUNTS_STAFF_MFA = True
    settings.MFA_SUPPORTED_TYPES = []

    assert found() == ["accounts.E002"]


def test_invitations_without_verification_are_pointed_out(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "invite"
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"

    assert found() == ["accounts.W001"]
