"""How users are made and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from apps.users.models import User


class UserManager(BaseUserManager["User"]):
    """Creates users and finds them by their address in any case."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address as it is kept: trimmed and in lower case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        """Find the user with an address, whatever its case.

        The comparison uses the expression of the model's constraint, so the database answers it
        from that constraint's index.
        """
        return self.alias(lower_email=Lower("email")).get(
            lower_email=self.normalize_email(username),
        )

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save a new user.

        Args:
            email: The address, in any case.
            password: The password in clear, or None for somebody who cannot sign in with one.
            **fields: Values of the model's other fields.

        Raises:
            ValueError: There is no address.
        """
        if not self.normalize_email(email):
            message = "A user needs an e-mail address."
            raise ValueError(message)
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save a new user who may do everything.

        Raises:
            ValueError: There is no address, or ``is_staff`` or ``is_superuser`` is switched off.
        """
        fields.setdefault("is_staff", True)
        fields.setdefault("is_superuser", True)
        if not (fields["is_staff"] and fields["is_superuser"]):
            message = "A superuser has is_staff and is_superuser."
            raise ValueError(message)
        return self.create_user(email, password, **fields)
