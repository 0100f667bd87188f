"""Names of Django REST framework for the sample's APIs; only a project that has it imports this."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string


def _named(path: str) -> Any:
    # It has no types of its own, and a project need not have it.
    return import_string(f"rest_framework.{path}")


_defaults: Any = _named("settings.DEFAULTS")
# Given nothing, it would read the project's settings.
_shipped: Any = _named("settings.APISettings")(
    {**_defaults}, _defaults, _named("settings.IMPORT_STRINGS")
)


class AsShipped:
    """What the framework does by itself, whatever the project's own settings of it say."""

    settings = _shipped
    authentication_classes: Any = _shipped.DEFAULT_AUTHENTICATION_CLASSES
    filter_backends: Any = _shipped.DEFAULT_FILTER_BACKENDS
    pagination_class: Any = _shipped.DEFAULT_PAGINATION_CLASS
    parser_classes: Any = _shipped.DEFAULT_PARSER_CLASSES
    renderer_classes: Any = _shipped.DEFAULT_RENDERER_CLASSES
    throttle_classes: Any = _shipped.DEFAULT_THROTTLE_CLASSES


def _as_shipped(path: str) -> Any:
    view = _named(path)
    return type(view.__name__, (AsShipped, view), {})


BasicAuthentication: Any = _named("authentication.BasicAuthentication")
DefaultRouter: Any = _named("routers.DefaultRouter")
IsAdminUser: Any = _named("permissions.IsAdminUser")
ListCreateAPIView: Any = _as_shipped("generics.ListCreateAPIView")
ModelSerializer: Any = _named("serializers.ModelSerializer")
ModelViewSet: Any = _as_shipped("viewsets.ModelViewSet")
OrderingFilter: Any = _named("filters.OrderingFilter")
PageNumberPagination: Any = _named("pagination.PageNumberPagination")
PrimaryKeyRelatedField: Any = _named("relations.PrimaryKeyRelatedField")
Response: Any = _named("response.Response")
SearchFilter: Any = _named("filters.SearchFilter")
Serializer: Any = _named("serializers.Serializer")
SimpleRateThrottle: Any = _named("throttling.SimpleRateThrottle")
ValidationError: Any = _named("exceptions.ValidationError")
action: Any = _named("decorators.action")
