"""Pages on which staff do something at Stripe, and leave a record of it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
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

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from apps.billing.models import StaffRecord


class ActingAdmin(CopyAdmin):
    """A list of copies, about each of which something can be done on a page of its own.

    Attributes:
        records: Where it is kept who did it; whoever may add to that may do it.
        verb: The page's part of the address, or empty where there is no page for each.
        words: What its button says.
    """

    records: type[StaffRecord] = StaffAction
    verb = ""
    words: StrOrPromise = ""

    def may_act(self, request: HttpRequest) -> bool:
        """Tell who may do something at Stripe."""
        return request.user.has_perm(f"{self.records._meta.app_label}.{self._right()}")  # noqa: SLF001

    def page(  # noqa: PLR0913 - each is named where it is given
        self,
        request: HttpRequest,
        form: Form,
        do: Callable[[], None],
        *,
        title: str,
        words: StrOrPromise = "",
        copy: Any = None,
    ) -> HttpResponse:
        """Show a form; do what it says, and go back to the list.

        Args:
            request: The request.
            form: What staff fill in.
            do: Does it; a :class:`BillingError` of it is shown above the form.
            title: What the page is about.
            words: What the button says, if not the title.
            copy: dj-stripe's copy of what something is done to, if it is there already.

        Raises:
            PermissionDenied: Whoever asks may not.
        """
        if not self.may_act(request):
            raise PermissionDenied
        if request.method == "POST" and form.is_valid():
            try:
                do()
            except BillingError as error:
                form.add_error(None, str(error))
            else:
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
                return HttpResponseRedirect(reverse(name))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "words": words or title,
            "form": form,
            "opts": self.opts,
            "copy": copy,
        }
        return TemplateResponse(request, "billing/admin/act.html", context)

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(self.act)
        page = path(f"<path:object_id>/{self.verb}/", view, name=self._name())
        return [*([page] if self.verb else []), *super().get_urls()]

    def act(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the form, and do what it says."""
        copy = self.get_object(request, object_id)
        if copy is None:
            raise Http404
        form = self.make_form(request, copy)
        do = partial(self.do, request, copy, form)
        return self.page(request, form, do, title=f"{copy}", words=self.words, copy=copy)

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

    def _right(self) -> str:
        return f"add_{self.records._meta.model_name}"  # noqa: SLF001

    def _name(self) -> str:
        return f"{self.records._meta.app_label}_{self.verb}"  # noqa: SLF001
