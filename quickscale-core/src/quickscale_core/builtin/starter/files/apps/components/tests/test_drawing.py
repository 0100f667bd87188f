"""Components look as django-cotton draws them, however little of it is done anew."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.template import Context, TemplateDoesNotExist, engines
from django.test import RequestFactory
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.safestring import mark_safe
from django_cotton.templatetags._component import cotton_component
from django_cotton.templatetags.cotton import register

from apps.components.blueprints import blueprint_of, read_besides, template_of
from apps.components.constant_parts import ConstantPart
from apps.components.drawing import KEPT, ComponentNode
from apps.components.reading import ADDRESSES, NOTHING, TOKEN, UnknownReadingError, names_read
from apps.pages.navigation import Link
from apps.users.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.template.base import Template
    from pytest_django import Settings

HOSTILE = "\"><script>alert('x')</script>"


@pytest.fixture(autouse=True)
def other_templates() -> Iterator[None]:
    """Forget templates before and after, so that nothing drawn by one test is met in another."""
    forget_templates()
    yield
    forget_templates()


def forget_templates() -> None:
    """Make the loaders read every template anew."""
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        loader.reset()


def compiled(source: str) -> Template:
    """Compile a page's source, its components written as django-cotton hands them to Django."""
    made: Template = engines["django"].from_string(source).template  # type: ignore[attr-defined]
    return made


def draw(source: str, **context: Any) -> str:
    """Draw a page."""
    return str(engines["django"].from_string(source).render(context))


