"""``/billing/``: prices, and the ways to and from Checkout."""

from django.urls import path

from apps.billing.views import shop

urlpatterns = [
    path("pricing/", shop.pricing, name="billing_pricing"),
    path("start/", shop.start, name="billing_start"),
    path("start/later/", shop.drop_choice, name="billing_drop_choice"),
    path("subscribe/", shop.subscribe, name="billing_subscribe"),
    path("buy/", shop.buy, name="billing_buy"),
    path("done/", shop.done, name="billing_done"),
]
