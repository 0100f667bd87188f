"""The log knows whose account an event is about, so that a name goes with the account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="teamevent",
            name="subject_user",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account of whom",
            ),
        ),
        migrations.AlterField(
            model_name="teamevent",
            name="actor_name",
            field=models.CharField(
                blank=True,
                help_text="Goes with the account.",
                max_length=254,
                verbose_name="name then",
            ),
        ),
    ]
