"""The money machine: random acts of everybody, and what holds about the money all the same.

It runs in a project, on the stand-in for Stripe. Projects do not have hypothesis, so it is lent.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from quickscale_core.testing import Finished, MakeProject, Project

HERE = Path(__file__).parent
FOLDER = "apps/team_billing/tests/money"
FILE = f"{FOLDER}/test_money_machine.py"
SCENES = "test_what_holds_is_missed_without_its_mend"
LENT = ("hypothesis", "sortedcontainers", "_hypothesis_ftz_detector", "_hypothesis_globals")
FAULTS = (
    "unpaid_pauses", "second_subscriptions", "free_seats", "late_charges", "lost_gifts",
    "lost_customers", "lost_webhooks", "wrong_prices", "kept_refunds",
)  # fmt: skip


@pytest.fixture
def machine(quickscale_project: MakeProject, tmp_path: Path) -> Project:
    """A project whose teams pay, with the machine among its tests."""
    project = quickscale_project(["auth", "teams", "billing"]).copy(tmp_path / "site")
    shutil.copytree(HERE / "files" / "money", project.path / FOLDER)
    lent = tmp_path / "lent"
    lent.mkdir()
    for name in LENT:
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        path = Path(found.origin)
        path = path.parent if path.name == "__init__.py" else path
        (lent / path.name).symlink_to(path)
    return project.with_environ(PYTHONPATH=str(lent))


def run(machine: Project, runs: int, steps: int, seed: int, **more: str) -> Finished:
    """Let it run, and return how that ended."""
    told = machine.with_environ(
        MONEY_MACHINE=f"{runs},{steps}", MONEY_MACHINE_SEED=str(seed), **more
    )
    return told.test(f"{FILE}::test_money", "-q", "-p", "no:cacheprovider")


@pytest.mark.long
def test_what_holds_is_missed_without_its_mend(machine: Project) -> None:
    machine.test(FILE, "-q", "-p", "no:cacheprovider", "-k", SCENES).check()


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 3])
def test_what_is_paid_and_what_is_had_agree(machine: Project, seed: int) -> None:
    run(machine, runs=30, steps=15, seed=seed).check()


@pytest.mark.long
def test_stripe_itself_is_asked_where_there_is_a_key(machine: Project) -> None:
    """Without one a few scenes run at the stand-in, by the calls that would go to Stripe."""
    key = os.environ.get("STRIPE_SANDBOX_KEY", "")
    some = () if key else ("-k", "upgrade or late_charges")
    told = machine.with_environ(STRIPE_SANDBOX_KEY=key)

    told.test(f"{FOLDER}/test_stripe_itself.py", "-q", "-p", "no:cacheprovider", *some).check()


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(100, 108))
def test_it_agrees_for_20000_steps(machine: Project, seed: int) -> None:
    run(machine, runs=50, steps=50, seed=seed).check()


@pytest.mark.sweep
@pytest.mark.parametrize("fault", FAULTS)
def test_a_mend_that_is_taken_back_is_missed(machine: Project, fault: str) -> None:
    done = run(machine, runs=200, steps=15, seed=1, MONEY_MACHINE_FAULT=fault)

    assert done.code != 0
    assert "state = Running()" in done.stdout
