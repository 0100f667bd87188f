"""People who come back from another site, for tests."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers import registry
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.test import RequestFactory

from apps.users.models import User

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

PROVIDERS = sorted(provider.id for provider in registry.get_class_list())


def with_keys(client_id: str = "known") -> dict[str, Any]:
    """Return ``SOCIALACCOUNT_PROVIDERS`` as if every variable were set, to these values."""
    providers: dict[str, Any] = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    for provider in providers.values():
        for app in provider["APPS"]:
            app.update(client_id=client_id, secret="known")
    return providers


def account_name() -> str:
    """Return what accounts of the first provider are filed under."""
    app = with_keys()[PROVIDERS[0]]["APPS"][0]
    return str(app.get("provider_id") or PROVIDERS[0])


def arrive(
    client: Client,
    email: str,
    *,
    uid: str = "1",
    verified: bool = True,
    process: str = "login",
    user: User | None = None,
) -> HttpResponse:
    """Let a browser come back from the first provider.

    Args:
        client: The browser.
        email: The address the provider tells; empty when it keeps it to itself.
        uid: Who it is there.
        verified: Whether the provider has verified the address.
        process: ``login`` or ``connect``.
        user: Who is signed in here.
    """
    request = RequestFactory().get("/")
    session = client.session
    request.session = session
    request.user = user or AnonymousUser()
    storage: Any = SessionStorage(request)
    request._messages = storage  # type: ignore[attr-defined]
    request.allauth = SimpleNamespace()  # type: ignore[attr-defined]
    addresses = [EmailAddress(email=email, verified=verified, primary=True)] if email else []
    with context.request_context(request):
        login = SocialLogin(
            user=User(email=email, name="Ada Ferreira"),
            account=SocialAccount(provider=account_name(), uid=uid, extra_data={}),
            email_addresses=addresses,
            provider=get_adapter().get_provider(request, account_name()),
        )
        login.state = {"process": process}
        response: HttpResponse = complete_login(request, login)
    storage.update(response)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return response
