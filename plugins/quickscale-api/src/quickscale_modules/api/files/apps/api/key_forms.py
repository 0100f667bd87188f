"""What people fill in about keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.api.keys import scope_choices

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

LIFETIMES: Final[list[tuple[str, StrOrPromise]]] = [
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("A year")),
    ("", _("No end")),
]


class KeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What uses the key, so that you recognise it later."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    holder = forms.ChoiceField(label=_("For"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"), widget=forms.CheckboxSelectMultiple
    )
    lifetime = forms.ChoiceField(
        label=_("Ends after"), choices=LIFETIMES, initial="90", required=False
    )

    def __init__(self, *args: Any, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["scopes"].choices = scope_choices()
        fields["holder"].choices = holders
        if len(holders) == 1:
            fields["holder"].widget = forms.HiddenInput()

    def expires_at(self) -> datetime | None:
        """Return when the key ends."""
        days = self.cleaned_data["lifetime"]
        return timezone.now() + timedelta(days=int(days)) if days else None
