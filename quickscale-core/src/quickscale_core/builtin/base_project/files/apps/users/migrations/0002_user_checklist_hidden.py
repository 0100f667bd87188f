from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="checklist_hidden",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether the dashboard's checklist for a first sign-in was hidden.",
                verbose_name="checklist hidden",
            ),
        ),
    ]
