"""What staff did with coupons and promotion codes."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DiscountAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=254, verbose_name="address at the time")),
                ("object_id", models.CharField(blank=True, max_length=255, verbose_name="object")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coupon_made", "Made a coupon"),
                            ("coupon_deleted", "Deleted a coupon"),
                            ("code_made", "Made a promotion code"),
                            ("code_on", "Switched a promotion code on"),
                            ("code_off", "Switched a promotion code off"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
            ],
            options={
                "verbose_name": "discount action",
                "verbose_name_plural": "discount actions",
                "ordering": ("-created_at", "-pk"),
                "abstract": False,
            },
        ),
    ]
