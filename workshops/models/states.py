"""States, formats and registration modes of a session."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    PROPOSED = "proposed", _("Proposée")
    PUBLISHED = "published", _("Publiée")
    POSTPONED = "postponed", _("Reportée")
    CANCELLED = "cancelled", _("Annulée")


PUBLIC_STATES = [State.PUBLISHED, State.POSTPONED, State.CANCELLED]


class Format(models.TextChoices):
    ON_SITE = "sur-place", _("Sur place")
    ONLINE = "en-ligne", _("En ligne")
    HYBRID = "hybride", _("Sur place et en ligne")


class RegistrationMode(models.TextChoices):
    HERE = "here", _("Inscription sur ce site")
    NONE = "none", _("Entrée libre, sans inscription")
