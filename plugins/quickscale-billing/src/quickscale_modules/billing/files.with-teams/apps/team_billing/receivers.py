"""Keeps accounts in step with the teams they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from apps.billing.models import Account
from apps.billing.receivers import close_soon, keep_current_soon, may_rename
from apps.teams import queries
from apps.teams.models import Team
from apps.users.models import User

if TYPE_CHECKING:
    from django.db.models import Model


@receiver(post_save, sender=Team)
def on_team_saved(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: Team,
    *,
    created: bool,
    **_kwargs: Any,
) -> None:
    """Take a team's new name over, also at Stripe."""
    held = Account.objects.filter(team_link__team_id=instance.pk)
    if not created and held.exclude(name=instance.name).exists():
        held.update(name=instance.name)
        keep_current_soon(held)


@receiver(post_save, sender=User)
def on_person_saved(
    sender: type[Model],  # noqa: ARG001
    instance: User,
    *,
    created: bool,
    update_fields: frozenset[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Take the new address of somebody over who may be a team's billing contact."""
    if not created and may_rename(update_fields):
        keep_current_soon(Account.objects.filter(team_link__team__in=queries.teams_of(instance)))


@receiver(pre_delete, sender=Team)
def on_team_deleted(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: Team,
    **_kwargs: Any,
) -> None:
    """End what a team subscribes to: nobody is left who could."""
    for account in Account.objects.filter(team_link__team_id=instance.pk):
        close_soon(account)
