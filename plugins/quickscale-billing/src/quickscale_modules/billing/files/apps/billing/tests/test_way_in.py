"""A plan that a stranger chose is still theirs when they have an account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db

START = reverse("billing_start")
PRO = {"plan": "pro", "interval": "month"}
CHOSEN = "You chose Pro"


def test_pricing_leads_strangers_to_the_start(client: Client) -> None:
    page = client.get(reverse("billing_pricing"), {"interval": "year"}).content.decode()

    assert f'{START}?plan=pro&amp;interval=year"' in page


def test_the_plan_is_named_from_sign_up_to_the_offer(
    shop: Shop, client: Client, settings: Any, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True

    page = client.get(START, PRO, follow=True)
    assert page.request["PATH_INFO"] == reverse("account_signup")
    assert CHOSEN in page.content.decode()
    assert "$49 each month, per seat" in page.content.decode()

    data = {"email": "ines@example.com", "password1": "a-long-enough-one-4711"}
    way = {"next": re.findall(r'name="next" value="([^"]*)"', page.content.decode())[0]}
    way["next"] = way["next"].replace("&amp;", "&")
    page = client.post(reverse("account_signup"), data | way, follow=True)
    assert CHOSEN in page.content.decode()

    letter = str(mailoutbox[-1].body)
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", letter, re.MULTILINE)
    page = client.post(page.request["PATH_INFO"], {"code": code}, follow=True)

    assert page.request["PATH_INFO"].endswith(START)
    assert "Start 14-day trial: Pro" in page.content.decode()


def test_where_nobody_signs_up_people_sign_in(client: Client, settings: Any) -> None:
    settings.ACCOUNTS_SIGNUP = "closed"

    assert client.get(START, PRO)["Location"].startswith(reverse("account_login"))


def test_the_offer_leads_to_checkout_and_the_choice_is_done_with(
    shop: Shop, signed: Client
) -> None:
    page = signed.get(START, PRO)
    assert "You give a payment method on the next page" in page.content.decode()
    assert CHOSEN in signed.get(reverse("pages:dashboard")).content.decode()

    reply = signed.post(reverse("billing_subscribe"), PRO)

    assert "/dev/stripe/checkout/" in reply["Location"]
    assert CHOSEN not in signed.get(reverse("pages:dashboard")).content.decode()


def test_a_trial_without_a_card_says_so(shop: Shop, signed: Client) -> None:
    page = signed.get(START, PRO | {"plan": "starter"}).content.decode()

    assert "No payment method is needed" in page


def test_who_tried_before_is_told_what_it_costs(
    shop: Shop, account: Account, signed: Client, settings: Any
) -> None:
    settings.BILLING_TRIAL_DAYS = 0

    page = signed.get(START, PRO).content.decode()

    assert "Subscribe to Pro" in page
    assert "It costs $49 each month, per seat. You pay on the next page." in page


def test_who_pays_already_is_shown_the_change(shop: Shop, account: Account, signed: Client) -> None:
    shop.subscribe(account, "starter")

    page = signed.get(START, PRO, follow=True)

    assert page.request["PATH_INFO"] == reverse("billing_confirm")
    assert CHOSEN not in signed.get(reverse("pages:dashboard")).content.decode()


def test_a_choice_can_be_put_off(shop: Shop, signed: Client) -> None:
    signed.get(START, PRO)

    page = signed.post(reverse("billing_drop_choice"), follow=True)

    assert CHOSEN not in page.content.decode()
    assert signed.get(reverse("billing_drop_choice")).status_code == 405


@pytest.mark.parametrize("choice", [{}, {"plan": "free", "interval": "month"}, {"plan": "gold"}])
def test_what_is_not_sold_leads_to_what_is(client: Client, choice: dict[str, str]) -> None:
    page = client.get(START, choice, follow=True)

    assert page.request["PATH_INFO"] == reverse("billing_pricing")
    assert "There is no such plan" in page.content.decode()


def test_a_choice_that_is_sold_no_more_is_forgotten(client: Client) -> None:
    session = client.session
    session["billing_choice"] = {"plan": "gold", "interval": "month"}
    session.save()

    assert client.get(reverse("account_login")).status_code == 200
