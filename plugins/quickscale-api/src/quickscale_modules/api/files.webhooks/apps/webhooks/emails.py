"""The app's e-mail, rendered and sent as those of accounts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter

from apps.webhooks.conf import conf

if TYPE_CHECKING:
    from apps.webhooks.models import Endpoint


def switched_off(endpoint: Endpoint) -> None:
    """Say that an endpoint gets no more events, and what brings it back."""
    path = conf.owners.path(endpoint.owner, "webhook_endpoint", pk=endpoint.pk)
    context = {"endpoint": endpoint, "link": f"{conf.site_url}{path}"}
    for address in conf.owners.addresses(endpoint.owner):
        get_adapter().send_mail("webhooks/email/switched_off", address, context)
