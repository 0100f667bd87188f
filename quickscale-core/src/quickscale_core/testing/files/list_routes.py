"""Runs inside a project: writes every URL pattern that can be asked for."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.urls import URLPattern, URLResolver, get_resolver


def routes(
    resolver: URLResolver, names: tuple[str, ...] = (), apps: tuple[str, ...] = (), path: str = ""
) -> Iterator[dict[str, object]]:
    """Yield the patterns below a resolver, those of namespaces with their namespace's name."""
    for entry in resolver.url_patterns:
        below = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            owners = (*apps, entry.app_name) if entry.app_name else apps
            yield from routes(entry, inner, owners, below)
        elif isinstance(entry, URLPattern):
            arguments = {*entry.pattern.converters, *entry.pattern.regex.groupindex}
            yield {
                "name": ":".join([*names, entry.name or ""]),
                "pattern": below,
                "arguments": sorted(arguments),
                "unnamed": entry.pattern.regex.groups - len(entry.pattern.regex.groupindex),
                "view": entry.lookup_str,
                "apps": list(apps),
            }


def main(target: str) -> None:
    """Write the routes as JSON."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    django.setup()
    Path(target).write_text(json.dumps(list(routes(get_resolver()))), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[2])
