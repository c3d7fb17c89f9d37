"""The blocks that every page body is made of. Each is small, has a template and shows itself."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from content.pictures import DRAWINGS

INLINE_FEATURES = ["bold", "italic", "link", "ol", "ul", "document-link"]


def _template(name):
    return f"components/blocks/{name}.html"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Intertitre")
        icon = "title"
        template = _template("heading")
        preview_value = _("Ce que vous saurez faire")
        description = _("Un titre dans la page. Les lecteurs d’écran s’en servent pour se déplacer.")


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Texte")
        icon = "pilcrow"
        template = _template("paragraph")
        preview_value = "<p>Venez avec votre téléphone. <b>On pratique ensemble.</b></p>"
        description = _("Quelques phrases courtes, une liste si besoin.")


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Ton"),
        choices=[("tip", _("Bon à savoir")), ("warning", _("Attention")), ("help", _("Besoin d’aide"))],
        default="tip",
    )
    title = blocks.CharBlock(label=_("Titre"), max_length=80)
    text = blocks.RichTextBlock(label=_("Texte"), features=INLINE_FEATURES)

    class Meta:
        label = _("Encadré")
        icon = "help"
        template = _template("callout")
        preview_value = {"tone": "tip", "title": "C’est gratuit", "text": "<p>Tous les ateliers le sont.</p>"}
        description = _("Un conseil, une mise en garde ou une aide, mis en avant.")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Réponse"), features=INLINE_FEATURES)


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre"), default=_("Vos questions"))
    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        label = _("Questions et réponses")
        icon = "list-ul"
        template = _template("questions")
        preview_value = {
            "title": "Vos questions",
            "items": [{"question": "Faut-il payer ?", "answer": "<p>Non, c’est gratuit.</p>"}],
        }
        description = _("Des questions que l’on ouvre une à une.")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Citation"))
    source = blocks.CharBlock(label=_("De qui"), required=False)

    class Meta:
        label = _("Citation")
        icon = "openquote"
        template = _template("quote")
        preview_value = {"text": "On apprend en faisant.", "source": ""}
        description = _("Une phrase de quelqu’un, avec son accord.")


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Nom du service"))
    text = blocks.CharBlock(label=_("En une phrase"), required=False)
    phone = blocks.CharBlock(label=_("Téléphone"), required=False, max_length=20)
    hours = blocks.CharBlock(label=_("Horaires"), required=False)
    url = blocks.URLBlock(label=_("Site"), required=False)

    class Meta:
        label = _("Contact")
        icon = "mail"
        template = _template("contact")
        preview_value = {
            "name": "3018",
            "text": "Contre le cyberharcèlement",
            "phone": "3018",
            "hours": "",
            "url": "",
        }
        description = _("Un service à joindre : son numéro s’ouvre dans le téléphone.")


class ButtonBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Texte du bouton"), max_length=60)
    url = blocks.CharBlock(
        label=_("Adresse"),
        help_text=_("Une adresse du site (« /agenda/ ») ou un site officiel (« https://… »)."),
    )

    class Meta:
        label = _("Bouton")
        icon = "link"
        template = _template("button")
        preview_value = {"label": "Trouver un atelier", "url": "/agenda/"}
        description = _("Une seule action, dite par un verbe.")

    def clean(self, value):
        value = super().clean(value)
        url = value["url"]
        if not url.startswith(("https://", "http://", "mailto:", "tel:")) and not (
            url.startswith("/") and not url.startswith("//")
        ):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("L’adresse commence par « / » ou par « https:// »."))}
            )
        return value


class DrawingBlock(blocks.StructBlock):
    name = blocks.ChoiceBlock(label=_("Dessin"), choices=DRAWINGS)
    alt = blocks.CharBlock(
        label=_("Texte de remplacement"),
        required=False,
        help_text=_("Ce que le dessin apprend à qui ne le voit pas. Vide s’il ne fait qu’orner."),
    )

    class Meta:
        label = _("Dessin")
        icon = "image"
        template = _template("drawing")
        preview_value = {"name": "atelier", "alt": ""}
        description = _("Un des dessins du site.")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Texte de remplacement"),
        help_text=_("Ce que l’on voit, en une phrase, pour qui ne le voit pas."),
    )
    caption = blocks.CharBlock(label=_("Légende"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = _template("picture")
        description = _("Une image, réduite à ce que l’écran montre.")


class SiteTreeBlock(blocks.StaticBlock):
    class Meta:
        label = _("Plan du site")
        icon = "site"
        template = _template("site_tree")
        admin_text = _("La liste des pages du site, tenue à jour toute seule.")
        description = _("La liste de toutes les pages.")


BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock(features=[*INLINE_FEATURES, "h3"])),
    ("callout", CalloutBlock()),
    ("questions", QuestionsBlock()),
    ("quote", QuoteBlock()),
    ("contact", ContactBlock()),
    ("button", ButtonBlock()),
    ("drawing", DrawingBlock()),
    ("picture", PictureBlock()),
    ("site_tree", SiteTreeBlock()),
]


class LineBlock(blocks.CharBlock):
    """One line of a short list: what to bring, what one will be able to do."""

    class Meta:
        label = _("Ligne")
        icon = "check"
        max_length = 160
        preview_value = "Votre téléphone"
        preview_template = "components/blocks/line.html"
