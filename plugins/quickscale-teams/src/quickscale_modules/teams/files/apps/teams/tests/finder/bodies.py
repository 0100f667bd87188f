"""What to send to an address: its forms, its serializers, the fields of every scoped model.

Keys of rows are another team's: all of them at once, and each alone beside keys of our own, because
one that is refused hides the others.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.forms import BaseForm, ModelChoiceField

from apps.teams.scoping import in_team
from apps.teams.tests.finder.models import scoped_models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from apps.teams.tests.finder.world import World

Path = tuple[str, ...]
"""Where in a document a key stands: ``("lines", "project")``."""

SAMPLES: Final[dict[str, Any]] = {
    "EmailField": "zqsent@example.com",
    "URLField": "https://example.com/zqsent",
    "UUIDField": "6f1f7a5e-6f6b-4b0e-9d0f-1f5f3d0c9a11",
    "BooleanField": True,
    "IntegerField": 1,
    "FloatField": 1.5,
    "DecimalField": "1",
    "DateTimeField": "2030-01-02T03:04:05Z",
    "DateField": "2030-01-02",
    "TimeField": "03:04:05",
    "DurationField": "01:00:00",
    "IPAddressField": "198.51.100.7",
    "JSONField": {},
    "DictField": {},
    "ListField": [],
    "MultipleChoiceField": [],
}
"""Values of a serializer's fields, by the name of their class."""

TEXT: Final = "zqsent"


@dataclass(frozen=True)
class Document:
    """What is sent.

    Attributes:
        body: With keys of another team's rows.
        to_nobody: The same with a key that no row has, where the body has one such key.
        key: Where that key stands.
    """

    body: dict[str, Any]
    to_nobody: dict[str, Any] | None = None
    key: str = ""


