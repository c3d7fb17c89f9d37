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


#: The one scale of every questionnaire, so that answers compare from one event to the next.
STEPS = [(1, _("Pas du tout")), (2, _("Un peu")), (3, _("Plutôt oui")), (4, _("Tout à fait"))]
MOST_WORDS = 500


class WordsValue(blocks.StructValue):
    """A question to which one writes what one likes."""

    options = ()


class ChoiceValue(blocks.StructValue):
    """A question with answers of its own. An answer is known by the id of its line, which neither
    another order nor a translation changes.
    """

    @property
    def options(self):
        """``[(id, label)]``."""
        return [(line.id, line.value) for line in self["answers"].bound_blocks]


class ScaleValue(blocks.StructValue):
    """A question answered on the scale."""

    options = STEPS


def _question():
    return blocks.CharBlock(
        label=_("Question"), max_length=160, help_text=_("Une phrase courte, que l’on comprend à voix haute.")
    )


class WordsBlock(blocks.StructBlock):
    question = _question()

    class Meta:
        label = _("Quelques mots")
        icon = "pilcrow"
        template = "components/blocks/question.html"
        value_class = WordsValue
        preview_value = {"question": "Qu’est-ce qui vous aiderait le plus ?"}
        description = _("Une case où écrire, 500 signes au plus. Gardez-la pour la fin.")


class ChoiceBlock(blocks.StructBlock):
    question = _question()
    answers = blocks.ListBlock(
        blocks.CharBlock(label=_("Réponse"), max_length=100), label=_("Réponses"), min_num=2, max_num=8
    )

    class Meta:
        label = _("Une seule réponse")
        icon = "radio-full"
        template = "components/blocks/question.html"
        value_class = ChoiceValue
        preview_value = {"question": "Quand êtes-vous libre ?", "answers": ["Le matin", "Le soir"]}
        description = _("Une question, de 2 à 8 réponses, dont une à choisir.")


class ChoicesBlock(ChoiceBlock):
    class Meta:
        label = _("Plusieurs réponses")
        icon = "tasks"
        preview_value = {
            "question": "De quoi aimeriez-vous parler ?",
            "answers": ["Les écrans", "Les devoirs", "Les réseaux sociaux"],
        }
        description = _("Une question, de 2 à 8 réponses, dont on coche celles que l’on veut.")


class ScaleBlock(blocks.StructBlock):
    question = _question()

    class Meta:
        label = _("Échelle en images")
        icon = "order"
        template = "components/blocks/question_scale.html"
        value_class = ScaleValue
        preview_value = {"question": "Vous sentez-vous à l’aise avec un téléphone ?"}
        description = _(
            "Quatre visages, de « pas du tout » à « tout à fait » : les mêmes partout, pour comparer."
        )


QUESTION_BLOCKS = [
    ("choice", ChoiceBlock()),
    ("choices", ChoicesBlock()),
    ("scale", ScaleBlock()),
    ("words", WordsBlock()),
]
