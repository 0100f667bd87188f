"""Names of Django REST framework for the sample's APIs; only a project that has it imports this."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string


def _named(path: str) -> Any:
    # It has no types of its own, and a project need not have it.
    return import_string(f"rest_framework.{path}")


BasicAuthentication: Any = _named("authentication.BasicAuthentication")
DefaultRouter: Any = _named("routers.DefaultRouter")
IsAdminUser: Any = _named("permissions.IsAdminUser")
ListCreateAPIView: Any = _named("generics.ListCreateAPIView")
ModelSerializer: Any = _named("serializers.ModelSerializer")
ModelViewSet: Any = _named("viewsets.ModelViewSet")
OrderingFilter: Any = _named("filters.OrderingFilter")
PageNumberPagination: Any = _named("pagination.PageNumberPagination")
PrimaryKeyRelatedField: Any = _named("relations.PrimaryKeyRelatedField")
Response: Any = _named("response.Response")
SearchFilter: Any = _named("filters.SearchFilter")
Serializer: Any = _named("serializers.Serializer")
SimpleRateThrottle: Any = _named("throttling.SimpleRateThrottle")
ValidationError: Any = _named("exceptions.ValidationError")
action: Any = _named("decorators.action")