class Bodies:
    """Makes what is sent.

    Attributes:
        world: The teams.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._keyed = {type(row) for row in world.theirs.rows}
        self._named: dict[str, type[Any]] = {}
        for model in self._keyed:
            self._named[model._meta.model_name] = model
            for one in model._meta.concrete_fields:
                if one.related_model in self._keyed:
                    self._named.setdefault(one.name, one.related_model)

    def of_forms(self, page: Any) -> Iterator[Document]:
        """Yield answers to the forms that a page shows."""
        for form in _forms_in(getattr(page, "context", None)):
            links = [name for name, one in form.fields.items() if self._is_link(one)]
            for chosen in _choices(links):
                yield Document(
                    {
                        name: self._answer(field, form, name, theirs=name in chosen)
                        for name, field in form.fields.items()
                    }
                )

    def of_models(self) -> Iterator[Document]:
        """Yield the fields of every scoped model, as somebody may send them who guesses."""
        for model in scoped_models():
            body: dict[str, Any] = {}
            row = self.world.theirs.row(model)
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if field.primary_key or not field.editable or value is None:
                    continue
                if field.is_relation and field.related_model in self._keyed:
                    body[field.name] = body[field.attname] = value
                else:
                    body[field.name] = _plain(value)
            for field in model._meta.many_to_many:
                if field.related_model in self._keyed:
                    body[field.name] = [self.world.theirs.row(field.related_model).pk]
            if body:
                yield Document(body)

    def of_serializer(self, answer: Any) -> list[Document]:
        """Return documents for the serializer of the view that gave an answer, if it has one.

        Django REST framework puts the view into each answer, so nothing of it is imported here.
        """
        view: Any = (getattr(answer, "renderer_context", None) or {}).get("view")
        if not hasattr(view, "get_serializer"):
            return []
        with in_team(self.world.ours.team):
            try:
                serializer = view.get_serializer()
            except Exception:  # noqa: BLE001 - whatever it is: there is none to look at
                return []
            links = list(self._links_of(serializer))
            documents = [self._document(serializer, chosen) for chosen in _choices(links)]
            # One key and nothing else, which is what a change of a part looks like.
            for path in links:
                whole = self._filled(serializer, [path], "theirs")
                documents.append(Document({path[0]: whole[path[0]]}))
        return documents

    def _document(self, serializer: Any, chosen: Sequence[Path]) -> Document:
        body = self._filled(serializer, chosen, "theirs")
        if len(chosen) != 1:
            return Document(body)
        return Document(body, self._filled(serializer, chosen, "nobody"), ".".join(chosen[0]))

    def _links_of(self, serializer: Any, above: Path = ()) -> Iterator[Path]:
        """Yield where keys of rows stand in a serializer's documents."""
        for name, field in _fields_of(serializer):
            inner = _nested(field)
            if inner is not None:
                yield from self._links_of(inner, (*above, name))
            elif self._model_of(name, field) is not None:
                yield (*above, name)

    def _filled(
        self, serializer: Any, chosen: Collection[Path], whose: str, above: Path = ()
    ) -> dict[str, Any]:
        """Return a document whose chosen keys are theirs or nobody's, and the others ours."""
        found: dict[str, Any] = {}
        for name, field in _fields_of(serializer):
            path = (*above, name)
            inner, model = _nested(field), self._model_of(name, field)
            if inner is not None:
                nested = self._filled(inner, chosen, whose, path)
                found[name] = nested if inner is field else [nested]
            elif model is not None:
                found[name] = self._key(field, model, whose if path in chosen else "ours")
            else:
                found[name] = _sample(field)
        return found

    def _key(self, field: Any, model: type[Any], whose: str) -> Any:
        """Return what a field calls a row of ours or of theirs, or one that nobody has."""
        relation = _relation(field)
        row = (self.world.ours if whose == "ours" else self.world.theirs).row(model)
        key = row.pk
        if hasattr(relation, "get_queryset"):
            try:
                key = relation.to_representation(row)
            except Exception:  # noqa: BLE001 - a link to a page that there is not, perhaps
                key = row.pk
        if whose == "nobody":
            key = _nobody(key)
        return key if relation is field else [key]

    def _model_of(self, name: str, field: Any) -> type[Any] | None:
        """Return whose key a serializer's field holds: by its rows, or else by its name."""
        relation = _relation(field)
        if hasattr(relation, "get_queryset"):
            found = getattr(relation.get_queryset(), "model", None)
        else:
            found = self._named.get(re.sub(r"_(id|pk|uuid)s?$", "", name))
        return found if found in self._keyed else None

    def _is_link(self, field: Any) -> bool:
        return (
            isinstance(field, ModelChoiceField)
            and field.queryset is not None
            and field.queryset.model in self._keyed
        )

    def _answer(self, field: Any, form: BaseForm, name: str, *, theirs: bool) -> Any:
        if self._is_link(field):
            side = self.world.theirs if theirs else self.world.ours
            return str(side.row(field.queryset.model).pk)
        value = form.get_initial_for_field(field, name)
        if value is not None and not isinstance(value, (list, dict)):
            return str(getattr(value, "pk", value))
        choices = [key for key, _label in getattr(field, "choices", []) if key]
        return str(choices[0]) if choices else f"{name}@example.com"


def _choices(links: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield which keys are theirs: all, then each alone."""
    yield links
    if len(links) > 1:
        yield from ([one] for one in links)


def _forms_in(context: Any) -> Iterator[BaseForm]:
    seen = set()
    for layer in context or []:
        for one in getattr(layer, "dicts", [layer]) if not isinstance(layer, dict) else [layer]:
            for value in one.values():
                if isinstance(value, BaseForm) and id(value) not in seen:
                    seen.add(id(value))
                    yield value


def _fields_of(serializer: Any) -> Iterator[tuple[str, Any]]:
    for name, field in getattr(serializer, "fields", {}).items():
        if not field.read_only:
            yield name, field


def _nested(field: Any) -> Any:
    """Return the serializer within a field: itself, or that of each of many, or nothing."""
    if hasattr(field, "fields"):
        return field
    child = getattr(field, "child", None)
    return child if hasattr(child, "fields") else None


def _relation(field: Any) -> Any:
    """Return the field of one key where a field has many."""
    return getattr(field, "child_relation", None) or getattr(field, "child", None) or field


def _sample(field: Any) -> Any:
    if choices := getattr(field, "choices", None):
        return next(iter(choices))
    kinds = (kind.__name__ for kind in type(field).__mro__)
    return next((SAMPLES[kind] for kind in kinds if kind in SAMPLES), TEXT)


def _nobody(key: Any) -> Any:
    """Return a key like another that no row has."""
    if isinstance(key, int):
        return key + 5_000_000
    return str(uuid.UUID(int=7)) if isinstance(key, uuid.UUID) else "zqnobody"


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool)) else str(value)
