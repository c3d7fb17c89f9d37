from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0003_event_questionnaires'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='registrationevent',
            constraint=models.CheckConstraint(condition=models.Q(('author__in', ['family', 'staff', 'system']), ('status__in', ['waiting', 'offered', 'confirmed', 'cancelled']), ('verb__in', ['registered', 'registered_again', 'asked_again', 'changed', 'offered', 'accepted', 'given', 'declined', 'lapsed', 'withdrawn', 'cancelled', 'erased'])), name='registration_event_says_known_things', violation_error_message='Cet acte n’existe pas.'),
        ),
    ]
