"""``/settings/connections/``, allauth's page."""

from allauth.socialaccount.views import connections
from django.urls import path

urlpatterns = [path("", connections, name="socialaccount_connections")]
