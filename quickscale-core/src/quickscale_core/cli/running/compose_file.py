"""What a project's ``docker-compose.yml`` says of its processes and its database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.reading import read_inside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["COMPOSE_FILE", "Database", "read_services"]

COMPOSE_FILE: Final = "docker-compose.yml"

_NOT_PROCESSES: Final = ("web", "migrate")


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """The service that holds a PostgreSQL.

    Attributes:
        service: Its name.
        user: Whom its database belongs to.
        name: The database.
    """

    service: str
    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Services:
    """The services of a project.

    Attributes:
        by_name: What the file says of each.
    """

    by_name: Mapping[str, Mapping[str, Any]]

    @property
    def processes(self) -> dict[str, tuple[str, ...]]:
        """The commands of the project's own processes beside its web server and its migrations."""
        return {
            name: tuple(map(str, it["command"]))
            for name, it in self.by_name.items()
            if name not in _NOT_PROCESSES and "build" in it and isinstance(it.get("command"), list)
        }

    @property
    def database(self) -> Database | None:
        """The PostgreSQL, or ``None`` where the project's is elsewhere."""
        for name, it in self.by_name.items():
            if str(it.get("image", "")).rpartition("/")[2].startswith("postgres"):
                variables = it.get("environment")
                variables = variables if isinstance(variables, dict) else {}
                user = str(variables.get("POSTGRES_USER", "postgres"))
                return Database(
                    service=name, user=user, name=str(variables.get("POSTGRES_DB", user))
                )
        return None

    @property
    def image(self) -> str:
        """The image that is built, or an empty text."""
        return str(self.by_name.get("web", {}).get("image", ""))


def read_services(folder: Path, *, required: bool = False) -> Services:
    """Return the services of a project; none where it has no ``docker-compose.yml``.

    Args:
        folder: The project's folder.
        required: Whether there must be such a file.

    Raises:
        QuickScaleError: It is missing and required, or is no YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        document = YAML(typ="safe", pure=True).load(read_inside(str(folder), COMPOSE_FILE))
        services = document["services"]
        return Services({name: it for name, it in services.items() if isinstance(it, dict)})
    except FileNotFoundError as error:
        if not required:
            return Services({})
        problem = Problem(
            what=f"{folder.name} has no {COMPOSE_FILE}",
            fix="run it without containers: quickscale up --no-containers",
        )
        raise QuickScaleError(problem) from error
    except (OSError, YAMLError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = Problem(
            what=f"{COMPOSE_FILE} of {folder.name} cannot be read",
            where=tuple(str(error).splitlines()[:1]),
            fix="mend it; git diff shows what changed in it",
        )
        raise QuickScaleError(problem) from error
