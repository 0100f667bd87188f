"""Contributions to what a project needs to run: environment, services, processes, CI, packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quickscale_core.plugin_api.contributions.kinds import Contribution, Keyed, Ordered

__all__ = [
    "CiStep",
    "Dependency",
    "EnvVar",
    "HealthCheck",
    "NpmPackage",
    "PeriodicTask",
    "Process",
    "Service",
]


@dataclass(frozen=True, kw_only=True)
class CiStep(Ordered):
    """A step of the generated test workflow, after installation; its key is ``name``.

    Attributes:
        name: What the step does, as GitHub shows it: ``"Check translations"``.
        run: One shell command line.
    """

    name: str
    run: str


@dataclass(frozen=True, kw_only=True)
class EnvVar(Keyed):
    """A variable of ``.env`` and ``.env.example``; its key is ``name``.

    Attributes:
        name: The variable, upper case.
        comment: One line on what it does, written above it.
        example: What ``.env.example`` shows; empty writes the line commented out.
        local: What a fresh ``.env`` holds; ``None`` leaves the variable out, commented.
        secret: Whether its value must never be printed.
        generate: Whether a fresh ``.env`` gets a random value (50 URL-safe characters).
        required: Whether production refuses to start without it.
    """

    name: str
    comment: str
    example: str = ""
    local: str | None = None
    secret: bool = False
    generate: bool = False
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Service(Keyed):
    """A service of ``docker-compose.yml`` beside the project's own; its key is ``name``.

    Attributes:
        name: The service's name: ``"search"``.
        image: Image with its tag: ``"postgres:17-alpine"``.
        command: Arguments after the image, or empty for its own command.
        environment: Variables as pairs of name and value.
        volumes: Volumes as ``name:/path``; each name is declared as a persistent volume.
        healthcheck: Shell command that succeeds once the service is ready.
        wait: Whether ``web`` waits until the health check passes.
        web_environment: Variables that ``web``, ``migrate`` and every process get to reach it.
    """

    name: str
    image: str
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    volumes: tuple[str, ...] = ()
    healthcheck: str = ""
    wait: bool = True
    web_environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Process(Keyed):
    """A process of the project beside ``web``, run from its image; its key is ``name``.

    Attributes:
        name: The process's name: ``"worker"``.
        command: Arguments, the program first.
    """

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NpmPackage(Keyed):
    """A package that a plugin's part of ``frontend/`` imports; its key is ``name``.

    It is for themes with an app in ``frontend/``: contribute it where ``spec.frontend`` is the one
    that the part is for. Composing never runs npm, so the package is brought in by a step, and the
    project says that it is missing until that was run.

    Attributes:
        name: Its name: ``"@dnd-kit/core"``.
        version: The one version that the part was tested with: ``"6.3.1"``.
        development: Whether it is for building and tests alone.
    """

    name: str
    version: str
    development: bool = False


@dataclass(frozen=True, kw_only=True)
class PeriodicTask(Keyed):
    """A Celery task run on a schedule; its key is ``name``.

    The first one brings Celery, its worker and its beat process into the project.

    Attributes:
        name: Unique key, for example ``"accounts-clear-sessions"``.
        task: Dotted path of the task: ``"apps.accounts.tasks.clear_sessions"``.
        every_seconds: Interval in seconds, at least 1.
    """

    name: str
    task: str
    every_seconds: int


@dataclass(frozen=True, kw_only=True)
class HealthCheck(Keyed):
    """A check of ``/health/ready``; its key is ``name``.

    Attributes:
        name: What is checked: ``"search"``.
        check: Dotted path of a callable without arguments that returns nothing and raises when
            the part is not ready.
    """

    name: str
    check: str


@dataclass(frozen=True, kw_only=True)
class Dependency(Contribution):
    """A distribution the project needs.

    Requirements on one distribution are met together: extras united, specifiers intersected; an
    empty intersection is a clash.

    Attributes:
        requirement: A PEP 508 requirement: ``"django-allauth[mfa]>=65.22,<65.23"``.
        group: ``"main"`` or the development group, ``"dev"``.
        imports: Top-level names it installs, where they are not its own name with underscores;
            a project may not carry one of these names.
        untyped: Modules of it without types, told to mypy by name: ``("djstripe.*",)``.
    """

    requirement: str
    group: Literal["main", "dev"] = "main"
    imports: tuple[str, ...] = ()
    untyped: tuple[str, ...] = ()
