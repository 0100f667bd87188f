"""What contributions name is there, and what is rendered can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec

if TYPE_CHECKING:
    from conftest import Workshop

CASES = {
    'App(path="apps.blog")': "App of blog 1.0.0 (acme-blog) names apps.blog, which no file",
    'UrlInclude(prefix="blog/", module="apps.blog.urls")': "names apps.blog.urls, which no file",
    'Middleware(path="apps.blog.middleware.Blog")': "names apps.blog.middleware.Blog, which",
    'NavItem(name="blog", label="Blog", url="blog", icon="pizza")': 'has the icon "pizza", which',
    'DashboardNumbers(name="blog", source="apps.blog.dashboard.numbers")': (
        "names apps.blog.dashboard.numbers, which no file"
    ),
    'DashboardStep(name="b", label="L", body="B", url="u", icon="user", done="apps.blog.a.b")': (
        "names apps.blog.a.b, which no file"
    ),
    'PagePlace(name="b", summary="S."), PagePart(name="b", place="b", template="blog/part.html")': (
        "has the template blog/part.html,"
    ),
    'AdminNumbers(name="b", source="apps.blog.numbers.day")': "names apps.blog.numbers.day, which",
    'DashboardCard(name="blog", template="blog/card.html")': "has the template blog/card.html,",
}


def refusal(workshop: Workshop) -> str:
    request = ProjectSpec(name="my-app", theme="starter", modules={"blog": ModuleRequest()})
    with pytest.raises(QuickScaleError) as caught:
        compose_project(request, workshop.registry())
    return str(caught.value)


@pytest.mark.parametrize("settings", CASES)
def test_what_is_named_and_not_there_is_told(workshop: Workshop, settings: str) -> None:
    workshop.core()
    workshop.plugin("blog", settings=settings)
    said = refusal(workshop)
    assert CASES[settings] in said
    assert "plugin.py:" in said


def test_all_of_it_is_told_at_once(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin("blog", settings=", ".join(CASES))
    said = refusal(workshop)
    assert all(what in said for what in CASES.values())


def test_what_is_there_is_found(workshop: Workshop) -> None:
    workshop.core()
    files = {
        "apps/blog/__init__.py": "",
        "apps/blog/urls/__init__.py": "urlpatterns = []\n",
        "apps/blog/a.py": "b = None\n",
        "apps/blog/dashboard.py": "numbers = None\n",
        "apps/blog/middleware.py": "Blog = None\n",
        "apps/blog/numbers.py": "day = None\n",
        "apps/blog/templates/blog/card.html": "<p>",
        "apps/blog/templates/blog/part.html": "<p>",
        "static/theme/icons.svg": '<svg><symbol id="pizza"></symbol></svg>',
    }
    workshop.plugin("blog", settings=", ".join(CASES), files=files)
    request = ProjectSpec(name="my-app", theme="starter", modules={"blog": ModuleRequest()})
    assert "apps/blog/middleware.py" in compose_project(request, workshop.registry()).tree


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.py", "x = <<options>>("), ("a.toml", "a = << spec.name >>"), ("a.json", "{<< 1 >>}")],
)
def test_what_is_rendered_can_be_read(workshop: Workshop, path: str, text: str) -> None:
    workshop.core()
    workshop.plugin("blog", files={f"{path}.j2": text})
    assert f"{path} cannot be read, as blog renders it" in refusal(workshop)
