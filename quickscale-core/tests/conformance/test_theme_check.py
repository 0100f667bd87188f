"""A stranger's theme that is written from the stylesheets alone is told what it lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.conformance.projects import failed_tests, run_theme_suite
from quickscale_core.new_plugin.distribution import NewPlugin, plugin_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quickscale_core.testing import MakeProject

APP = """\
{% extends "base.html" %}
{% block body %}
  <nav aria-label="Main">{% for item in nav.main %}<c-nav-link :item="item" />{% endfor %}</nav>
  {% block breadcrumbs %}{% endblock breadcrumbs %}
  <h1>{% block heading %}{% endblock heading %}</h1>
  {% block actions %}{% endblock actions %}
  <main id="main" tabindex="-1">
    <c-messages :messages="messages" />
    {% block content %}{% endblock content %}
  </main>
{% endblock body %}
"""
"""An app layout with every block, and without the slots, the user's menu and the settings' own."""

OLD: Final = {
    "templates/layouts/settings.html": """\
{% extends "layouts/app.html" %}
{% load i18n %}
{% block heading %}{% translate "Settings" %}{% endblock heading %}
{% block aside %}
  <nav aria-label="{% translate 'Settings' %}">
    {% for section in settings_sections %}<c-nav-link :item="section" />{% endfor %}
  </nav>
{% endblock aside %}
""",
    "templates/cotton/nav_link.html": """\
<c-vars item="" />
{% if item.method == "post" %}
  <form method="post" action="{{ item.href }}">
    {% csrf_token %}
    <button type="submit"><span>{{ item.label }}</span></button>
  </form>
{% else %}
  <a href="{{ item.href }}"{% if item.current %} aria-current="page"{% endif %}>
    {% if item.icon %}<c-icon name="{{ item.icon }}" />{% endif %}
    <span>{{ item.label }}</span>
  </a>
{% endif %}
""",
    "templates/cotton/dropdown.html": """\
<c-vars label="" icon="" variant="outline" size="md" />
<details class="dropdown" data-dropdown>
  <summary class="btn">{{ label }}</summary>
  <div class="dropdown-list">{{ slot }}</div>
</details>
""",
}
"""A theme from before quick open, the switcher, groups of settings and menus of rows."""


@pytest.fixture
def failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quickscale_project: MakeProject
) -> Callable[..., set[str]]:
    """Return a function that tells which tests of the suite a new theme fails."""

    def run(files: dict[str, str], only: str) -> set[str]:
        plugin = NewPlugin("dusk", "theme")
        source = tmp_path / "src"
        for path, data in plugin_files(plugin).items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        for path, text in files.items():
            target = source / "quickscale_themes" / "dusk" / "files" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        info = source / "quickscale_theme_dusk-0.1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Name: quickscale-theme-dusk\nVersion: 0.1.0\n\n")
        entry = "[quickscale]\ndusk = quickscale_themes.dusk.plugin\n"
        (info / "entry_points.txt").write_text(entry)
        monkeypatch.setenv("PYTHONPATH", str(source))
        python = quickscale_project(theme="starter").python
        done = run_theme_suite("dusk", python, tmp_path / "suite", "-k", only)
        return {it.partition(" - ")[0] for it in failed_tests(done.output)}

    return run


def test_a_new_theme_does_what_every_theme_does(failures: Callable[..., set[str]]) -> None:
    assert failures({}, "slot or settings_area or message or block") == set()


def test_a_theme_from_before_takes_what_it_lacks_from_its_parent(
    failures: Callable[..., set[str]],
) -> None:
    assert failures(OLD, "settings_area or slot or link_of or quick_open_is or quick-open") == set()


def test_a_layout_that_lost_slots_and_navigation_is_told_so(
    failures: Callable[..., set[str]],
) -> None:
    found = failures({"templates/layouts/app.html": APP}, "slot or settings_area or link or files")
    assert {
        "test_a_slot_is_filled_where_it_belongs[page_top-app]",
        "test_a_slot_is_filled_where_it_belongs[sidebar_top-settings]",
        "test_the_settings_area_leads_to_all_of_its_sections[first-first]",
        "test_a_link_of_each_area_is_on_its_pages[user]",
        "test_a_link_that_posts_is_a_form_with_its_token",
    } <= found
    assert not [it for it in found if "head" in it or "public" in it]
    assert "test_its_files_keep_the_contract" not in found
