"""Pages: list, add, change, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DeleteView, ListView, UpdateView

from apps.stock.forms import ItemForm
from apps.stock.models import Item
from apps.stock.queries import items_named

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from apps.users.models import User


class ItemListView(LoginRequiredMixin, ListView[Item]):
    template_name = "stock/list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Item]:
        """Return what was searched for."""
        return items_named(self.request.GET.get("q", "").strip())


class ItemAddView(LoginRequiredMixin, CreateView[Item, ItemForm]):
    form_class = ItemForm
    template_name = "stock/form.html"
    success_url = reverse_lazy("stock:list")

    def form_valid(self, form: ItemForm) -> HttpResponse:
        """Keep the item, and who counted it."""
        form.instance.counted_by = cast("User", self.request.user)
        messages.success(self.request, _("Item added"))
        return super().form_valid(form)


class ItemChangeView(LoginRequiredMixin, UpdateView[Item, ItemForm]):
    model = Item
    form_class = ItemForm
    template_name = "stock/form.html"
    success_url = reverse_lazy("stock:list")


class ItemDeleteView(LoginRequiredMixin, DeleteView[Item, ItemForm]):
    model = Item
    template_name = "stock/delete.html"
    success_url = reverse_lazy("stock:list")
