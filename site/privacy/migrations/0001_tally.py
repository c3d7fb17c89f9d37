from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('begins_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'compte d’essais',
                'verbose_name_plural': 'comptes d’essais',
                'default_permissions': (),
                'indexes': [models.Index(fields=['begins_at'], name='tally_oldest')],
                'constraints': [models.UniqueConstraint(fields=('key', 'begins_at'), name='tally_once_per_stretch')],
            },
        ),
    ]
