from django.urls import path

from apps.users import views

app_name = "users"

urlpatterns = [
    path("profile/", views.ProfileView.as_view(), name="profile"),
    path("password/", views.PasswordView.as_view(), name="password"),
]
