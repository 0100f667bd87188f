"""Runs inside a project: renders the samples of the theme's components."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory


def main(source: str, target: str) -> None:
    """Render each sample; write its markup, or what it raised."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    samples: dict[str, str] = json.loads(Path(source).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="quickscale-samples-") as folder:
        # cotton compiles what the template loaders find, and nothing else
        settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], folder]
        django.setup()
        rendered = {name: render(Path(folder), name, text) for name, text in samples.items()}
    Path(target).write_text(json.dumps(rendered), encoding="utf-8")


def render(folder: Path, name: str, sample: str) -> dict[str, str]:
    """Return a sample's markup, or what it raised."""
    template = f"{name}-sample.html"
    (folder / template).write_text(sample, encoding="utf-8")
    request = RequestFactory().get("/sample/", {"q": "ada", "page": "3"})
    try:
        from dev.component_gallery.sample_data import sample_data

        return {"markup": render_to_string(template, sample_data(), request), "error": ""}
    except Exception as error:  # noqa: BLE001 - whatever a theme may raise is its finding
        return {"markup": "", "error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
