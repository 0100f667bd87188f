"""``/settings/billing/``: the plan, how it is paid, and what was paid."""

from django.urls import path

from apps.billing.views import account, methods, plan

urlpatterns = [
    path("", account.overview, name="billing_overview"),
    path("invoices/", account.InvoiceListView.as_view(), name="billing_invoices"),
    path("invoices/<str:invoice_id>/pay/", account.pay_invoice, name="billing_pay_invoice"),
    path("contact/", account.contact, name="billing_contact"),
    path("portal/", account.portal, name="billing_portal"),
    path("plan/", plan.choose, name="billing_plan"),
    path("plan/confirm/", plan.confirm, name="billing_confirm"),
    path("plan/keep/", plan.keep, name="billing_keep"),
    path("plan/cancel/", plan.cancel, name="billing_cancel"),
    path("plan/resume/", plan.resume, name="billing_resume"),
    path("plan/pause/", plan.pause, name="billing_pause"),
    path("plan/unpause/", plan.unpause, name="billing_unpause"),
    path("seats/", plan.seats, name="billing_seats"),
    path("payment-methods/", methods.listing, name="billing_payment_methods"),
    path("payment-methods/add/", methods.add, name="billing_add_method"),
    path("payment-methods/use/", methods.use, name="billing_use_method"),
    path("payment-methods/remove/", methods.remove, name="billing_remove_method"),
]