PAGES = {
    "static": '{% cotton badge variant="success" %}Paid{% endcotton %}',
    "text": '{% cotton badge variant="{{ kind }}" %}{{ text }}{% endcotton %}',
    "nested": '{% cotton card title="{{ text }}" icon="users" %}{% cotton badge %}a{% endcotton %}'
    '{% cotton:slot footer %}{% cotton icon name="x" / %}{% endcotton:slot %}{% endcotton %}',
    "object": '{% cotton breadcrumbs :items="crumbs" / %}',
    "literal": '{% cotton stat :label="3" value="7" / %}',
    "passed on": '{% cotton button data-x="{{ text }}" disabled aria-label="x" %}Go{% endcotton %}',
    "unquoted": "{% cotton badge variant=kind %}{{ text }}{% endcotton %}",
    "not there": '{% cotton badge :variant="nothing.at.all" %}a{% endcotton %}',
    "chosen": '{% cotton component is="badge" variant="success" %}a{% endcotton %}',
    "alone": '{% cotton badge variant="{{ kind }}" only %}{{ text }}{% endcotton %}',
    "in a loop": "{% for c in crumbs %}{% cotton badge %}{{ forloop.counter }}{{ c.0 }}"
    "{% endcotton %}{% endfor %}",
    "unescaped": "{% autoescape off %}{% cotton badge %}{{ text }}{% endcotton %}"
    "{% endautoescape %}",
    "translated": "{% load i18n %}{% cotton theme-switch / %}",
    "a slot beside others": "{% load i18n %}{% cotton card title=text %}{% translate 'Done' %}"
    "{% cotton:slot footer %}{% translate 'Done' %}{% endcotton:slot %}{% if True %}"
    "{% cotton:slot actions %}{% cotton icon name='x' / %}{% endcotton:slot %}{% endif %}"
    "{% endcotton %}",
    "beside others": "{% load i18n %}{% cotton card %}{% translate 'Done' as said %}{{ text }}"
    '{% cotton badge variant="{{ said }}" %}{{ said }}{% endcotton %}{{ said }}{% endcotton %}'
    "{{ said }}",
    "an address": "{% cotton card %}{% url 'pages:home' as href %}{{ text }}{{ href }}"
    "{% url 'pages:home' %}{% if kind %}{% url 'pages:about' %}{% cotton icon name='x' / %}"
    "{% endif %}{% endcotton %}",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_component_looks_as_django_cotton_draws_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = {"kind": "success", "text": HOSTILE, "crumbs": [("A & B", "/a/"), ("C", "")]}
    page = engines["django"].from_string(PAGES[name])
    drawn = str(page.render({**context}))
    assert str(page.render({**context})) == drawn
    with monkeypatch.context() as theirs:
        theirs.setitem(register.tags, "cotton", cotton_component)
        forget_templates()
        assert draw(PAGES[name], **context) == drawn


def component(source: str) -> ComponentNode:
    """Return the one component of a page."""
    (node,) = compiled(source).nodelist.get_nodes_by_type(ComponentNode)
    assert isinstance(node, ComponentNode)
    return node


def test_what_reads_nothing_is_drawn_once_in_each_language() -> None:
    node = component("{% cotton theme-switch / %}")
    drawn = node.render(Context())
    assert node.render(Context()) is drawn
    with translation.override("de"):
        assert node.render(Context()) is not drawn


def test_what_is_drawn_from_plain_values_is_kept() -> None:
    one, other = (
        component('{% cotton badge variant="{{ kind }}" %}a{% endcotton %}') for _ in "ab"
    )
    drawn = one.render(Context({"kind": "success"}))
    assert other.render(Context({"kind": "success"})) is drawn
    assert other.render(Context({"kind": "warning"})) != drawn


def test_no_more_is_kept_than_there_is_room_for() -> None:
    node = component('{% cotton badge variant="{{ kind }}" %}a{% endcotton %}')
    for number in range(KEPT + 1):
        node.render(Context({"kind": str(number)}))
    assert len(blueprint_of(template_of(node)).kept) == 1


def test_a_text_is_not_taken_for_one_that_is_safe() -> None:
    node = component('{% cotton badge :variant="kind" %}a{% endcotton %}')
    assert HOSTILE in node.render(Context({"kind": mark_safe(HOSTILE)}))  # noqa: S308 - on purpose
    assert HOSTILE not in node.render(Context({"kind": HOSTILE}))


def test_numbers_and_truth_are_not_taken_for_each_other() -> None:
    node = component('{% cotton stat :label="value" value="a" / %}')
    drawn = {node.render(Context({"value": value})) for value in (1, True, 1.0)}
    assert len(drawn) == 3


@pytest.mark.parametrize(
    "source",
    [
        '{% cotton time :value="item" / %}',  # how long ago it is
        '{% cotton pagination :page="item" / %}',  # the address of the page it is on
        '{% cotton component is="{{ item }}" / %}',
        "{% cotton badge only %}{{ item }}{% endcotton %}",
    ],
)
def test_what_reads_more_than_its_attributes_is_drawn_each_time(source: str) -> None:
    node = component(source)
    assert read_besides(node, set()) is None
    if not node.only and node.component_name != "component":
        assert not blueprint_of(template_of(node)).closed


TRANSLATED = """
{% load i18n %}
{% blocktranslate with a=b count n=c %}{{ a }}{% plural %}{{ d }}{{ n }}{% endblocktranslate %}
"""


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ a.b|default:c }}{{ 'd' }}{{ True }}{{ 3 }}", {"a", "c"}),
        (
            "{% for a in b %}{{ a }}{{ forloop.counter }}{{ c }}{% empty %}{{ a }}{% endfor %}",
            {*"abc"},
        ),
        ("{% with a=b %}{{ a }}{% endwith %}{{ a.c }}", {*"ab"}),
        (
            "{% if a and not b.c == d|length %}{{ e }}{% elif f %}{% else %}{{ g }}{% endif %}",
            {*"abdefg"},
        ),
        ("{% load i18n %}{% translate 'x' as a %}{{ a }}{% translate b %}", {"b"}),
        ("{% load i18n %}{{ a }}{% translate 'x' as a %}", {"a"}),
        ("{% load i18n %}{% if b %}{% translate 'x' as a %}{% endif %}{{ a }}", {*"ab"}),
        (
            TRANSLATED,
            {*"bcd"},
        ),
        ("{% load static %}{% static a %}{% static 'x' as c %}{{ c }}", {"a"}),
        ("{% url 'pages:home' a b=c %}", {*"ac", *ADDRESSES}),
        ("{% csrf_token %}{{ a }}", {"a", *TOKEN}),
        ("{% firstof a b 'c' %}{% widthratio d e 100 %}{# f #}", {*"abde"}),
        ('{% cotton badge variant=a :b="c" %}{{ d }}{% endcotton %}', {*"acd"}),
    ],
)
def test_names_are_found_where_they_are_read(source: str, names: set[str]) -> None:
    assert names_read(compiled(source).nodelist, lambda _: NOTHING) == names


@pytest.mark.parametrize(
    "source",
    ["{% now 'c' %}", "{{ a|random }}", "{{ a|timesince }}", "{% debug %}"],
)
def test_nothing_is_said_of_what_may_read_anything(source: str) -> None:
    with pytest.raises(UnknownReadingError):
        names_read(compiled(source).nodelist, lambda _: NOTHING)


