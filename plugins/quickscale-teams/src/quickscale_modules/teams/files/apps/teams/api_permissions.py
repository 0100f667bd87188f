"""Who may call an API: permission classes for Django REST framework, where a project has it.

``permission_classes = [TeamMember]``, or ``[member_may(roles.MANAGE_BILLING)]`` for a role. They
ask what the decorators of :mod:`apps.teams.permissions` ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from apps.accounts.api_permissions import SignedIn
from apps.teams import queries
from apps.teams.models import Team

if TYPE_CHECKING:
    from django.http import HttpRequest


class TeamMember(SignedIn):
    """Opens an API to members of the present team, and of objects with a team to those of theirs.

    Attributes:
        team_permission: What their role must allow besides, or empty.
        code: What tells the refusal from others.
        message: What it says.
    """

    team_permission: ClassVar[str] = ""
    code: str = "not_in_team"
    message: str = ""

    def has_permission(self, request: HttpRequest, view: Any) -> bool:
        """Tell whether the sender is in a team, and may do it there."""
        if not super().has_permission(request, view):
            return False
        membership = queries.active_membership(request)
        if membership is None:
            self.message = _("This is for a team: create one, or ask for an invitation to one.")
            return False
        if self.team_permission and not membership.may(self.team_permission):
            self.code = "role_may_not"
            self.message = _(
                "Your role in %(team)s does not allow this (%(permission)s). Ask an owner or an"
                " admin of the team."
            ) % {"team": membership.team.name, "permission": self.team_permission}
            return False
        return True

    def has_object_permission(self, request: HttpRequest, view: Any, obj: Any) -> bool:
        """Tell whether an object is the present team's; one that has no team is everybody's."""
        if not self.has_permission(request, view):
            return False
        team = queries.active_team(request)
        owner = obj.pk if isinstance(obj, Team) else getattr(obj, "team_id", None)
        if team is not None and owner in {None, team.pk}:
            return True
        self.message = _("This belongs to another team.")
        return False


def member_may(permission: str) -> Any:
    """Return a permission class that opens an API to members whose role may do something.

    Args:
        permission: What; a constant of :mod:`apps.teams.roles` or a word of your own.
    """

    class RoleMay(TeamMember):
        team_permission = permission

    return RoleMay
