"""The base project's settings and environment variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from quickscale_core import DeployCheck, DeployStep, Env, EnvVar, ProjectPath, Setting

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contributions import Contribution, Layer
    from quickscale_core.plugin_api.values import Value

__all__ = ["deployment", "environment", "settings"]

_VALIDATORS: Final = (
    "apps.users.validators.MinimumLengthRule",
    "apps.users.validators.NotNumericRule",
    "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
    "django.contrib.auth.password_validation.CommonPasswordValidator",
)
_UNUSED_FEATURES: Final = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "usb",
)
"""Abilities of a browser that a business application has no use for."""

_YEAR: Final = 365 * 24 * 60 * 60
"""Seconds; hstspreload.org asks for at least this long."""


def _default(name: str, value: Value, comment: str = "", layer: Layer = "base") -> Setting:
    return Setting(name=name, value=value, comment=comment, layer=layer, default=True)


def settings() -> Iterator[Contribution]:
    """Yield the default settings of every layer."""
    yield from _everywhere()
    yield from _in_production()
    yield _default(
        "PASSWORD_HASHERS",
        ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "Tests create many users; a slow hash is of no use there.",
        layer="test",
    )
    yield _default(
        "WHITENOISE_AUTOREFRESH",
        value=True,
        comment="No static files are collected for tests.",
        layer="test",
    )


def _everywhere() -> Iterator[Contribution]:
    yield _default("LANGUAGE_CODE", "en")
    yield _default(
        "LANGUAGES",
        [("en", "English")],
        "Add a language once locale/ holds its translation.",
    )
    yield _default("LOCALE_PATHS", [ProjectPath("locale")])
    yield _default("TIME_ZONE", Env("TIME_ZONE", "time_zone", "UTC"))
    yield _default("DEFAULT_AUTO_FIELD", "django.db.models.BigAutoField")
    yield _default("LOGIN_REDIRECT_URL", "pages:dashboard")
    yield _default("LOGOUT_REDIRECT_URL", "pages:home")
    yield _default("AUTH_PASSWORD_VALIDATORS", [{"NAME": name} for name in _VALIDATORS])
    yield _default("STATIC_URL", "static/")
    yield _default("STATIC_ROOT", ProjectPath("staticfiles"))
    yield _default("STATICFILES_DIRS", [ProjectPath("static")])
    yield _default("MEDIA_URL", "media/")
    yield _default("MEDIA_ROOT", ProjectPath("media"))
    yield _default("EMAIL_TIMEOUT", 10, "Seconds; a request must not wait for a mail server.")
    yield _default(
        "DEFAULT_FROM_EMAIL", Env("DEFAULT_FROM_EMAIL", "email_address", "hello@localhost")
    )
    yield _default("CONTACT_EMAIL", Env("CONTACT_EMAIL", "email_address", "hello@localhost"))
    yield _default("CONTACT_MESSAGES_PER_HOUR", 5, "From one network address.")
    yield _default(
        "TRUSTED_PROXY_COUNT",
        Env("TRUSTED_PROXY_COUNT", "count", 0),
        "Limits and logs go by the visitor's address, which proxies hide: how many stand in front.",
    )
    yield _default(
        "DEFAULT_EXCEPTION_REPORTER",
        "apps.ops.redaction.RedactedReporter",
        "Error reports carry no secret of their request.",
    )
    yield _default(
        "PERMISSIONS_POLICY",
        dict.fromkeys(_UNUSED_FEATURES, "()"),
        "What pages may use of the browser: () is nobody, (self) this site.",
    )


def _in_production() -> Iterator[Contribution]:
    def setting(name: str, value: Value, comment: str = "") -> Setting:
        return _default(name, value, comment, layer="production")

    yield setting(
        "SECURE_PROXY_SSL_HEADER",
        ("HTTP_X_FORWARDED_PROTO", "https"),
        "TLS ends at the platform's proxy, which sets this header on every request.",
    )
    yield setting(
        "TRUSTED_PROXY_COUNT",
        Env("TRUSTED_PROXY_COUNT", "count", 1),
        "The same proxy also says where a request came from.",
    )
    https = Env("USE_HTTPS", "bool", default=True)
    yield setting("SECURE_SSL_REDIRECT", https)
    yield setting("SECURE_HSTS_SECONDS", Env("SECURE_HSTS_SECONDS", "count", _YEAR))
    yield setting("SECURE_HSTS_INCLUDE_SUBDOMAINS", value=True)
    yield setting("SECURE_HSTS_PRELOAD", value=True)
    yield setting("SESSION_COOKIE_SECURE", https)
    yield setting("CSRF_COOKIE_SECURE", https)


def environment() -> Iterator[Contribution]:
    """Yield the variables the base project reads."""
    yield EnvVar(
        name="SECRET_KEY",
        comment="Signs sessions and links; anybody who knows it can sign in as anybody",
        secret=True,
        generate=True,
        required=True,
    )
    yield EnvVar(
        name="SECRET_KEY_FALLBACKS",
        comment="Former keys by commas; what they signed stays good until they are taken out",
        secret=True,
    )
    yield EnvVar(
        name="ALLOWED_HOSTS",
        comment="Host names the site answers to, separated by commas",
        example="localhost,127.0.0.1",
        required=True,
    )
    yield EnvVar(
        name="DATABASE_URL",
        comment="postgres://user:password@host:5432/name; on your own machine SQLite without it",
        secret=True,
        required=True,
    )
    yield EnvVar(
        name="REDIS_URL",
        comment="redis://host:6379/0; without it, every process has a cache of its own",
        secret=True,
    )
    yield EnvVar(
        name="EMAIL_URL",
        comment="smtp+tls://user:password@host:587; without it, e-mails are printed to the console",
        secret=True,
    )
    yield EnvVar(name="DEFAULT_FROM_EMAIL", comment="Whom the site's e-mails come from")
    yield EnvVar(name="CONTACT_EMAIL", comment="Who gets what is written in the contact form")
    yield EnvVar(
        name="CSRF_TRUSTED_ORIGINS",
        comment="Further origins whose forms are accepted, each with its scheme, by commas",
    )
    yield EnvVar(
        name="TRUSTED_PROXY_COUNT",
        comment="How many proxies of yours stand in front; 1 in production without this, else 0",
    )
    yield EnvVar(
        name="USE_HTTPS",
        comment="false serves production over plain HTTP, for a first try or a private network",
    )
    yield EnvVar(
        name="SECURE_HSTS_SECONDS",
        comment="How long browsers insist on TLS once they have seen it; a year without this",
    )
    yield EnvVar(
        name="WEB_CONCURRENCY",
        comment="How many processes serve the site; 1 without this",
        example="2",
    )
    yield EnvVar(
        name="WEB_THREADS",
        comment="How many requests each of them answers at once; 8 without this",
        example="8",
    )
    yield EnvVar(
        name="DATABASE_CONN_MAX_AGE",
        comment="Seconds a connection to PostgreSQL is kept; 60 without this, 0 behind a pooler",
    )
    yield EnvVar(name="TIME_ZONE", comment="The site's own time zone", example="UTC")
    yield EnvVar(name="LOG_LEVEL", comment="DEBUG, INFO, WARNING or ERROR", example="INFO")


_SUPERUSERS: Final = (
    "from django.contrib.auth import get_user_model as user;"
    " raise SystemExit(not user().objects.filter(is_superuser=True).exists())"
)


def deployment(*, login: bool) -> Iterator[Contribution]:
    """Yield what a site of the base project needs before and after a deploy.

    Args:
        login: Whether the login pages are those of the base project.
    """
    if login:
        yield DeployCheck(
            name="email",
            variables=("EMAIL_URL",),
            what="nobody can reset a password, because no e-mail is sent",
        )
    yield DeployCheck(
        name="sender",
        variables=("DEFAULT_FROM_EMAIL", "CONTACT_EMAIL"),
        what="e-mails come from hello@localhost, and what visitors write goes there",
        refuses=False,
    )
    yield DeployStep(
        name="superuser",
        what="Make the first superuser",
        command=("python", "manage.py", "createsuperuser"),
        done=("python", "manage.py", "shell", "-c", _SUPERUSERS),
        asks=True,
    )
