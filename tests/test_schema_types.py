"""The React app's types of the API are what the modules' parts of its schema say."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from tools import schema_types
from tools.checkout import ROOT
from tools.node import node_path

if TYPE_CHECKING:
    from pathlib import Path

SCRATCH = ROOT / ".tools" / "schema-types"


@pytest.fixture(autouse=True)
def _node() -> None:
    if node_path() is None and not os.environ.get("CI"):
        pytest.skip("no Node is here, and none can be installed")


def kept() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in schema_types.kept()}


def test_types_are_current() -> None:
    assert schema_types.kept()
    for place, text in schema_types.current(kept(), SCRATCH).items():
        assert place.read_text(encoding="utf-8") == text, f"{place}: run ./qs schema-types"


def test_what_is_not_current_is_written_anew() -> None:
    place, text = next(iter(kept().items()))
    stale = text.splitlines()[0] + "\n\nexport type Gone = string;\n"

    assert schema_types.current({place: stale}, SCRATCH) == {place: text}


def test_a_first_file_names_an_app_that_has_an_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema_types.main(["nowhere"]) == 1
    assert "no plugin has an app 'nowhere' with an API; there are " in capsys.readouterr().err


def test_no_two_parts_of_the_schema_give_one_name_to_two_things() -> None:
    known: dict[tuple[str, str], tuple[str, object]] = {}
    for app, place in schema_types.parts().items():
        part = json.loads(place.read_text(encoding="utf-8"))
        for kind, things in {"paths": part["paths"], **part["components"]}.items():
            for name, thing in things.items():
                other, said = known.setdefault((kind, name), (app, thing))
                assert said == thing, f"{kind}: {name} of {other} is another one in {app}"


def test_types_hold_nothing_that_runs() -> None:
    other = re.compile(r"^(?!export type )(export|import|const|function|class)\b", re.MULTILINE)
    for place, text in kept().items():
        assert not other.search(text), place
        assert "ClientOptions" not in text, place


def test_what_the_api_answers_is_declared_by_no_hand() -> None:
    for place in schema_types.kept():
        for path in place.parent.glob("*.ts*"):
            text = path.read_text(encoding="utf-8") if path != place else ""
            declared = re.findall(r"^(?:export )?(?:interface|type) (\w+)", text, re.MULTILINE)
            asked = re.findall(r"\w+", " ".join(re.findall(r"\bapi<([^(]+)>\(", text)))
            assert not set(declared) & set(asked), path
