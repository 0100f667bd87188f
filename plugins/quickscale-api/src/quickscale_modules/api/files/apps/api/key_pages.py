"""``/settings/api-keys/``: one's keys, and those of teams whose keys one manages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.api import keys
from apps.api.conf import conf
from apps.api.key_forms import KeyForm
from apps.pages.navigation import way_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.users.models import User

SHOWN = 25
"""How many keys are on a page."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def key_list(request: HttpRequest) -> HttpResponse:
    """List the keys and make new ones; a new one is shown on the very page that made it."""
    user = cast("User", request.user)
    holders = conf.holders.choices(user)
    form = KeyForm(request.POST or None, holders=holders)
    made = _make(user, form) if request.method == "POST" and form.is_valid() else None
    if made is not None:
        form = KeyForm(holders=holders)
    return _page(request, form, holders, made[1] if made else "")


def _make(user: User, form: KeyForm) -> Any:
    values = form.cleaned_data
    team = values["holder"]
    try:
        return keys.make_key(
            user,
            values["name"],
            values["scopes"],
            expires_at=form.expires_at(),
            team_id=UUID(team) if team else None,
        )
    except keys.KeyRefusalError as refusal:
        form.add_error(None, str(refusal))
        return None


def _page(
    request: HttpRequest, form: KeyForm, holders: list[tuple[str, str]], text: str = ""
) -> HttpResponse:
    found = conf.holders.keys(cast("User", request.user)).select_related("user")
    has_own = found.filter(user=request.user.pk, revoked_at=None).exists()
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    names = dict(holders)
    for key in page:
        key.holder = names.get(str(key.team_id or ""), "")  # type: ignore[attr-defined]
    context = {"form": form, "page_obj": page, "key_text": text, "has_own": has_own}
    return render(request, "api/keys.html", context)


@require_POST
@login_required
def rotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Replace a key by a new one, which is shown this once."""
    user = cast("User", request.user)
    holders = conf.holders.choices(user)
    found = get_object_or_404(conf.holders.keys(user), pk=pk)
    text = ""
    try:
        _key, text = keys.rotate_key(found, by=user)
    except keys.KeyRefusalError as refusal:
        messages.error(request, str(refusal))
    return _page(request, KeyForm(holders=holders), holders, text)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a key at once."""
    found = get_object_or_404(conf.holders.keys(cast("User", request.user)), pk=pk)
    keys.revoke_key(found)
    messages.success(request, _("The key %(name)s is revoked.") % {"name": found.name})
    return redirect(way_back(request, "api_keys"))


@require_POST
@login_required
def revoke_all(request: HttpRequest) -> HttpResponse:
    """End every key that one has made."""
    keys.revoke_all_of(cast("User", request.user))
    messages.success(request, _("All keys that you made are revoked."))
    return redirect("api_keys")
