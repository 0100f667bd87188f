"""Invitations and the security log in the admin, and its sign-in through allauth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import signals
from allauth.account.admin import EmailAddressAdmin
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts import flows, queries
from apps.accounts.models import Invitation, SecurityEvent
from apps.ops.read_only import ReadOnlyMixin, UneditedMixin

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

    from apps.users.models import User

# The admin's own sign-in asks for a password and nothing else: no second step, no lockout.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# allauth searches by a user name, which this project's users do not have.
UserSessionAdmin.search_fields = ("user__email", "ip")

admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)


@admin.register(EmailAddress)
class AddressAdmin(EmailAddressAdmin):  # type: ignore[misc]  # allauth has no types
    """Addresses; one that is marked as verified in a form is verified as by every other way."""

    def save_model(
        self,
        request: HttpRequest,
        obj: EmailAddress,
        form: forms.ModelForm[EmailAddress],
        change: bool,
    ) -> None:
        """Save, then tell that an address is verified."""
        super().save_model(request, obj, form, change)
        if change and obj.verified and "verified" in form.changed_data:
            signals.email_confirmed.send(sender=EmailAddress, request=request, email_address=obj)


@admin.register(Authenticator)
class SecondFactorAdmin(UneditedMixin, AuthenticatorAdmin):  # type: ignore[misc]  # no types
    """Second factors without their secrets, to see what an account has, and to take one away."""

    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "type", "created_at", "last_used_at")


class InvitationForm(forms.ModelForm[Invitation]):
    """Asks whom to invite."""

    class Meta:
        model = Invitation
        fields = ("email",)

    def clean_email(self) -> str:
        """Refuse an address that has an account."""
        email: str = self.cleaned_data["email"]
        if queries.user_with_email(email):
            raise forms.ValidationError(_("This address has an account already."))
        return email


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    """Send, renew and withdraw invitations."""

    form = InvitationForm
    list_display = ("email", "state", "invited_by", "created_at", "expires_at", "accepted_at")
    list_select_related = ("invited_by",)
    search_fields = ("email",)
    date_hierarchy = "created_at"
    actions = ("renew", "revoke")

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        """What became of it."""
        return {
            "open": str(_("Open")),
            "accepted": str(_("Accepted")),
            "revoked": str(_("Revoked")),
            "expired": str(_("Expired")),
        }[invitation.status]

    def save_model(
        self,
        request: HttpRequest,
        obj: Invitation,
        form: forms.Form,  # noqa: ARG002 - Django's signature
        change: bool,  # noqa: ARG002
    ) -> None:
        """Send the invitation; there is nothing to save but what was sent."""
        user: User = request.user  # type: ignore[assignment]
        invitation = flows.invite(obj.email, invited_by=user)
        # The admin goes on with the object it made: let it be the one that was sent.
        obj.__dict__.update(invitation.__dict__)

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Model | None = None,  # noqa: ARG002
    ) -> bool:
        """An invitation is sent, renewed or withdrawn, never edited."""
        return False

    @admin.action(description=_("Send selected invitations again"), permissions=["add"])
    def renew(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send new links."""
        user: User = request.user  # type: ignore[assignment]
        sent = 0
        for invitation in queryset.filter(accepted_at=None):
            try:
                flows.renew_invitation(invitation, invited_by=user)
            except flows.AlreadyRegisteredError:
                self.message_user(
                    request,
                    _("%(email)s has an account already.") % {"email": invitation.email},
                    messages.WARNING,
                )
            else:
                sent += 1
        self.message_user(
            request,
            ngettext("%(count)d invitation sent.", "%(count)d invitations sent.", sent)
            % {"count": sent},
            messages.SUCCESS,
        )

    @admin.action(description=_("Withdraw selected invitations"), permissions=["add"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Stop their links."""
        count = sum(flows.revoke_invitation(invitation) for invitation in queryset)
        self.message_user(
            request,
            ngettext("%(count)d invitation withdrawn.", "%(count)d invitations withdrawn.", count)
            % {"count": count},
            messages.SUCCESS,
        )


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyMixin, admin.ModelAdmin[SecurityEvent]):
    """The security log, to read; old events go with ``prune_accounts``, and with their account."""

    list_display = ("created_at", "user", "kind", "detail", "ip")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__email", "ip")
    date_hierarchy = "created_at"
