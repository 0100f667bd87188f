from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.urls import reverse
from django.utils import timezone
from djstripe import models as copies

from apps.accounts.tests.factories import MemberFactory
from apps.billing import queries, subscription_data
from apps.billing.flows import checkout
from apps.billing.flows.purchases import fulfil
from apps.billing.models import WebhookEvent
from apps.billing.tests.catalogue import PACK, STARTER
from apps.billing.tests.paying import BACK, DONE
from apps.discounts.models import DiscountAction

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db

COUPONS = "admin:djstripe_coupon"
CODES = "admin:djstripe_promotioncode"


@pytest.fixture
def clerk(client: Client) -> str:
    """Return the address of somebody who may do everything, signed in."""
    clerk = MemberFactory.create(email="clerk@example.com", is_staff=True, is_superuser=True)
    client.force_login(clerk)
    return str(clerk.email)


def coupon_answer(**changed: str | list[str]) -> dict[str, Any]:
    """Return a coupon's form, filled in."""
    answer = {
        "name": "Spring",
        "percent_off": "20",
        "duration": "once",
        "reason": "The spring campaign",
        "key": str(uuid.uuid4()),
    }
    return answer | changed


def code_answer(of: str, **changed: str) -> dict[str, Any]:
    """Return a code's form, filled in."""
    answer = {"coupon": of, "code": "SPRING", "reason": "On posters", "key": str(uuid.uuid4())}
    return answer | changed


def make_coupon(**params: Any) -> stripe.Coupon:
    return stripe.Coupon.create(**{"percent_off": 20, "duration": "once", **params})


def make_code(shop: Shop, coupon: stripe.Coupon, **params: Any) -> copies.PromotionCode:
    """Return the copy of a code that somebody made at Stripe."""
    promotion: Any = {"type": "coupon", "coupon": coupon.id}
    made = stripe.PromotionCode.create(promotion=promotion, **params)
    shop.deliver()
    code: copies.PromotionCode = copies.PromotionCode.objects.get(id=made.id)
    return code


