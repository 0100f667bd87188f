"""Parts of modules are switched on and off in a project that is edited and in use."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.plugins.discovery import Registry

from tests.database_rows import lost_rows, read_rows
from tools.projects import PARTS, quickscale

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import MakeProject, Project

OWN: Final = "# what the owner wrote"
PERSON: Final = (
    "from apps.users.models import User;"
    "user = User.objects.create_user(email='early@example.org', password='correct-horse-battery');"
)


@dataclass(frozen=True)
class Use:
    """How a project of a module is in use before a part of it comes.

    Attributes:
        edited: Files that its owner has edited.
        people: Code that makes what people have in it.
        leave: Code that deletes all of that.
    """

    edited: tuple[str, ...]
    people: str
    leave: str


USES: Final = {
    "api": Use(
        edited=("apps/api/problems.py", "apps/api/composed.py", "README.md"),
        people=PERSON
        + "from apps.api.keys import make_key; make_key(user, 'CI', ['account:read'])",
        leave="from apps.users.models import User; User.objects.all().delete()",
    ),
    "billing": Use(
        edited=("apps/billing/plans.py", "apps/billing/flows/usage.py", "README.md"),
        people=PERSON
        + "from apps.billing.models import Account, UsageRecord;"
        + "account = Account.objects.create(user=user);"
        + "UsageRecord.objects.create(account=account, limit='exports', quantity=1, key='one')",
        leave=(
            "from apps.users.models import User; from apps.billing.models import Account;"
            "Account.objects.all().delete(); User.objects.all().delete()"
        ),
    ),
}


@dataclass(frozen=True)
class Part:
    """What a part of a module is to its owner.

    Attributes:
        tables: Its tables, first the one that gets a row.
        file: A file of it that owners edit.
        row: Code that makes a row of the first table.
    """

    tables: tuple[str, ...]
    file: str
    row: str


KNOWN: Final = {
    "webhooks": Part(
        tables=("webhooks_endpoint", "webhooks_message", "webhooks_delivery"),
        file="apps/webhooks/destinations.py",
        row=(
            "from apps.users.models import User; from apps.webhooks import endpoints;"
            "endpoints.create(f'user:{User.objects.get().pk}', 'https://hooks.example.org/')"
        ),
    ),
    "metering": Part(
        tables=("metering_meterevent",),
        file="apps/metering/prices.py",
        row=(
            "from apps.metering.models import MeterEvent;"
            "from apps.billing.models import UsageRecord;"
            "MeterEvent.objects.create(usage=UsageRecord.objects.get())"
        ),
    ),
    "discounts": Part(
        tables=("discounts_discountaction",),
        file="apps/discounts/forms.py",
        row=(
            "from apps.discounts.models import DiscountAction;"
            "DiscountAction.objects.create(kind='code_made', by='early@example.org')"
        ),
    ),
}


@dataclass
class Site:
    """A project that is edited and in use.

    Attributes:
        project: The project.
        module: What it is made of.
        database: Its SQLite database.
    """

    project: Project
    module: str
    database: Path

    def migrate(self) -> None:
        self.project.manage("migrate", "--verbosity", "0").check()

    def do(self, code: str) -> None:
        self.project.manage("shell", "--no-imports", "-c", code).check()

    def write(self, path: str) -> None:
        """Let the owner add a line to a file."""
        file = self.project.path / path
        file.write_text(f"{file.read_text(encoding='utf-8')}{OWN}\n", encoding="utf-8")

    def keeps(self, path: str) -> bool:
        """Tell whether the owner's line is still in a file."""
        return OWN in (self.project.path / path).read_text(encoding="utf-8")

    def answer(self, part: str, *, on: bool) -> None:
        quickscale("set", f"{self.module}.{part}={str(on).lower()}", "--yes", cwd=self.project.path)

    def migrations(self) -> dict[str, str]:
        """Return what is in each migration."""
        return {
            str(path.relative_to(self.project.path)): sha256(path.read_bytes()).hexdigest()
            for path in self.project.path.glob("apps/*/migrations/*.py")
        }


@pytest.fixture
def site(module: str, quickscale_project: MakeProject, tmp_path: Path) -> Site:
    if module not in Registry.installed():
        pytest.skip(f"{module} is not installed")
    database = tmp_path / "in-use.sqlite3"
    copy = quickscale_project([module]).copy(tmp_path / "acme")
    site = Site(copy.with_environ(DATABASE_URL=f"sqlite:///{database}"), module, database)
    site.migrate()
    site.do(USES[module].people)
    for path in USES[module].edited:
        site.write(path)
    return site


def test_every_part_is_known() -> None:
    assert {part for parts in PARTS.values() for part in parts} == set(KNOWN)
    assert set(PARTS) == set(USES)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param(module, name, marks=pytest.mark.xdist_group(f"auth-{module}-starter"))
        for module, parts in PARTS.items()
        for name in parts
    ],
)
def test_a_part_comes_and_goes(module: str, name: str, site: Site) -> None:
    part, edited = KNOWN[name], USES[module].edited
    rows, migrations = read_rows(site.database), site.migrations()
    assert not set(part.tables) & set(rows)

    site.answer(name, on=True)
    site.migrate()

    there = site.migrations()
    assert {path: there.get(path) for path in migrations} == migrations
    assert {path for path in there if path not in migrations} == {
        f"apps/{name}/migrations/{file}" for file in ("0001_initial.py", "__init__.py")
    }
    assert set(read_rows(site.database)) - set(rows) == set(part.tables)
    assert list(lost_rows(rows, read_rows(site.database))) == []
    assert all(site.keeps(path) for path in edited)

    site.project.manage("makemigrations", "--check", "--dry-run").check()

    site.do(part.row)
    site.write(part.file)
    added = site.project.path / "apps" / name / "own.txt"
    added.write_text(OWN, encoding="utf-8")
    rows = read_rows(site.database)
    site.answer(name, on=False)
    site.migrate()

    assert site.migrations() == migrations
    assert list(lost_rows(rows, read_rows(site.database))) == []
    assert all(site.keeps(path) for path in (*edited, part.file))
    assert added.read_text(encoding="utf-8") == OWN

    site.do(USES[module].leave)  # the table that stays is in nobody's way

    site.answer(name, on=True)
    site.migrate()

    assert site.migrations() == there
    assert all(site.keeps(path) for path in (*edited, part.file))
    assert len(read_rows(site.database)[part.tables[0]][1]) == 1
