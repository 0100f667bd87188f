"""The stand-in is off wherever it could do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from stripe_offline import conf, urls
from stripe_offline.checks import check_stripe_offline

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from stripe_offline.testing import StripeOffline


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What a process sees that is no test."""
    monkeypatch.delattr(mail, "outbox")
    settings.DEBUG = False
    return settings


def test_it_is_on_in_tests() -> None:
    assert conf.is_on()
    assert check_stripe_offline() == []


def test_it_is_on_for_a_developer_and_off_for_a_site(site: Settings) -> None:
    site.DEBUG = True
    assert conf.is_on()

    site.DEBUG = False
    assert not conf.is_on()
    (error,) = check_stripe_offline()
    assert error.id == "stripe_offline.E001"
    assert "DEBUG is off" in error.msg


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("STRIPE_SECRET_KEY", "sk_live_0123456789", "a live Stripe key is set"),
        ("STRIPE_SECRET_KEY", "rk_live_0123456789", "a live Stripe key is set"),
        ("STRIPE_LIVE_SECRET_KEY", "sk_live_0123456789", "a live Stripe key is set"),
        ("STRIPE_LIVE_MODE", True, "STRIPE_LIVE_MODE is on"),
    ],
)
def test_it_is_off_with_anything_live(
    settings: Settings, name: str, value: object, words: str
) -> None:
    settings.DEBUG = True
    setattr(settings, name, value)

    assert not conf.is_on()
    assert words in check_stripe_offline()[0].msg


def test_a_test_key_of_ones_own_turns_it_off(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_of_somebodys_own_account"

    assert not conf.is_on()
    assert check_stripe_offline() == []
    assert urls._patterns() == []


def test_nothing_asked_for_is_nothing_to_check(site: Settings) -> None:
    del site.STRIPE_OFFLINE

    assert not conf.is_on()
    assert check_stripe_offline() == []
    assert urls._patterns() == []


def test_neither_the_api_nor_a_page_answers_where_it_is_off(
    stripe_offline: StripeOffline, site: Settings, client: Client
) -> None:
    assert client.get("/dev/stripe/").status_code == 404
    with pytest.raises(ImproperlyConfigured, match="DEBUG is off"):
        stripe.Customer.list()