class TestMakeCoupon:
    def test_one_is_made_once_on_record(self, shop: Shop, clerk: str, client: Client) -> None:
        page = reverse(f"{COUPONS}_add")
        assert page in client.get(reverse(f"{COUPONS}_changelist")).content.decode()
        assert client.get(page).status_code == 200
        answer = coupon_answer(id="SPRING-20", max_redemptions="3", products=["plan_pro"])

        assert client.post(page, answer).status_code == 302
        assert client.post(page, answer).status_code == 302

        action = DiscountAction.objects.get()
        assert (action.kind, action.by, action.object_id) == ("coupon_made", clerk, "SPRING-20")
        made = stripe.Coupon.retrieve("SPRING-20", expand=["applies_to"])
        assert (made.percent_off, made.max_redemptions) == (20, 3)
        assert made.applies_to is not None
        assert made.applies_to.products == ["plan_pro"]
        listed = client.get(reverse(f"{COUPONS}_changelist")).content.decode()
        assert "20 %" in listed
        assert "0 of 3" in listed

    def test_one_may_be_an_amount_for_some_months_until_a_day(
        self, shop: Shop, clerk: str, client: Client
    ) -> None:
        day = timezone.localdate() + timedelta(days=30)
        answer = coupon_answer(
            percent_off="",
            amount_off="5",
            currency="usd",
            duration="repeating",
            duration_in_months="3",
            redeem_by=day.isoformat(),
        )

        assert client.post(reverse(f"{COUPONS}_add"), answer).status_code == 302

        made = stripe.Coupon.list().data[0]
        assert (made.amount_off, made.currency, made.duration_in_months) == (500, "usd", 3)
        assert made.redeem_by is not None
        end = subscription_data.moment(made.redeem_by)
        assert end is not None
        assert timezone.localtime(end).date() == day
        listed = client.get(reverse(f"{COUPONS}_changelist")).content.decode()
        assert "$5" in listed
        assert "3 months" in listed

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"percent_off": ""}, "percent_off"),
            ({"amount_off": "5"}, "percent_off"),
            ({"percent_off": "101"}, "percent_off"),
            ({"duration": "repeating"}, "duration_in_months"),
            ({"duration_in_months": "3"}, "duration_in_months"),
            ({"redeem_by": "2020-01-01"}, "redeem_by"),
            ({"id": "20 off"}, "id"),
            ({"products": ["plan_nobody"]}, "products"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_what_cannot_be_is_said_beside_it(
        self, changed: dict[str, Any], field: str, shop: Shop, clerk: str, client: Client
    ) -> None:
        reply = client.post(reverse(f"{COUPONS}_add"), coupon_answer(**changed))

        assert list(reply.context["form"].errors) == [field]
        assert stripe.Coupon.list().data == []

    def test_no_currency_is_taken_apart(
        self, shop: Shop, clerk: str, client: Client, settings: Any
    ) -> None:
        settings.BILLING_CURRENCY = "jpy"
        answer = coupon_answer(percent_off="", amount_off="500.50", currency="jpy")

        reply = client.post(reverse(f"{COUPONS}_add"), answer)
        assert list(reply.context["form"].errors) == ["amount_off"]

        client.post(reverse(f"{COUPONS}_add"), answer | {"amount_off": "500"})
        assert stripe.Coupon.list().data[0].amount_off == 500

    def test_what_stripe_refuses_is_told_and_can_be_corrected(
        self, shop: Shop, clerk: str, client: Client
    ) -> None:
        make_coupon(id="SPRING")
        answer = coupon_answer(id="SPRING")

        reply = client.post(reverse(f"{COUPONS}_add"), answer)

        assert "already exists" in reply.content.decode()
        assert not DiscountAction.objects.exists()
        assert client.post(reverse(f"{COUPONS}_add"), answer | {"id": "S2"}).status_code == 302

    def test_a_silent_stripe_is_told(
        self, shop: Shop, clerk: str, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stripe, "api_base", "http://127.0.0.1:9")

        reply = client.post(reverse(f"{COUPONS}_add"), coupon_answer())

        assert "does not answer" in reply.content.decode()


class TestDeleteCoupon:
    def test_its_codes_end_with_it(self, shop: Shop, clerk: str, client: Client) -> None:
        code = make_code(shop, make_coupon(id="SPRING"), code="SPRING")
        coupon = copies.Coupon.objects.get(id="SPRING")
        page = reverse(f"{COUPONS}_delete", args=(coupon.pk,))
        change = reverse(f"{COUPONS}_change", args=(coupon.pk,))
        assert page in client.get(change).content.decode()
        assert "promotion codes" in client.get(page).content.decode()

        reply = client.post(page, {"reason": "It is summer", "key": str(uuid.uuid4())})

        assert reply.status_code == 302
        assert stripe.Coupon.list().data == []
        assert not copies.Coupon.objects.filter(id="SPRING").exists()
        code.refresh_from_db()
        assert not code.active
        action = DiscountAction.objects.get()
        assert (action.kind, action.reason) == ("coupon_deleted", "It is summer")

    def test_one_that_was_deleted_at_stripe_is_gone_here(self, shop: Shop) -> None:
        make_code(shop, make_coupon(id="SPRING"))

        stripe.Coupon.retrieve("SPRING").delete()
        shop.deliver()

        assert not copies.Coupon.objects.exists()
        assert not copies.PromotionCode.objects.get().active

    def test_what_is_not_there_is_not_found(self, shop: Shop, clerk: str, client: Client) -> None:
        assert client.get(reverse(f"{COUPONS}_delete", args=(7,))).status_code == 404

    def test_no_copies_are_deleted_alone(self, shop: Shop, clerk: str, client: Client) -> None:
        make_code(shop, make_coupon())

        page = client.get(reverse(f"{COUPONS}_changelist")).content.decode()

        assert "delete_selected" not in page


class TestCodes:
    def test_one_is_made_on_record(self, shop: Shop, clerk: str, client: Client) -> None:
        coupon = make_coupon()
        shop.deliver()
        page = reverse(f"{CODES}_add")
        assert coupon.id in client.get(page).content.decode()
        answer = code_answer(coupon.id, first_time_transaction="on", minimum_amount="10")

        assert client.post(page, answer).status_code == 302

        made = stripe.PromotionCode.list().data[0]
        assert made.code == "SPRING"
        assert made.restrictions.first_time_transaction
        assert made.restrictions.minimum_amount == 1000
        assert DiscountAction.objects.get().object_id == made.id

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"code": "20 % OFF"}, "code"),
            ({"coupon": "nobody's"}, "coupon"),
            ({"expires_at": "2020-01-01"}, "expires_at"),
            ({"max_redemptions": "0"}, "max_redemptions"),
        ],
    )
    def test_what_cannot_be_is_said_beside_it(
        self, changed: dict[str, str], field: str, shop: Shop, clerk: str, client: Client
    ) -> None:
        coupon = make_coupon()
        shop.deliver()

        reply = client.post(reverse(f"{CODES}_add"), code_answer(coupon.id, **changed))

        assert list(reply.context["form"].errors) == [field]

    def test_a_minimum_in_parts_of_a_yen_is_none(
        self, shop: Shop, clerk: str, client: Client, settings: Any
    ) -> None:
        settings.BILLING_CURRENCY = "jpy"
        coupon = make_coupon()
        shop.deliver()

        answer = code_answer(coupon.id, minimum_amount="99.50")
        reply = client.post(reverse(f"{CODES}_add"), answer)

        assert list(reply.context["form"].errors) == ["minimum_amount"]

    def test_one_is_switched_off_and_on(self, shop: Shop, clerk: str, client: Client) -> None:
        code = make_code(shop, make_coupon(), code="SPRING")
        page = reverse("admin:discounts_switch", args=(code.pk,))
        assert page in client.get(reverse(f"{CODES}_changelist")).content.decode()

        client.post(page, {"reason": "It leaked", "key": str(uuid.uuid4())})
        code.refresh_from_db()
        assert not code.active
        assert not stripe.PromotionCode.retrieve(code.id).active

        client.post(page, {"reason": "Never mind", "key": str(uuid.uuid4())})
        code.refresh_from_db()
        assert code.active
        kinds = DiscountAction.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["code_off", "code_on"]

    def test_none_is_switched_on_without_its_coupon(
        self, shop: Shop, clerk: str, client: Client
    ) -> None:
        code = make_code(shop, make_coupon(id="SPRING"))
        stripe.Coupon.retrieve("SPRING").delete()
        shop.deliver()

        page = reverse("admin:discounts_switch", args=(code.pk,))
        reply = client.post(page, {"reason": "Once more", "key": str(uuid.uuid4())})

        assert "coupon is not valid" in reply.content.decode()


