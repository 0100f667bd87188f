"""Endpoints, messages and deliveries of webhooks."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        db_index=True, editable=False, max_length=64, verbose_name="owner"
                    ),
                ),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                (
                    "description",
                    models.CharField(blank=True, max_length=100, verbose_name="description"),
                ),
                ("all_events", models.BooleanField(default=True, verbose_name="all events")),
                ("events", models.JSONField(blank=True, default=list, verbose_name="events")),
                ("secret", models.TextField(editable=False)),
                ("old_secret", models.TextField(blank=True, editable=False)),
                ("old_secret_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "failing_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="failing since"
                    ),
                ),
                (
                    "off_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="switched off"
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook endpoint",
                "verbose_name_plural": "webhook endpoints",
                "ordering": ("created_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.CharField(editable=False, max_length=64, verbose_name="owner")),
                ("event", models.CharField(editable=False, max_length=100, verbose_name="event")),
                ("body", models.TextField(editable=False, verbose_name="body")),
                (
                    "is_test",
                    models.BooleanField(default=False, editable=False, verbose_name="example"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="happened"
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook message",
                "verbose_name_plural": "webhook messages",
                "ordering": ("created_at", "pk"),
                "indexes": [
                    models.Index(fields=["owner", "created_at"], name="webhooks_message_owner"),
                    models.Index(fields=["created_at"], name="webhooks_message_created"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
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
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="next attempt"
                    ),
                ),
                (
                    "tried_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last attempt"),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="status"),
                ),
                ("excerpt", models.TextField(blank=True, verbose_name="answer")),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("address", "The address is not one that events may be sent to."),
                            ("name", "The host was not found."),
                            ("connection", "The host did not accept the connection, or ended it."),
                            ("tls", "The host's certificate is not valid."),
                            ("timeout", "There was no answer in time."),
                            ("redirect", "The answer leads elsewhere, which is not followed."),
                            ("status", "The answer says that the event was not taken."),
                            ("secret", "The signing secret cannot be read. Rotate it."),
                        ],
                        max_length=12,
                        verbose_name="problem",
                    ),
                ),
                (
                    "milliseconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="duration"),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="webhooks.endpoint",
                        verbose_name="endpoint",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="webhooks.message",
                        verbose_name="message",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook delivery",
                "verbose_name_plural": "webhook deliveries",
                "ordering": ("-created_at", "-pk"),
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="webhooks_delivery_due"),
                    models.Index(
                        fields=["endpoint", "created_at"], name="webhooks_delivery_endpoint"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("endpoint", "message"), name="webhooks_one_delivery_each"
                    )
                ],
            },
        ),
    ]
