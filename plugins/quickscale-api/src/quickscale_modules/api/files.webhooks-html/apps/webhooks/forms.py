"""What people fill in about endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.webhooks import queries
from apps.webhooks.conf import conf
from apps.webhooks.destinations import DestinationError, parse
from apps.webhooks.models import Endpoint

if TYPE_CHECKING:
    from datetime import datetime

CHOICE_ALL = "all"
CHOICE_SOME = "some"


class EndpointForm(forms.ModelForm[Endpoint]):
    """An endpoint: where events go, and which."""

    which = forms.ChoiceField(
        label=_("Events"),
        choices=((CHOICE_ALL, _("All events, new kinds too")), (CHOICE_SOME, _("Chosen events"))),
        widget=forms.RadioSelect,
        initial=CHOICE_ALL,
    )
    events = forms.MultipleChoiceField(
        label=_("Chosen events"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Endpoint
        fields = ("url", "description", "events")
        labels = {"url": _("Address"), "description": _("Description")}
        help_texts = {
            "url": _("Where events are sent, for example https://example.com/webhooks."),
            "description": _("What it is for."),
        }
        widgets = {
            "url": forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        }

    field_order = ("url", "description", "which", "events")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.events_to_choose()
        events: Any = self.fields["events"]
        events.choices = [(event.name, f"{event.name}: {event.summary}") for event in known]
        if self.instance.url:
            self.initial["which"] = CHOICE_ALL if self.instance.all_events else CHOICE_SOME

    def clean_url(self) -> str:
        """Refuse what events are never sent to; names are looked up when something is sent."""
        url: str = self.cleaned_data["url"].strip()
        try:
            parse(url)
        except DestinationError:
            text = _("Give a public address that begins with https://, without a password in it.")
            if conf.allow_local:
                text = _(
                    "Give a public address, or one of this machine, that begins with https://."
                )
            raise forms.ValidationError(text) from None
        return url

    def clean(self) -> dict[str, Any]:
        """Ask for a choice where not all events are wanted."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.all_events = cleaned.get("which") != CHOICE_SOME
        if self.instance.all_events:
            cleaned["events"] = []
        elif not cleaned.get("events"):
            self.add_error("events", _("Choose at least one event."))
        return cleaned

    @property
    def wanted(self) -> list[str] | None:
        """The names of the chosen events, or nothing for all of them."""
        return None if self.instance.all_events else list(self.cleaned_data["events"])


class ExampleForm(forms.Form):
    """Which event an endpoint is sent an example of."""

    event = forms.ChoiceField(label=_("Event"))

    def __init__(self, *args: Any, endpoint: Endpoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["event"]
        names = [event.name for event in queries.events_to_choose() if endpoint.wants(event.name)]
        field.choices = [(name, name) for name in names]


class ReplayForm(forms.Form):
    """From when on events are sent again."""

    since = forms.DateTimeField(
        label=_("Since"),
        help_text=_("In your time zone. Receivers know events again by their id."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_since(self) -> datetime:
        """Refuse the future."""
        since: datetime = self.cleaned_data["since"]
        if since > timezone.now():
            raise forms.ValidationError(_("Give a moment in the past."))
        return since
