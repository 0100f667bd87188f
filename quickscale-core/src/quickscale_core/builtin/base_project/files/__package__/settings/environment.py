"""Environment variables, each read in the form that it must have."""

from __future__ import annotations

import json
import logging
import math
import re
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
NOTSET: Any = environ.Env.NOTSET

BOOLEANS = {"true", "yes", "on", "ok", "y", "1", "false", "no", "off", "n", "0"}
SERVERLESS = {"sqlite", "spatialite", "prometheus_sqlite", "prometheus_spatialite"}
LINE = re.compile(r"\s*(#.*)?|(export )?[A-Za-z_0-9]+=.*")
HOST = re.compile(r"[^\s/@:]+|\[[0-9A-Fa-f:.]+\]")

FORMS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number such as 0.5",
    dict: "pairs such as one=1,two=2",
    json.loads: "JSON",
}


class VariableError(ImproperlyConfigured):
    """A variable is missing, or its value has not the form that it must have."""


class Environment(environ.Env):  # type: ignore[misc]  # it has no types
    """Reads environment variables.

    An empty one counts as not set, and ``$`` stands for nothing but itself. A value of another form
    than it must have is refused by a sentence that names the variable and the form, and never the
    value, which may be a secret.
    """

    @classmethod
    def read_env(cls, env_file: Path, **kwargs: Any) -> None:  # type: ignore[override,unused-ignore]
        """Read variables that are not set from a file of lines such as ``NAME=value``.

        Raises:
            VariableError: The file is not UTF-8, or a line is something else.
        """
        try:
            lines = env_file.read_text("utf-8").splitlines()
        except OSError:  # it is not needed where the variables are set
            return
        except UnicodeError:
            raise VariableError(f"{env_file} is not UTF-8: save it as that.") from None
        for number, line in enumerate(lines, 1):
            if not LINE.fullmatch(line):
                raise VariableError(f"Line {number} of {env_file} is not NAME=value: mend it.")
        super().read_env(env_file, **kwargs)

    def get_value(
        self,
        var: str,
        cast: Any = None,
        default: Any = NOTSET,
        parse_default: bool = False,  # noqa: FBT002 - as django-environ calls it
    ) -> Any:
        """Return a variable's value, or the default where it is not set.

        Raises:
            VariableError: It has another form, or it is not set and has no default.
        """
        value = self.ENVIRON.get(var, "")
        if not value and default is NOTSET:
            raise VariableError(f"Set the environment variable {var}; .env.example describes it.")
        if not value and not (parse_default and isinstance(default, str)):
            return default
        if cast is None and default is not NOTSET and default is not None:
            cast = type(default)
        form = FORMS.get(cast, "text in UTF-8")
        return self._read(var, form, lambda: _cast(value or default, cast))

    def db_url(self, var: str, default: Any = NOTSET, engine: str | None = None) -> dict[str, Any]:
        """Return a database's settings."""

        def read(value: str) -> dict[str, Any]:
            scheme = urlsplit(value).scheme
            _demand(scheme in self.DB_SCHEMES or "." in scheme or engine)
            config: dict[str, Any] = self.db_url_config(value, engine=engine)
            _demand(config["NAME"] or scheme in SERVERLESS)
            return config

        return self._form(
            var, "an address such as postgres://user:password@host:5432/name", read, default
        )

    def email_url(
        self, var: str, default: Any = NOTSET, backend: str | None = None
    ) -> dict[str, Any]:
        """Return the settings of what sends e-mails."""

        def read(value: str) -> dict[str, Any]:
            parts = _split(value, set(self.EMAIL_SCHEMES))
            _demand(parts.hostname or not parts.scheme.startswith("smtp"))
            config: dict[str, Any] = self.email_url_config(value, backend=backend)
            return config

        return self._form(
            var, "an address such as smtp+tls://user:password@host:587", read, default
        )

    def cache_url(
        self, var: str, default: Any = NOTSET, backend: str | None = None
    ) -> dict[str, Any]:
        """Return a cache's settings."""

        def read(value: str) -> dict[str, Any]:
            _split(value, set(self.CACHE_SCHEMES))
            config: dict[str, Any] = self.cache_url_config(value, backend=backend)
            return config

        return self._form(var, "an address such as redis://host:6379/1", read, default)

    db, email, cache = db_url, email_url, cache_url

    def redis_url(self, var: str, default: Any = NOTSET) -> str:
        """Return the address of a Redis."""

        def read(value: str) -> str:
            parts = _split(value, {"redis", "rediss"})
            _demand(parts.hostname and re.fullmatch(r"/?|/\d+", parts.path))
            return value

        return self._form(var, "an address such as redis://host:6379/0", read, default)

    def http_url(self, var: str, default: Any = NOTSET) -> str:
        """Return the address of a site."""
        return self._form(var, "an address such as https://example.com", _http_url, default)

    def origins(self, var: str, default: Any = NOTSET) -> list[str]:
        """Return addresses of sites, which were separated by commas."""

        def read(value: str) -> list[str]:
            found = _items(value)
            _demand(all(not urlsplit(_http_url(one)).path for one in found))
            return found

        return self._form(var, "addresses such as https://example.com, by commas", read, default)

    def hosts(self, var: str, default: Any = NOTSET) -> list[str]:
        """Return names of hosts, which were separated by commas."""

        def read(value: str) -> list[str]:
            found = _items(value)
            _demand(all(HOST.fullmatch(one) for one in found))
            return found

        form = "names of hosts such as example.com, by commas, without https:// and port"
        return self._form(var, form, read, default)

    def count(self, var: str, default: Any = NOTSET) -> int:
        """Return a whole number that is not negative."""

        def read(value: str) -> int:
            _demand(re.fullmatch(r"[0-9]{1,9}", value.strip()))
            return int(value)

        return self._form(var, "a whole number that is not negative", read, default)

    def email_address(self, var: str, default: Any = NOTSET) -> str:
        """Return an e-mail address, perhaps with a name."""

        def read(value: str) -> str:
            _demand(value.isprintable())
            _demand(re.fullmatch(r"[^\s@]+@[^\s@]+", parseaddr(value)[1]))
            return value

        return self._form(var, "an e-mail address such as hello@example.com", read, default)

    def time_zone(self, var: str, default: Any = NOTSET) -> str:
        """Return the name of a time zone."""
        return self._form(
            var, "a time zone such as Europe/Rome", lambda value: ZoneInfo(value).key, default
        )

    def log_level(self, var: str, default: Any = NOTSET) -> str:
        """Return the name of a level of ``logging``."""

        def read(value: str) -> str:
            _demand(isinstance(logging.getLevelName(value.upper()), int))
            return value.upper()

        return self._form(var, "DEBUG, INFO, WARNING or ERROR", read, default)

    def _form(self, var: str, form: str, read: Callable[[str], T], default: Any) -> T:
        value = self.get_value(var, str, default)
        if not isinstance(value, str) or not value:  # a default that needs no reading
            return value  # type: ignore[return-value]
        return self._read(var, form, lambda: read(value))

    def _read(self, var: str, form: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except (ArithmeticError, LookupError, OSError, ValueError, ImproperlyConfigured):
            text = f"The environment variable {var} cannot be used as it is set: it must be {form}."
            raise VariableError(text) from None  # that error may hold the value


def _cast(value: str, cast: Any) -> Any:
    value.encode()  # what is not UTF-8 cannot be printed or stored
    if cast is None or cast is str:
        return value
    if cast is list:
        return _items(value)
    if cast is bool:
        _demand(value.strip().lower() in BOOLEANS)
    if cast is float:
        number = float(value)
        _demand(math.isfinite(number))
        return number
    return environ.Env.parse_value(value, cast)


def _items(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _http_url(value: str) -> str:
    parts = _split(value, {"http", "https"})
    _demand(parts.hostname and "@" not in parts.netloc and not (parts.query or parts.fragment))
    return value


def _split(value: str, schemes: set[str]) -> SplitResult:
    _demand(value.isprintable() and " " not in value)
    parts = urlsplit(value)
    _demand(parts.scheme in schemes and parts.port != 0)
    return parts


def _demand(fulfilled: object) -> None:
    if not fulfilled:
        raise ValueError
