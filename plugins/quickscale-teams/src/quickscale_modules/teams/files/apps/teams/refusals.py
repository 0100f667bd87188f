"""What somebody reads who may not do something in a team: which role may, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from apps.teams.roles import all_roles

if TYPE_CHECKING:
    from apps.teams.models import Membership


def refusal(membership: Membership | None, permission: str) -> PermissionDenied:
    """Return the error that is raised, for the page 403 to show.

    Args:
        membership: Of whoever asks; nothing is said of a team to who is not in it.
        permission: What they lack.
    """
    if membership is None:
        return PermissionDenied()
    roles = [role for role in all_roles().values() if role.may(permission)]
    names = get_text_list([str(role.label) for role in roles], _("or"))
    text = _(
        "This needs the role %(role)s in %(team)s; yours is %(yours)s. Somebody with that role can"
        " do it for you, or change your role: the list of members says who."
    )
    yours = membership.find_role().label
    return PermissionDenied(text % {"role": names, "team": membership.team, "yours": yours})
