"""What is done with endpoints: made, changed, switched on and off, given another secret."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.encryption import Reencrypted, encrypt, encrypt_anew
from apps.ops.limits import allow
from apps.webhooks import signing, tasks
from apps.webhooks.conf import conf
from apps.webhooks.models import Delivery, Endpoint, Message

if TYPE_CHECKING:
    from collections.abc import Sequence


class EndpointRefusalError(Exception):
    """Something is in the way; its text is for whoever asked."""


def check_often(owner: str) -> None:
    """Count what somebody has sent by hand, of which a receiver could be made to get too much.

    Raises:
        EndpointRefusalError: It is more than ``WEBHOOKS_BY_HAND_AN_HOUR``.
    """
    if not allow("webhooks", owner, times=conf.by_hand_an_hour, seconds=3600):
        raise EndpointRefusalError(_("Many events were sent by hand. Try again in an hour."))


@transaction.atomic
def create(
    owner: str, url: str, *, description: str = "", events: Sequence[str] | None = None
) -> tuple[Endpoint, str]:
    """Add an endpoint.

    Args:
        owner: Whose; see :mod:`apps.webhooks.owners`.
        url: Where events are sent; the form has looked at it.
        description: What it is for.
        events: The names of those it gets; all of them where none are given.

    Returns:
        The endpoint and its secret, which is told this once.

    Raises:
        EndpointRefusalError: There are ``WEBHOOKS_ENDPOINTS_EACH`` already.
    """
    conf.owners.hold(owner)  # of two requests at once the second counts what the first has made
    if Endpoint.objects.filter(owner=owner).count() >= conf.endpoints_each:
        text = _("You have %(count)d endpoints, as many as possible. Remove one first.")
        raise EndpointRefusalError(text % {"count": conf.endpoints_each})
    secret = signing.new_secret()
    endpoint = Endpoint.objects.create(
        owner=owner,
        url=url,
        description=description,
        all_events=events is None,
        events=sorted(events or ()),
        secret=encrypt(secret),
    )
    return endpoint, secret


@transaction.atomic
def rotate_secret(endpoint: Endpoint) -> str:
    """Give an endpoint another secret; the old one signs beside it for ``WEBHOOKS_OVERLAP_HOURS``.

    Returns:
        The new secret, which is told this once.
    """
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = signing.new_secret()
    held.old_secret, held.secret = held.secret, encrypt(secret)
    held.old_secret_until = timezone.now() + timedelta(hours=conf.overlap_hours)
    held.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return secret


def switch_off(endpoint: Endpoint) -> None:
    """Send an endpoint nothing any more; what waits for it waits on."""
    Endpoint.objects.filter(pk=endpoint.pk, off_at=None).update(off_at=timezone.now())


def switch_on(endpoint: Endpoint) -> None:
    """Send an endpoint events again, and what has waited for it at once."""
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(off_at=None, failing_since=None)
        waiting = endpoint.deliveries.filter(state=Delivery.State.WAITING)
        waiting.update(due_at=timezone.now())
        tasks.deliver_waiting_soon(endpoint.pk)


def reencrypt_secrets() -> int:
    """Encrypt secrets with the first of the keys, and forget those whose overlap is over.

    Returns:
        How many endpoints were changed.
    """
    changed = 0
    for key in Endpoint.objects.values_list("pk", flat=True):
        with transaction.atomic():
            held = Endpoint.objects.select_for_update().filter(pk=key).first()
            if held is None:
                continue
            count = Reencrypted()
            held.secret = encrypt_anew(held.secret, count)
            if held.old_secret_until and held.old_secret_until <= timezone.now():
                held.old_secret, held.old_secret_until = "", None
                count.changed += 1
            if held.old_secret:
                held.old_secret = encrypt_anew(held.old_secret, count)
            if count.changed:
                held.save(update_fields=["secret", "old_secret", "old_secret_until"])
                changed += 1
    return changed


def forget_owner(owner: str) -> None:
    """Delete all that is a team's or a person's, who are about to be deleted."""
    Endpoint.objects.filter(owner=owner).delete()
    Message.objects.filter(owner=owner).delete()
