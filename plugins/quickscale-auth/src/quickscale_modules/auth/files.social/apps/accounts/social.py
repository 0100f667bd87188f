"""Where allauth asks about sign-ins through other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.base import Provider, ProviderAccount
from allauth.socialaccount.signals import social_account_added, social_account_removed
from csp.decorators import csp_update
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from apps.accounts import addresses, first_verification, flows, invitations, queries
from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent
from apps.users.validators import without_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from allauth.socialaccount.models import SocialLogin
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from apps.users.models import User


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # no types
    """Providers that are set up, and sign-up by the same rule as with a password."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Leave out providers without a client id; nobody could sign in with them."""
        found = super().list_apps(request, provider=provider, client_id=client_id)
        apps = [app for app in found if app.client_id]
        for app in apps:
            # A key of several lines stands in one line of the environment.
            if pem := app.settings.get("certificate_key"):
                app.settings = {**app.settings, "certificate_key": pem.replace("\\n", "\n")}
        return apps

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Provider:
        """Return a provider; one without keys has no pages, but its accounts still have a name.

        Raises:
            Http404: The request is for a page of a provider that is not set up.
            SocialApp.DoesNotExist: Somebody was on the way back from a client that is gone.
        """
        try:
            return super().get_provider(request, provider, client_id=client_id)
        except SocialApp.DoesNotExist:
            page = request.resolver_match
            if page and (page.url_name or "").startswith(f"{provider}_"):
                raise Http404(f"{provider} has no client id") from None
            if client_id:
                raise
        app = next(iter(super().list_apps(request, provider=provider)), None)
        kind = registry.get_class(provider)
        name = (app and app.name) or (kind and kind.name) or provider.capitalize()
        return FormerProvider(request, provider, name)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Hold a sign-up by invitation to the invited address."""
        if not super().is_open_for_signup(request, sociallogin):
            return False
        invitation = invitations.pending(request)
        email = sociallogin.user.email
        # Without one yet, it is asked for, and looked at when the account is saved.
        return invitation is None or not email or invitations.is_for(invitation, email)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Lead nobody into an account that is only about to change to their address.

        Asked where ``SOCIALACCOUNT_EMAIL_AUTHENTICATION`` lets a provider's address sign in.
        """
        for told in sociallogin.email_addresses:
            if told.verified:
                addresses.drop_pending_changes(told.email)
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        return found if found and queries.who_may_enter_by(found[1], [found[0]]) else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take a provider's word for an address as the verification that it is.

        allauth takes the password and the sessions away on its own, and nothing else.
        """
        super().pre_social_login(request, sociallogin)
        by_email = sociallogin.is_existing and sociallogin.account.pk is None
        for told in sociallogin.email_addresses:
            if not told.verified:
                continue
            addresses.drop_pending_changes(told.email)
            user = sociallogin.user
            if by_email and queries.has_address(user, told.email):
                first_verification.after_provider(request, user, told.email)

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Take the name over as well; this project's users have one."""
        user: User = super().populate_user(request, sociallogin, data)
        first, last = data.get("first_name") or "", data.get("last_name") or ""
        user.name = without_links(data.get("name") or f"{first} {last}".strip())[:150]
        return user

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None
    ) -> User:
        """Save a new account and spend the invitation that let it in, both or neither.

        With a form, the account adapter spends it.
        """
        try:
            with transaction.atomic():
                if form is None:
                    invitations.keep_for(request, sociallogin.user.email)
                user: User = super().save_user(request, sociallogin, form)
                if form is None:
                    invitations.spend(request, user)
        except flows.InvitationSpentError:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_signup"))) from None
        return user


class FormerProvider(Provider):  # type: ignore[misc]  # allauth has no types
    """A provider nobody can sign in with any more, for accounts that are still connected."""

    uses_apps = False
    account_class = ProviderAccount

    def __init__(self, request: HttpRequest, provider_id: str, name: str) -> None:
        super().__init__(request)
        self.id = provider_id
        self.name = name


class SocialSignupForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """Asks for the address a provider kept to itself, in this site's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from apps.accounts.forms import EMAIL  # noqa: PLC0415 - the forms import allauth's

        super().__init__(*args, **kwargs)
        self.fields["email"].label = EMAIL
        self.fields["email"].widget.attrs.pop("placeholder", None)


class ProviderOriginMiddleware:
    """Lets forms lead to the OpenID Connect provider.

    Browsers hold the redirect that answers a form to the policy's ``form-action``, and this
    provider's address is known from the environment alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        origin = conf.oidc_origin
        allow: Any = csp_update({"form-action": [origin]})
        self.get_response = allow(get_response) if origin else get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, with one more origin in the policy."""
        response: HttpResponse = self.get_response(request)
        return response


def connection_data(user: User) -> dict[str, Any]:
    """Return what is held about a user's connected accounts, as a section of the export."""
    fields = ("provider", "uid", "date_joined", "last_login", "extra_data")
    return {"connections": list(SocialAccount.objects.filter(user_id=user.pk).values(*fields))}


def disconnect_all(user: User) -> bool:
    """Disconnect every account of other sites; tell whether there was one."""
    return bool(SocialAccount.objects.filter(user_id=user.pk).delete()[0])


@receiver(social_account_added)
def on_connection_added(request: HttpRequest, sociallogin: SocialLogin, **_kwargs: Any) -> None:
    """Note an account that was connected."""
    account: SocialAccount = sociallogin.account
    kind = SecurityEvent.Kind.CONNECTION_ADDED
    flows.record_event(request, account.user, kind, account.get_provider().name)


@receiver(social_account_removed)
def on_connection_removed(
    request: HttpRequest, socialaccount: SocialAccount, **_kwargs: Any
) -> None:
    """Note an account that was disconnected."""
    kind = SecurityEvent.Kind.CONNECTION_REMOVED
    flows.record_event(request, socialaccount.user, kind, socialaccount.get_provider().name)
