import outbox.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='bounced_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='revenu le'),
        ),
        migrations.AddField(
            model_name='message',
            name='kept_until',
            field=models.DateTimeField(default=outbox.models.kept_by_default, verbose_name='gardé jusqu’au'),
        ),
        migrations.AddField(
            model_name='message',
            name='time_zone',
            field=models.CharField(blank=True, max_length=40, verbose_name='heure du destinataire'),
        ),
        migrations.AlterField(
            model_name='message',
            name='channel',
            field=models.CharField(choices=[('email', 'courriel'), ('sms', 'SMS')], default='email', max_length=10, verbose_name='canal'),
        ),
    ]
