"""No session has more places than can be counted: what a slip of the keyboard made becomes « without limit »."""

from django.db import migrations


def forget_slips(apps, schema_editor):
    sessions = apps.get_model("workshops", "Session").objects
    for name in ("capacity", "waiting_capacity"):
        sessions.filter(**{f"{name}__gt": 10000}).update(**{name: None})


class Migration(migrations.Migration):
    dependencies = [("workshops", "0006_facilitator_calendars")]

    operations = [
        migrations.RunPython(forget_slips, migrations.RunPython.noop),
    ]
