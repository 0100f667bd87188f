"""Where allauth asks this project: who may sign up, what e-mails look like, what is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from apps.accounts import (
    encryption,
    first_verification,
    flows,
    invitations,
    limits,
    mail_rendering,
    queries,
)
from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent
from apps.ops.limits import client_network
from apps.users.validators import without_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allauth.account.models import EmailAddress
    from allauth.usersessions.models import UserSession
    from django.contrib.auth.models import AnonymousUser
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from apps.users.models import User

Kind = SecurityEvent.Kind

_WAYS = {
    "reauthenticate": _("Use your password"),
    "reauthenticate_by_code": _("Get a code by e-mail"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use your passkey"),
}
"""Ways to say again who is there, by allauth's names."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up by the project's rule, e-mails in its style, failures in its log."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not match."),
        "incorrect_code": _("That code is not right. Check it, or ask for a new one."),
        "too_many_login_attempts": _("Too many attempts. Try again in a few minutes."),
        "too_many_passwords": _(
            "Too many wrong passwords for this address. Sign in by a code that we e-mail you."
        ),
        "rate_limited": _("Too many requests. Try again in a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether this visitor may create an account."""
        if conf.signup == "invite":
            return invitations.pending(request) is not None
        return conf.signup == "open"

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Form,
        commit: bool = True,  # noqa: FBT002 - allauth's signature
    ) -> User:
        """Save a new account and spend the invitation that let it in, both or neither."""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
                invitations.keep_for(request, saved.email)
                invitations.spend(request, saved)
        except flows.InvitationSpentError:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_signup"))) from None
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Note when an address is locked out, then let allauth refuse."""
        try:
            super().pre_authenticate(request, **credentials)
            if not limits.may_try_password(credentials.get("email", "")):
                raise self.validation_error("too_many_passwords")
        except ValidationError:
            self._record_for(request, credentials, Kind.LOCKED_OUT)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Tell whose password it is, and forget the wrong ones before."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            limits.forget_passwords(credentials.get("email", ""))
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords of an address for each network on its own."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{client_network(request)}"

    def authentication_failed(
        self,
        request: HttpRequest,
        **credentials: Any,
    ) -> None:
        """Note a wrong password in the log of the account it was meant for."""
        self._record_for(request, credentials, Kind.SIGN_IN_FAILED)

    def _record_for(
        self, request: HttpRequest, credentials: dict[str, Any], kind: SecurityEvent.Kind
    ) -> None:
        # Written for strangers too: what it takes must not tell whether there is an account.
        flows.record_event(request, queries.user_with_email(credentials.get("email", "")), kind)

    def pre_login(
        self, request: HttpRequest, user: User, *, email: str | None, **more: Any
    ) -> HttpResponse | None:
        """Refuse a code that went to an address which is not the account's any more."""
        if email and not queries.has_address(user, email):
            clear_login(request)
            return HttpResponseRedirect(reverse("account_login"))
        response: HttpResponse | None = super().pre_login(request, user, email=email, **more)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verify an address where that may be; see ``first_verification``."""
        if not first_verification.may_verify(request, email_address):
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell visitors apart as the rest of the site does.

        Where no address can be told, all visitors share one, and one set of rate limits. Of an IPv6
        address allauth counts the first 64 bits, as ``client_network`` does.
        """
        return flows.client_ip(request) or "0.0.0.0"  # noqa: S104 - nothing is bound to it

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Name the ways to say again who is there in this site's words.

        Without password, second factor and verified address there is none; the last can be had.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not methods:
            words = _("Verify your e-mail address")
            return [{"id": "verify", "description": words, "url": reverse("account_email")}]
        return [{**one, "description": _WAYS.get(one["id"], one["description"])} for one in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render and send an e-mail, also outside a request."""
        request = allauth_context.request
        known = {
            "email": email,
            "request": request,
            "site_name": conf.site_name,
            "site_url": f"{request.scheme}://{request.get_host()}" if request else conf.site_url,
        }
        self.render_mail(template_prefix, email, {**known, **context}).send()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell an account's owner what changed, and where to look at it."""
        path = {"path": reverse("account_security")}
        super().send_notification_mail(template_prefix, user, {**path, **(context or {})}, email)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Make an e-mail of its one template; see ``mail_rendering``."""
        # allauth has two names for one e-mail, by whether a sign-up comes before it.
        name, request = template_prefix.removesuffix("_signup"), allauth_context.request
        if path := context.get("path"):
            context = {**context, "link": f"{context['site_url']}{path}"}
        subject = self.format_email_subject(mail_rendering.subject_of(name, context))
        context = {**context, "subject": subject}
        message = EmailMultiAlternatives(
            subject,
            mail_rendering.text_of(name, context, request),
            self.get_from_email(),
            [email] if isinstance(email, str) else email,
            headers=headers,
        )
        message.attach_alternative(mail_rendering.html_of(name, context, request), "text/html")
        return message

    def format_email_subject(self, subject: str) -> str:
        """Leave a subject as its template says it, but for web addresses in people's names."""
        if not conf.site_name:
            return without_links(subject)
        return conf.site_name.join(map(without_links, subject.split(conf.site_name)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return to the security page."""
        return reverse("account_security")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors under the site's name, and none lost that the admin demands."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "The admin needs two-step verification. Add another method before removing this one."
        ),
        "incorrect_code": _("That code is not right. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt what allauth is about to keep of an app, or of recovery codes."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt what it has kept."""
        return encryption.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name the site in authenticator apps."""
        return conf.site_name or super().get_totp_issuer()

    def build_totp_svg(self, url: str) -> str:
        """Draw the code to scan on white, for pages that are dark."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site in passkey dialogs."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": conf.site_name or entity["name"]}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """Suggest a name for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Passkey %(number)d") % {"number": count + 1})

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of staff while the admin demands one."""
        if not (conf.staff_mfa and authenticator.user.is_staff):
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth has no types
    """Ends sessions and says so in the security log."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End sessions, each with an event of its own."""
        for session in sessions:
            session.end()
            flows.record_event(
                allauth_context.request, session.user, Kind.SESSION_ENDED, session.user_agent
            )
