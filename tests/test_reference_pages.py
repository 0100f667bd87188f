"""The reference pages in the repository are what the code says."""

from __future__ import annotations

import pytest
from quickscale_core.plugin_api import contributions

from tools.checkout import ROOT
from tools.reference_pages import PAGES, reference_pages


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return reference_pages()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name: str, written: dict[str, str]) -> None:
    kept = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert kept == written[name], "run ./qs docs and commit docs/reference"


def test_every_contribution_is_described(written: dict[str, str]) -> None:
    for name in contributions.__all__:
        if isinstance(getattr(contributions, name), type) and name != "Contribution":
            assert f"# {name}\n" in written["contributions.md"]


def test_examples_are_code_without_prompts(written: dict[str, str]) -> None:
    assert ">>>" not in written["hooks.md"]
    assert "def contribute_settings(spec):\n    yield App(" in written["hooks.md"]
