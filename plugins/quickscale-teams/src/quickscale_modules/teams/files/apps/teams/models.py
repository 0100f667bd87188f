"""What the teams app keeps: teams, members, invitations, and what happened."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.teams.roles import MEMBER, Role, find_role
from apps.teams.scoping import TeamScoped

if TYPE_CHECKING:
    from datetime import datetime

RESERVED_SLUGS = frozenset(
    {"admin", "api", "invitations", "new", "overview", "settings", "static", "support", "www"}
)
"""What no team's address may be: it stands for something else, or would pass for it."""


def hash_token(token: str) -> str:
    """Return what is stored of a token.

    Args:
        token: A random token of at least 128 bits, so that a plain hash is enough.

    Returns:
        Its SHA-256, in 64 hexadecimal digits.
    """
    return hashlib.sha256(token.encode()).hexdigest()


class Team(models.Model):
    """People who work together, and whose data is theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("address"),
        max_length=50,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z",
                _("Use lower-case letters, digits and dashes, no dash at either end."),
            )
        ],
        error_messages={"unique": _("This address is taken.")},
    )
    personal_owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="personal_team",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("personal team of"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    purge_at = models.DateTimeField(_("deleted for good"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closed_at=None, purge_at=None)
                | models.Q(closed_at__isnull=False, purge_at__isnull=False),
                name="teams_closed_and_purge_together",
            ),
        )
        indexes = (models.Index(fields=("purge_at",), name="teams_team_purge"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_personal(self) -> bool:
        """Whether it is somebody's own and nobody else's."""
        return self.personal_owner_id is not None

    @property
    def is_closed(self) -> bool:
        """Whether it is deleted and waits for its end."""
        return self.closed_at is not None


class Membership(models.Model):
    """Somebody in a team, with a role."""

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("team")
    )
    # Whoever leaves the site leaves their teams first, so that none is left without an owner.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=32, default=MEMBER.name)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("joined_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("team", "user"), name="teams_one_membership_each"),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.find_role().label})"

    def find_role(self) -> Role:
        """Return what the member may do."""
        return find_role(self.role)

    def may(self, permission: str) -> bool:
        """Tell whether the member may do something; see :mod:`apps.teams.roles`."""
        return self.find_role().may(permission)

    @property
    def is_owner(self) -> bool:
        """Whether the member owns the team."""
        return self.find_role().is_owner


class Invitation(TeamScoped):
    """A way into a team for one address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=32, default=MEMBER.name)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                "team",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="teams_one_open_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="teams_accepted_or_revoked",
            ),
        )

    def __str__(self) -> str:
        return self.email

    def find_role(self) -> Role:
        """Return the role it gives."""
        return find_role(self.role)

    def has_expired(self, now: datetime | None = None) -> bool:
        """Tell whether it is too old.

        Args:
            now: The time to judge by; the present by default.
        """
        return self.expires_at <= (now or timezone.now())


class TeamEvent(TeamScoped):
    """Something that happened to a team or its members: its log."""

    class Kind(models.TextChoices):
        """What happened."""

        CREATED = "created", _("Team created")
        RENAMED = "renamed", _("Team renamed")
        MOVED = "moved", _("Address changed")
        INVITED = "invited", _("Invited")
        INVITED_AGAIN = "invited_again", _("Invited again")
        INVITATION_REVOKED = "invitation_revoked", _("Invitation withdrawn")
        JOINED = "joined", _("Joined")
        ROLE_CHANGED = "role_changed", _("Role changed")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")
        TRANSFERRED = "transferred", _("Ownership transferred")
        CLOSED = "closed", _("Team deleted")
        REOPENED = "reopened", _("Team restored")
        LOOKED_INTO = "looked_into", _("Looked into by staff")

    kind = models.CharField(_("what happened"), max_length=32, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    actor_name = models.CharField(
        _("name then"), max_length=254, blank=True, help_text=_("Goes with the account.")
    )
    subject = models.CharField(_("whom"), max_length=254, blank=True)
    subject_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("account of whom"),
    )
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("team event")
        verbose_name_plural = _("team events")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("team", "-created_at"), name="teams_event_team"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class CrossTeamAccess(models.Model):
    """A time when staff looked across teams; see :mod:`apps.teams.staff`."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("who"),
    )
    staff_name = models.CharField(_("name then"), max_length=254)
    reason = models.CharField(_("reason"), max_length=200)
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("look across teams")
        verbose_name_plural = _("looks across teams")
        default_permissions = ("view",)
        permissions = (("look_across", _("Can look across teams")),)
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.staff_name}: {self.reason}"
