"""Runs inside a project: people, staff, Stripe's clock and webhooks act on a team's money.

``MONEY_MACHINE`` says how many runs of how many steps there are, ``MONEY_MACHINE_SEED`` with which
seed, and ``MONEY_MACHINE_FAULT`` which mend is taken back, so that it can be seen to be found.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from apps.billing.stripe_calls import BillingError
from apps.team_billing.tests.money.faults import FAULTS, SCENES
from apps.team_billing.tests.money.machine import Money

if TYPE_CHECKING:
    from apps.billing.tests.paying import Shop

RUNS, STEPS = (int(part) for part in os.environ.get("MONEY_MACHINE", "8,25").split(","))


@pytest.mark.parametrize("is_broken", [False, True])
@pytest.mark.parametrize("fault", SCENES)
def test_what_holds_is_missed_without_its_mend(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, fault: str, is_broken: bool
) -> None:
    if is_broken:
        FAULTS[fault](monkeypatch)
    machine = Money()
    machine.shop = shop
    is_missed = False
    try:
        machine.begin("pro", "year" if fault == "free_seats" else "month", is_subscribed=True)
        for name, *arguments in SCENES[fault]:
            getattr(machine, name)(*arguments)
            machine.it_holds()
    except (AssertionError, BillingError):
        is_missed = True
    finally:
        machine.teardown()
    assert is_missed == is_broken


def test_money(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault := os.environ.get("MONEY_MACHINE_FAULT"):
        FAULTS[fault](monkeypatch)

    class Running(Money):
        pass

    Running.shop = shop
    chosen = int(os.environ.get("MONEY_MACHINE_SEED", "1"))
    random.seed(chosen)
    seed(chosen)(Running)
    run_state_machine_as_test(
        Running,
        settings=settings(
            database=None,
            deadline=None,
            derandomize=False,
            max_examples=RUNS,
            phases=[Phase.generate, Phase.shrink] if "SHRINK" in os.environ else [Phase.generate],
            print_blob=False,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.normal,
        ),
    )
