from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="note",
            field=models.CharField(blank=True, max_length=200, verbose_name="note"),
        ),
    ]
