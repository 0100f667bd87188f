"""The stand-in's pages; none where nobody asked for it, none that answers where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from .conf import wanted

app_name = "stripe_offline"


def _patterns() -> list[URLPattern]:
    if not wanted():
        return []
    from . import views  # noqa: PLC0415 - a site has no use for them

    return [
        path("", views.events, name="events"),
        path("events/<str:name>/resend/", views.resend, name="resend"),
        path("customers/<str:name>/clock/", views.start, name="start"),
        path("clocks/<str:name>/advance/", views.advance, name="advance"),
        path("checkout/<str:name>/", views.checkout, name="checkout"),
        path("confirm/<str:name>/", views.confirm, name="confirm"),
        path("invoices/<str:name>/", views.invoice, name="invoice"),
        path("invoices/<str:name>/pdf/", views.invoice_pdf, name="invoice_pdf"),
        path("portal/<str:name>/", views.portal, name="portal"),
        path("receipts/<str:name>/", views.receipt, name="receipt"),
    ]


urlpatterns = _patterns()
