"""Parts of billing are switched on and off in a project that is edited and in use."""

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

pytestmark = [
    pytest.mark.skipif("billing" not in Registry.installed(), reason="billing is not installed"),
    pytest.mark.xdist_group("auth-billing-starter"),
]

OWN: Final = "# what the owner wrote"
EDITED: Final = ("apps/billing/plans.py", "apps/billing/flows/usage.py", "README.md")
PEOPLE: Final = (
    "from apps.users.models import User;"
    "from apps.billing.models import Account, UsageRecord;"
    "user = User.objects.create_user(email='early@example.org', password='correct-horse-battery');"
    "account = Account.objects.create(user=user);"
    "UsageRecord.objects.create(account=account, limit='exports', quantity=1, key='one')"
)
LEAVE: Final = (
    "from apps.users.models import User; from apps.billing.models import Account;"
    "Account.objects.all().delete(); User.objects.all().delete()"
)


@dataclass(frozen=True)
class Part:
    """What a part of billing is to its owner.

    Attributes:
        table: Its table.
        file: A file of it that owners edit.
        row: Code that makes a row of the table.
    """

    table: str
    file: str
    row: str


KNOWN: Final = {
    "metering": Part(
        table="metering_meterevent",
        file="apps/metering/prices.py",
        row=(
            "from apps.metering.models import MeterEvent;"
            "from apps.billing.models import UsageRecord;"
            "MeterEvent.objects.create(usage=UsageRecord.objects.get())"
        ),
    ),
    "discounts": Part(
        table="discounts_discountaction",
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
        database: Its SQLite database.
    """

    project: Project
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
        quickscale("set", f"billing.{part}={str(on).lower()}", "--yes", cwd=self.project.path)

    def migrations(self) -> dict[str, str]:
        """Return what is in each migration."""
        return {
            str(path.relative_to(self.project.path)): sha256(path.read_bytes()).hexdigest()
            for path in self.project.path.glob("apps/*/migrations/*.py")
        }


@pytest.fixture
def site(quickscale_project: MakeProject, tmp_path: Path) -> Site:
    database = tmp_path / "in-use.sqlite3"
    copy = quickscale_project(["billing"]).copy(tmp_path / "acme")
    site = Site(copy.with_environ(DATABASE_URL=f"sqlite:///{database}"), database)
    site.migrate()
    site.do(PEOPLE)
    for path in EDITED:
        site.write(path)
    return site


def test_every_part_is_known() -> None:
    assert set(PARTS["billing"]) == set(KNOWN)


@pytest.mark.parametrize("name", PARTS["billing"])
def test_a_part_comes_and_goes(name: str, site: Site) -> None:
    part = KNOWN[name]
    rows, migrations = read_rows(site.database), site.migrations()
    assert part.table not in rows

    site.answer(name, on=True)
    site.migrate()

    there = site.migrations()
    assert {path: there.get(path) for path in migrations} == migrations
    assert {path for path in there if path not in migrations} == {
        f"apps/{name}/migrations/{file}" for file in ("0001_initial.py", "__init__.py")
    }
    assert set(read_rows(site.database)) - set(rows) == {part.table}
    assert list(lost_rows(rows, read_rows(site.database))) == []
    assert all(site.keeps(path) for path in EDITED)

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
    assert all(site.keeps(path) for path in (*EDITED, part.file))
    assert added.read_text(encoding="utf-8") == OWN

    site.do(LEAVE)  # the table that stays is in nobody's way

    site.answer(name, on=True)
    site.migrate()

    assert site.migrations() == there
    assert all(site.keeps(path) for path in (*EDITED, part.file))
    assert len(read_rows(site.database)[part.table][1]) == 1
