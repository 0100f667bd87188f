"""Static files in as few pieces as a browser needs.

A stylesheet or script that names others and holds nothing else, such as ``theme/site.css``, is a
bundle. While one works on it, a browser loads what it names one by one; ``collectstatic`` puts what
is named in its place.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, Final

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

IMPORTS: Final = {
    ".css": re.compile(r'@import "([^"]+)";\s*'),
    ".js": re.compile(r'import "(\.[^"]+)";\s*'),
}
"""How a bundle names a file, by its own ending."""

COMMENT: Final = re.compile(r"^[ \t]*(?:/\*(?!!).*?\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
"""A comment on lines of its own, other than a licence (``/*!``)."""


class SiteFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Collects bundles in one piece, then names every file by its contents and compresses it."""

    def post_process(
        self, paths: dict[str, Any], *arguments: Any, **options: Any
    ) -> Iterator[tuple[str, str, Any]]:
        """Write every bundle, then do what is done to all files.

        Args:
            paths: The storage and the path in it that each file comes from, by the file's name.
            arguments: For what is done to all files.
            options: The same; with ``dry_run`` nothing is written.
        """
        scripts_and_styles = [name for name in paths if name.endswith(tuple(IMPORTS))]
        for name in [] if options.get("dry_run") else scripts_and_styles:
            if not named_in(name, read(paths, name)):
                continue
            self.delete(name)
            self._save(name, ContentFile(bundle(paths, name).encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, *arguments, **options)


def named_in(name: str, text: str) -> list[str]:
    """Return the static files that a bundle names; of what is none, nothing.

    Args:
        name: Its own name, which those it names are relative to.
        text: What it holds.
    """
    pattern = IMPORTS.get(posixpath.splitext(name)[1])
    text = COMMENT.sub("", text).strip()
    if pattern is None or pattern.sub("", text):
        return []
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, one)) for one in pattern.findall(text)]


def bundle(paths: dict[str, Any], name: str) -> str:
    """Return a bundle in one piece; names of one script stay unknown to the others.

    Args:
        paths: Where each file comes from.
        name: The bundle's.

    Raises:
        ValueError: It names a file that is not there.
    """
    texts = []
    for named in named_in(name, read(paths, name)):
        if named not in paths:
            raise ValueError(f"{name} names {named}, which no folder of static files holds")
        text = COMMENT.sub("", read(paths, named)).strip()
        texts.append(f"{{\n{text}\n}}\n" if name.endswith(".js") else f"{text}\n")
    return "".join(texts)


def read(paths: dict[str, Any], name: str) -> str:
    """Return the text of a static file."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text
