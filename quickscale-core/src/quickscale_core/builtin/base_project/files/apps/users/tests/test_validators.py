from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from apps.users.validators import validate_no_link, without_links

LINKS = [
    "https://evil.example/now",
    "Win at evil.example",
    "www.evil",
    "EVIL.COM",
    "evil\u3002com",
    "call 192.0.2.1",
    "javascript://x",
]
NAMES = ["Ada Ferreira", "J.R.R. Tolkien", "St. Mary's", "AC/DC", "Smith & Sons, Ltd.", "Nr. 5", ""]


@pytest.mark.parametrize("name", LINKS)
def test_a_name_holds_no_web_address(name: str) -> None:
    with pytest.raises(ValidationError, match="web addresses"):
        validate_no_link(name)

    validate_no_link(without_links(name))


@pytest.mark.parametrize("name", NAMES)
def test_other_names_stay_as_they_are(name: str) -> None:
    validate_no_link(name)

    assert without_links(name) == name
