"""How drf-spectacular reads the views: what holds for every operation is said of each."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from apps.api import conditions, idempotency
from apps.api.problems import CONTENT_TYPE, ProblemSerializer

ONCE: Final = OpenApiParameter(
    idempotency.HEADER,
    location=OpenApiParameter.HEADER,
    description="A text of your own. A request sent again with the same one is done once.",
)
MATCHING: Final = OpenApiParameter(
    conditions.HEADER,
    location=OpenApiParameter.HEADER,
    description="The ETag of what you have read. Nothing is done where it has changed since.",
)


class ProblemSchema(AutoSchema):
    """Documents problem details as what an operation answers with any other status.

    What changes something may be sent again, and where it can be read, under a condition.
    """

    def get_override_parameters(self) -> list[Any]:
        """Return the headers that every operation of a kind takes."""
        found = list(super().get_override_parameters())
        if self.method in idempotency.UNSAFE:
            found.append(ONCE)
            if self._is_readable():
                found.append(MATCHING)
        return found

    def _is_readable(self) -> bool:
        """Tell whether what an operation changes can be read at the same address."""
        methods = getattr(self.view, "action_map", None) or dir(self.view)
        return "get" in methods

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if self.method in idempotency.UNSAFE and self._is_readable():
            bodies["412"] = self._problem("412", direction)
        bodies["default"] = self._problem("default", direction)
        return bodies

    def _problem(self, status: str, direction: Any) -> Any:
        return self._get_response_for_code(  # type: ignore[no-untyped-call]
            ProblemSerializer, status, media_types=[CONTENT_TYPE], direction=direction
        )
