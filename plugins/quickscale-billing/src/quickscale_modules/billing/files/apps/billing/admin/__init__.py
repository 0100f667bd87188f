"""Billing in the admin: what staff may see, and the little they may do."""

from django.contrib import admin
from djstripe import models as copies

for _model, _registered in list(admin.site._registry.items()):  # noqa: SLF001 - no other way in
    if _model._meta.app_label == copies.Customer._meta.app_label:  # noqa: SLF001
        admin.site.unregister(_model)

from apps.billing.admin import accounts, charges, events, reading  # noqa: E402, F401
