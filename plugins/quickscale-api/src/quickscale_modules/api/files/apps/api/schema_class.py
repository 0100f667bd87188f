"""How drf-spectacular reads the views: every operation may also end with a problem."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from apps.api.problems import CONTENT_TYPE, ProblemSerializer


class ProblemSchema(AutoSchema):
    """Documents problem details as what an operation answers with any other status."""

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        bodies["default"] = self._get_response_for_code(  # type: ignore[no-untyped-call]
            ProblemSerializer, "default", media_types=[CONTENT_TYPE], direction=direction
        )
        return bodies
