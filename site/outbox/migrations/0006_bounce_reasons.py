from django.db import migrations, models


class Migration(migrations.Migration):
    """Messages that came back before say no more that nobody is at their address: any report had said so."""

    dependencies = [
        ('outbox', '0005_secret_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='address_unknown',
            field=models.BooleanField(default=False, verbose_name='l’adresse n’existe pas'),
        ),
        migrations.AddField(
            model_name='message',
            name='bounce_status',
            field=models.CharField(blank=True, max_length=12, verbose_name='pourquoi il est revenu'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('address_unknown', False), ('bounced_at__isnull', False), _connector='OR'), name='message_to_nobody_came_back'),
        ),
    ]
