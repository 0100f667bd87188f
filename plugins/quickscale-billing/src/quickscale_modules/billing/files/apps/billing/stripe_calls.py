"""Calls to Stripe: one client, and errors that can be told to people."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.utils.translation import gettext as _

from apps.billing.conf import conf

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)


class BillingError(Exception):
    """Something about money could not be done; its text is for whoever tried."""


class ConfirmationNeededError(BillingError):
    """The bank wants the card's owner to confirm a payment (3-D Secure).

    Attributes:
        address: Where they do; empty where there is no such page yet.
    """

    def __init__(self, text: str, address: str = "") -> None:
        super().__init__(text)
        self.address = address


CONFIRMATION: Final = (
    "authentication_required",
    "invoice_payment_intent_requires_action",
    "subscription_payment_intent_requires_action",
)
"""Error codes by which Stripe says so (https://docs.stripe.com/error-codes)."""


def client() -> stripe.StripeClient:
    """Return a client of Stripe, which is wherever the library's own functions look for it."""
    return _client(conf.secret_key, stripe.api_base, stripe.default_http_client)


@lru_cache(maxsize=4)
def _client(key: str, host: str, http: stripe.HTTPClient | None) -> stripe.StripeClient:
    return stripe.StripeClient(
        key, base_addresses={"api": host}, http_client=http, max_network_retries=2
    )


def id_of(value: Any) -> str:
    """Return the id of what Stripe refers to, be it by id, whole, or not at all: then empty."""
    return value if isinstance(value, str) else str((value or {}).get("id", ""))


def is_missing(error: stripe.StripeError) -> bool:
    """Tell whether Stripe says that there is no such thing."""
    return isinstance(error, stripe.InvalidRequestError) and error.code == "resource_missing"


@contextmanager
def as_billing_error() -> Iterator[None]:
    """Turn what Stripe refuses inside the block into a sentence for the person who asked.

    Raises:
        BillingError: With what the person can do about it. The log has the rest.
    """
    try:
        yield
    except stripe.CardError as error:
        if error.code in CONFIRMATION:
            text = _("Your bank wants you to confirm this payment.")
            raise ConfirmationNeededError(text) from error
        logger.info("Stripe declined a card", extra={"code": error.code})
        raise BillingError(
            error.user_message or _("The card was declined. Try another one.")
        ) from error
    except stripe.APIConnectionError as error:
        logger.exception("Stripe could not be reached")
        raise BillingError(
            _("Our payment provider does not answer. Nothing was charged; try again.")
        ) from error
    except stripe.StripeError as error:
        logger.exception("Stripe refused a call", extra={"code": error.code})
        raise BillingError(
            _("Our payment provider refused this. Nothing was charged; we are looking into it.")
        ) from error


@contextmanager
def as_staff_error() -> Iterator[None]:
    """Turn what Stripe refuses inside the block into a sentence for staff: Stripe's own.

    Raises:
        BillingError: With it.
    """
    try:
        yield
    except stripe.InvalidRequestError as error:
        raise BillingError(
            _("Stripe refused this: %(reason)s") % {"reason": error.user_message or error}
        ) from error
    except stripe.StripeError as error:
        logger.exception("Stripe did not do what staff asked for")
        raise BillingError(_("Stripe does not answer as it should. Try again.")) from error
