from __future__ import annotations

import pytest

from apps.accounts.agents import describe_agent


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Firefox/143.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/141.0", "Chrome on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile", "Chrome on Android"),
        ("curl/8.14.1", "curl"),
        ("Something (Windows)", "Windows"),
        ("<script>", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_in_words(header: str, words: str) -> None:
    assert describe_agent(header) == words
