"""The people who run the site. Families have no account."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserQuerySet(models.QuerySet):
    def with_email(self, email):
        return self.filter(email__iexact=email.strip())


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts by e-mail address; case does not matter."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A facilitator, an editor or an administrator. The e-mail address is the login."""

    username = None
    email = models.EmailField(_("adresse e-mail"), unique=True)
    territories = models.ManyToManyField(
        "territories.Territory",
        verbose_name=_("territoires"),
        blank=True,
        related_name="staff",
        help_text=_("Les territoires où cette personne agit. Sans effet pour un rôle national."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

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
