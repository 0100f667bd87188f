"""The endpoints of a team, or of a person, and what became of each delivery."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.ops.events import catalogue
from apps.webhooks import deliveries, endpoints, outbox, queries
from apps.webhooks.conf import conf
from apps.webhooks.endpoints import EndpointRefusalError
from apps.webhooks.forms import EndpointForm, ExampleForm, ReplayForm
from apps.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PAGE = 25
"""How many deliveries stand on a page."""


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to those who manage endpoints; tell others whom to ask."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        @conf.owners.guard
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not conf.owners.manages(request):
                return render(request, "webhooks/not_yours.html", status=403)
            try:
                return view(request, *args, **kwargs)
            except EndpointRefusalError as refusal:
                messages.error(request, str(refusal))
                return redirect("webhook_endpoints")

        return guarded(request, *args, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD"])
@for_managers
def endpoint_list(request: HttpRequest) -> HttpResponse:
    """List the endpoints."""
    return render(request, "webhooks/endpoints.html", {"endpoints": _mine(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Add an endpoint, and show its secret this once."""
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = endpoints.create(
                conf.owners.of_request(request),
                form.cleaned_data["url"],
                description=form.cleaned_data["description"],
                events=form.wanted,
            )
        except EndpointRefusalError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_secret(request, made, secret)
    return render(request, "webhooks/edit.html", {"form": form})


@require_http_methods(["GET", "HEAD"])
@for_managers
def endpoint(request: HttpRequest, pk: str) -> HttpResponse:
    """Show an endpoint and its deliveries."""
    return _show_endpoint(request, _find(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change where events go, and which."""
    found = _find(request, pk)
    form = EndpointForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The endpoint is saved."))
        return redirect("webhook_endpoint", pk=pk)
    return render(request, "webhooks/edit.html", {"form": form, "endpoint": found})


@require_POST
@for_managers
@never_cache
def rotate(request: HttpRequest, pk: str) -> HttpResponse:
    """Make another secret, and show it this once."""
    found = _find(request, pk)
    return _show_secret(request, found, endpoints.rotate_secret(found), is_new=False)


@require_POST
@for_managers
def send_example(request: HttpRequest, pk: str) -> HttpResponse:
    """Send an example of an event."""
    found = _find(request, pk)
    form = ExampleForm(request.POST, endpoint=found)
    if found.off_at is not None or not form.is_valid():
        messages.error(request, _("Nothing was sent. Switch the endpoint on, and choose an event."))
        return redirect("webhook_endpoint", pk=pk)
    sent = outbox.send_example(found, catalogue()[form.cleaned_data["event"]])
    messages.success(request, _("The example is sent. Its result is shown here."))
    return redirect("webhook_delivery", pk=sent.pk)


@require_POST
@for_managers
def switch_on(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the endpoint events again."""
    endpoints.switch_on(_find(request, pk))
    messages.success(request, _("The endpoint is on. Events that waited are sent now."))
    return redirect("webhook_endpoint", pk=pk)


@require_POST
@for_managers
def switch_off(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the endpoint nothing any more."""
    endpoints.switch_off(_find(request, pk))
    messages.success(request, _("The endpoint is off."))
    return redirect("webhook_endpoint", pk=pk)


@require_POST
@for_managers
def replay_since(request: HttpRequest, pk: str) -> HttpResponse:
    """Send all events again since a moment."""
    found = _find(request, pk)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return _show_endpoint(request, found, form)
    count = deliveries.replay_since(found, form.cleaned_data["since"])
    words = ngettext("%(count)d event is sent again.", "%(count)d events are sent again.", count)
    messages.success(request, words % {"count": count})
    return redirect("webhook_endpoint", pk=pk)


@require_POST
@for_managers
def delete(request: HttpRequest, pk: str) -> HttpResponse:
    """Remove an endpoint with its deliveries."""
    _find(request, pk).delete()
    messages.success(request, _("The endpoint is removed."))
    return redirect("webhook_endpoints")


@require_http_methods(["GET", "HEAD"])
@for_managers
def delivery(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what was sent, and what was answered."""
    found = _find_delivery(request, pk)
    body = json.dumps(json.loads(found.message.body), indent=2, ensure_ascii=False)
    return render(request, "webhooks/delivery.html", {"delivery": found, "body": body})


@require_POST
@for_managers
def replay(request: HttpRequest, pk: str) -> HttpResponse:
    """Send a delivery again."""
    deliveries.replay(_find_delivery(request, pk))
    messages.success(request, _("The event is sent again."))
    return redirect("webhook_delivery", pk=pk)


def _mine(request: HttpRequest) -> Any:
    return queries.endpoints_of(conf.owners.of_request(request))


def _find(request: HttpRequest, pk: str) -> Endpoint:
    found: Endpoint = get_object_or_404(_mine(request), pk=pk)
    return found


def _find_delivery(request: HttpRequest, pk: str) -> Delivery:
    mine = Delivery.objects.filter(endpoint__in=_mine(request))
    return get_object_or_404(mine.select_related("endpoint", "message"), pk=pk)


def _show_endpoint(
    request: HttpRequest, endpoint: Endpoint, replay_form: ReplayForm | None = None
) -> HttpResponse:
    state = request.GET.get("state", "")
    found = queries.deliveries_to(endpoint, state)
    context = {
        "endpoint": endpoint,
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state if state in Delivery.State.values else "",
        "example_form": ExampleForm(endpoint=endpoint),
        "replay_form": replay_form or ReplayForm(),
    }
    return render(request, "webhooks/endpoint.html", context, status=400 if replay_form else 200)


def _show_secret(
    request: HttpRequest, endpoint: Endpoint, secret: str, *, is_new: bool = True
) -> HttpResponse:
    context = {
        "endpoint": endpoint,
        "secret": secret,
        "is_new": is_new,
        "hours": conf.overlap_hours,
    }
    return render(request, "webhooks/secret.html", context)
