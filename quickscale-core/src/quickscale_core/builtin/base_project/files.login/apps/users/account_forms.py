"""Forms for signing in and for one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.ops.limits import allow, clear, client_network


class SignInForm(AuthenticationForm):
    """Asks for the e-mail address and the password, a limited number of times."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("This e-mail address and password do not match."),
    }

    def clean(self) -> dict[str, Any]:
        """Check the password, unless this address has been tried too often from this place."""
        if "username" not in self.cleaned_data or "password" not in self.cleaned_data:
            return super().clean()
        network = client_network(self.request) if self.request is not None else ""
        who = f"{network} {self.cleaned_data['username'].lower()}"
        if not allow("login", who, times=settings.LOGIN_ATTEMPTS_PER_QUARTER_HOUR, seconds=900):
            raise ValidationError(
                _("Too many attempts. Try again in 15 minutes, or reset your password."),
                code="too_many_attempts",
            )
        cleaned = super().clean()
        clear("login", who)
        return cleaned


class ResetForm(PasswordResetForm):
    """Asks where to send the link that sets a new password."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
