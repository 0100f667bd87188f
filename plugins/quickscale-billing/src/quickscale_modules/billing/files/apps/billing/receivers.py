"""Keeps accounts in step with the people they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from apps.billing.models import Account
from apps.users.models import User

if TYPE_CHECKING:
    from django.db.models import Model

__all__ = ["on_user_saved"]


@receiver(post_save, sender=User)
def on_user_saved(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: User,
    *,
    created: bool,
    **_kwargs: Any,
) -> None:
    """Take a person's new name and address over; Stripe hears of them at the next purchase."""
    if not created:
        Account.objects.filter(user=instance).update(email=instance.email, name=instance.name)
