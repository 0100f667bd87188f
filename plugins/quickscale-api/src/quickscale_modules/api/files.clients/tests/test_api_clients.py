"""Clients of the API are made from its schema."""

from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from apps.api import schema
from dev import api_clients, api_collection

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def of_keys() -> dict[str, Any]:
    return schema.for_keys()


def test_clients_hold_what_keys_open_and_no_sessions(of_keys: dict[str, Any]) -> None:
    said = str(of_keys)

    assert "/api/v1/me/" in of_keys["paths"]
    assert "/api/v1/keys/" not in of_keys["paths"]
    assert "session" not in of_keys["components"]["securitySchemes"]
    assert {"Problem", "FieldError"} <= set(of_keys["components"]["schemas"])
    for name in of_keys["components"]["schemas"]:
        assert f"#/components/schemas/{name}'" in said


def test_the_schema_of_clients_is_printed(of_keys: dict[str, Any]) -> None:
    printed = StringIO()

    call_command("api_schema", "--print", stdout=printed)

    assert printed.getvalue() == schema.text_of(of_keys)


def test_a_python_client_is_made(
    of_keys: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api_clients.make_python(of_keys, tmp_path / "python", "1.2.3")

    folder = tmp_path / "python"
    assert 'version = "1.2.3"' in (folder / "pyproject.toml").read_text()
    [package] = [path.parent for path in folder.glob("*/client.py")]
    monkeypatch.syspath_prepend(folder)
    client = __import__(package.name).AuthenticatedClient(base_url="http://test", token="secret")
    assert client.get_httpx_client().headers["Authorization"] == "Bearer secret"
    for name in [name for name in sys.modules if name.partition(".")[0] == package.name]:
        del sys.modules[name]


def test_a_collection_has_every_request(of_keys: dict[str, Any]) -> None:
    files = api_collection.collection_files(of_keys)

    requests = [name for name in files if name.count("/") == 1 and "environments" not in name]
    assert len(requests) == sum(len(methods) for methods in of_keys["paths"].values())
    change = files["me/me_partial_update.bru"]
    assert "patch {\n  url: {{site}}/api/v1/me/\n  body: json\n  auth: inherit\n}" in change
    assert "headers {\n  ~Idempotency-Key:\n  ~If-Match:\n}" in change
    assert '"name": ""' in change
    assert "token: {{key}}" in files["collection.bru"]


def test_what_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(api_clients, "OUTPUT", tmp_path)
    monkeypatch.setattr(api_clients, "schema", dict)
    monkeypatch.setattr("shutil.which", lambda _name: None)

    assert api_clients.main(["typescript"]) == 1
    assert "npm is not installed" in capsys.readouterr().err
