"""What a deploy target is: what the author of one writes, and what core gives it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import DeployStep

if TYPE_CHECKING:
    import click

    from quickscale_core.deploying.deployable import Deployable
    from quickscale_core.deploying.programs import Done
    from quickscale_core.deploying.release import Release
    from quickscale_core.deploying.variables import Variable

__all__ = ["DeployRequest", "DeployTarget", "Place", "Step"]


@dataclass(frozen=True, kw_only=True)
class DeployRequest:
    """What is to be deployed, and how it was asked for.

    Attributes:
        project: The project.
        release: The commit.
        own: The owner's own variables for the site, from ``.env.NAME`` of the target's name.
        options: Values of the target's own command-line options, by parameter name.
        migrate: Whether the site's database is migrated.
        collect_static: Whether the image gets the collected static files.
        timeout: Seconds that a step may wait.
        say: Prints one line on what is being waited for.
    """

    project: Deployable
    release: Release
    own: tuple[Variable, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    migrate: bool = True
    collect_static: bool = True
    timeout: int = 900
    say: Callable[[str], None] = field(default=lambda _text: None, repr=False)

    def option(self, name: str) -> str:
        """Return an option's text, or ``""`` where it was not given."""
        value = self.options.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing the site needs: found where it is there, made where it is not.

    A step keeps nothing on this machine. After a run that was killed, the next one finds what that
    one made and goes on; a run that finds everything changes nothing.

    Attributes:
        name: Unique key: ``"database"``.
        what: What it is about, for people: ``"PostgreSQL"``.
        find: Returns what is there, in words, or ``None`` while it is not there as it is wanted.
        make: Makes it, waits until it is there, and returns what was made, in words.
        details: What the plan shows of it, line by line; never a secret.
    """

    name: str
    what: str
    find: Callable[[], str | None]
    make: Callable[[], str]
    details: Callable[[], Sequence[str]] = lambda: ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a site is.

    Attributes:
        url: Its address, without a slash at the end: ``"https://acme.example.com"``.
        dashboard: Where its owner looks after it, or empty.
        lasting: Folders of the project that outlive a deploy: ``("media",)``.
        current: The commit that runs there, or empty.
        previous: The commit that ran there before, or empty.
    """

    url: str
    dashboard: str = ""
    lasting: tuple[str, ...] = ()
    current: str = ""
    previous: str = ""


class DeployTarget(ABC):
    """A kind of place where projects run. One is made for each command.

    Attributes:
        name: The plugin's name, and the subcommand: ``quickscale deploy NAME``.
        title: Its name for people.
        parameters: Options of its own for every one of its commands, whose values are in
            ``request.options``.
        fills: Variables that its steps give a value to where the owner gives none, so that no
            check has to ask for them before the first deploy.
        secrets: Values that are never printed; a target adds those it makes or reads.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    parameters: ClassVar[tuple[click.Option, ...]] = ()
    fills: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, request: DeployRequest) -> None:
        self.request = request
        self.secrets = {it.value for it in request.own if it.secret}

    @abstractmethod
    def preflight(self) -> Iterable[Problem]:
        """Return why nothing can be deployed there: all of it at once.

        Called first, by every command. It changes nothing.
        """

    @abstractmethod
    def where(self) -> str:
        """Return where the site is or will be, in words: ``"project acme, production"``."""

    @abstractmethod
    def steps(self) -> Sequence[Step]:
        """Return the steps of a deploy in their order, the release itself last.

        Before anything is made, ``find`` of every step is called, for the plan.
        """

    @abstractmethod
    def variables(self) -> Mapping[str, str]:
        """Return the site's variables with their values; none while there is no site."""

    @abstractmethod
    def place(self) -> Place | None:
        """Return where the site is, or ``None`` while there is none."""

    @abstractmethod
    def run(self, argv: Sequence[str], *, asks: bool = False) -> Done:
        """Run a command on the site, in its environment.

        Args:
            argv: The program and its arguments: ``("python", "manage.py", "sync_plans")``.
            asks: Whether it gets this terminal, and its output goes there.
        """

    @abstractmethod
    def run_line(self, argv: Sequence[str]) -> str:
        """Return what the owner types to run a command on the site."""

    @abstractmethod
    def logs(self, *, follow: bool, lines: int) -> int:
        """Print the site's log and return an exit code.

        Args:
            follow: Whether to go on with what is logged from now on.
            lines: How many lines that are there already.
        """

    @abstractmethod
    def destroy(self) -> str:
        """Delete the site with all of its data; return what was deleted, in words."""

    @abstractmethod
    def destroyed(self) -> Sequence[str]:
        """Return what :meth:`destroy` would delete, for the question before it."""

    def after(self) -> Iterable[DeployStep]:
        """Return steps of the target's own after a deploy, before those of the modules."""
        return ()
