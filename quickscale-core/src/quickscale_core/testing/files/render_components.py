"""Runs inside a project: renders the samples of the theme's components."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*')
"""What is another one in each form."""


def main(source: str, target: str) -> None:
    """Render each sample, again, and by django-cotton alone; write the markup or what it raised."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    samples: dict[str, str] = json.loads(Path(source).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="quickscale-samples-") as folder:
        # cotton compiles what the template loaders find, and nothing else
        settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], folder]
        django.setup()
        from dev.components import sample_data

        def draw(name: str) -> dict[str, str]:
            return render(Path(folder), name, samples[name], data)

        data = sample_data()
        rendered = {name: draw(name) for name in samples}
        for name in samples:
            rendered[name]["again"] = draw(name)["markup"]
        draw_by_django_cotton()
        for name in samples:
            rendered[name]["django_cotton"] = draw(name)["markup"]
    Path(target).write_text(json.dumps(rendered), encoding="utf-8")


def draw_by_django_cotton() -> None:
    """Give the tag of a component back to django-cotton."""
    from django_cotton.templatetags._component import cotton_component
    from django_cotton.templatetags.cotton import register

    register.tag("cotton", cotton_component)
    for loader in engines["django"].engine.template_loaders:
        loader.reset()


def render(folder: Path, name: str, sample: str, data: dict[str, object]) -> dict[str, str]:
    """Return a sample's markup, or what it raised.

    Args:
        folder: Where templates are found.
        name: Of the component.
        sample: Its template.
        data: What the samples name.
    """
    template = f"{name}-sample.html"
    (folder / template).write_text(sample, encoding="utf-8")
    request = RequestFactory().get("/sample/", {"q": "ada", "page": "3"})
    try:
        markup = render_to_string(template, data, request)
        return {"markup": TOKEN.sub("", markup), "error": ""}
    except Exception as error:  # noqa: BLE001 - whatever a theme may raise is its finding
        return {"markup": "", "error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
