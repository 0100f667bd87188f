"""Sign-in providers: their settings, their environment, and where they redirect to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core import (
    App,
    CspSource,
    Dependency,
    Env,
    EnvVar,
    ListItem,
    Middleware,
    Setting,
    SettingsSection,
    UrlInclude,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Value

__all__ = ["PROVIDERS", "Key", "Provider", "social_contributions"]


@dataclass(frozen=True, slots=True)
class Key:
    """One variable a provider needs.

    Attributes:
        env: The variable.
        comment: What it is.
        secret: Whether it must never be printed.
        default: Its value while it is unset.
    """

    env: str
    comment: str
    secret: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """A sign-in provider.

    Attributes:
        id: Its id in allauth.
        app: Its Django app.
        keys: Its variables by the place allauth keeps them: ``client_id``, ``secret``, ``key``,
            ``name``, or ``settings.NAME``.
        origins: Where a sign-in form is redirected to, for the Content-Security-Policy.
        extra: What else ``SOCIALACCOUNT_PROVIDERS`` says of it.
        fixed: What else its app entry says, not read from the environment.
    """

    id: str
    app: str
    keys: dict[str, Key]
    origins: tuple[str, ...] = ()
    extra: tuple[tuple[str, Value], ...] = ()
    fixed: tuple[tuple[str, Value], ...] = ()


PROVIDERS = {
    "google": Provider(
        "google",
        "allauth.socialaccount.providers.google",
        {
            "client_id": Key("GOOGLE_CLIENT_ID", "Sign in with Google: the OAuth client's id"),
            "secret": Key("GOOGLE_CLIENT_SECRET", "The Google client's secret", secret=True),
        },
        origins=("https://accounts.google.com",),
        extra=(("SCOPE", ["openid", "profile", "email"]), ("OAUTH_PKCE_ENABLED", True)),
    ),
    "github": Provider(
        "github",
        "allauth.socialaccount.providers.github",
        {
            "client_id": Key("GITHUB_CLIENT_ID", "Sign in with GitHub: the OAuth app's client id"),
            "secret": Key("GITHUB_CLIENT_SECRET", "The GitHub app's client secret", secret=True),
        },
        origins=("https://github.com",),
        extra=(("SCOPE", ["read:user", "user:email"]),),
    ),
    "microsoft": Provider(
        "microsoft",
        "allauth.socialaccount.providers.microsoft",
        {
            "client_id": Key("MICROSOFT_CLIENT_ID", "Sign in with Microsoft: the application's id"),
            "secret": Key("MICROSOFT_CLIENT_SECRET", "The application's secret", secret=True),
            "settings.tenant": Key(
                "MICROSOFT_TENANT",
                "Whose accounts: a tenant's id, common, organizations or consumers",
                default="common",
            ),
        },
        origins=("https://login.microsoftonline.com", "https://login.live.com"),
    ),
    "apple": Provider(
        "apple",
        "allauth.socialaccount.providers.apple",
        {
            "client_id": Key("APPLE_CLIENT_ID", "Sign in with Apple: the service's identifier"),
            "secret": Key("APPLE_KEY_ID", "The id of the private key"),
            "key": Key("APPLE_TEAM_ID", "The team the key belongs to"),
            "settings.certificate_key": Key(
                "APPLE_PRIVATE_KEY",
                r"The private key, its line ends written as \n",
                secret=True,
            ),
        },
        origins=("https://appleid.apple.com",),
    ),
    "openid_connect": Provider(
        "openid_connect",
        "allauth.socialaccount.providers.openid_connect",
        {
            "client_id": Key("OIDC_CLIENT_ID", "Sign in with OpenID Connect: the client's id"),
            "secret": Key("OIDC_CLIENT_SECRET", "The client's secret", secret=True),
            "name": Key("OIDC_NAME", "What the button says", default="Single sign-on"),
            "settings.server_url": Key("OIDC_SERVER_URL", "The issuer's address"),
        },
        extra=(("OAUTH_PKCE_ENABLED", True),),
        fixed=(("provider_id", "oidc"),),
    ),
}
"""What is known of each provider, by the name it has in the option ``social``."""


def social_contributions(names: tuple[str, ...]) -> Iterator[Contribution]:
    """Yield what a project needs for its sign-in providers.

    Args:
        names: Keys of :data:`PROVIDERS`.
    """
    if not names:
        return
    yield Dependency(
        requirement="django-allauth[socialaccount]>=65.22,<65.23",
        imports=("allauth",),
        untyped=("allauth.*",),
    )
    yield App(path="allauth.socialaccount", after=("allauth.account",))
    yield Setting(name="SOCIALACCOUNT_ADAPTER", value="apps.accounts.social.SocialAccountAdapter")
    yield Setting(
        name="SOCIALACCOUNT_FORMS", value={"signup": "apps.accounts.social.SocialSignupForm"}
    )
    yield ListItem(setting="ACCOUNTS_EXPORTERS", value="apps.accounts.social.connection_data")
    yield ListItem(
        setting="ACCOUNTS_CREDENTIAL_REMOVERS", value="apps.accounts.social.disconnect_all"
    )
    yield Setting(
        name="SOCIALACCOUNT_PROVIDERS",
        value={name: settings_of(PROVIDERS[name]) for name in names},
        comment="A provider without a client id is not offered.",
    )
    yield SettingsSection(
        name="connections",
        label="Connections",
        url="socialaccount_connections",
        icon="link",
        after=("sessions",),
    )
    yield UrlInclude(
        prefix="settings/connections/",
        module="apps.accounts.urls.connections",
        after=("accounts/",),
    )
    for name in names:
        provider = PROVIDERS[name]
        yield App(path=provider.app, after=("allauth.socialaccount",))
        for key in provider.keys.values():
            yield EnvVar(name=key.env, comment=key.comment, example=key.default, secret=key.secret)
        if name == "openid_connect":
            # Its address is known when the project runs, too late for a CspSource.
            yield Middleware(
                path="apps.accounts.social.ProviderOriginMiddleware",
                after=("csp.middleware.CSPMiddleware",),
            )
        for origin in provider.origins:
            # Browsers hold the redirect that answers a form to form-action (CSP 3, 6.3.1).
            yield CspSource(directive="form-action", source=origin)


def settings_of(provider: Provider) -> dict[str, Value]:
    """Return a provider's entry of ``SOCIALACCOUNT_PROVIDERS``.

    Args:
        provider: The provider.

    Returns:
        Its app, with every key read from the environment, and its fixed settings.
    """
    app: dict[str, Value] = dict(provider.fixed)
    nested: dict[str, Value] = {}
    for place, key in provider.keys.items():
        target, name = (nested, place[9:]) if place.startswith("settings.") else (app, place)
        target[name] = Env(key.env, "str", key.default)
    if nested:
        app["settings"] = nested
    return {"APPS": [app], **dict(provider.extra)}
