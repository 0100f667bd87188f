from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_invitation_note")]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="note",
            field=models.CharField(blank=True, max_length=500, verbose_name="note"),
        ),
    ]
