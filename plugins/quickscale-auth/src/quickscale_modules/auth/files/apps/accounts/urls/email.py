"""``/settings/email/``, allauth's page."""

from allauth.account.views import email
from django.urls import path

urlpatterns = [path("", email, name="account_email")]
