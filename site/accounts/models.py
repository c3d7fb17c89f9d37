"""The people who run the site. Families have no account."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.addresses import AddressField, follow
from privacy.retention import Retention

#: Whoever has signed in as the person that these described must sign in again once one of them changes.
#: The password is among them by Django's own care.
IDENTITY = {"email", "is_active", "is_superuser"}


def new_session_salt():
    return get_random_string(22)


class UserQuerySet(models.QuerySet):
    def with_email(self, email):
        return self.filter(email=email)

    def active(self):
        return self.filter(is_active=True)

    @transaction.atomic
    def update(self, **values):
        """Bulk actions and shells too sign out those they change; their addresses follow."""
        if not IDENTITY.intersection(values):
            return super().update(**values)
        keys = list(self.values_list("pk", flat=True))
        changed = super().update(**{"session_salt": new_session_salt()} | values)
        follow(self.model._base_manager.filter(pk__in=keys))
        return changed

    def bulk_create(self, objs, *args, **options):
        with transaction.atomic():
            made = super().bulk_create(objs, *args, **options)
            follow(self.model._base_manager.filter(email__in=[user.email for user in made]))
        return made

    def sign_out_everywhere(self):
        """End every session of these users, and make their links for a new password worthless."""
        return self.update(session_salt=new_session_salt())


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts by e-mail address; case does not matter."""

    def get_by_natural_key(self, email):
        return self.get(email=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A facilitator, an editor or an administrator. The e-mail address is the login."""

    username = None
    email = AddressField(_("adresse e-mail"), unique=True)
    territories = models.ManyToManyField(
        "territories.Territory",
        verbose_name=_("territoires"),
        blank=True,
        related_name="staff",
        help_text=_("Les territoires où cette personne agit. Sans effet pour un rôle national."),
    )
    #: Part of what a session and a link for a new password are checked against: a new one ends them all.
    session_salt = models.CharField(max_length=22, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    personal_fields = ("email", "first_name", "last_name")
    retention = (
        Retention(
            words=_("tant que le compte existe ; un administrateur le supprime"),
            fields=personal_fields,
            expired=lambda now: models.Q(pk__in=[]),
        ),
    )

    objects = UserManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_whatever_its_case",
                violation_error_message=_("Un compte existe déjà avec cette adresse."),
            )
        ]
        permissions = [
            ("act_nationally", _("Peut agir dans tous les territoires")),
            ("edit_territory", _("Peut modifier tout ce qui est à ses territoires")),
            ("see_contacts", _("Peut voir les coordonnées des familles")),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @transaction.atomic
    def save(self, *args, update_fields=None, **options):
        """What says who this is, once changed, signs the person out; allauth's address follows."""
        written = IDENTITY if update_fields is None else IDENTITY.intersection(update_fields)
        if not written:
            super().save(*args, update_fields=update_fields, **options)
            return
        before = User._base_manager.filter(pk=self.pk).values(*written).first()
        self.email = User._meta.get_field("email").get_prep_value(self.email)
        if before and any(before[name] != getattr(self, name) for name in written):
            self.session_salt = new_session_salt()
            update_fields = update_fields and {*update_fields, "session_salt"}
        super().save(*args, update_fields=update_fields, **options)
        follow([self])

    def get_session_auth_hash(self):
        """Django's, which changes with the password; with the address and the salt also."""
        state = f"{super().get_session_auth_hash()} {self.session_salt} {self.email}"
        return salted_hmac("accounts.User.get_session_auth_hash", state, algorithm="sha256").hexdigest()
