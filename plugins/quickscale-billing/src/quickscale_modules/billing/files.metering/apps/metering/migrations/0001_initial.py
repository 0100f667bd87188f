"""What Stripe's meters are told."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("billing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeterEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifier",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "due_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="due"),
                ),
                (
                    "tried_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="first tried"),
                ),
                (
                    "may_have_come",
                    models.BooleanField(
                        default=False,
                        help_text="It was sent, but it is not known whether Stripe received it.",
                        verbose_name="may have come",
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="last error")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "sent_again_by",
                    models.CharField(
                        blank=True,
                        help_text=(
                            "Who of the staff had it sent again last, by their address at the time."
                        ),
                        max_length=254,
                        verbose_name="sent again by",
                    ),
                ),
                (
                    "usage",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meter_event",
                        to="billing.usagerecord",
                        verbose_name="usage",
                    ),
                ),
            ],
            options={
                "verbose_name": "meter event",
                "verbose_name_plural": "meter events",
                "ordering": ("-due_at", "-pk"),
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="metering_event_due"),
                ],
            },
        ),
    ]
