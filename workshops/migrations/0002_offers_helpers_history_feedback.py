import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('confidence_before', models.PositiveSmallIntegerField(choices=[(1, 'Perdu'), (2, 'Pas très à l’aise'), (3, 'Plutôt à l’aise'), (4, 'À l’aise')], verbose_name='à l’aise avant')),
                ('confidence_after', models.PositiveSmallIntegerField(choices=[(1, 'Perdu'), (2, 'Pas très à l’aise'), (3, 'Plutôt à l’aise'), (4, 'À l’aise')], verbose_name='à l’aise après')),
                ('useful', models.PositiveSmallIntegerField(choices=[(1, 'Non'), (2, 'Un peu'), (3, 'Oui')], verbose_name='utile')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='un mot')),
            ],
            options={
                'verbose_name': 'avis d’une famille',
                'verbose_name_plural': 'avis des familles',
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='helper_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='aide reçue de'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='has_no_reminders',
            field=models.BooleanField(default=False, editable=False, verbose_name='sans rappels'),
        ),
        migrations.AddField(
            model_name='registration',
            name='has_given_feedback',
            field=models.BooleanField(default=False, editable=False, verbose_name='avis donné'),
        ),
        migrations.AddField(
            model_name='registration',
            name='interpreter_language',
            field=models.CharField(blank=True, max_length=12, verbose_name='langue de l’interprète'),
        ),
        migrations.AddField(
            model_name='registration',
            name='offered_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='place proposée jusqu’au'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='raison'),
        ),
        migrations.AlterField(
            model_name='registrationevent',
            name='verb',
            field=models.CharField(choices=[('registered', 'Inscription'), ('registered_again', 'Nouvelle inscription après annulation'), ('asked_again', 'Lien renvoyé'), ('changed', 'Changement'), ('offered', 'Place proposée'), ('accepted', 'Place acceptée'), ('given', 'Place donnée'), ('declined', 'Place refusée'), ('lapsed', 'Place proposée restée sans réponse'), ('withdrawn', 'Retour sur la liste d’attente'), ('cancelled', 'Annulation'), ('erased', 'Données effacées')], max_length=20, verbose_name='acte'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offered_until__isnull', False), ('status', 'offered')), models.Q(models.Q(('status', 'offered'), _negated=True), ('offered_until__isnull', True)), _connector='OR'), name='registration_offered_has_its_deadline'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='workshops.session'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('confidence_after__range', (1, 4)), ('confidence_before__range', (1, 4)), ('useful__range', (1, 3))), name='feedback_answers_are_on_the_scale', violation_error_message='Choisissez une des réponses.'),
        ),
    ]
