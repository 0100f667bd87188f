"""What happens elsewhere and concerns teams."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver

from apps.teams.conf import conf
from apps.teams.events import forget_person
from apps.teams.flows import ensure_personal_team
from apps.teams.scoping import TeamScoped, check_team
from apps.users.models import User


@receiver(user_logged_in)
def on_signed_in(user: User, **_kwargs: Any) -> None:
    """Give whoever signs in a team of their own, where everybody has one."""
    if conf.personal:
        ensure_personal_team(user)


@receiver(pre_delete, sender=User)
def on_user_deleted(instance: User, **_kwargs: Any) -> None:
    """Forget the name of whoever goes, also where an administrator deletes the account."""
    forget_person(instance)


@receiver(m2m_changed)
def on_linked(
    instance: Any, action: str, model: type[Any], pk_set: set[Any] | None, **_kwargs: Any
) -> None:
    """Hold links between many and many to one team, as ``save()`` does those to one."""
    if action == "pre_add" and isinstance(instance, TeamScoped) and issubclass(model, TeamScoped):
        for key in pk_set or ():
            check_team(model, key, (instance.team_id,))
