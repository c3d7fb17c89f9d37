import accounts.addresses
from django.db import migrations


def heal(apps, schema_editor):
    """Write every address one way, and leave allauth's table that of each account alone."""
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in User.objects.order_by("pk"):
        address = accounts.addresses.normalized(user.email)
        if address != user.email and not User.objects.exclude(pk=user.pk).filter(email=address).exists():
            user.email = address
            user.save(update_fields=["email"])
    EmailAddress.objects.all().delete()
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=key, email=email, primary=True, verified=True)
        for key, email in User.objects.exclude(email="").values_list("pk", "email")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_session_salt'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='email',
            field=accounts.addresses.AddressField(max_length=254, unique=True, verbose_name='adresse e-mail'),
        ),
        migrations.RunPython(heal, migrations.RunPython.noop, elidable=True),
    ]
