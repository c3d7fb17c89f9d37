from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0002_sms_bounces_and_retention'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='message',
            options={'default_permissions': ('view',), 'permissions': [('view_recipient', 'Peut voir à qui les messages sont envoyés'), ('retry_message', 'Peut faire repartir un message en échec'), ('bounce_message', 'Peut noter qu’un message est revenu')], 'verbose_name': 'message', 'verbose_name_plural': 'messages'},
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('bounced_at', None), ('sent_at__isnull', False), _connector='OR'), name='message_bounced_had_left'),
        ),
    ]
