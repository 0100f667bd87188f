"""``/settings/profile/``."""

from django.urls import path

from apps.accounts import views

urlpatterns = [
    path("", views.ProfileView.as_view(), name="account_profile"),
    path("export/", views.export_data, name="account_export"),
    path("delete/", views.delete_account, name="account_delete"),
]
