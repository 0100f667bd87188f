"""The page that describes the API to whoever writes programs for it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from apps.accounts.tests.factories import MemberFactory
from apps.api import reference
from apps.api.schema import merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Client:
    client = Client()
    client.force_login(MemberFactory.create())
    return client


def text_of(page: Client) -> str:
    """Return the page as it is sent."""
    answer = page.get("/api/v1/docs/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_operation_and_object_of_the_schema_is_there(page: Client) -> None:
    schema = merged()
    text = text_of(page)

    for path, item in schema["paths"].items():
        for method in item:
            assert escape(f"{method.upper()} {path}") in text
    for name in schema["components"]["schemas"]:
        assert f'id="object-{name}"' in text


def test_every_link_leads_to_an_object_of_the_page(page: Client) -> None:
    text = text_of(page)
    links = set(re.findall(r'href="#(object-[^"]*)"', text))

    assert links
    assert links <= set(re.findall(r'id="(object-[^"]*)"', text))


def test_the_policy_lets_all_of_it_in(page: Client) -> None:
    [main] = re.findall(r"<main.*</main>", text_of(page), re.DOTALL)

    assert "<script" not in main
    assert "<style" not in main
    assert " style=" not in main


def test_it_is_for_people_who_are_signed_in() -> None:
    answer = Client().get("/api/v1/docs/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("schema", "notation"),
    [
        ({}, "any"),
        ({"type": "string"}, "string"),
        ({"type": ["string", "null"]}, "string | null"),
        ({"$ref": "#/components/schemas/Key"}, "Key"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Key"}}, "Key[]"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "(string | null)[]"),
        ({"type": ["array", "null"], "items": {"type": "string"}}, "string[] | null"),
        ({"enum": ["month", None]}, '"month" | null'),
        ({"oneOf": [{"$ref": "#/components/schemas/Key"}, {"type": "null"}]}, "Key | null"),
        ({"allOf": [{"$ref": "#/components/schemas/Key"}]}, "Key"),
    ],
)
def test_types_are_written_as_typescript_has_them(schema: dict[str, object], notation: str) -> None:
    assert reference.notation(schema) == notation


def test_an_operation_says_who_calls_it_and_what_it_takes() -> None:
    found = reference.operations(
        {
            "paths": {
                "/api/v1/things/": {
                    "post": {
                        "tags": ["things"],
                        "description": "Make a thing.",
                        "parameters": [
                            {"name": "q", "required": True, "schema": {"type": "string"}}
                        ],
                        "requestBody": {
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Thing"}
                                }
                            }
                        },
                        "security": [{"key": []}, {"session": []}, {}],
                        "responses": {"204": {}, "default": {"description": "A refusal."}},
                    }
                }
            }
        }
    )

    [made] = found["things"]
    assert (made.method, made.path, made.text) == ("POST", "/api/v1/things/", "Make a thing.")
    assert made.callers == ("programs with a key", "people who are signed in", "everybody")
    assert [(one.name, one.notes) for one in made.parameters] == [("q", ("required",))]
    assert made.body is not None
    assert made.body.object_name == "Thing"
    assert [(one.name, one.text) for one in made.answers] == [
        ("204", "No content"),
        ("Any other status", "A refusal."),
    ]


def test_an_object_says_what_holds_for_its_fields() -> None:
    fields = {
        "id": {"type": "string", "format": "uuid", "readOnly": True},
        "name": {"type": "string", "maxLength": 9, "description": "For people."},
    }
    thing = {"type": "object", "properties": fields, "required": ["name"]}
    state = {"type": "string", "enum": ["on", "off"]}

    first, second = reference.objects({"components": {"schemas": {"Thing": thing, "State": state}}})

    assert (first.name, first.notation, first.fields) == ("State", '"on" | "off"', ())
    assert [one.notes for one in second.fields] == [
        ("read only", "uuid"),
        ("required", "at most 9 characters"),
    ]
    assert second.fields[1].text == "For people."
