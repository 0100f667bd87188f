"""System checks before a deploy: the variables that the project's parts need on a site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - its name

from apps.ops import composed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@register(Tags.security, deploy=True)
def check_variables(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Tell which variables have no value, and what is wrong without them."""
    found: list[CheckMessage] = []
    for name, variables, what in composed.DEPLOY_CHECKS:
        lacking = [variable for variable in variables if not os.environ.get(variable)]
        if lacking:
            verb = "is" if len(lacking) == 1 else "are"
            found.append(
                Warning(
                    f"{' and '.join(lacking)} {verb} not set: {what}.",
                    hint=".env.example describes them. What is meant to be so is named in the"
                    " setting SILENCED_SYSTEM_CHECKS.",
                    id=f"deploy.{name}",
                )
            )
    return found
