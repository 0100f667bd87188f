"""``manage.py api_schema``: write the apps' parts of the schema as their views have it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from apps.api import schema
from apps.api.breaking import breaking_changes

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Writes each app's ``api_schema.json``."""

    help = "Writes each app's api_schema.json, which the schema at /api/v1/schema/ is made of."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whether clients may be broken, or the schema is only asked for."""
        parser.add_argument(
            "--accept-breaking",
            action="store_true",
            help="write it although clients that rely on the old schema break",
        )

        parser.add_argument(
            "--print",
            action="store_true",
            help="print the schema of what API keys open, for generators of clients",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write what changed, unless it breaks clients."""
        if options["print"]:
            self.stdout.write(schema.text_of(schema.for_keys()), ending="")
            return
        parts = {package: schema.generated(package) for package in schema.packages()}
        broken = [
            f"  {change}"
            for package, part in parts.items()
            for change in breaking_changes(schema.kept(package), part)
        ]
        if broken and not options["accept_breaking"]:
            said = "\n".join(["Clients would break:", *broken])
            raise CommandError(f"{said}\nIf that is wanted, add --accept-breaking.")
        for package, part in parts.items():
            if part != schema.kept(package):
                schema.file_of(package).write_text(schema.text_of(part), "utf-8")
                self.stdout.write(f"wrote {schema.file_of(package)}")
