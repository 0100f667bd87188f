from __future__ import annotations

import pytest

from apps.pages.templatetags.people import initials


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Ferreira", "AF"),
        ("ada lovelace king", "AK"),
        ("Fernhill", "F"),
        ("hannah@example.com", "H"),
        ("Ada (personal)", "A"),
        ("Ada Ada", "A"),
        ("  ", "?"),
        ("", "?"),
    ],
)
def test_a_name_becomes_initials(name: str, shown: str) -> None:
    assert initials(name) == shown
