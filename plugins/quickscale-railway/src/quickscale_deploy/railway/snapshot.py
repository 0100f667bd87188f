"""What there is at Railway, as ``railway status --json`` tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from quickscale_core import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RUNNING", "UNDER_WAY", "Instance", "Snapshot", "read_snapshot"]

RUNNING: Final = frozenset({"SUCCESS", "SLEEPING"})
"""States of a deployment that serves."""

UNDER_WAY: Final = frozenset(
    {"BUILDING", "DEPLOYING", "INITIALIZING", "QUEUED", "WAITING", "NEEDS_APPROVAL"}
)
"""States of a deployment whose end is not known yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """A service in one environment.

    Attributes:
        deployment: Id of its latest deployment, or empty.
        status: State of that, as Railway calls it, or empty.
        domains: Its addresses, those of the owner first.
        mounts: Folders of the container where a volume is.
    """

    deployment: str = ""
    status: str = ""
    domains: tuple[str, ...] = ()
    mounts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A project and one environment of it.

    Attributes:
        id: The project's id.
        name: Its name.
        environment: The environment's name, or empty where the project has none of that name.
        environment_id: Its id.
        environments: Names of all environments of the project.
        services: Names of the project's services, of whichever environment.
        instances: What of them is in the environment, by service name.
    """

    id: str
    name: str
    environment: str
    environment_id: str
    environments: tuple[str, ...]
    services: tuple[str, ...]
    instances: Mapping[str, Instance] = field(default_factory=dict)

    def instance(self, service: str) -> Instance:
        """Return a service's part of the environment, empty where it has none."""
        return self.instances.get(service, Instance())

    def service_like(self, start: str) -> str:
        """Return the environment's service whose name starts so, in any case, or nothing."""
        return next((it for it in self.instances if it.lower().startswith(start)), "")


def read_snapshot(document: Any, environment: str) -> Snapshot:  # noqa: ANN401 - JSON
    """Return what ``status --json`` printed.

    Args:
        document: The parsed JSON.
        environment: The environment's name; where it is empty, ``production`` or the only one.

    Raises:
        QuickScaleError: The answer has another shape.
    """
    try:
        nodes = [edge["node"] for edge in document["environments"]["edges"]]
        wanted = environment or "production"
        node = next((it for it in nodes if it["name"] == wanted), None)
        if node is None and not environment and len(nodes) == 1:
            node = nodes[0]
        return Snapshot(
            id=document["id"],
            name=document["name"],
            environment=node["name"] if node else "",
            environment_id=node["id"] if node else "",
            environments=tuple(it["name"] for it in nodes),
            services=tuple(edge["node"]["name"] for edge in document["services"]["edges"]),
            instances=_instances(node or {}),
        )
    except (KeyError, TypeError) as error:
        raise QuickScaleError(
            Problem(
                what="railway status has another shape than this version knows",
                where=(f"no {error}",),
                fix="pip install --upgrade quickscale-railway",
            )
        ) from error


def _instances(node: Mapping[str, Any]) -> dict[str, Instance]:
    mounts: dict[str, list[str]] = {}
    for edge in (node.get("volumeInstances") or {}).get("edges", []):
        volume = edge["node"]
        mounts.setdefault(volume.get("serviceId") or "", []).append(volume.get("mountPath") or "")
    found = {}
    for edge in (node.get("serviceInstances") or {}).get("edges", []):
        it = edge["node"]
        latest = it.get("latestDeployment") or {}
        domains = it.get("domains") or {}
        names = [
            one["domain"]
            for kind in ("customDomains", "serviceDomains")
            for one in domains.get(kind) or []
        ]
        found[it["serviceName"]] = Instance(
            deployment=latest.get("id") or "",
            status=latest.get("status") or "",
            domains=tuple(names),
            mounts=tuple(mounts.get(it.get("serviceId") or "", [])),
        )
    return found
