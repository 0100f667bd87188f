"""What happens elsewhere and concerns endpoints."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from apps.users.models import User
from apps.webhooks import endpoints


@receiver(pre_delete, sender=User)
def on_user_deleted(instance: User, **_kwargs: Any) -> None:
    """Delete somebody's endpoints with their account."""
    endpoints.forget_owner(f"user:{instance.pk}")
