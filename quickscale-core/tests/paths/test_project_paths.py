from __future__ import annotations

import pytest
from quickscale_core.paths.project_paths import inside_error, path_error, record_path_error, twins


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
        (".git/config", "lies in .git, which holds no files of a project"),
        (".GIT/config", "lies in .GIT, which holds no files of a project"),
        (".quickscale/objects/a", "lies in .quickscale, which holds no files of a project"),
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


@pytest.mark.parametrize("folder", ["", "apps/", "a/b/"])
@pytest.mark.parametrize("tail", ["", "/config", "/hooks/post-checkout"])
@pytest.mark.parametrize(
    "name",
    [
        ".git",
        ".Git",
        ".GIT",
        "git~1",
        "GIT~1",
        "git~2",
        ".git.",
        ".git ",
        ".git . .",
        "git~1 ",
        ".git::$INDEX_ALLOCATION",
        ".git:stream",
        ".g\u200cit",
        ".\u200dgit",
        "\ufeff.git",
        ".gi\u202et",
        ".git\u206f",
        ".git\\config",
        ".quickscale",
        ".QuickScale",
        ".quic\u212ascale",  # the Kelvin sign, which case-folding file systems take for a k
        ".quickscale.",
        "QUICKS~1",
        ".quick\u200cscale",
    ],
)
def test_what_a_file_system_takes_for_git_s_or_our_own_folder(
    name: str, folder: str, tail: str
) -> None:
    path = f"{folder}{name}{tail}"
    assert inside_error(path)
    assert path_error(path)
    assert record_path_error(path) or path == ".quickscale"


@pytest.mark.parametrize(
    "path",
    [
        ".gitignore",
        ".gitattributes",
        "git",
        "git~",
        ".github/a",
        "a.git",
        ".git-hooks",
        "dot.git/x",
    ],
)
def test_names_that_only_look_like_it(path: str) -> None:
    assert inside_error(path) == ""


@pytest.mark.parametrize("path", [None, 1, b"a", "", "..", "a/..", "...", ". .", "a/ /b", "a\x9bb"])
def test_what_is_no_path_at_all(path: object) -> None:
    assert inside_error(path)


def test_what_a_change_may_record() -> None:
    for path in (
        ".gitignore",
        "local/steps.json",
        f"objects/{'0a' * 32}",
        "former/quickscale.yml.1",
    ):
        assert record_path_error(f".quickscale/{path}") == ""
        assert inside_error(f".quickscale/{path}")
    for path in ("local/journal/0.new", "local/undo", "objects/../x", "local/steps.json/x", "x"):
        assert record_path_error(f".quickscale/{path}")


def test_twins() -> None:
    assert twins(["a/b", "a/c", "README.md", "ab"]) == []
    assert twins(["README.md", "readme.md"]) == [("README.md", "readme.md")]
    assert twins(["Apps/a", "apps/b"]) == [("Apps/", "apps/b")]
    assert twins(["a\u0301", "\u00e1"]) == [("a\u0301", "\u00e1")]
    assert twins(["a", "a/b"]) == [("a", "a/")]
