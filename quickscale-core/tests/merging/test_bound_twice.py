"""A name that each side binds in one scope is a conflict: one of the lines would be dead."""

from __future__ import annotations

import pytest
from quickscale_core.merging.conflict_markers import Labels, has_markers
from quickscale_core.merging.file_merge import merge_file
from quickscale_core.paths.content import Content

LABELS = Labels("auth 1.0.0", "auth 1.1.0")
SETTINGS = "A = 1\nB = 2\nC = 3\nD = 4\nE = 5\nF = 6\n"
MODEL = """\
class Team(Model):
    name = CharField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Other(Model):
    pass
"""
LOGGING = """\
LOGGING = {
    "one": 1,
    "two": {"deep": 1},
    "three": 3,
    "four": 4,
}
"""
GETTER = "class A:\n    @property\n    def x(self):\n        return 1\n\n    y = 1\n    z = 1\n"
SETTER = "\n    @x.setter\n    def x(self, it):\n        pass\n"
PAGE = "{% extends 'x' %}\n{% block a %}\na\n{% endblock %}\n\n\n{% block z %}\nz\n{% endblock %}\n"


def merged(path: str, made: str, ours: str, theirs: str) -> tuple[str, str, str]:
    base, mine, new = (Content(it.encode()) for it in (made, ours, theirs))
    result = merge_file(path, base, mine, new, LABELS)
    return result.kind, result.after.data.decode(), result.note


@pytest.mark.parametrize(
    ("path", "made", "ours", "theirs", "name"),
    [
        ("s.py", SETTINGS, "X = 1\n" + SETTINGS, SETTINGS + "X = 2\n", "X"),
        ("s.py", SETTINGS, SETTINGS + "X = 1\n", "X = 2\n" + SETTINGS, "X"),
        ("s.py", SETTINGS, "X: int = 1\n" + SETTINGS, SETTINGS + "X = Y = 2\n", "X"),
        ("s.py", SETTINGS, "from a import X\n" + SETTINGS, SETTINGS + "import b as X\n", "X"),
        ("s.py", SETTINGS, "def x(): pass\n" + SETTINGS, SETTINGS + "def x(): return\n", "x"),
        # the owner's value changed in place, and upstream sets it once more further down
        ("s.py", SETTINGS, SETTINGS.replace("A = 1", "A = 9"), SETTINGS + "A = 2\n", "A"),
        (
            "m.py",
            MODEL,
            MODEL.replace("class Team(Model):\n", "class Team(Model):\n    note = Text()\n"),
            MODEL.replace(
                "        return self.name\n", "        return self.name\n\n    note = Char()\n"
            ),
            "Team.note",
        ),
        (
            "s.py",
            LOGGING,
            LOGGING.replace('    "one"', '    "new": 1,\n    "one"'),
            LOGGING.replace("4,\n", '4,\n    "new": 2,\n'),
            "LOGGING.'new'",
        ),
        (
            "page.html",
            PAGE,
            PAGE.replace("{% block a", "{% block mine %}1{% endblock %}\n{% block a"),
            PAGE + "{% block mine %}2{% endblock %}\n",
            "mine",
        ),
        (".env.example", "A=1\nB=2\nC=3\n", "X=1\nA=1\nB=2\nC=3\n", "A=1\nB=2\nC=3\nX=2\n", "X"),
    ],
)
def test_one_name_of_both_is_a_conflict(
    path: str, made: str, ours: str, theirs: str, name: str
) -> None:
    kind, text, note = merged(path, made, ours, theirs)
    assert kind == "conflict"
    assert has_markers(text.encode())
    assert f"both of you define {name}, " in note
    for line in ours.splitlines():
        assert line in text


@pytest.mark.parametrize(
    ("path", "made", "ours", "theirs"),
    [
        # the owner overrides below, as before
        ("s.py", SETTINGS, SETTINGS + "A = 9\n", SETTINGS.replace("A = 1", "A = 2")),
        # the same name in other scopes
        (
            "m.py",
            MODEL,
            MODEL.replace("class Team(Model):\n", "class Team(Model):\n    note = Text()\n"),
            MODEL + "    note = Char()\n",
        ),
        # the same import of both
        ("s.py", SETTINGS, "import os\n" + SETTINGS, SETTINGS + "import os\n"),
        # an addition to what is there
        ("s.py", SETTINGS, "L += [1]\n" + SETTINGS, SETTINGS + "L += [2]\n"),
        ("s.py", SETTINGS, "if A:\n    X = 1\n" + SETTINGS, SETTINGS + "X = 2\n"),
        # upstream moved its own line, which the owner left as it was
        (
            "s.py",
            SETTINGS,
            "X = 1\n" + SETTINGS,
            SETTINGS.replace("F = 6\n", "") + "G = 1\nF = 6\n",
        ),
        (
            "p.py",
            GETTER,
            GETTER + SETTER,
            GETTER.replace("return 1", "return 2"),
        ),
    ],
)
def test_what_leaves_nobodys_line_dead_is_merged(
    path: str, made: str, ours: str, theirs: str
) -> None:
    kind, text, note = merged(path, made, ours, theirs)
    assert (kind, note) == ("merge", "")
    assert not has_markers(text.encode())


def test_the_rest_of_upstream_s_changes_comes_in() -> None:
    theirs = SETTINGS.replace("C = 3", "C = 33") + "X = 2\n"
    kind, text, _ = merged("s.py", SETTINGS, "X = 1\n" + SETTINGS, theirs)
    assert kind == "conflict"
    assert "C = 33\n" in text
    assert text.count("<<<<<<<") == 1
