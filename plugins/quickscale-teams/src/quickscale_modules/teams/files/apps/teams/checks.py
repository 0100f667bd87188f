"""System checks: settings of the teams app that cannot work, told at start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Error, Tags, register

from apps.teams.conf import ADDRESSES, CALLABLES, conf
from apps.teams.roles import ADMIN, MEMBER, OWNER, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig

ROLE_LENGTH = 32
"""The longest name of a role, in characters, that a membership can hold."""


@register(Tags.security)
def check_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at every setting the app reads."""
    return [*_addresses(), *_paths(), *_roles()]


def _addresses() -> Iterator[CheckMessage]:
    if conf.addresses not in ADDRESSES:
        yield Error(
            f"TEAMS_ADDRESSES is {conf.addresses!r}.",
            hint=f"Use one of {', '.join(ADDRESSES)}.",
            id="teams.E001",
        )


def _paths() -> Iterator[CheckMessage]:
    for name in CALLABLES:
        try:
            getattr(conf, name)
        except ImportError as error:
            yield Error(
                f"TEAMS_{name.upper()} cannot be imported: {error}.",
                hint="Each entry is a dotted path.",
                id="teams.E002",
            )


def _roles() -> Iterator[CheckMessage]:
    try:
        roles = conf.roles
    except ImportError:
        return
    taken = {OWNER.name, ADMIN.name, MEMBER.name}
    for path, role in roles.items():
        if not isinstance(role, Role):
            wrong = "is no Role"
        elif not role.name or len(role.name) > ROLE_LENGTH:
            wrong = f"needs a name of at most {ROLE_LENGTH} characters"
        elif role.is_owner:
            wrong = "may not be an owner's role; there is one"
        elif role.name in taken:
            wrong = f"has the name of another role, {role.name!r}"
        else:
            taken.add(role.name)
            continue
        yield Error(f"TEAMS_ROLES: {path} {wrong}.", id="teams.E003")
