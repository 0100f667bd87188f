"""The billing app's e-mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.urls import reverse

from apps.billing import queries, standings, subscription_data
from apps.billing.conf import conf
from apps.billing.money import money

if TYPE_CHECKING:
    from apps.billing.models import Account


def payment_failed(account: Account, invoice: Any) -> None:
    """Say that a payment failed, until when the plan stays, and what to do."""
    standing = standings.standing_of(account)
    context = {
        "amount": money(invoice["amount_due"], invoice["currency"]),
        "grace_ends_at": standing.grace_ends_at,
        "plan": standing.subscribed_plan.name,
    }
    _send("payment_failed", account, "billing_payment_methods", context)


def action_required(account: Account, invoice: Any) -> None:
    """Say that the bank wants to hear from the card's owner.

    Args:
        account: Whose.
        invoice: Stripe's invoice; its page asks what the bank wants to know.
    """
    context = {
        "amount": money(invoice["amount_due"], invoice["currency"]),
        "link": invoice["hosted_invoice_url"],
    }
    _send("action_required", account, "billing_invoices", context)


def trial_ends(account: Account, subscription: Any) -> None:
    """Say that a trial is about to end, and what then."""
    standing = standings.standing_of(account)
    needs_card = not queries.payment_methods(account).exists()
    context = {
        "plan": standing.subscribed_plan.name,
        "ends_at": subscription_data.moment(subscription["trial_end"]),
        "needs_card": needs_card,
    }
    place = "billing_payment_methods" if needs_card else "billing_overview"
    _send("trial_ends", account, place, context)


def subscription_ended(account: Account, subscription: Any) -> None:
    """Say that a subscription is over."""
    plan = subscription_data.plan_of_item(dict(subscription["items"]["data"][0]))
    context = {"plan": plan.name if plan else "", "free_plan": standings.free_plan().name}
    _send("subscription_ended", account, "billing_pricing", context)


def second_subscription(account: Account, amount: int, currency: str) -> None:
    """Say that a subscription was bought twice, and that the second one was undone.

    The people who manage the site's contact address are told as well.

    Args:
        account: Whose.
        amount: How much was paid back, in the currency's smallest unit.
        currency: Of which currency.
    """
    context: dict[str, Any] = {"amount": money(amount, currency) if amount else ""}
    _send("second_subscription", account, "billing_overview", context)
    if conf.contact_email:
        page = reverse("admin:billing_account_change", args=[account.pk])
        context |= {"link": f"{conf.site_url}{page}", "account": account}
        get_adapter().send_mail("billing/email/staff_surplus", conf.contact_email, context)


def suspended(account: Account) -> None:
    """Say that the period of grace is over."""
    context = {
        "plan": standings.standing_of(account).subscribed_plan.name,
        "free_plan": standings.free_plan().name,
    }
    _send("suspended", account, "billing_payment_methods", context)


def _send(name: str, account: Account, page: str, context: dict[str, Any]) -> None:
    path = conf.subjects.path(account, page)
    context = {"link": f"{conf.site_url}{path}", **context, "account": account}
    for address in conf.subjects.addresses(account):
        get_adapter().send_mail(f"billing/email/{name}", address, context)
