"""Whom an API answers: the permission class that others are made from, for Django REST framework.

The framework is not among this project's requirements unless somebody added it, and has no types.
What is made from :class:`SignedIn` can be imported, tested and typed with it and without.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.http import HttpRequest

_BasePermission: Any = (
    import_string("rest_framework.permissions.BasePermission")
    if find_spec("rest_framework")
    else object
)

if TYPE_CHECKING:

    class _Joined(type):
        """What the framework's classes can do, in types."""

        def __and__(cls, other: Any) -> Any: ...
        def __or__(cls, other: Any) -> Any: ...
        def __rand__(cls, other: Any) -> Any: ...
        def __ror__(cls, other: Any) -> Any: ...
        def __invert__(cls) -> Any: ...

else:
    _Joined = type(_BasePermission)


class SignedIn(_BasePermission, metaclass=_Joined):  # type: ignore[misc]  # it has no types
    """Opens an API to everybody who is signed in.

    Attributes:
        message: What a refusal says; the framework has words of its own where it is empty.
    """

    message: str = ""

    def has_permission(self, request: HttpRequest, view: Any) -> bool:  # noqa: ARG002
        """Tell whether somebody is."""
        # An API may have nobody at all where Django has an anonymous user.
        return bool(request.user and request.user.is_authenticated)

    def has_object_permission(self, request: HttpRequest, view: Any, obj: Any) -> bool:  # noqa: ARG002
        """Say the same of every object."""
        return self.has_permission(request, view)
