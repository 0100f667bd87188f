"""System checks: what cannot work in plans and settings, told at start."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - its name

from apps.billing import composed, plans
from apps.billing.conf import OFFLINE_SECRET, conf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig


@register(Tags.security)
def check_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at the settings the app reads."""
    problems: list[CheckMessage] = []
    try:
        _ = conf.subjects
    except ImportError as error:
        problems.append(
            Error(
                f"BILLING_SUBJECTS cannot be imported: {error}.",
                hint="It is the dotted path of a class like apps.billing.subjects.UserSubjects.",
                id="billing.E001",
            )
        )
    if not re.fullmatch("[a-z]{3}", conf.currency):
        problems.append(
            Error(
                f"BILLING_CURRENCY is {conf.currency!r}.",
                hint='Use three lower-case letters, such as "usd".',
                id="billing.E002",
            )
        )
    return problems


@register(Tags.security, deploy=True)
def check_keys(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at what is needed to take real money."""
    if conf.is_offline or any(one.startswith(OFFLINE_SECRET) for one in conf.webhook_secrets):
        return [
            Error(
                "Stripe's key or the webhooks' secret is the one of the stand-in for Stripe, which"
                " everybody knows.",
                hint="Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET to Stripe's own, or to"
                " nothing.",
                id="billing.E004",
            )
        ]
    if not conf.secret_key or conf.webhook_secrets:
        return []
    return [
        Error(
            "STRIPE_WEBHOOK_SECRET is not set: what Stripe tells this site is refused.",
            hint="Add an endpoint for /stripe/webhook/ in Stripe's dashboard, and take its signing"
            " secret from there.",
            id="billing.E003",
        )
    ]


@register()
def check_plans(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at ``plans.py``."""
    named = {name for plan in plans.PLANS for name in plan.limits}
    problems: list[CheckMessage] = [
        Error(text, hint="Correct apps/billing/plans.py.", id="billing.E010")
        for text in _mistakes()
    ]
    return problems + [
        Warning(
            f"No plan says how much of {name!r} it allows. That is 0, so everybody is refused.",
            hint="Give it a number in the limits of plans in apps/billing/plans.py; None is as"
            " much as one likes.",
            id="billing.W011",
        )
        for name in plans.LIMITS
        if name not in named
    ]


def _mistakes() -> Iterator[str]:
    keys = Counter([plan.key for plan in plans.PLANS] + [one.key for one in plans.PURCHASES])
    yield from (f"{key!r} stands there {count} times." for key, count in keys.items() if count > 1)
    if sum(plan.is_free for plan in plans.PLANS) != 1:
        yield "There must be one plan without prices, for those without a subscription."
    yield from _left_out()
    for plan in plans.PLANS:
        for name in sorted(set(plan.features) - set(plans.FEATURES)):
            yield f"Plan {plan.key!r} has the feature {name!r}, which is not in FEATURES."
        for name in sorted(set(plan.limits) - set(plans.LIMITS)):
            yield f"Plan {plan.key!r} limits {name!r}, which is not in LIMITS."
        lookups = Counter(plan.lookup_key(price) for price in plan.prices)
        yield from (f"There are {n} prices {key!r}." for key, n in lookups.items() if n > 1)
    for one in plans.PURCHASES:
        for name in sorted(set(one.adds) - set(plans.LIMITS)):
            yield f"Purchase {one.key!r} adds to {name!r}, which is not in LIMITS."


def _left_out() -> Iterator[str]:
    """Yield what a module asks about and nobody could answer."""
    for names, known, one in (
        ([it.name for it in composed.FEATURES], plans.FEATURES, "FEATURES"),
        ([it.name for it in composed.LIMITS], plans.LIMITS, "LIMITS"),
    ):
        for name in names:
            if name not in known:
                yield f"{one} lacks {name!r} of a module: it comes in by with_modules."
