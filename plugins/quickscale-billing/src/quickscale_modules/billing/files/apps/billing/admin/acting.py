"""Pages on which staff do something at Stripe, and leave a record of it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from apps.billing.admin.reading import CopyAdmin
from apps.billing.models import StaffAction
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import ModelAdmin
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from apps.billing.models import StaffRecord

__all__ = ["ActingAdmin", "acting_page", "may_act"]


def may_act(request: HttpRequest, records: type[StaffRecord] = StaffAction) -> bool:
    """Tell who may do something at Stripe: whoever may add to the list of what staff did.

    Args:
        request: Whose.
        records: Which list it is kept in.
    """
    return request.user.has_perm(f"{records._meta.app_label}.add_{records._meta.model_name}")  # noqa: SLF001


def acting_page(  # noqa: PLR0913 - each is named where it is given
    admin: ModelAdmin[Any],
    request: HttpRequest,
    *,
    form: Form,
    do: Callable[[], None],
    title: str,
    copy: Any = None,
    words: StrOrPromise = "",
    records: type[StaffRecord] = StaffAction,
) -> HttpResponse:
    """Show a form; do what it says, and go back to the list.

    Args:
        admin: Whose list.
        request: The request.
        form: What staff fill in.
        do: Does it; a :class:`BillingError` of it is shown above the form.
        title: What the page is about.
        copy: dj-stripe's copy of what something is done to, if it is there already.
        words: What the button says, if not the title.
        records: Which list it is kept in that it was done.

    Raises:
        PermissionDenied: Whoever asks may not.
    """
    if not may_act(request, records):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except BillingError as error:
            form.add_error(None, str(error))
        else:
            name = f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(name))
    context = {
        **admin.admin_site.each_context(request),
        "title": title,
        "words": words or title,
        "form": form,
        "opts": admin.opts,
        "copy": copy,
    }
    return TemplateResponse(request, "billing/admin/act.html", context)


class ActingAdmin(CopyAdmin):
    """A list of copies, each with one page where something is done about it.

    Attributes:
        verb: The page's part of the address.
        words: What its button says.
        records: Which list it is kept in that it was done.
    """

    verb = ""
    records: type[StaffRecord] = StaffAction
    words: StrOrPromise = ""

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        name = self._name()
        view = self.admin_site.admin_view(self.act)
        return [path(f"<path:object_id>/{self.verb}/", view, name=name), *super().get_urls()]

    def act(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the form, and do what it says."""
        copy = self.get_object(request, object_id)
        if copy is None:
            raise Http404
        form = self.make_form(request, copy)
        return acting_page(
            self,
            request,
            form=form,
            do=lambda: self.do(request, copy, form),
            title=f"{copy}",
            copy=copy,
            words=self.words,
            records=self.records,
        )

    @abstractmethod
    def make_form(self, request: HttpRequest, copy: Any) -> Form:
        """Return the page's form."""

    @abstractmethod
    def do(self, request: HttpRequest, copy: Any, form: Form) -> None:
        """Do what the form says."""

    def link(self, copy: Any, words: str) -> SafeString:
        """Return a link to the page."""
        address = reverse(f"admin:{self._name()}", args=(copy.pk,))
        return format_html('<a href="{}">{}</a>', address, words)

    def _name(self) -> str:
        return f"{self.records._meta.app_label}_{self.verb}"  # noqa: SLF001
