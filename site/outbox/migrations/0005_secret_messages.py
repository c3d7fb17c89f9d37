from django.db import migrations, models


def blank_what_has_left(apps, schema_editor):
    """What allauth and Wagtail had us send so far may hold links that open accounts."""
    of_staff = apps.get_model("outbox", "Message").objects.filter(kind="staff")
    of_staff.update(is_secret=True)
    of_staff.exclude(sent_at=None).update(subject="", text="", html="", calendar="", headers={})


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0004_jobs'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='is_secret',
            field=models.BooleanField(default=False, verbose_name='ouvre un compte'),
        ),
        migrations.RunPython(blank_what_has_left, migrations.RunPython.noop, elidable=True),
    ]
