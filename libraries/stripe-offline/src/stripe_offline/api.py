"""One request to the API, from its bytes to its answer."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .clocks import catch_up
from .errors import Refusal, invalid
from .ledger import Ledger, new_id
from .params import decode, read
from .reference import refusal
from .rendering import rendered
from .resources import ROUTES
from .routes import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .routes import Route
    from .store import Obj, Store

__all__ = ["Reply", "Request", "answer"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Request:
    """A request.

    Attributes:
        method: The HTTP method.
        target: The address below the API's root, with its query: ``"/v1/customers?limit=3"``.
        body: The body, form-encoded.
        headers: The headers, their names in lower case.
    """

    method: str
    target: str
    body: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer.

    Attributes:
        status: The HTTP status.
        body: The object, or the error.
        headers: More headers.
    """

    status: int
    body: Obj
    headers: dict[str, str] = field(default_factory=dict)


def answer(store: Store, request: Request) -> Reply:
    """Return the answer to a request, having done what it asks for."""
    name = new_id("req")
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    ledger = Ledger(store, request=name, idempotency_key=key)
    try:
        _check_key(request.headers.get("authorization", ""))
        route, ids = _route(request)
        text = request.body if request.method == "POST" else urlsplit(request.target).query
        raw = decode(text)
        schema = named(route.params)
        params = read(raw, schema) if schema else _only_expand(raw)
        reply = _once(ledger, key, request, lambda: _do(ledger, route, params, ids))
    except Refusal as refusal:
        reply = Reply(refusal.status, {"error": refusal.error | {"request_log_url": None}})
    except Exception:
        logger.exception("Stripe offline failed on %s %s", request.method, request.target)
        error = {"type": "api_error", "message": "The stand-in itself failed; see its log."}
        reply = Reply(500, {"error": error}, {"stripe-should-retry": "false"})
    return Reply(reply.status, reply.body, {"request-id": name} | reply.headers)


def _check_key(given: str) -> None:
    key = given.removeprefix("Bearer ")
    error: dict[str, Any] = {"type": "invalid_request_error"}
    if not key:
        error["message"] = (
            "You did not provide an API key. You need to provide your API key in the"
            " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer"
            " YOUR_SECRET_KEY')."
        )
        raise Refusal(401, error)
    if not key.startswith(("sk_test_", "rk_test_")):
        error["message"] = f"Invalid API Key provided: {key[:8]}****. Offline takes test keys only."
        raise Refusal(401, error)


def _route(request: Request) -> tuple[Route, tuple[str, ...]]:
    path = urlsplit(request.target).path.removeprefix("/v1/")
    for route in ROUTES:
        ids = route.match(request.method, path)
        if ids is not None:
            return route, ids
    raise invalid(refusal(request.method, path), status=404)


def _only_expand(raw: dict[str, Any]) -> dict[str, Any]:
    unknown = [name for name in raw if name != "expand"]
    if unknown:
        message = f"Received unknown parameter: {unknown[0]}"
        raise invalid(message, param=unknown[0], code="parameter_unknown")
    return raw


def _do(ledger: Ledger, route: Route, params: dict[str, Any], ids: tuple[str, ...]) -> Obj:
    ledger.expand = expand = tuple(params.pop("expand", None) or ())
    catch_up(ledger)
    made = route.answer(ledger, params, ids)
    if made.pop("_undone", False):
        return made
    if made["object"] == "list":
        paths = [path.removeprefix("data.") for path in expand if path.startswith("data.")]
        if len(paths) != len(expand):
            raise invalid("Lists are expanded by `data.`.", param="expand")
        kept = [ledger.store.get(one["id"]) or one for one in made["data"]]
        return made | {"data": [rendered(ledger, one, paths) for one in kept]}
    return rendered(ledger, made, expand)


def _once(ledger: Ledger, key: str | None, request: Request, do: Any) -> Reply:
    """Do something, or tell again what came of it when it was asked for by the same key."""
    with ledger.store.transaction():
        asked = hashlib.sha256(f"{request.target} {request.body}".encode()).hexdigest()
        known = ledger.store.get(f"idempotency:{key}") if key else None
        if known and known["asked"] != asked:
            message = (
                "Keys for idempotent requests can only be used with the same parameters they were"
                " first used with. Try using a key other than"
                f" '{key}' if you meant to execute a different request."
            )
            raise Refusal(400, {"type": "idempotency_error", "message": message})
        if known:
            return Reply(known["status"], known["body"], {"idempotent-replayed": "true"})
        try:
            with ledger.store.transaction():
                reply = Reply(200, do())
        except Refusal as refusal:
            reply = Reply(refusal.status, {"error": refusal.error})
        if key:
            ledger.store.put({
                "id": f"idempotency:{key}",
                "object": "idempotency",
                "asked": asked,
                "status": reply.status,
                "body": reply.body,
            })  # fmt: skip
        return reply
