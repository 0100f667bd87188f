"""Which team has which account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamAccount(models.Model):
    """A team's account.

    A table of its own, so that billing need not know of teams: moving from people to teams adds
    rows and changes no table.
    """

    team = models.OneToOneField(
        "teams.Team",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="billing",
        verbose_name=_("team"),
    )
    account = models.OneToOneField(
        "billing.Account",
        on_delete=models.CASCADE,
        related_name="team_link",
        verbose_name=_("account"),
    )

    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("billing contact"),
    )

    class Meta:
        verbose_name = _("account of a team")
        verbose_name_plural = _("accounts of teams")

    def __str__(self) -> str:
        return str(self.team_id)
