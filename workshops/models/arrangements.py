"""What helps a family to come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

INTERPRETER, OTHER = "interpreter", "other"


class Arrangement(models.Model):
    """What a session can offer to a family that needs it. A fixed list."""

    NAMES = {
        "wheelchair": (_("Accès en fauteuil roulant"), "acces"),
        "sign_language": (_("Langue des signes"), "signes"),
        "hearing_loop": (_("Boucle magnétique"), "boucle"),
        "interpreter": (_("Interprète"), "interprete"),
        "childcare": (_("Garde d’enfants"), "enfants"),
        "equipment": (_("Prêt de matériel"), "materiel"),
    }

    code = models.CharField(
        max_length=20, primary_key=True, choices=[(code, name) for code, (name, _sign) in NAMES.items()]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("aménagement")
        verbose_name_plural = _("aménagements")
        ordering = ["position"]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        return self.NAMES[self.code][0]

    @property
    def sign(self):
        return self.NAMES[self.code][1]


#: What a family may ask for: all that a session can offer, and anything else, in its own words.
NEEDS = {code: label for code, (label, _sign) in Arrangement.NAMES.items()} | {OTHER: _("Autre chose")}
