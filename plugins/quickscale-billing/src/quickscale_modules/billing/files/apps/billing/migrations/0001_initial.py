"""What the billing app keeps beside dj-stripe's copies."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ObjectReading",
            fields=[
                ("object_id", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "customer_id",
                    models.CharField(
                        blank=True,
                        default=None,
                        max_length=255,
                        null=True,
                        unique=True,
                        verbose_name="Stripe customer",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "busy_until",
                    models.DateTimeField(blank=True, default=None, editable=False, null=True),
                ),
                (
                    "tried_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Who began a trial for this account, or was about to.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tried by",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="Empty where the payer is not a person.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="billing_account",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="UsageRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limit", models.CharField(max_length=50, verbose_name="of what")),
                (
                    "quantity",
                    models.IntegerField(
                        help_text="Negative for what was bought in addition to the plan.",
                        verbose_name="how much",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Identifies what was counted; the same key is counted once.",
                        max_length=100,
                        verbose_name="key",
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usage",
                        to="billing.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "usage record",
                "verbose_name_plural": "usage records",
                "ordering": ("-used_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                (
                    "id",
                    models.CharField(
                        max_length=255, primary_key=True, serialize=False, verbose_name="Stripe id"
                    ),
                ),
                ("type", models.CharField(max_length=100, verbose_name="what happened")),
                ("object_id", models.CharField(blank=True, max_length=255, verbose_name="object")),
                ("livemode", models.BooleanField(default=False, verbose_name="real money")),
                ("body", models.JSONField(verbose_name="body")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("ignored", "Of no concern"),
                            ("failed", "Failed"),
                        ],
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
                ("error", models.TextField(blank=True, verbose_name="last error")),
                ("created_at", models.DateTimeField(verbose_name="happened")),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="billing.account",
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook event",
                "verbose_name_plural": "webhook events",
                "ordering": ("-received_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="SentNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=255)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="billing.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "kind", "about"), name="billing_notice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refunded", "Refunded"),
                            ("event_replayed", "Replayed a webhook"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("by", models.CharField(max_length=254, verbose_name="address at the time")),
                ("object_id", models.CharField(blank=True, max_length=255, verbose_name="object")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="amount")),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="staff_actions",
                        to="billing.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "staff action",
                "verbose_name_plural": "staff actions",
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", None),
                            models.Q(("currency", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="billing_amount_has_currency",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="usagerecord",
            index=models.Index(fields=["account", "limit", "used_at"], name="billing_usage_period"),
        ),
        migrations.AddConstraint(
            model_name="usagerecord",
            constraint=models.UniqueConstraint(
                fields=("account", "limit", "key"), name="billing_usage_once"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookevent",
            index=models.Index(fields=["state", "due_at"], name="billing_event_due"),
        ),
        migrations.AddIndex(
            model_name="webhookevent",
            index=models.Index(fields=["-received_at"], name="billing_event_age"),
        ),
        migrations.AddIndex(
            model_name="webhookevent",
            index=models.Index(fields=["object_id"], name="billing_event_object"),
        ),
    ]
