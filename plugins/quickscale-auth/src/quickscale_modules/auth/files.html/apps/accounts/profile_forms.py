"""What people fill in about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.users.forms import TimeZoneField
from apps.users.models import User
from apps.users.validators import validate_no_link

__all__ = ["DeleteAccountForm", "ProfileForm"]


class ProfileForm(forms.ModelForm[User]):
    """What people may change about themselves."""

    time_zone = TimeZoneField()

    def clean_name(self) -> str:
        """Refuse a web address: names stand in e-mails to other people."""
        name: str = self.cleaned_data["name"]
        validate_no_link(name)
        return name

    class Meta:
        model = User
        fields = ("name", "time_zone")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class DeleteAccountForm(forms.Form):
    """Asks for the account's address, so that nobody deletes it by a slip of the finger."""

    confirmation = forms.CharField(
        label=_("Type your e-mail address to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_confirmation(self) -> str:
        """Compare it with the account's address, in any case."""
        typed: str = self.cleaned_data["confirmation"].strip()
        if typed.lower() != self.user.email.lower():
            raise forms.ValidationError(_("That is not this account's address."))
        return typed
