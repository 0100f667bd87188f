"""System checks: settings of the webhooks app that cannot work, told at start."""

from __future__ import annotations

import ipaddress
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - its name
from django.utils.module_loading import import_string

from apps.ops.events import CATALOGUE
from apps.webhooks.conf import conf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig


@register()
def check_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at what is imported by its name, and at networks."""
    return [*_unimportable(), *_networks(), *_events_twice()]


@register(Tags.security, deploy=True)
def check_local(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Tell where endpoints may be this very machine."""
    if not conf.allow_local:
        return []
    hint = "Leave WEBHOOKS_ALLOW_LOCAL to local settings."
    return [Warning("Webhooks may be sent to this machine.", hint=hint, id="webhooks.W001")]


def _unimportable() -> Iterator[CheckMessage]:
    for path in conf.imported:
        try:
            import_string(path)
        except ImportError as error:
            hint = "Correct its name in WEBHOOKS_OWNERS or EVENTS."
            yield Error(f"{path} cannot be imported: {error}", hint=hint, id="webhooks.E001")


def _networks() -> Iterator[CheckMessage]:
    for text in conf.refused_networks:
        try:
            ipaddress.ip_network(text)
        except ValueError:
            hint = "Write it like 198.51.100.0/24."
            yield Error(
                f"WEBHOOKS_REFUSED_NETWORKS names {text!r}, which is no network.",
                hint=hint,
                id="webhooks.E002",
            )


def _events_twice() -> Iterator[CheckMessage]:
    names = [event.name for event in CATALOGUE]
    for path in conf.event_lists:
        try:
            names += [event.name for event in import_string(path)]
        except ImportError:
            continue
    for name, count in Counter(names).items():
        if count > 1:
            hint = "Give your event in EVENTS another name."
            yield Error(f"{count} events are called {name!r}.", hint=hint, id="webhooks.E003")
