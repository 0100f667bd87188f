"""The api app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from apps.ops.app_settings import Setting


class ApiConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    site_name = Setting("SITE_NAME", "")
    """What the site is called."""


conf = ApiConf()
"""This project's settings of the api app."""
