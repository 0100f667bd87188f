"""Read the examples of a documentation page.

How a page's examples are written and what is done with each is told in CONTRIBUTING.md.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tools.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "DOCS",
    "GENERATED",
    "Command",
    "Example",
    "ExampleError",
    "chapters",
    "edited",
    "matches",
    "page_name",
    "pages_to_follow",
    "read_examples",
]

DOCS: Final = ROOT / "docs"
GENERATED: Final = "<!-- Written by"
"""How a page begins that a tool wrote from the code."""

_FENCE = re.compile(r"^(?P<margin> *)```(?P<language>\w+)?(?P<rest>[^`]*)$")
_TITLE = re.compile(r'title="([^"]+)"')
_NOT_RUN = re.compile(r"^ *<!-- not run: (.+) -->$")
_GOES_ON = re.compile(r"(?m)^<!-- goes on from: (\S+) -->$")
_CHANGING: Final = (
    (re.compile(r"\b\d+\\\.\d+\\\.\d+\b"), r"\\d+\\.\\d+\\.\\d+\\S*"),  # a version
    (re.compile(r"\b\d+\\\.\d+\\ s\b"), r"\\d+\\.\\d+\\ s"),  # a duration
    (re.compile(r"\b\d+\\ (files|passed)\b"), r"\\d+\\ \1"),
    (re.compile(r"(\\\.){3}"), ".*"),
    (re.compile(r"(?<=.)(\\ ){2,}"), "  +"),  # the width of a column
)
"""What differs from run to run, in a line that went through ``re.escape``, and what it matches."""


class ExampleError(Exception):
    """An example that does not do what its page says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A fenced block of a page.

    Attributes:
        page: The page's path.
        line: The line its fence is on, from 1.
        language: What follows the fence: ``"console"``.
        title: The file it is the content of, or empty.
        not_run: Why it is not run, or empty.
        text: What stands between the fences.
    """

    page: Path
    line: int
    language: str
    title: str
    not_run: str
    text: str

    @property
    def place(self) -> str:
        """Where it is: ``tutorial.md:12``."""
        return f"{self.page.name}:{self.line}"

    def commands(self) -> Iterator[Command]:
        """Yield a console's commands with the output each is said to have."""
        lines = self.text.replace("\\\n", "").splitlines()
        found: list[tuple[str, list[str]]] = []
        for line in lines:
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
            else:
                raise ExampleError(f"{self.place} begins with output instead of a command")
        for text, output in found:
            yield Command(text, "\n".join(output).strip("\n"))


@dataclass(frozen=True, slots=True)
class Command:
    """A line typed at a prompt.

    Attributes:
        text: The line.
        output: What it is said to print, or empty when the page does not say.
    """

    text: str
    output: str

    @property
    def fails(self) -> bool:
        """Whether it is said to end with an error."""
        return any(line.startswith("error: ") for line in self.output.splitlines())

    @property
    def serves(self) -> bool:
        """Whether it runs until it is stopped."""
        return "runserver" in self.text


def read_examples(page: Path) -> list[Example]:
    """Return a page's fenced blocks, in their order."""
    found = []
    lines = page.read_text(encoding="utf-8").splitlines()
    opened: re.Match[str] | None = None
    start, reason = 0, ""
    for number, line in enumerate(lines, 1):
        if opened is None:
            if opened := _FENCE.match(line):
                start = number
            elif line.strip():
                skipped = _NOT_RUN.match(line)
                reason = skipped[1] if skipped else ""
        elif line.strip() == "```":
            title = _TITLE.search(opened["rest"])
            found.append(
                Example(
                    page=page,
                    line=start,
                    language=opened["language"] or "",
                    title=title[1] if title else "",
                    not_run=reason,
                    text=textwrap.dedent("\n".join(lines[start : number - 1])) + "\n",
                )
            )
            opened, reason = None, ""
    return found


def matches(said: str, printed: str) -> bool:
    """Return whether a command printed what its page says.

    Trailing blanks and the width of columns do not count. Versions, durations and numbers of files
    may differ; ``...`` stands for any text, and alone on a line for any lines.
    """
    pattern = []
    for line in said.strip().splitlines():
        escaped = re.escape(line.rstrip())
        for changing, matching in _CHANGING:
            escaped = changing.sub(matching, escaped)
        pattern.append(r"(?:.*\n)*?" if line.strip() == "..." else escaped + r"[ \t]*\n")
    text = "\n".join(line.rstrip() for line in printed.strip().splitlines()) + "\n"
    return re.fullmatch("".join(pattern), text) is not None


def edited(text: str, difference: str) -> str:
    """Return a file's text with the edits that a page shows as a difference.

    Lines begin with a space, a minus or a plus, as in ``diff``; a line ``@@`` stands between two
    places. The lines that were there before have to stand in the file, once.

    Raises:
        ExampleError: They do not, or stand there more than once.
    """
    for part in re.split(r"(?m)^@@.*\n", difference):
        lines = [line or " " for line in part.splitlines()]
        before = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
        after = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
        times = f"\n{text}".count(f"\n{before}")
        if times != 1:
            raise ExampleError(f"these lines stand there {times} times, not once:\n{before}")
        text = f"\n{text}".replace(f"\n{before}", f"\n{after}").removeprefix("\n")
    return text


def page_name(page: Path) -> str:
    """Return a page's path below ``docs/``."""
    return page.relative_to(DOCS).as_posix()


def pages_to_follow(*, installing: bool, later: bool = False) -> list[Path]:
    """Return the pages with examples that a person wrote, decisions apart.

    Of a guide in several pages only the first is returned; :func:`chapters` has the others.

    Args:
        installing: Whether to return those that install distributions, or all others.
        later: Of those that install, whether to return the ones that name versions, which may be
            later ones than this workspace's.
    """
    found = []
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if page.parent.name == "decisions" or text.startswith(GENERATED) or _GOES_ON.search(text):
            continue
        examples = [one for one in read_examples(page) if not one.not_run]
        typed = [line for one in examples for line in _typed(one) if "uv tool install" in line]
        names_versions = any("==" in line for line in typed)
        if examples and bool(typed) is installing and names_versions is later:
            found.append(page)
    return found


def chapters(first: Path) -> list[Path]:
    """Return a page and those that go on where it ends, in their order.

    Raises:
        ExampleError: Two pages go on from the same one.
    """
    found = [first]
    beside = [(page, page.read_text(encoding="utf-8")) for page in first.parent.glob("*.md")]
    while True:
        following = [page for page, text in beside if _GOES_ON.findall(text) == [found[-1].name]]
        if len(following) > 1:
            raise ExampleError(f"{len(following)} pages go on from {found[-1].name}")
        if not following:
            return found
        found += following


def _typed(example: Example) -> list[str]:
    return [line for line in example.text.splitlines() if line.startswith("$ ")]
