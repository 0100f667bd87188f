from __future__ import annotations

import pytest
from quickscale_core.paths.project_paths import path_error, twins


@pytest.mark.parametrize(
    "path",
    [
        "a",
        "apps/users/models.py",
        ".gitignore",
        ".github/workflows/ci.yml",
        ".env.example",
        "..a/b",
    ],
)
def test_safe_paths(path: str) -> None:
    assert path_error(path) == ""


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("../a", "leads outside the project"),
        ("a/../../b", "leads outside the project"),
        ("/etc/passwd", "leads outside the project"),
        ("a//b", "has an empty part"),
        ("./a", "has an empty part"),
        ("", "has an empty part"),
        (".git/config", "lies in .git, which no plugin may touch"),
        (".GIT/config", "lies in .GIT, which no plugin may touch"),
        (".quickscale/objects/a", "lies in .quickscale, which no plugin may touch"),
        (".env", "is kept by core: it holds the project's secrets; contribute EnvVar"),
        ("quickscale.lock", "is kept by core: it records what was generated"),
        ("quickscale.yml", "is kept by core: it says what the project is made of"),
        ("caf\udce9", "has a part 'caf\\udce9' that not every system can hold"),
        ("a\\b", 'has a part "a\\b" that not every system can hold'),
        ("C:/a", 'has a part "C:" that not every system can hold'),
        ("a./b", 'has a part "a." that not every system can hold'),
        ("a /b", 'has a part "a " that not every system can hold'),
        ("a\nb", "that not every system can hold"),
        ("docs/con.txt", 'has a part "con.txt" that is a device on Windows'),
        ("AUX", 'has a part "AUX" that is a device on Windows'),
    ],
)
def test_unsafe_paths(path: str, error: str) -> None:
    assert error in path_error(path)


def test_twins() -> None:
    assert twins(["a/b", "a/c", "README.md", "ab"]) == []
    assert twins(["README.md", "readme.md"]) == [("README.md", "readme.md")]
    assert twins(["Apps/a", "apps/b"]) == [("Apps/", "apps/b")]
    assert twins(["a\u0301", "\u00e1"]) == [("a\u0301", "\u00e1")]
    assert twins(["a", "a/b"]) == [("a", "a/")]
