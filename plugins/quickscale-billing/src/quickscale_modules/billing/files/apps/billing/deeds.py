"""What people do to what is paid, each with the sentence that it is answered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.billing.flows import customers, endings, pausing, payment_methods, plan_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrPromise

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account

ACTIONS: Final[Mapping[str, tuple[Callable[[Account], object], StrPromise]]] = {
    "keep": (plan_changes.keep_plan, gettext_lazy("Your plan stays as it is.")),
    "cancel": (
        endings.cancel,
        gettext_lazy("Your subscription is cancelled. Nothing more is charged."),
    ),
    "resume": (endings.resume, gettext_lazy("Your subscription continues.")),
    "pause": (pausing.pause, gettext_lazy("Your subscription is paused. Nothing is charged.")),
    "unpause": (pausing.unpause, gettext_lazy("Your subscription continues.")),
}
"""What is done to a subscription without saying more, by its name."""


def act(account: Account, action: str) -> str:
    """Do one of ``ACTIONS``.

    Raises:
        BillingError: It cannot be done, or Stripe did not let us.
    """
    do, text = ACTIONS[action]
    do(account)
    return str(text)


def change_plan(account: Account, plan: Plan, price: PlanPrice) -> str:
    """Change to another plan.

    Raises:
        BillingError: It cannot be done, or Stripe did not let us.
    """
    when = plan_changes.change_plan(account, plan, price)
    text = (
        _("Your plan is %(plan)s.")
        if when == "now"
        else _("Your plan will be %(plan)s when the period ends.")
    )
    return text % {"plan": plan.name}


def change_seats(account: Account, seats: int) -> str:
    """Pay for another number of seats.

    Raises:
        BillingError: It cannot be done, or Stripe did not let us.
    """
    plan_changes.set_seats(account, seats)
    return _("You have %(count)d seats.") % {"count": seats}


def pay_invoice(account: Account, invoice_id: str) -> str:
    """Have an open invoice paid with what is kept.

    Raises:
        BillingError: It is not one of theirs, or the payment failed.
    """
    payment_methods.pay_invoice(account, invoice_id)
    return _("The invoice is paid.")


def use_method(account: Account, method_id: str) -> str:
    """Pay with another method from now on.

    Raises:
        BillingError: There is none like that, or Stripe did not let us.
    """
    payment_methods.make_default(account, method_id)
    return _("This payment method is used from now on.")


def remove_method(account: Account, method_id: str) -> str:
    """Forget a payment method.

    Raises:
        BillingError: There is none like that, it is needed, or Stripe did not let us.
    """
    payment_methods.remove(account, method_id)
    return _("It is removed.")


def choose_contact(account: Account, address: str) -> str:
    """Have Stripe send invoices and receipts to somebody else.

    Raises:
        BillingError: They do not manage billing, or Stripe did not let us.
    """
    customers.choose_contact(account, address)
    return _("Invoices and receipts go there from now on.")
