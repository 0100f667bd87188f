"""The api app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from apps.ops.app_settings import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from apps.api.holders import Holders


class ApiConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    site_name = Setting("SITE_NAME", "")
    """What the site is called."""

    key_start = Setting("API_KEY_START", "api")
    """What every key begins with, so that people and scanners for secrets know it."""

    keys_per_person = Setting("API_KEYS_PER_PERSON", 50)
    """How many open keys somebody may have made."""

    rotation_hours = Setting("API_ROTATION_HOURS", 24)
    """How long a key still works that was replaced by a new one."""

    seen_seconds = Setting("API_SEEN_SECONDS", 600)
    """How long a key's use is not noted again."""

    requests_per_minute = Setting("API_REQUESTS_PER_MINUTE", 300)
    """How often a key, a person or a visitor may call; 0 is as often as they like."""

    holders_path = Setting("API_KEY_HOLDERS", "apps.api.holders.People")
    quota_path = Setting("API_QUOTA", "")

    @property
    def holders(self) -> Holders:
        """Who may have keys (``API_KEY_HOLDERS``)."""
        made: Holders = import_string(self.holders_path)()
        return made

    @property
    def quota(self) -> Callable[[HttpRequest], None] | None:
        """What is asked of each call by key, and refuses it by raising (``API_QUOTA``)."""
        found: Callable[[HttpRequest], None] | None = (
            import_string(self.quota_path) if self.quota_path else None
        )
        return found


conf = ApiConf()
"""This project's settings of the api app."""