@pytest.mark.parametrize("page", [f"{COUPONS}_add", f"{CODES}_add"])
def test_a_clerk_without_the_right_may_not(page: str, shop: Shop, client: Client) -> None:
    client.force_login(MemberFactory.create(is_staff=True))

    assert client.get(reverse(page)).status_code == 403
    assert client.post(reverse(page), coupon_answer()).status_code == 403


class TestUse:
    def test_it_is_counted_when_somebody_subscribes(
        self, shop: Shop, account: Account, client: Client, clerk: str
    ) -> None:
        code = make_code(shop, make_coupon(id="SPRING", max_redemptions=5), code="SPRING")
        address = checkout.subscribe(account, STARTER, STARTER.prices[0], back=BACK, done=DONE)
        client.post(address, {"apply": "1", "code": "spring"})

        shop.check_out(address)
        shop.deliver()

        code.refresh_from_db()
        assert code.times_redeemed == 1
        assert not WebhookEvent.objects.exclude(state__in=("done", "ignored")).exists()
        listed = client.get(reverse(f"{COUPONS}_changelist")).content.decode()
        assert "1 of 5" in listed

    def test_it_is_counted_when_somebody_buys_once(
        self, shop: Shop, account: Account, client: Client
    ) -> None:
        code = make_code(shop, make_coupon(id="SPRING"), code="SPRING")
        address = checkout.buy(account, PACK, back=BACK, done=DONE)
        client.post(address, {"apply": "1", "code": "spring"})

        fulfil(shop.check_out(address))

        code.refresh_from_db()
        assert code.times_redeemed == 1
        assert copies.Coupon.objects.get(id="SPRING").times_redeemed == 1
        assert queries.invoices(account).get().stripe_data["total"] == 720
