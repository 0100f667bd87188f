"""The accounts app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from apps.ops.app_settings import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.contrib.sessions.backends.base import SessionBase

    from apps.users.models import User

SIGNUP_CHOICES = ("open", "invite", "closed")


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, name, default)


class AccountsConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    signup = Setting[Literal["open", "invite", "closed"]]("ACCOUNTS_SIGNUP", "open")
    """Who may create an account."""

    staff_mfa = Setting("ACCOUNTS_STAFF_MFA", default=False)
    """Whether the admin needs two-step verification."""

    invitation_days = Setting("ACCOUNTS_INVITATION_DAYS", 7)
    """For how many days an invitation is good."""

    event_days = Setting("ACCOUNTS_EVENT_DAYS", 365)
    """For how many days security events are kept."""

    activity_seconds = Setting("ACCOUNTS_ACTIVITY_SECONDS", 300)
    """How old a session's "last seen" may get."""

    @property
    def sessions_in_database(self) -> bool:
        """Whether sessions are rows that can be asked about together (``SESSION_ENGINE``)."""
        return bool(settings.SESSION_ENGINE == "django.contrib.sessions.backends.db")

    @property
    def exporters(self) -> dict[str, Callable[[User], Mapping[str, Any]]]:
        """What fills the export of one's own data (``ACCOUNTS_EXPORTERS``), by dotted path.

        Each takes a user and returns sections of JSON-like data.
        """
        return _callables("ACCOUNTS_EXPORTERS")

    @property
    def deletion_checks(self) -> dict[str, Callable[[User], Iterable[str]]]:
        """What may forbid an account's deletion (``ACCOUNTS_DELETION_CHECKS``), by dotted path.

        Each takes a user and returns sentences that say what is in the way.
        """
        return _callables("ACCOUNTS_DELETION_CHECKS")

    @property
    def deletion_steps(self) -> dict[str, Callable[[User], None]]:
        """What happens just before an account is deleted (``ACCOUNTS_DELETION_STEPS``).

        Each takes a user and runs in the deletion's transaction.
        """
        return _callables("ACCOUNTS_DELETION_STEPS")

    @property
    def credential_removers(self) -> dict[str, Callable[[User], bool]]:
        """What else takes ways into an account away (``ACCOUNTS_CREDENTIAL_REMOVERS``).

        Each takes a user, runs in the removal's transaction and tells whether there was one.
        """
        return _callables("ACCOUNTS_CREDENTIAL_REMOVERS")

    site_name = Setting("SITE_NAME", "")
    """What the site is called."""

    @property
    def site_url(self) -> str:
        """Where the site is, without a slash at the end, for links made outside a request."""
        return str(_setting("SITE_URL", "http://localhost:8000")).rstrip("/")

    verification = Setting[Literal["mandatory", "optional", "none"]](
        "ACCOUNT_EMAIL_VERIFICATION", "optional"
    )
    """Whether a new address must be verified."""

    verification_by_code = Setting("ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED", default=False)
    """Whether addresses are verified by a code instead of a link."""

    @property
    def own_encryption_keys(self) -> tuple[str, ...]:
        """Keys for this alone (``ACCOUNTS_ENCRYPTION_KEYS``), the newest first."""
        return tuple(_setting("ACCOUNTS_ENCRYPTION_KEYS", ()))

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        """What encrypts second factors, the first key, and what decrypts them, all of them.

        ``ACCOUNTS_ENCRYPTION_KEYS``, then ``SECRET_KEY`` and its fallbacks, which were the keys
        before there were others.
        """
        return (*self.own_encryption_keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)

    @property
    def limited(self) -> bool:
        """Whether attempts are counted; tests turn that off with allauth's own limits."""
        return _setting("ACCOUNT_RATE_LIMITS", {}) is not False

    @property
    def mfa_types(self) -> tuple[str, ...]:
        """The kinds of second factor on offer: ``totp``, ``webauthn``, ``recovery_codes``."""
        return tuple(_setting("MFA_SUPPORTED_TYPES", ()))

    @property
    def passkey_login(self) -> bool:
        """Whether a passkey alone signs in."""
        return "webauthn" in self.mfa_types and bool(
            _setting("MFA_PASSKEY_LOGIN_ENABLED", default=False)
        )

    @property
    def passkey_signup(self) -> bool:
        """Whether an account can be created with a passkey and no password."""
        return "webauthn" in self.mfa_types and bool(
            _setting("MFA_PASSKEY_SIGNUP_ENABLED", default=False)
        )

    @property
    def social(self) -> bool:
        """Whether people may sign in with another site's account."""
        return apps.is_installed("allauth.socialaccount")

    def new_session(self) -> SessionBase:
        """Return an empty session of the kind the site uses."""
        store: type[SessionBase] = import_module(_setting("SESSION_ENGINE", "")).SessionStore
        return store()

    @property
    def oidc_origin(self) -> str:
        """Scheme and host of the OpenID Connect provider, or empty without one."""
        for app in (
            _setting("SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", ())
        ):
            parts = urlsplit(app["settings"]["server_url"])
            if app["client_id"] and parts.netloc:
                return f"{parts.scheme}://{parts.netloc}"
        return ""


def _callables(name: str) -> dict[str, Callable[..., Any]]:
    return {path: import_string(path) for path in _setting(name, ())}


conf = AccountsConf()
"""This project's settings of the accounts app."""
