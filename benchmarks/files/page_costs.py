"""Runs inside a project with demo data: what each page costs, and its HTML out of a flat template.

``python page_costs.py EMAIL ROUNDS`` prints a list in JSON: one entry for each page that has an
address without arguments, as a stranger and as the demo's founder.
"""

# ruff: noqa: PLC0415, PLR2004 - Django is imported once it is set up, and 200 is no magic number

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import tempfile
import time
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.urls import URLResolver, get_resolver, include, path, reverse
from django.urls.exceptions import NoReverseMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse
    from django.test import Client

LEFT_OUT = ("logout", "admin:", "stripe_offline:", "dev_")
"""Beginnings and endings of names of routes that are not measured."""


def set_up(templates: Path) -> None:
    """Start Django as production does, with a folder for flat templates."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.LOGGING_CONFIG = None
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], templates]
    settings.STORAGES["staticfiles"]["BACKEND"] = "apps.ops.static_files.SiteFilesStorage"
    django.setup()
    logging.disable(logging.CRITICAL)
    flat = types.ModuleType("flat_urls")
    flat.urlpatterns = [  # type: ignore[attr-defined]
        path("flat/<str:name>/", serve_flat),
        path("flat/in/<str:name>/", signed_in(serve_flat)),
        path("", include(settings.ROOT_URLCONF)),
    ]
    sys.modules["flat_urls"] = flat
    settings.ROOT_URLCONF = "flat_urls"


def serve_flat(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a page out of one flat template."""
    from django.shortcuts import render

    return render(request, f"{name}.html")


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view for signed-in people."""
    from django.contrib.auth.decorators import login_required

    return login_required(view)


def names(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Yield the names of all routes."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from names(pattern.url_patterns, inner)
        elif pattern.name and not (before + pattern.name).startswith(LEFT_OUT):
            yield before + pattern.name


def is_page(client: Client, address: str) -> bool:
    """Tell whether an address answers with a page."""
    answer = client.get(address)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def pages(stranger: Client, founder: Client) -> Iterator[tuple[str, str, Client]]:
    """Yield each page once, to a stranger where strangers see it: address, reader, client."""
    for name in dict.fromkeys(names(get_resolver().url_patterns)):
        for arguments in ({}, {"slug": "blue-harbour"}):
            try:
                address = reverse(name, kwargs=arguments)
            except NoReverseMatch:
                continue
            if name.endswith("logout"):
                continue
            if is_page(stranger, address):
                yield address, "a stranger", stranger
            elif is_page(founder, address):
                yield address, "the founder", founder
    yield "/", "the founder", founder


def cost(client: Client, address: str) -> float:
    """Return the CPU seconds of one request."""
    begun = time.process_time()
    client.get(address)
    return time.process_time() - begun


def measure(email: str, rounds: int, templates: Path) -> Iterator[dict[str, Any]]:
    """Yield what each page costs: the least of some rounds, both sides in turn."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    stranger, founder = Client(), Client()
    founder.force_login(get_user_model().objects.get(email=email))
    for number, (address, reader, client) in enumerate([*pages(stranger, founder)]):
        body = client.get(address).content.decode()
        source = "{% verbatim flat %}" + body + "{% endverbatim flat %}"
        (templates / f"flat{number}.html").write_text(source, encoding="utf-8")
        flat = f"/flat/in/flat{number}/" if client is founder else f"/flat/flat{number}/"
        client.get(flat)
        gc.collect()
        gc.disable()
        taken = [(cost(client, address), cost(client, flat)) for _ in range(rounds)]
        gc.enable()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        ours, theirs = (min(side) for side in zip(*taken, strict=True))
        yield {
            "address": address,
            "reader": reader,
            "asks_for_password": 'type="password"' in body,
            "ours": ours,
            "flat": theirs,
            "queries": len(queries),
        }


def main(email: str, rounds: str) -> None:
    """Print what each page costs."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        print(json.dumps([*measure(email, int(rounds), Path(folder))]))


if __name__ == "__main__":
    main(*sys.argv[1:])
