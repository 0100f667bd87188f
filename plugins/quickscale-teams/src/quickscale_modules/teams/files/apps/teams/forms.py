"""What people fill in about teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.teams.models import Membership, Team
from apps.teams.roles import MEMBER, OWNER, all_roles
from apps.users.validators import validate_no_link

if TYPE_CHECKING:
    from django.db.models import QuerySet


class NameMixin:
    """Refuses a web address in a team's name, which stands in e-mails to strangers."""

    cleaned_data: dict[str, Any]

    def clean_name(self) -> str:
        """Look for one."""
        name: str = self.cleaned_data["name"]
        validate_no_link(name)
        return name


class CreateTeamForm(NameMixin, forms.ModelForm[Team]):
    """A new team; its address is made from its name."""

    class Meta:
        model = Team
        fields = ("name",)
        labels = {"name": _("What is the team called?")}
        help_texts = {"name": _("The name of your company or group. You can change it later.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}


class TeamForm(NameMixin, forms.ModelForm[Team]):
    """A team's name and address."""

    class Meta:
        model = Team
        fields = ("name", "slug")
        labels = {"name": _("Name"), "slug": _("Address")}
        help_texts = {
            "slug": _("Part of the team's links. Links with the old one stop working."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "slug": forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
        }


def role_choices(giver: Membership) -> list[tuple[str, Any]]:
    """Return the roles that somebody may give, the least first.

    Args:
        giver: Whose choice it is.
    """
    own = giver.find_role()
    roles = [role for role in all_roles().values() if own.holds(role)]
    roles.sort(key=lambda role: (role.is_owner, len(role.permissions)))
    return [(role.name, role.label) for role in roles]


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), initial=MEMBER.name)

    def __init__(self, *args: Any, giver: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(giver)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """What a member may do from now on."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, giver: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(giver)  # type: ignore[attr-defined]


class TransferForm(forms.Form):
    """Who owns the team from now on."""

    member = forms.ModelChoiceField(
        queryset=Membership.objects.none(), label=_("New owner"), empty_label=_("Choose a member")
    )

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = members.exclude(role=OWNER.name)
        field.label_from_instance = lambda membership: str(membership.user)


class DeleteTeamForm(forms.Form):
    """Asks for the team's name, so that nobody deletes it by a slip of the finger."""

    confirmation = forms.CharField(
        label=_("Type the team's name to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_confirmation(self) -> str:
        """Compare it with the team's name, in any case."""
        typed: str = self.cleaned_data["confirmation"].strip()
        if typed.casefold() != self.team.name.strip().casefold():
            raise forms.ValidationError(_("That is not this team's name."))
        return typed
