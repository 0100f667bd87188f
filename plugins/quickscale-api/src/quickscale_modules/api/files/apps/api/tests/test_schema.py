"""The checked-in parts of the schema are what the views are, and make one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from apps.api import schema
from apps.api.breaking import breaking_changes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("package", schema.packages())
def test_the_schema_of_an_app_is_current(package: str) -> None:
    kept, now = schema.kept(package), schema.generated(package)

    broken = "\n".join(breaking_changes(kept, now))
    assert not broken, f"{broken}\nIf that is wanted: manage.py api_schema --accept-breaking"
    assert kept == now, "run manage.py api_schema, and commit what it writes"


def test_the_parts_make_one_schema_that_is_served() -> None:
    answer = Client().get("/api/v1/schema/")

    assert answer.status_code == 200
    found = answer.json()
    assert found["openapi"] == "3.1.0"
    assert len(found["paths"]) == sum(len(schema.kept(one)["paths"]) for one in schema.packages())


def test_every_operation_says_how_it_is_refused() -> None:
    operations = [
        operation for methods in schema.merged()["paths"].values() for operation in methods.values()
    ]

    assert operations
    for operation in operations:
        refusal = operation["responses"]["default"]["content"]["application/problem+json"]
        assert refusal["schema"]["$ref"].endswith("/Problem")


def test_what_may_be_null_is_said_in_the_words_of_openapi_3_1() -> None:
    for package in schema.packages():
        assert '"nullable"' not in schema.text_of(schema.kept(package)), package


def part(answer: dict[str, Any], sent: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a part of a schema with one operation."""
    content = {"content": {"application/json": {"schema": answer}}}
    body = {"requestBody": {"content": {"application/json": {"schema": sent or {}}}}}
    operation = {"responses": {"200": content}, **body, **more}
    return {"paths": {"/things/": {"post": operation}}}


NAME: dict[str, Any] = {"type": "object", "properties": {"name": {"type": "string"}}}
OLD = part(NAME, {**NAME, "required": []}, parameters=[{"name": "q"}])


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"paths": {}}, "POST /things/ is gone."),
        (part({"type": "object"}, NAME, parameters=[{"name": "q"}]), "answer 200: 'name' is gone."),
        (part(NAME, NAME), "no longer takes 'q'."),
        (
            part(NAME, NAME, parameters=[{"name": "q"}, {"name": "r", "required": True}]),
            "now needs 'r'.",
        ),
        (
            part(NAME, {**NAME, "required": ["name"]}, parameters=[{"name": "q"}]),
            "'name' has to be sent now.",
        ),
        (
            part(
                {"type": "object", "properties": {"name": {"type": "integer"}}},
                NAME,
                parameters=[{"name": "q"}],
            ),
            "'name': is integer now, and was string.",
        ),
    ],
)
def test_what_breaks_clients_is_said(new: dict[str, Any], said: str) -> None:
    assert any(one.endswith(said) for one in breaking_changes(OLD, new))


def test_what_clients_need_not_notice_is_not_said() -> None:
    more = {"type": "object", "properties": {**NAME["properties"], "size": {"type": "integer"}}}
    new = part(more, more, parameters=[{"name": "q"}, {"name": "r"}])

    assert breaking_changes(OLD, {"paths": {**new["paths"], "/more/": {}}}) == []


def test_the_command_breaks_clients_only_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "file_of", lambda package: tmp_path / f"{package}.json")
    [first, *_rest] = schema.packages()
    broken = schema.generated(first)
    broken["paths"] = {"/api/v1/gone/": {"get": {"responses": {}}}}
    schema.file_of(first).write_text(schema.text_of(broken), "utf-8")

    with pytest.raises(CommandError, match="GET /api/v1/gone/ is gone"):
        call_command("api_schema")
    assert schema.kept(first) == broken

    call_command("api_schema", "--accept-breaking")
    assert [schema.kept(one) for one in schema.packages()] == [
        schema.generated(one) for one in schema.packages()
    ]