def test_a_component_that_is_missing_fails_only_where_it_is_drawn() -> None:
    page = "{% if shown %}{% cotton missing / %}{% endif %}"
    page = f"{{% cotton badge %}}{page}{{% endcotton %}}"
    assert draw(page, shown=False) == draw("{% cotton badge %}{% endcotton %}")
    with pytest.raises(TemplateDoesNotExist):
        draw(page, shown=True)


@pytest.mark.parametrize("call", ["{% cotton greeting / %}", "{% cotton outer / %}"])
def test_a_name_without_a_value_is_read_anew_for_each_reader(
    call: str, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "cotton"
    folder.mkdir()
    (folder / "greeting.html").write_text("{% cotton:vars user / %}Hello {{ user }}")
    (folder / "outer.html").write_text("<p>{% cotton greeting / %}</p>")
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [str(tmp_path), *changed[0]["DIRS"]]
    settings.TEMPLATES = changed
    page = engines["django"].from_string(call)

    for name in ("Ada", "Grace"):
        request = RequestFactory().get("/")
        request.user = User(email=name)
        assert f"Hello {name}" in page.render({}, request)


def test_other_settings_are_drawn_anew(settings: Settings) -> None:
    node = component('{% cotton icon name="x" / %}')
    drawn = node.render(Context())
    settings.STATIC_URL = "/elsewhere/"
    assert "/elsewhere/" in node.render(Context()) != drawn


LINK = Link(label="A & B", href="/a/", icon="users")


def draw_for(source: str, reader: str = "", **context: Any) -> str:
    """Draw a page for a reader, with a token of theirs."""
    request = RequestFactory().get("/")
    request.user = User(email=reader)
    request.META["CSRF_COOKIE"] = reader[:1] * 32
    return str(engines["django"].from_string(source).render(context, request))


def test_what_stands_beside_each_other_and_reads_nothing_is_drawn_once() -> None:
    page = compiled(
        "{% load i18n %}{% cotton card %}{% translate 'Done' as said %}<b>{{ said }}</b>"
        "{{ text }}{% if text %}{{ said }}{% translate 'Done' %}{% endif %}{% endcotton %}"
    )
    drawn = [page.render(Context({"text": text})) for text in ("first", "second", "second")]
    parts = page.nodelist.get_nodes_by_type(ConstantPart)
    assert [len(part.drawn) for part in parts] == [1, 1]  # type: ignore[attr-defined]
    assert ["first" in it for it in drawn] == [True, False, False]
    assert all("<b>Done</b>" in it for it in drawn)
    assert drawn[1] == drawn[2]
    assert drawn[0].replace("first", "second") == drawn[1]


def test_a_name_that_is_set_inside_is_there_each_time_for_what_follows() -> None:
    page = "{% load i18n %}{% cotton card %}{% translate 'Done' as said %}{% endcotton %}{{ said }}"
    made = engines["django"].from_string(page)
    first = made.render({})
    assert first.endswith("Done")
    assert made.render({}) == first


def test_addresses_begin_with_the_prefix_of_each_request() -> None:
    source = "{% cotton badge %}{% url 'pages:home' %}{% endcotton %}"
    page = engines["django"].from_string(f"{source}{{% cotton quick-open / %}}")
    before = get_script_prefix()
    try:
        for prefix in ("/", "/t/one/", "/t/two/", "/t/one/"):
            set_script_prefix(prefix)
            drawn = page.render({})
            assert f">{prefix}<" in drawn
            assert f'href="{prefix}quick-open/"' in drawn
    finally:
        set_script_prefix(before)


def test_a_form_holds_the_token_of_its_own_reader() -> None:
    post = replace(LINK, method="post")
    source = '{% cotton nav-link :item="item" / %}'
    assert "csrfmiddlewaretoken" not in draw(source, item=post)  # there is no request
    drawn = [draw_for(source, reader, item=post) for reader in ("ada", "grace", "ada")]
    assert all(it.count("csrfmiddlewaretoken") == 1 for it in drawn)
    assert len(set(drawn)) == 3


def test_a_link_without_a_form_is_kept_by_what_it_says() -> None:
    source = '{% cotton nav-link :item="item" / %}'
    drawn = draw_for(source, "ada", item=LINK)
    kept = blueprint_of(template_of(component(source))).kept
    assert [*kept.values()] == [drawn]
    assert draw_for(source, "grace", item=replace(LINK)) == drawn
    other = draw_for(source, "ada", item=replace(LINK, label="C", current=True))
    assert 'aria-current="page"' in other != drawn
    assert len(kept) == 2
