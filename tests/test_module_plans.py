"""A stranger's module adds a feature, a limit and a purchase to plans, with billing and without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.generate import compose_project
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate
from quickscale_core.testing.requests import project_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quickscale_core.testing import (
        ComposedProject,
        ComposeProject,
        Finished,
        GateReport,
        Project,
    )

pytestmark = pytest.mark.skipif(
    "billing" not in Registry.installed(), reason="billing is not installed"
)

CLUB = Path(__file__).parent / "files" / "club"
PLANS = "apps/billing/plans.py"
COMPOSED = "apps/billing/composed.py"
OWN_PACK = 'Purchase(key="club_pack", name="Evenings", amount=800, adds={"club_evenings": 5})'
ASKED = (
    "from apps.billing import plans;"
    "print([p.limits['club_evenings'] for p in plans.PLANS]);"
    "print([p.key for p in plans.PLANS if 'club_posters' in p.features]);"
    "print(plans.FEATURES['club_posters'], plans.LIMITS['club_evenings']);"
    "print([(one.key, one.amount) for one in plans.PURCHASES])"
)


@pytest.fixture(scope="module")
def club() -> Iterator[Registry]:
    """The installed plugins, and the stranger's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(CLUB.parent)
        yield Registry.installed().extended(Candidate(name="club", module="club.plugin"))


@pytest.fixture(scope="module")
def joined(club: Registry) -> ComposedProject:
    """A project with billing and the stranger's module."""
    return compose_project(project_request(["auth", "billing", "club"]), club)


@pytest.fixture(scope="module")
def project(
    joined: ComposedProject, quickscale_write: Callable[[ComposedProject], Project]
) -> Project:
    """The same on the disk."""
    return quickscale_write(joined)


@pytest.fixture
def site(project: Project, tmp_path: Path) -> Project:
    """The same, for its owner to edit."""
    return project.copy(tmp_path / "site")


def asked(project: Project) -> list[str]:
    """Return what its plans come to."""
    return project.manage("shell", "-v", "0", "-c", ASKED).check().stdout.splitlines()


def edit(project: Project, *changes: tuple[str, str]) -> None:
    """Edit the owner's file of plans."""
    file = project.path / PLANS
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text)


def test_plans_are_the_owners_file_with_a_module_and_without(
    compose: ComposeProject, joined: ComposedProject
) -> None:
    alone = compose(["auth", "billing"])

    assert alone.tree[PLANS] == joined.tree[PLANS]
    assert b"club" not in alone.tree[COMPOSED].data
    assert b'name="club_evenings"' in joined.tree[COMPOSED].data


def test_without_billing_nothing_is_left_of_it(club: Registry) -> None:
    project = compose_project(project_request(["auth", "club"]), club)

    assert not [path for path, file in project.tree.items() if b"club_evenings" in file.data]
    assert [one.name for one in project.composition.plan_limits] == ["club_evenings"]


@pytest.mark.long
def test_the_modules_own_tests_pass_without_billing(
    club: Registry, quickscale_write: Callable[[ComposedProject], Project]
) -> None:
    project = quickscale_write(compose_project(project_request(["auth", "club"]), club))

    assert "1 passed" in project.test("apps/club", "-q").check().stdout


@pytest.mark.long
def test_the_limit_holds_and_the_pricing_page_shows_it(
    project: Project, quickscale_gate: Callable[..., GateReport]
) -> None:
    assert "4 passed" in project.test("apps/club", "-q").check().stdout
    assert asked(project) == [
        "[2, 10, None]",
        "['pro']",
        "Posters of the club's evenings Club evenings",
        "[('export_pack', 900), ('club_pack', 700)]",
    ]
    quickscale_gate(project, checks=["ruff check", "ruff format", "mypy"]).check()


@pytest.mark.long
def test_what_the_owner_says_counts_first(site: Project) -> None:
    edit(
        site,
        ('"reports": _("Reports"),', '"reports": _("Reports"), "club_posters": _("Prints"),'),
        ('limits={"projects": 1, "exports": 5}', 'limits={"projects": 1, "club_evenings": 0}'),
        ('features=("reports",)', 'features=("reports", "club_posters")'),
        ("per_seat=True", 'per_seat=True, without=("club_posters",)'),
        (
            "with_modules.purchases(\n",
            f"with_modules.purchases(\n    {OWN_PACK},\n",
        ),
    )

    assert asked(site) == [
        "[0, 10, None]",
        "['starter']",
        "Prints Club evenings",
        "[('club_pack', 800), ('export_pack', 900)]",
    ]
    site.manage("check").check()


@pytest.mark.long
def test_what_leaves_a_module_without_its_limit_is_told(site: Project) -> None:
    edit(site, ("with_modules.limits(", "dict("), ("with_modules.features(", "dict("))

    done: Finished = site.manage("check")

    assert done.code != 0
    assert "FEATURES lacks 'club_posters' of a module" in done.stderr
    assert "LIMITS lacks 'club_evenings' of a module" in done.stderr
