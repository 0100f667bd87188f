from __future__ import annotations

import re

import pytest
from quickscale_core.plugin_api.contributions import EnvVar
from quickscale_core.writing.dotenv import complete_dotenv, missing_variables

SECRET = EnvVar(name="SECRET_KEY", comment="Signs sessions", secret=True, generate=True)
LOCAL = EnvVar(name="DEBUG", comment="Shows errors", local="true")
OPEN = EnvVar(name="DATABASE_URL", comment="Another database")


def test_a_fresh_file_has_secrets_local_answers_and_hints() -> None:
    text = complete_dotenv("", [SECRET, LOCAL, OPEN])
    assert re.search(r"\n# Signs sessions\nSECRET_KEY=[\w-]{50}\n", text, re.ASCII)
    assert "\n# Shows errors\nDEBUG=true\n" in text
    assert text.endswith("\n# Another database\n# DATABASE_URL=\n")
    assert text.startswith("# This machine's own settings and secrets.")


def test_no_two_files_share_a_secret() -> None:
    assert complete_dotenv("", [SECRET]) != complete_dotenv("", [SECRET])


def test_what_the_file_holds_stays_and_only_what_lacks_is_added() -> None:
    held = "SECRET_KEY=mine\n#DATABASE_URL=\nexport DEBUG = false"
    assert complete_dotenv(held, [SECRET, LOCAL, OPEN]) == held
    more = EnvVar(name="EMAIL_URL", comment="Sends e-mail", local="")
    assert complete_dotenv(held, [SECRET, LOCAL, OPEN, more]) == (
        f"{held}\n\n# Sends e-mail\nEMAIL_URL=\n"
    )


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("", "X="),
        ("smtp+tls://a:b@c:587", "X=smtp+tls://a:b@c:587"),
        ("two words", "X='two words'"),
        ("a#b$c", "X='a#b$c'"),
        ('say "hi"', "X='say \"hi\"'"),
        ("back\\slash", "X='back\\slash'"),
        ("it's $5", 'X="it\'s \\$5"'),
        ('it\'s "x"\\', 'X="it\'s \\"x\\"\\\\"'),
    ],
)
def test_a_value_is_quoted_where_it_would_be_read_as_something_else(value: str, line: str) -> None:
    assert complete_dotenv("", [EnvVar(name="X", comment="x", local=value)]).endswith(f"\n{line}\n")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_lines_of_a_value_in_quotes_name_nothing(quote: str) -> None:
    held = (
        f"KEY={quote}-----BEGIN\nDEBUG=inside\nSECRET_KEY=inside\n-----END{quote}\nDATABASE_URL=x\n"
    )
    assert [it.name for it in missing_variables(held, [SECRET, LOCAL, OPEN])] == [
        "SECRET_KEY",
        "DEBUG",
    ]


@pytest.mark.parametrize(
    "line", ["NAME=it's", "# NAME='", 'NAME="a \\" b"', "NAME='one' # isn't", 'NAME="unended']
)
def test_a_quote_that_opens_nothing_hides_nothing(line: str) -> None:
    held = f"{line}\nDEBUG=true\n"
    assert missing_variables(held, [LOCAL]) == []
