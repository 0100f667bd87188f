"""What the pages of an account show: what is used, and what pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import plans, queries
from apps.billing.conf import conf
from apps.billing.parts import parts

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.billing.standings import Standing


@dataclass(frozen=True, kw_only=True)
class UsageRow:
    """How much of a limit is used; no limit is as much as one likes.

    Attributes:
        text: What is used and what may be, in words.
        cost: What it comes to, in words; or empty.
    """

    name: str
    used: int
    limit: int | None
    text: str
    cost: str = ""


@dataclass(frozen=True, kw_only=True)
class Method:
    """Something to pay with; the default one pays."""

    id: str
    name: str
    expires: str
    is_default: bool


def usage_rows(account: Account, standing: Standing) -> list[UsageRow]:
    """Return how much of each limit an account uses."""
    rows, recorded = [], queries.usage_by_limit(account, standing.counted_since)
    for name, label in plans.LIMITS.items():
        limit = standing.plan.limits.get(name, 0)
        used = conf.subjects.in_use(account, name)
        if used is None:
            used = recorded.get(name, 0)
        said = {"used": number_format(used, force_grouping=True)}
        if limit is None:
            text = _("%(used)s, without limit") % said
        else:
            text = _("%(used)s of %(limit)s") % {
                **said,
                "limit": number_format(limit, force_grouping=True),
            }
        notes = (part.usage_note(account, standing, name) for part in parts())
        rows.append(
            UsageRow(
                name=str(label),
                used=max(0, used),
                limit=limit,
                text=text,
                cost=" ".join(filter(None, notes)),
            )
        )
    return rows


def methods(account: Account, subscription: copies.Subscription | None) -> list[Method]:
    """Return what an account can pay with.

    Args:
        account: Whose.
        subscription: The one that is paid, if any.
    """
    held = list(queries.payment_methods(account))
    default = queries.default_method_of(account, subscription)
    default = default or (held[0].id if len(held) == 1 else "")
    return [_method(one.id, one.stripe_data, default) for one in held]


def default_method(account: Account, subscription: copies.Subscription | None) -> Method | None:
    """Return what an account pays with, or nothing; arguments as of :func:`methods`."""
    return next((one for one in methods(account, subscription) if one.is_default), None)


def _method(method_id: str, data: dict[str, Any], default: str) -> Method:
    card = data.get("card") or {}
    if card:
        name = f"{str(card.get('brand', '')).title()} •••• {card.get('last4', '')}"
        expires = f"{card.get('exp_month', 0):02d}/{card.get('exp_year', 0)}"
    else:
        name, expires = str(data.get("type", "")).replace("_", " ").capitalize(), ""
    return Method(id=method_id, name=name, expires=expires, is_default=method_id == default)


def page_to_confirm(standing: Standing) -> str:
    """Return where a change is confirmed that waits for the card's owner, or empty."""
    if not standing.told.get("pending_update"):
        return ""
    invoice = copies.Invoice.objects.filter(id=standing.told["latest_invoice"]).first()
    return str(invoice.stripe_data.get("hosted_invoice_url") or "") if invoice else ""
