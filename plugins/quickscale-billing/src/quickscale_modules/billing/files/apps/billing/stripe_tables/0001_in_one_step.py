"""dj-stripe's tables as its first three migrations leave them, made in one step.

Those create some 500 columns and then remove them one by one, each of which copies a whole table on
SQLite: most of a minute. This asks them what they come to, without a database, and makes that.
``replaces`` lets a database that was made by them pass for one made by this.
"""
# ruff: noqa: N999 - migrations are numbered

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps

REPLACED = ("0001_initial", "0002_2_10", "0003_2_11")


class CreateInOneStep(Operation):
    """Makes the tables that dj-stripe's migrations come to, which it works out when it is run."""

    reversible = True

    def __init__(self) -> None:
        self._found: list[ModelState] = []

    def final_models(self) -> list[ModelState]:
        """Return what dj-stripe's own migrations lead to."""
        if not self._found:
            state = ProjectState()
            # All that they need to know of users is that there are some.
            label, name = settings.AUTH_USER_MODEL.split(".")
            state.add_model(ModelState(label, name, [("id", models.UUIDField(primary_key=True))]))
            for module in REPLACED:
                for operation in import_module(
                    f"djstripe.migrations.{module}"
                ).Migration.operations:
                    operation.state_forwards("djstripe", state)
            self._found = [found for (app, _), found in state.models.items() if app == "djstripe"]
        return self._found

    def state_forwards(self, app_label: str, state: ProjectState) -> None:  # noqa: ARG002
        """Add the models all at once: they refer to each other in circles."""
        vars(state).pop("apps", None)  # is made anew, once, rather than for each of them
        for found in self.final_models():
            state.add_model(found.clone())

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        """Create the tables; constraints between them are added when all are there."""
        for model in self._models(app_label, schema_editor, to_state.apps):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Drop the tables."""
        for model in self._models(app_label, schema_editor, from_state.apps):
            schema_editor.delete_model(model)

    def _models(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, apps: StateApps
    ) -> list[Any]:
        found = [apps.get_model(app_label, state.name) for state in self.final_models()]
        alias = schema_editor.connection.alias
        return [model for model in found if self.allow_migrate_model(alias, model)]

    def describe(self) -> str:
        """Say what it does, for ``migrate --plan``."""
        return "Create dj-stripe's tables in one step"


class Migration(migrations.Migration):
    """Takes the place of dj-stripe's first three."""

    initial = True
    replaces = [("djstripe", name) for name in REPLACED]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [CreateInOneStep()]
