"""Usage that is paid, and that Stripe is told of."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_discounts")]

    operations = [
        migrations.AlterField(
            model_name="staffaction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("refunded", "Refunded"),
                    ("dispute_answered", "Answered a dispute"),
                    ("dispute_accepted", "Accepted a dispute"),
                    ("prices_synced", "Brought Stripe in line with plans.py"),
                    ("event_replayed", "Replayed a webhook"),
                    ("coupon_made", "Made a coupon"),
                    ("coupon_deleted", "Deleted a coupon"),
                    ("code_made", "Made a promotion code"),
                    ("code_on", "Switched a promotion code on"),
                    ("code_off", "Switched a promotion code off"),
                    ("usage_sent", "Had usage sent again"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
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
                        help_text="It was sent, and no answer said whether Stripe has it.",
                        verbose_name="may have come",
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="last error")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "usage",
                    models.OneToOneField(
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
                "indexes": [models.Index(fields=["state", "due_at"], name="billing_meter_due")],
            },
        ),
    ]
