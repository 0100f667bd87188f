"""``/settings/webhooks/``."""

from django.urls import path

from apps.webhooks import views

urlpatterns = [
    path("", views.endpoint_list, name="webhook_endpoints"),
    path("new/", views.new, name="webhook_endpoint_new"),
    path("<uuid:pk>/", views.endpoint, name="webhook_endpoint"),
    path("<uuid:pk>/edit/", views.edit, name="webhook_endpoint_edit"),
    path("<uuid:pk>/secret/", views.rotate, name="webhook_endpoint_rotate"),
    path("<uuid:pk>/test/", views.send_example, name="webhook_endpoint_test"),
    path("<uuid:pk>/on/", views.switch_on, name="webhook_endpoint_on"),
    path("<uuid:pk>/off/", views.switch_off, name="webhook_endpoint_off"),
    path("<uuid:pk>/replay/", views.replay_since, name="webhook_endpoint_replay"),
    path("<uuid:pk>/delete/", views.delete, name="webhook_endpoint_delete"),
    path("deliveries/<uuid:pk>/", views.delivery, name="webhook_delivery"),
    path("deliveries/<uuid:pk>/replay/", views.replay, name="webhook_delivery_replay"),
]
