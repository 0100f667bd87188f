"""Forms for the user, in the administration and on the site."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from apps.users.models import User
from apps.users.validators import time_zone_names, validate_no_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise


class TimeZoneSelect(forms.Select):
    """The select of :class:`TimeZoneField`.

    Django draws a template for each option, which for hundreds of zones takes longer than all the
    rest of a page. They are the same for all who live in one, so they are kept.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - it would draw a template
    ) -> SafeString:
        """Return the markup, with the present zone chosen."""
        named = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        no_zone = format_html('<option value="">{}</option>', _("The site's own"))
        zones = _drawn_zones(str(value or ""))
        return format_html("<select{}>{}{}</select>", flatatt(named), no_zone, zones)


class TimeZoneField(forms.ChoiceField):
    """Lets a person pick a time zone, or none for the site's own."""

    widget = TimeZoneSelect

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("required", False)
        super().__init__(choices=self.zones, **kwargs)  # type: ignore[arg-type]

    @staticmethod
    def zones() -> list[tuple[StrOrPromise, Any]]:
        """Return what can be chosen; a function, since Django copies a list for every form."""
        return [("", _("The site's own")), *_zones()]

    @staticmethod
    def names() -> list[str]:
        """Return the names of the zones, in order."""
        return [
            name
            for area, places in _zones()
            for name in ([area] if isinstance(places, str) else [one for one, _label in places])
        ]


@cache
def _zones() -> tuple[tuple[str, str | list[tuple[str, str]]], ...]:
    """Return the zones people live in, by continent: ``Europe/Madrid``, not ``EST5EDT``."""
    places: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(time_zone_names()):
        area, slash, place = name.partition("/")
        if slash and area not in {"Etc", "SystemV", "US"}:
            places.setdefault(area, []).append((name, place.replace("_", " ")))
    return ("UTC", "UTC"), *places.items()


@lru_cache(maxsize=64)  # the zones that most people are in, some 40 KB each
def _drawn_zones(chosen: str) -> SafeString:
    """Return the options of all zones.

    Args:
        chosen: The name of the zone that is selected, or any other text for none.
    """

    def drawn(places: Iterable[tuple[str, str]]) -> SafeString:
        options = ((name, " selected" if name == chosen else "", label) for name, label in places)
        return format_html_join("", '<option value="{}"{}>{}</option>', options)

    parts = [
        drawn([(area, places)])
        if isinstance(places, str)
        else format_html('<optgroup label="{}">{}</optgroup>', area, drawn(places))
        for area, places in _zones()
    ]
    return format_html_join("", "{}", ((part,) for part in parts))


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


class NewUserForm(AdminUserCreationForm[User]):
    """Adds a user in the administration, with or without a password."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes = {"email": forms.EmailField}


class EditUserForm(UserChangeForm[User]):
    """Changes a user in the administration."""

    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"email": forms.EmailField}
