"""How Stripe says no: a status and an error object, as https://docs.stripe.com/api/errors says."""

from __future__ import annotations

from typing import Any

__all__ = ["Refusal", "declined", "invalid", "missing_object"]


class Refusal(Exception):  # noqa: N818 - the answer to a request, not a fault
    """A request that is answered with an error.

    Attributes:
        status: The HTTP status.
        error: The error object of the answer.
        keep: Whether what was done before stays done, as after a declined payment.
    """

    def __init__(self, status: int, error: dict[str, Any], *, keep: bool = False) -> None:
        super().__init__(error["message"])
        self.status = status
        self.error = error
        self.keep = keep


def invalid(message: str, *, param: str = "", code: str = "", status: int = 400) -> Refusal:
    """Return the refusal of a request that makes no sense."""
    error: dict[str, Any] = {"type": "invalid_request_error", "message": message}
    if param:
        error["param"] = param
    if code:
        error["code"] = code
        error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
    return Refusal(status, error)


def missing_object(noun: str, name: str, *, param: str = "id", status: int = 400) -> Refusal:
    """Return the refusal of an id that names nothing; 404 when it stands in the address."""
    message = f"No such {noun}: '{name}'"
    return invalid(message, param=param, code="resource_missing", status=status)


def declined(code: str, decline_code: str, message: str, **details: Any) -> Refusal:
    """Return the refusal of a payment. What led to it is kept: the attempt was made."""
    error = {"type": "card_error", "code": code, "message": message, **details}
    if decline_code:
        error["decline_code"] = decline_code
    return Refusal(402, error, keep=True)
