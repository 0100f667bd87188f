"""What happens elsewhere and concerns the answers that are kept."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from apps.api import idempotency
from apps.api.models import ApiKey
from apps.users.models import User


@receiver(pre_delete, sender=ApiKey)
def on_key_deleted(instance: ApiKey, **_kwargs: Any) -> None:
    """Delete what a key was answered with it."""
    idempotency.forget_sender(f"key:{instance.pk}")


@receiver(pre_delete, sender=User)
def on_user_deleted(instance: User, **_kwargs: Any) -> None:
    """Delete what somebody was answered with their account."""
    idempotency.forget_sender(f"user:{instance.pk}")
