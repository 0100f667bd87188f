"""The objects of the stand-in and what happens to them: found, made, changed, told to others."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import stripe

from .errors import missing_object
from .kinds import KINDS
from .rendering import rendered
from .shapes import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .store import Obj, Store

__all__ = ["Ledger", "new_id"]

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for each other when they are read or said."""


def new_id(prefix: str) -> str:
    """Return an id that was never given out: with a prefix, one that shows where it comes from.

    Stripe's ids have no ``offline`` after the prefix, so a copy of an object can be told apart in a
    database for ever.
    """
    word = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{prefix}_offline_{word}" if prefix else word


@dataclass
class Ledger:
    """The store as one request sees it.

    Attributes:
        store: Where the objects are.
        request: The request's id, for its events; ``None`` when something happens by itself.
        idempotency_key: The request's key, for its events.
        silent: Whether nothing is told to anybody, as while a preview is made.
        expand: What the request wants to see in full.
    """

    store: Store
    request: str | None = None
    idempotency_key: str | None = None
    silent: bool = False
    expand: tuple[str, ...] = ()

    def now(self, owner: Obj | None = None) -> int:
        """Return the time, by the test clock that ``owner`` lives by if there is one."""
        clock = self.store.get(owner["_clock"]) if owner and owner.get("_clock") else None
        return int(clock["frozen_time"]) if clock else int(time.time())

    def get(self, kind: str, name: str, *, param: str = "") -> Obj:
        """Return an object.

        Args:
            kind: What it must be.
            name: Its id.
            param: The parameter that named it; without one it was named in the address.

        Raises:
            Refusal: When there is none, or it is of another kind.
        """
        found = self.store.get(name)
        if found is None or found["object"] != kind:
            noun = KINDS[kind].noun or kind
            raise missing_object(noun, name, param=param or "id", status=400 if param else 404)
        return found

    def find(self, kind: str, **equal: Any) -> list[Obj]:
        """Return the objects of a kind, newest first, whose fields are equal to these."""
        return self.store.find(kind, **equal)

    def add(self, kind: str, *, owner: Obj | None = None, tell: bool = True, **fields: Any) -> Obj:
        """Make an object, and tell that it was created.

        Args:
            kind: What to make.
            owner: An object whose test clock it lives by too.
            tell: Whether there is an event for it.
            fields: What it holds; the rest is as empty as its type allows.
        """
        about = KINDS[kind]
        obj = blank(about.shape)
        known = {"object": kind, "livemode": False, "metadata": {}, "created": self.now(owner)}
        obj |= {name: value for name, value in known.items() if name in obj}
        obj |= {"id": new_id(about.prefix), "_clock": (owner or {}).get("_clock", "")} | fields
        self.store.put(obj)
        if tell and about.event:
            self.tell(f"{about.event}.created", obj)
        return obj

    @contextmanager
    def changing(self, obj: Obj, event: str = "") -> Iterator[Obj]:
        """Keep what is done to an object, and tell about it if anything in sight changed.

        Args:
            obj: The object; it is changed in place.
            event: The type of the event, or its kind's ``.updated``.
        """
        before = rendered(self, self.store.get(obj["id"]) or obj)
        yield obj
        self.store.put(obj)
        after = rendered(self, obj)
        changed = {name: before.get(name) for name in after if before.get(name) != after[name]}
        prefix = KINDS[obj["object"]].event
        if changed and (event or prefix):
            self.tell(event or f"{prefix}.updated", obj, {} if event else changed)

    def tell(self, event: str, obj: Obj, previous: Obj | None = None) -> None:
        """Add an event, and a delivery of it to each webhook endpoint that listens.

        Args:
            event: Its type.
            obj: What it is about, as it is now.
            previous: What fields held before, for an update.
        """
        if self.silent:
            return
        data = {"object": rendered(self, obj)}
        if previous:
            data["previous_attributes"] = previous
        made = self.add(
            "event",
            owner=obj,
            type=event,
            data=data,
            api_version=stripe.api_version,
            request={"id": self.request, "idempotency_key": self.idempotency_key},
        )
        for endpoint in self.find("webhook_endpoint", status="enabled"):
            if {"*", event} & set(endpoint["enabled_events"]):
                made["pending_webhooks"] += 1
                self.store.put(made)
                self.deliver(made, endpoint)

    def deliver(self, event: Obj, endpoint: Obj) -> Obj:
        """Have an event sent to a webhook endpoint as soon as may be."""
        delivery = {
            "id": new_id("delivery"),
            "object": "delivery",
            "event": event["id"],
            "endpoint": endpoint["id"],
            "attempts": [],
            "_clock": "delivery",
            "_due": int(time.time()),
        }
        self.store.put(delivery)
        return delivery
