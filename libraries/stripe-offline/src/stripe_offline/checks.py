"""The system check that keeps the stand-in out of a real site."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from . import conf

__all__ = ["check_stripe_offline"]


def check_stripe_offline(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse settings that ask for the stand-in where it must not be."""
    if not conf.asked_for():
        return []
    return [
        Error(
            f"STRIPE_OFFLINE is on although {reason}.",
            hint="Only settings/local.py and settings/test.py may turn STRIPE_OFFLINE on.",
            id=f"stripe_offline.E{number:03}",
        )
        for number, reason in enumerate(conf.refusals(), start=1)
    ]
