"""``/stripe/webhook/``, where Stripe tells what has changed."""

from django.urls import path

from apps.billing.webhook_views import webhook

urlpatterns = [path("webhook/", webhook, name="billing_webhook")]
