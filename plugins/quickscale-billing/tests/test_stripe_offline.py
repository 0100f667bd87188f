"""Which settings turn the stand-in for Stripe on, and that a site never does."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from quickscale_core import Layer

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject, MakeProject


def test_only_local_and_test_settings_turn_it_on(compose: ComposeProject) -> None:
    settings = compose(["auth", "billing"]).composition.settings

    on = {
        layer
        for layer in get_args(Layer)
        for group in settings[layer]
        for one in group.settings
        if one.name == "STRIPE_OFFLINE"
    }
    assert on == {"local", "test"}


LOOK = """
import stripe
from django.urls import Resolver404, resolve
from apps.stripe_offline.conf import is_on
try:
    resolve("/stripe/offline/")
except Resolver404:
    print(is_on(), stripe.api_base)
"""


def test_a_site_has_neither_its_pages_nor_its_address(quickscale_project: MakeProject) -> None:
    site = quickscale_project(["auth", "billing"]).in_production()

    found = site.manage("shell", "--no-imports", "-c", LOOK).check()

    assert found.stdout.splitlines()[-1] == "False https://api.stripe.com"


def test_asking_for_it_on_a_site_fails_its_check(quickscale_project: MakeProject) -> None:
    project = quickscale_project(["auth", "billing"])
    local = project.with_environ(STRIPE_SECRET_KEY="sk_live_0123456789012345678901234")

    refused = local.manage("check")

    assert refused.code != 0
    assert "stripe_offline.E001" in refused.stderr
    assert "a live Stripe key is set" in refused.stderr
