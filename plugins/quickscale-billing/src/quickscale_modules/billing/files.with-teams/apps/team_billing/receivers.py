"""Keeps accounts in step with the teams they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from apps.billing.models import Account
from apps.billing.receivers import close_soon
from apps.teams.models import Team

if TYPE_CHECKING:
    from django.db.models import Model

__all__ = ["on_team_deleted", "on_team_saved"]


@receiver(post_save, sender=Team)
def on_team_saved(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: Team,
    *,
    created: bool,
    **_kwargs: Any,
) -> None:
    """Take a team's new name over; Stripe hears of it at the next purchase."""
    if not created:
        Account.objects.filter(team_link__team_id=instance.pk).update(name=instance.name)


@receiver(pre_delete, sender=Team)
def on_team_deleted(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: Team,
    **_kwargs: Any,
) -> None:
    """End what a team subscribes to: nobody is left who could."""
    for account in Account.objects.filter(team_link__team_id=instance.pk):
        close_soon(account)
