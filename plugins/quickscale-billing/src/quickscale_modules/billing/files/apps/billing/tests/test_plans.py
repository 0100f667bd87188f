from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.core.management import CommandError, call_command
from djstripe import models as copies

from apps.billing import checks, plans, standings
from apps.billing.entitlements import entitlements
from apps.billing.flows import plan_changes
from apps.billing.money import in_whole_units, minor_units, money
from apps.billing.tests.catalogue import FREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.billing.catalog import Plan
    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db


def sync(*options: str) -> str:
    """Run ``sync_plans`` and return what it says."""
    output = StringIO()
    call_command("sync_plans", *options, stdout=output)
    return output.getvalue()


def test_stripe_is_made_to_match(stripe_offline: object) -> None:
    said = sync()

    assert "create product plan_pro" in said
    assert copies.Price.objects.filter(lookup_key="pro_month_usd", active=True).exists()
    assert sync() == "Stripe matches plans.py.\n"


def test_a_dry_run_does_nothing(stripe_offline: object) -> None:
    said = sync("--dry-run")

    assert "nothing was done" in said
    assert stripe.Product.list().data == []


def test_a_new_amount_is_a_new_price(
    stripe_offline: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    dearer = [_with_amount(plan, 5900) if plan.key == "pro" else plan for plan in plans.PLANS]
    monkeypatch.setattr(plans, "PLANS", tuple(dearer))

    said = sync()

    assert "create price pro_month_usd" in said
    assert "archive price pro_month_usd" in said
    price = copies.Price.objects.get(lookup_key="pro_month_usd", active=True)
    assert price.unit_amount == 5900
    assert sync() == "Stripe matches plans.py.\n"


def test_another_name_is_taken_over(
    stripe_offline: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    renamed = [replace(plan, name="Team") if plan.key == "pro" else plan for plan in plans.PLANS]
    monkeypatch.setattr(plans, "PLANS", tuple(renamed))

    assert "update product plan_pro" in sync()
    assert copies.Product.objects.get(id="plan_pro").name == "Team"


def test_what_left_the_file_is_not_sold_any_more(
    stripe_offline: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe.Product.create(name="Somebody else's")
    sync()
    monkeypatch.setattr(plans, "PURCHASES", ())

    assert sync() == "archive product item_export_pack\n1 changes made.\n"


class TestGone:
    """A plan that left ``plans.py`` while somebody pays it."""

    @pytest.fixture
    def payer_of_gone(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> Account:
        shop.subscribe(account, "pro")
        monkeypatch.setattr(plans, "PLANS", tuple(one for one in plans.PLANS if one.key != "pro"))
        return account

    def test_its_product_is_not_archived(self, payer_of_gone: Account) -> None:
        with pytest.raises(CommandError, match="Pro is gone from"):
            sync()

    def test_its_terms_stay(self, payer_of_gone: Account) -> None:
        granted = entitlements(payer_of_gone.user)

        assert granted.has("priority_support")
        assert granted.limit("exports") == 2000
        standing = standings.standing_of(payer_of_gone)
        assert (standing.plan.name, standing.plan.per_seat) == ("Pro", True)

    def test_another_plan_can_be_chosen(self, payer_of_gone: Account) -> None:
        plan = standings.find_plan("starter")
        assert plan is not None
        price = plan.price("month")
        assert price is not None

        assert plan_changes.change_plan(payer_of_gone, plan, price) == "now"

        assert standings.standing_of(payer_of_gone).plan.key == "starter"

    def test_what_is_not_sold_stays_with_who_has_it(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.subscribe(account, "pro")
        kept = tuple(replace(one, sold=one.key != "pro") for one in plans.PLANS)
        monkeypatch.setattr(plans, "PLANS", kept)

        assert sync() == "Stripe matches plans.py.\n"
        assert standings.standing_of(account).plan.key == "pro"


def test_without_a_key_it_says_so(settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""

    with pytest.raises(CommandError, match="STRIPE_SECRET_KEY"):
        sync()


def test_what_stripe_refuses_is_told(
    stripe_offline: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe, "api_base", "http://127.0.0.1:9")

    with pytest.raises(CommandError, match="Stripe says"):
        sync()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ((), "one plan without prices"),
        ((FREE, FREE), "stands there 2 times"),
        ((replace(FREE, features=("telepathy",)),), "not in FEATURES"),
        ((replace(FREE, limits={"wishes": 3}),), "not in LIMITS"),
    ],
)
def test_mistakes_are_told_at_start(
    changed: Sequence[Plan], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "PLANS", tuple(changed))

    assert any(words in error.msg for error in checks.check_plans(None))


def test_a_limit_that_no_plan_names_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plans.LIMITS, "wishes", "Wishes")

    [warning] = [one for one in checks.check_plans(None) if one.id == "billing.W011"]

    assert "'wishes'" in warning.msg
    assert "everybody is refused" in warning.msg


def test_settings_are_looked_at(settings: Any) -> None:
    assert checks.check_settings(None) == []
    settings.BILLING_CURRENCY = "Dollars"
    settings.BILLING_SUBJECTS = "apps.billing.nowhere.Nobody"

    assert {error.id for error in checks.check_settings(None)} == {"billing.E001", "billing.E002"}


def test_a_key_without_a_webhook_secret_is_an_error(settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_" + "a" * 24
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert [error.id for error in checks.check_keys(None)] == ["billing.E003"]

    settings.STRIPE_WEBHOOK_SECRET = "whsec_1"
    assert checks.check_keys(None) == []


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("sk_test_offlineofflineofflineoffline", "whsec_1"),
        ("sk_test_1", "whsec_1, whsec_offlineofflineofflineoffline"),
    ],
)
def test_what_everybody_knows_is_an_error_on_a_site(settings: Any, key: str, secret: str) -> None:
    settings.STRIPE_SECRET_KEY = key
    settings.STRIPE_WEBHOOK_SECRET = secret

    assert [error.id for error in checks.check_keys(None)] == ["billing.E004"]


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (1900, "usd", "$19"),
        (450, "EUR", "€4.50"),
        (-4500, "gbp", "-£45"),
        (9000, "chf", "90 CHF"),
        (1900, "jpy", "¥1,900"),
    ],
)
def test_amounts_read_well(amount: int, currency: str, words: str) -> None:
    assert money(amount, currency) == words


def test_amounts_are_read(settings: Any) -> None:
    assert minor_units(Decimal("19.50"), "usd") == 1950
    assert minor_units(Decimal(1900), "jpy") == 1900
    assert minor_units(Decimal("19.500"), "kwd") == 19500


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (19500, "kwd", "19.500 KWD"),
        (19000, "bhd", "19 BHD"),
        (5, "jpy", "¥5"),
        (50, "usd", "$0.50"),
    ],
)
def test_each_currency_has_its_places(amount: int, currency: str, words: str) -> None:
    assert money(amount, currency) == words


def test_stripe_takes_tens_of_a_thousandth() -> None:
    assert in_whole_units(Decimal("1.250"), "kwd")
    assert not in_whole_units(Decimal("1.255"), "kwd")
    assert not in_whole_units(Decimal("1.5"), "jpy")


def _with_amount(plan: Plan, amount: int) -> Plan:
    first, *others = plan.prices
    return replace(plan, prices=(replace(first, amount=amount), *others))
