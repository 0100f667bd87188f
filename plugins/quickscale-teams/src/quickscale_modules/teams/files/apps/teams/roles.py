"""What people may do in a team, by their role.

A project adds roles of its own by code: a :class:`Role` anywhere, and its dotted path in
``TEAMS_ROLES``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from apps.teams.conf import conf

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGE_TEAM: Final = "team.change"
TRANSFER_TEAM: Final = "team.transfer"
DELETE_TEAM: Final = "team.delete"
INVITE_MEMBERS: Final = "members.invite"
MANAGE_MEMBERS: Final = "members.manage"
VIEW_LOG: Final = "log.view"
MANAGE_BILLING: Final = "billing.manage"
MANAGE_KEYS: Final = "keys.manage"
MANAGE_WEBHOOKS: Final = "webhooks.manage"


@dataclass(frozen=True, kw_only=True)
class Role:
    """What a member may do.

    Attributes:
        name: What the database keeps, at most 32 characters: ``"accountant"``.
        label: What people read.
        permissions: What it may: the constants of this module, or words of your own.
        description: One sentence for whoever chooses a role for somebody.
        is_owner: Whether it may everything, and a team needs one of them.
    """

    name: str
    label: StrOrPromise
    permissions: frozenset[str] = frozenset()
    description: StrOrPromise = ""
    is_owner: bool = False

    def may(self, permission: str) -> bool:
        """Tell whether the role may do something."""
        return self.is_owner or permission in self.permissions

    def may_give(self, other: Role) -> bool:
        """Tell whether somebody of this role may give or take away another role.

        Nobody gives what they do not have.
        """
        return self.may(MANAGE_MEMBERS) and self.holds(other)

    def may_invite_as(self, other: Role) -> bool:
        """Tell whether somebody of this role may invite people into another role."""
        return self.may(INVITE_MEMBERS) and self.holds(other)

    def holds(self, other: Role) -> bool:
        """Tell whether this role may all that another one may."""
        return self.is_owner or (not other.is_owner and other.permissions <= self.permissions)


OWNER: Final = Role(
    name="owner",
    label=_("Owner"),
    description=_("Can do everything, and transfer or delete the team."),
    is_owner=True,
)
ADMIN: Final = Role(
    name="admin",
    label=_("Admin"),
    permissions=frozenset(
        {
            CHANGE_TEAM,
            INVITE_MEMBERS,
            MANAGE_MEMBERS,
            VIEW_LOG,
            MANAGE_BILLING,
            MANAGE_KEYS,
            MANAGE_WEBHOOKS,
        }
    ),
    description=_("Manages members, settings and billing."),
)
MEMBER: Final = Role(
    name="member",
    label=_("Member"),
    description=_("Works in the team and cannot change its settings."),
)
_UNKNOWN: Final = Role(name="", label=_("Unknown role"))


def all_roles() -> dict[str, Role]:
    """Return every role by its name: the three that are always there, then ``TEAMS_ROLES``."""
    return {role.name: role for role in (OWNER, ADMIN, MEMBER, *conf.roles.values())}


def find_role(name: str) -> Role:
    """Return the role of a name; one that is not known any more may do nothing."""
    return all_roles().get(name, _UNKNOWN)


def roles_that_may(permission: str) -> tuple[str, ...]:
    """Return the names of the roles that may do something: ``roles_that_may(MANAGE_BILLING)``."""
    return tuple(name for name, role in all_roles().items() if role.may(permission))
