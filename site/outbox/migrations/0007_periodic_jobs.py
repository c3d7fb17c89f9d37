import django.utils.timezone
from django.db import migrations, models


def forget_their_heartbeats(apps, schema_editor):
    """Each scheduled work was a heartbeat; it is a row of its own now."""
    apps.get_model("outbox", "Heartbeat").objects.filter(name__startswith="periodic:").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0006_bounce_reasons"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodicJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("held_by", models.UUIDField(null=True)),
                ("held_since", models.DateTimeField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("succeeded_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "tâche périodique",
                "verbose_name_plural": "tâches périodiques",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(forget_their_heartbeats, migrations.RunPython.noop, elidable=True),
    ]
