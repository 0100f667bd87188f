from django.urls import path

from apps.stock import views

app_name = "stock"

urlpatterns = [
    path("", views.ItemListView.as_view(), name="list"),
    path("add/", views.ItemAddView.as_view(), name="add"),
    path("<int:pk>/", views.ItemChangeView.as_view(), name="change"),
    path("<int:pk>/delete/", views.ItemDeleteView.as_view(), name="delete"),
]
