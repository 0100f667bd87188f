"""The user: a person known by an e-mail address."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.users.managers import UserManager
from apps.users.validators import validate_time_zone


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address.

    Addresses are kept in lower case. The database refuses two that differ only in case, whoever
    writes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("A user with this e-mail address already exists.")},
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Times are shown in this zone. Empty means the site's own."),
    )
    is_staff = models.BooleanField(
        _("staff status"),
        default=False,
        help_text=_("Whether this person may open the administration."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Whether this person may sign in. Clear this instead of deleting."),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    checklist_hidden = models.BooleanField(
        _("checklist hidden"),
        default=False,
        editable=False,
        help_text=_("Whether the dashboard's checklist for a first sign-in was hidden."),
    )

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="users_user_email_case_insensitive",
                violation_error_message=_("A user with this e-mail address already exists."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Bring the address into the form it is kept in."""
        super().clean()
        self.email = UserManager.normalize_email(self.email)

    def get_full_name(self) -> str:
        """Return the name, or the address of somebody who gave none."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return what to call the person in a greeting."""
        return self.name.split()[0] if self.name.strip() else self.email.partition("@")[0]
