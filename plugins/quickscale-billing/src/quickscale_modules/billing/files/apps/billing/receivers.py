"""Keeps accounts in step with the people they belong to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from apps.billing import tasks
from apps.billing.models import Account
from apps.users.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


@receiver(post_save, sender=User)
def on_user_saved(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: User,
    *,
    created: bool,
    update_fields: frozenset[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Take a person's new name and address over, also at Stripe."""
    if created or not may_rename(update_fields):
        return
    held = Account.objects.filter(user=instance)
    if held.exclude(email=instance.email, name=instance.name).exists():
        held.update(email=instance.email, name=instance.name)
        keep_current_soon(held)


@receiver(pre_delete, sender=User)
def on_user_deleted(
    sender: type[Model],  # noqa: ARG001 - Django's signature
    instance: User,
    **_kwargs: Any,
) -> None:
    """End what a person subscribes to: nobody is left who could."""
    for account in Account.objects.filter(user=instance):
        close_soon(account)


def may_rename(update_fields: frozenset[str] | None) -> bool:
    """Tell whether a save of a person may have changed their name or address.

    Args:
        update_fields: The fields it wrote, or nothing for all of them.
    """
    return update_fields is None or bool({"email", "name"} & update_fields)


def keep_current_soon(accounts: Iterable[Account]) -> None:
    """Have Stripe told of new names and addresses, once they are saved for good."""
    for account in accounts:
        if account.customer_id:
            told = partial(tasks.hand_over, tasks.keep_customer_current, str(account.pk))
            transaction.on_commit(told)


def close_soon(account: Account) -> None:
    """End what there is of an account at Stripe, once its owner's deletion is done.

    No later round would look for it, so where the queue does not answer it is done at once.
    """

    def close(key: str) -> None:
        if not tasks.hand_over(tasks.close_account, key):
            tasks.close_account(key)

    if account.customer_id:
        transaction.on_commit(partial(close, str(account.pk)))
