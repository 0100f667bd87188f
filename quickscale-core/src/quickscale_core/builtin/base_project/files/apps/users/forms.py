"""Forms for the user, in the administration and on the site."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from apps.users.models import User
from apps.users.validators import time_zone_names, validate_no_link


class TimeZoneField(forms.ChoiceField):
    """Lets a person pick a time zone, or none for the site's own."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("required", False)
        super().__init__(choices=self.zones, **kwargs)  # type: ignore[arg-type]

    @staticmethod
    def zones() -> list[tuple[str, str | list[tuple[str, str]]]]:
        """Return the zones people live in, by continent: ``Europe/Madrid``, not ``EST5EDT``."""
        places: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(time_zone_names()):
            area, slash, place = name.partition("/")
            if slash and area not in {"Etc", "SystemV", "US"}:
                places.setdefault(area, []).append((name, place.replace("_", " ")))
        return [("", str(_("The site's own"))), ("UTC", "UTC"), *places.items()]


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
