from __future__ import annotations

from django.contrib import admin

from apps.quotes.models import Customer, Quote, QuoteLine


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin[Customer]):
    list_display = ("name", "contact_email")
    search_fields = ("name",)


class QuoteLineInline(admin.TabularInline[QuoteLine, Quote]):
    model = QuoteLine
    extra = 1


@admin.register(Quote)
class QuoteAdmin(admin.ModelAdmin[Quote]):
    list_display = ("__str__", "customer", "status", "written")
    list_filter = ("status",)
    list_select_related = ("customer",)
    autocomplete_fields = ("customer", "written_by")
    inlines = (QuoteLineInline,)
