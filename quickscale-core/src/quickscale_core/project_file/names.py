"""Check names of projects, and suggest a valid one for one that is not."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from collections.abc import Mapping
from typing import Final

from quickscale_core.errors import Problem, UsageError
from quickscale_core.paths.project_paths import WINDOWS_RESERVED
from quickscale_core.plugin_api.spec import package_name
from quickscale_core.source_text.answers import control_characters

__all__ = ["MAX_LENGTH", "check_name", "check_title", "name_error", "suggest_name"]

MAX_LENGTH: Final = 50
"""The longest name, in characters: PostgreSQL allows identifiers of 63 bytes, and a test database
or a container adds a prefix and a suffix to the project's name."""

STDLIB_ELSEWHERE: Final = frozenset(
    [
        "_zstd",
        "annotationlib",
        "compression",
        "aifc",
        "asynchat",
        "asyncore",
        "audioop",
        "cgi",
        "cgitb",
        "chunk",
        "crypt",
        "distutils",
        "imghdr",
        "imp",
        "lib2to3",
        "mailcap",
        "msilib",
        "nis",
        "nntplib",
        "ossaudiodev",
        "pipes",
        "smtpd",
        "sndhdr",
        "spwd",
        "sunau",
        "telnetlib",
        "uu",
        "xdrlib",
    ]
)
"""Modules of the standard library in some of Python 3.11 to 3.14 and not in all of them: three
that 3.14 brought, then those that 3.12 and 3.13 took away."""

COMMON_IMPORTS: Final = frozenset(
    [
        "allauth",
        "amqp",
        "anymail",
        "asgiref",
        "billiard",
        "celery",
        "certifi",
        "channels",
        "click",
        "corsheaders",
        "coverage",
        "csp",
        "debug_toolbar",
        "django",
        "django_celery_beat",
        "django_cotton",
        "django_filters",
        "django_htmx",
        "django_scopes",
        "django_stubs_ext",
        "django_structlog",
        "django_vite",
        "djlint",
        "djstripe",
        "drf_spectacular",
        "environ",
        "factory",
        "faker",
        "gunicorn",
        "health_check",
        "httpx",
        "idna",
        "jinja2",
        "kombu",
        "mypy",
        "nox",
        "packaging",
        "pillow",
        "pip",
        "pkg_resources",
        "playwright",
        "pluggy",
        "psycopg",
        "psycopg2",
        "pydantic",
        "pytest",
        "pytest_django",
        "quickscale",
        "quickscale_core",
        "quickscale_deploy",
        "quickscale_modules",
        "quickscale_themes",
        "redis",
        "requests",
        "rest_framework",
        "ruff",
        "sentry_sdk",
        "setuptools",
        "six",
        "sqlparse",
        "stripe",
        "structlog",
        "test",
        "tzdata",
        "urllib3",
        "vine",
        "waitress",
        "wheel",
        "whitenoise",
        "yaml",
    ]
)
"""Import names that projects of ours usually have beside them; a project's own dependencies are
checked as well, once they are known."""

PROJECT_ENTRIES: Final = frozenset(
    {"apps", "config", "conftest", "dev", "dockerfile", "frontend", "locale", "manage", "media"}
    | {"static", "staticfiles", "templates", "tests"}
)
"""What stands beside the package in a project's folder or may come to."""

IGNORED_FOLDERS: Final = frozenset({"build", "htmlcov", "node_modules"})
"""What tools make in a project's folder. Git and Docker leave these out, a package as well."""

_STDLIB: Final = sys.stdlib_module_names | STDLIB_ELSEWHERE
_SOFT_KEYWORDS: Final = frozenset({"_", "case", "match", "type"})
_SHAPE: Final = re.compile(r"[a-z](?:[a-z0-9_-]*[a-z0-9])?")
_LOOK_ALIKES: Final = str.maketrans(
    # Cyrillic, then Greek, then Latin letters that do not decompose (Unicode TR 39, confusables)
    "\u0430\u0432\u0435\u0456\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0458"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
    "\u00df\u00e6\u00f8\u0142\u0111\u0131",
    "abeikmhopctyxsjaeikvoptuxsaoldi",
)


