from django.urls import path

from apps.quotes import views

app_name = "quotes"

urlpatterns = [
    path("", views.quote_list, name="list"),
    path("list.json", views.quote_list_json, name="json"),
    path("<int:pk>/send/", views.quote_send, name="send"),
]
