"""A project with billing whose tables are made for the first time, and dj-stripe's tables alone.

dj-stripe's own first migrations make its tables step by step; a project with billing makes them in
one. The peer is dj-stripe as it comes, with no more beside it than it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measuring import Contender, MeasuringError, measure, race
from benchmarks.outcomes import Outcome, contender, ratio
from tools.environments import project_env

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_migrate"]

NAME = "shop"

ALONE = "alone"

ALONE_SETTINGS = """\
from pathlib import Path

SECRET_KEY = "of a benchmark"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "djstripe"]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path.cwd() / "db.sqlite3"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DJSTRIPE_FOREIGN_KEY_TO_FIELD = "id"
STRIPE_SECRET_KEY = "sk_test_ofabenchmarkofabenchmark"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Migration:
    """What is needed to migrate an empty database over and over.

    Attributes:
        python: The Python with everything a project requires.
        project: The project with billing.
        settings: The folder with the peer's settings.
    """

    python: Path
    project: Path
    settings: Path

    def ours(self, _: Path) -> list[str]:
        """Return the command that makes every table of the project."""
        return [str(self.python), str(self.project / "manage.py"), "migrate"]

    def theirs(self, _: Path) -> list[str]:
        """Return the command that makes dj-stripe's tables."""
        options = ["--settings", ALONE, "--pythonpath", str(self.settings)]
        return [str(self.python), "-m", "django", "migrate", *options]

    def empty(self, _: Path) -> None:
        """Forget the project's tables; the peer's are in each run's own folder."""
        self.database.unlink(missing_ok=True)

    @property
    def database(self) -> Path:
        """The project's database."""
        return self.project / "db.sqlite3"

    def check(self, _: Path) -> None:
        """Check that the tables are there.

        Raises:
            MeasuringError: There is no database.
        """
        if not self.database.is_file():
            raise MeasuringError(f"{self.database.name} was not made")


def measure_migrate(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure making the tables of a project with billing, against dj-stripe's own migrations."""
    migration = _prepare(shop)
    ours = "a project with billing"
    contenders = [
        Contender(
            name=ours,
            command=migration.ours,
            environ=shop.environ(),
            prepare=migration.empty,
            check=migration.check,
        ),
        contender(shop, "dj-stripe alone", migration.theirs),
    ]
    results = race(contenders, 1 if quick else 3, shop.scratch)
    about = (
        "`manage.py migrate` on an empty SQLite database: every table of a project with accounts"
        " and billing, and dj-stripe's tables alone by its own migrations."
    )
    bounds = [ratio("first migrate", results, ours, "dj-stripe alone", 0.1)]
    return [Outcome("A first migrate", about, results, bounds)]


def _prepare(shop: Workshop) -> _Migration:
    """Make the project, and the settings of dj-stripe alone."""
    program = str(shop.plain.scripts / "quickscale")
    choices = ["--no-input", "--no-git", "--with", "auth,billing"]
    measure([program, "init", NAME, *choices], shop.made, shop.environ())
    settings = shop.made / "settings"
    settings.mkdir()
    (settings / f"{ALONE}.py").write_text(ALONE_SETTINGS, encoding="utf-8")
    return _Migration(python=project_env().python, project=shop.made / NAME, settings=settings)
