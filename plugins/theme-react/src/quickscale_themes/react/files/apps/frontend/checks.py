"""Tells of packages that the app needs and nobody has brought in yet."""

from __future__ import annotations

import json
from typing import Any

from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's name

from apps.frontend import composed
from apps.frontend.conf import conf


def check_npm_packages(**_kwargs: Any) -> list[CheckMessage]:
    """Return a warning for each package that ``frontend/package.json`` lacks.

    Where there is no such file, as in an image, the app was built elsewhere.
    """
    path = conf.base_dir / "frontend" / "package.json"
    if not composed.NPM_PACKAGES or not path.is_file():
        return []
    package = json.loads(path.read_text(encoding="utf-8"))
    versions = package.get("dependencies", {}) | package.get("devDependencies", {})
    return [
        Warning(
            f"frontend/package.json lacks {name} {version}, which pages of the app import.",
            hint=f"npm --prefix frontend install --save-exact {name}@{version}",
            id="frontend.W001",
        )
        for name, version in composed.NPM_PACKAGES.items()
        if versions.get(name) != version
    ]
