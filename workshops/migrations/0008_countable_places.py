from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("workshops", "0007_forget_slips_in_places")]

    operations = [
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                name="session_places_are_countable",
                condition=(Q(capacity__isnull=True) | Q(capacity__lte=10_000))
                & (Q(waiting_capacity__isnull=True) | Q(waiting_capacity__lte=10_000)),
                violation_error_message="C’est plus de places qu’une séance n’en a.",
            ),
        ),
    ]