def check_name(name: str, place: str = "", imports: Mapping[str, str] | None = None) -> None:
    """Refuse a name that a project cannot have.

    Args:
        name: As it was typed.
        place: Where it was said.
        imports: Top-level names that the project's dependencies install, and which one does.

    Raises:
        UsageError: With one sentence on why, and a name that is free.
    """
    taken = imports or {}
    if error := name_error(name, taken):
        raise UsageError(
            Problem(
                what=error,
                where=(place,) if place else (),
                fix=f"choose another name, for example {suggest_name(name, taken)}",
            )
        )


def check_title(title: str, place: str = "") -> None:
    """Refuse a title that is more than a line of text.

    Args:
        title: As it was typed.
        place: Where it was said.

    Raises:
        UsageError: It has a line's end, another control character, or turns the order of letters.
    """
    if found := control_characters(title):
        raise UsageError(
            Problem(
                what=f"the project's title has characters that no title has: {found}",
                where=(place,) if place else (),
                fix="write it on one line, without control characters",
            )
        )


def name_error(name: str, imports: Mapping[str, str] | None = None) -> str:
    """Return why a project may not have a name, or an empty text if it may."""
    shown = f'"{name}"' if name.isprintable() else ascii(name)
    package = package_name(name)
    for found, reason in (
        (not name.strip(), "a project needs a name"),
        ("/" in name or "\\" in name, f"{shown} is a path; a name has no slashes"),
        (len(name) > MAX_LENGTH, f"{shown} is longer than {MAX_LENGTH} characters"),
        (not name.isascii(), f"{shown} has letters outside a to z: {_foreign(name)}"),
        (package.lower() in WINDOWS_RESERVED, f"{shown} is the name of a device on Windows"),
        (name != name.lower(), f"{shown} has upper-case letters, and a package has none"),
        (
            not _SHAPE.fullmatch(name),
            (
                f"{shown} cannot be imported: a name begins with a letter, ends with a letter or"
                " digit, and has letters, digits, dashes and underscores"
            ),
        ),
        (keyword.iskeyword(package), f"{shown} is a keyword of Python"),
        (package in _SOFT_KEYWORDS, f"{shown} is a soft keyword of Python"),
        (package in _STDLIB, f"{shown} is a module of Python's standard library"),
        (package in PROJECT_ENTRIES, f"{shown} is a file or folder that every project has"),
        (
            package in IGNORED_FOLDERS,
            f"{shown} is a folder of tools, which git and Docker leave out",
        ),
        (package in COMMON_IMPORTS, f"{shown} is the import name of a package projects use"),
    ):
        if found:
            return reason
    if package in (imports or {}):
        return f"{shown} is the import name of {(imports or {})[package]}, which the project needs"
    return ""


def suggest_name(name: str, imports: Mapping[str, str] | None = None) -> str:
    """Return a valid name similar to one that is not: ``doctest`` gives ``doctest_app``."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    plain = unicodedata.normalize("NFKD", last.lower().translate(_LOOK_ALIKES))
    plain = plain.encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:MAX_LENGTH].rstrip("-_")
    if plain and not plain[0].isalpha():
        plain = f"app-{plain}"[:MAX_LENGTH].rstrip("-_")
    for candidate in (
        plain,
        f"{plain[: MAX_LENGTH - 4]}_app",
        f"{plain[: MAX_LENGTH - 8]}_project",
    ):
        if not name_error(candidate, imports):
            return candidate
    return "my-project"


def _foreign(name: str) -> str:
    """Name the letters that only look like ASCII or do not look like it at all."""
    odd = dict.fromkeys(letter for letter in name if not letter.isascii())
    return ", ".join(f"{unicodedata.name(letter, f'U+{ord(letter):04X}')}" for letter in odd)
