from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from apps.users.models import User

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


def test_demo_data_is_refused_where_it_would_open_a_door(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only where DEBUG is on"):
        run()
    assert not User.objects.exists()


def test_a_small_company_is_made_with_a_login(settings: Settings) -> None:
    settings.DEBUG = True

    said = run("--password", "correct horse battery staple")

    login = User.objects.get(email="ada@example.com")
    assert login.check_password("correct horse battery staple")
    assert login.is_superuser
    assert User.objects.count() > 3
    assert User.objects.filter(is_superuser=True).count() == 1
    assert "e-mail    ada@example.com" in said
    assert "password  correct horse battery staple" in said


def test_making_it_twice_makes_it_once_with_the_new_password(settings: Settings) -> None:
    settings.DEBUG = True
    run()
    people = set(User.objects.values_list("pk", "date_joined"))

    said = run("--password", "another long phrase")

    assert set(User.objects.values_list("pk", "date_joined")) == people
    assert User.objects.get(email="ada@example.com").check_password("another long phrase")
    assert "Created" not in said


def test_a_second_time_nothing_is_left_to_be_done(
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.DEBUG = True
    run()
    caplog.clear()

    with caplog.at_level("INFO"), django_capture_on_commit_callbacks(execute=True):
        run()

    assert [record.getMessage() for record in caplog.records] == []


def test_a_password_is_made_up_where_none_is_given(settings: Settings) -> None:
    settings.DEBUG = True

    password = run().rsplit("password  ", 1)[1].strip()

    assert len(password) >= 12
    assert User.objects.get(email="ada@example.com").check_password(password)
