from __future__ import annotations

from django.contrib import admin

from apps.stock.models import Item, Shelf


@admin.register(Shelf)
class ShelfAdmin(admin.ModelAdmin[Shelf]):
    search_fields = ("code",)


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin[Item]):
    list_display = ("name", "shelf", "quantity", "reorder_at")
    list_select_related = ("shelf",)
    search_fields = ("name",)
