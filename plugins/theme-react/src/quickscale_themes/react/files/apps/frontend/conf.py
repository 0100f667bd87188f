"""The frontend app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from pathlib import Path

from apps.ops.app_settings import Setting


class FrontendConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    base_dir = Setting("BASE_DIR", Path())
    """The project's folder, in which ``frontend/`` stands."""


conf = FrontendConf()
