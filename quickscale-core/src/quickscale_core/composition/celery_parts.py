"""What the first periodic task brings into a project: Celery, its worker and its scheduler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.plugin_api.contributions import Dependency, Process

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contributions import Contribution
    from quickscale_core.plugin_api.spec import Spec

__all__ = ["celery_parts"]


def celery_parts(spec: Spec) -> tuple[Contribution, ...]:
    """Return what Celery needs, in the base project's name.

    Args:
        spec: The project; its package holds the Celery application.
    """
    celery = ("celery", "--app", spec.package)
    schedule = f"/tmp/{spec.package}-celerybeat"  # noqa: S108 - a container's own, or one project's
    return (
        Dependency(requirement="celery>=5.5,<6"),
        Dependency(requirement="celery-types>=0.23,<0.27", group="dev"),
        Process(name="worker", command=(*celery, "worker", "--loglevel", "info")),
        Process(
            name="beat",
            command=(*celery, "beat", "--loglevel", "info", "--schedule", schedule),
        ),
    )
