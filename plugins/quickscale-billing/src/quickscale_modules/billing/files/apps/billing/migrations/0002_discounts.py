"""What staff do about coupons and promotion codes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

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
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
