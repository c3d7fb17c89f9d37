"""The blocks of workshops and events."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class MomentBlock(blocks.StructBlock):
    """One part of a workshop: how long, what, how."""

    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)
    title = blocks.CharBlock(label=_("Titre"), max_length=100)
    text = blocks.TextBlock(label=_("En quelques mots"), required=False)

    class Meta:
        label = _("Moment")
        icon = "time"
        template = "components/blocks/moment.html"
        preview_value = {"minutes": 20, "title": "On se connecte", "text": "Chacun sur son téléphone."}


class ProgrammeBlock(blocks.StructBlock):
    """One line of an event's programme."""

    time = blocks.CharBlock(label=_("Heure"), max_length=20, help_text=_("Par exemple « 9 h 30 »."))
    title = blocks.CharBlock(label=_("Titre"), max_length=100)
    text = blocks.TextBlock(label=_("En quelques mots"), required=False)

    class Meta:
        label = _("Rendez-vous")
        icon = "time"
        template = "components/blocks/appointment.html"
        preview_value = {"time": "9 h 30", "title": "Accueil", "text": "Café et présentation des stands."}


class StandBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Nom du stand"), max_length=100)
    text = blocks.TextBlock(label=_("Ce que l’on y fait"), required=False)

    class Meta:
        label = _("Stand")
        icon = "group"
        template = "components/blocks/stand.html"
        preview_value = {"title": "Mon téléphone en sécurité", "text": "On règle ensemble votre appareil."}
