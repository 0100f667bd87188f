"""The choices made for a new project, by flags or in the wizard."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugin_api.spec import FlagText, ModuleRequest, ProjectSpec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Choices"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """The answers that make a project.

    Attributes:
        name: The project's name, or ``None`` for the current folder.
        modules: Modules, as said.
        theme: The theme, or ``None`` to leave it to core.
        deploy: The deploy target, or ``None``.
        answers: Options as ``NAME.OPTION=VALUE``, as said.
        dest: The folder to make the project in.
        git: Whether a git repository is wanted.
        lock: Whether a dependency lock is wanted.
        install: Whether npm is to be run.
    """

    name: str | None = None
    modules: tuple[str, ...] = ()
    theme: str | None = None
    deploy: str | None = None
    answers: tuple[str, ...] = ()
    dest: Path | None = None
    git: bool = True
    lock: bool = False
    install: bool = False

    def command_line(self) -> str:
        """Return the command that makes the same choices by flags."""
        words = ["quickscale", "init"]
        if self.name is not None:
            words.append(self.name)
        if self.modules:
            words += ["--with", ",".join(self.modules)]
        if self.theme:
            words += ["--theme", self.theme]
        if self.deploy:
            words += ["--deploy", self.deploy]
        for answer in self.answers:
            words += ["--set", answer]
        if self.dest is not None:
            words += ["--dest", str(self.dest)]
        words += [] if self.git else ["--no-git"]
        words += ["--lock"] if self.lock else []
        words += ["--install"] if self.install else []
        return shlex.join([*words, "--no-input"] if len(words) <= _BARE else words)

    def request(self, name: str) -> ProjectSpec:
        """Return what is asked for, and where each part of it was given.

        Args:
            name: The project's name.

        Raises:
            UsageError: A ``--set`` that is no ``NAME.OPTION=VALUE``, two that disagree, or a flag
                that names nothing.
        """
        modules = {it: ModuleRequest() for it in _split(self.modules)}
        said: dict[tuple[str, ...], str] = {("modules", it): f"--with {it}" for it in modules}
        if self.theme:
            said["theme",] = f"--theme {self.theme}"
        if self.deploy:
            said["deploy",] = f"--deploy {self.deploy}"
        options: dict[str, dict[str, object]] = {}
        problems = [
            Problem(what=f"--{flag} names nothing", fix=f"name one, or leave --{flag} out")
            for flag, given in (
                ("with", ",".join(modules) if self.modules else None),
                ("theme", self.theme),
                ("deploy", self.deploy),
            )
            if given is not None and not given.strip()
        ]
        for answer in self.answers:
            path, equals, value = answer.partition("=")
            plugin, dot, option = path.partition(".")
            if not (equals and dot and plugin and option):
                problems.append(
                    Problem(
                        what=f"--set {answer} is not understood",
                        fix="write it as NAME.OPTION=VALUE, for example --set auth.signup=closed",
                    )
                )
            elif options.setdefault(plugin, {}).setdefault(option, FlagText(value)) != value:
                problems.append(
                    Problem(
                        what=f"--set {path} is given twice with different values",
                        where=(str(options[plugin][option]), value),
                        fix="keep one of them",
                    )
                )
            else:
                said["options", plugin, option] = f"--set {path}"
        if problems:
            raise UsageError(*problems)
        return ProjectSpec(
            name=name,
            modules=modules,
            theme=self.theme,
            deploy=self.deploy,
            options=options,
            said=said,
        )


_BARE = 3  # "quickscale init NAME" would start the wizard again


def _split(values: Iterable[str]) -> list[str]:
    """Return the names in comma-separated lists, each once."""
    names = (name.strip() for value in values for name in value.split(","))
    return list(dict.fromkeys(name for name in names if name))
