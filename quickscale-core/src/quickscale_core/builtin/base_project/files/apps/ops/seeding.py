"""Demo data, put together from what every app knows of itself.

An app takes part by a module ``demo`` with a function ``seed(demo)``: ``apps/teams/demo.py``.
The functions run in the order of ``INSTALLED_APPS``, in one transaction, so an app finds what the
apps it depends on have made. Running it again must change nothing that is already there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from datetime import datetime

    from apps.users.models import User


@dataclass(kw_only=True)
class Demo:
    """What the apps' ``seed`` functions share.

    Attributes:
        password: Password of every demo person.
        people: The demo company's people; the first is who the demo login signs in as.
        now: The moment all dates are counted back from.
        random: Source of chance, the same in every run.
        made: What was made, as lines for whoever ran the command.
    """

    password: str
    people: list[User] = field(default_factory=list)
    now: datetime = field(default_factory=timezone.now)
    random: Random = field(default_factory=lambda: Random(1815))  # noqa: S311 - no secrets here
    made: list[str] = field(default_factory=list)

    @cached_property
    def password_hash(self) -> str:
        """The password as it is stored; hashing it once a person would take seconds."""
        return make_password(self.password)

    @property
    def user(self) -> User:
        """The person the demo login signs in as."""
        return self.people[0]


def seed(password: str) -> Demo:
    """Let every app make its demo data.

    Args:
        password: Password of every demo person.

    Returns:
        What the apps have shared and made.
    """
    demo = Demo(password=password)
    with transaction.atomic():
        for config in apps.get_app_configs():
            is_ours = config.name.startswith(("apps.", "dev.")) and config.module is not None
            if is_ours and module_has_submodule(config.module, "demo"):
                import_module(f"{config.name}.demo").seed(demo)
    return demo
