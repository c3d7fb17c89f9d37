import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0003_bounces'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='tâche')),
                ('facts', models.JSONField(default=dict, verbose_name='données')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandée le')),
                ('next_try_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='prochain essai')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
            ],
            options={
                'verbose_name': 'tâche',
                'verbose_name_plural': 'tâches',
                'default_permissions': (),
            },
        ),
    ]
