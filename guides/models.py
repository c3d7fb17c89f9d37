"""Family guides: something to do at home tonight, step by step."""

import math

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from content import languages
from content.blocks import INLINE_FEATURES
from content.dates import date_words
from content.models import SchoolLevel, Theme, attach_themes, themes_of
from content.pages import Illustrated, SitePage, ThemedIndexPage, body_field, summary_field
from content.pictures import DRAWINGS
from content.visibility import readable

WORDS_PER_MINUTE = 160  # of a hesitant reader on a phone


class StepBlock(blocks.StructBlock):
    """One step: what to do, what one sees, what if it fails."""

    title = blocks.CharBlock(label=_("Ce qu’il faut faire"), max_length=100)
    text = blocks.RichTextBlock(label=_("Comment"), features=INLINE_FEATURES)
    tip = blocks.RichTextBlock(
        label=_("Si ça bloque, ou pour aller plus vite"), features=INLINE_FEATURES, required=False
    )
    drawing = blocks.ChoiceBlock(label=_("Dessin"), choices=DRAWINGS, required=False)

    class Meta:
        label = _("Étape")
        icon = "list-ol"
        template = "components/blocks/step.html"
        preview_value = {
            "title": "Ouvrez la page de connexion",
            "text": "<p>Choisissez <b>Responsable d’élève</b>.</p>",
            "tip": "",
            "drawing": "telephone",
        }


class GuideIndexPage(ThemedIndexPage):
    """« Guides »: all of them."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.GuidePage"]

    class Meta:
        verbose_name = _("liste des guides")

    @cached_property
    def guides(self):
        return self.narrowed(GuidePage.objects.shown())


class GuidePageManager(PageManager):
    """Guides as families see them."""

    def shown(self, *, among=None, limit=None):
        """Guides that anyone may read (those of the pages ``among``, in whichever language they are, or all) in the order of the list and the active language, themes attached; four queries at most."""
        pages = readable(self).filter(locale__language_code=languages.default())
        if among is not None:
            pages = pages.filter(translation_key__in=[page.translation_key for page in among])
        pages = list(pages.select_related("locale").order_by("path")[:limit])
        attach_themes(pages)
        return languages.localized(pages)


class GuidePage(Illustrated, SitePage):
    """One guide. Its sessions are found by theme, by a template tag of ``workshops``."""

    summary = summary_field()
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True, related_name="guides")
    levels = ParentalManyToManyField(
        SchoolLevel,
        verbose_name=_("niveaux scolaires"),
        blank=True,
        related_name="guides",
        help_text=_("Aucun coché : pour tous les niveaux."),
    )
    reading_minutes = models.PositiveSmallIntegerField(
        _("minutes de lecture"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Vide : comptées d’après le nombre de mots."),
    )
    reviewed_on = models.DateField(
        _("relu le"),
        null=True,
        blank=True,
        help_text=_("La dernière fois que quelqu’un a vérifié chaque étape."),
    )
    preparation = RichTextField(_("avant de commencer"), blank=True, features=INLINE_FEATURES)
    steps = StreamField([("step", StepBlock())], verbose_name=_("étapes"))
    body = body_field(_("pour aller plus loin"))

    template = "guides/guide_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("reading_minutes")]),
        MultiFieldPanel(
            [
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("levels", widget=CheckboxSelectMultiple),
            ],
            heading=_("Pour qui, sur quoi"),
        ),
        *Illustrated.illustration_panels,
        FieldPanel("preparation"),
        FieldPanel("steps"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("steps"),
        index.SearchField("body"),
    ]
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types = []

    objects = GuidePageManager()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def minutes_to_read(self):
        """What the editor says, else counted from the words of its steps."""
        if self.reading_minutes:
            return self.reading_minutes
        texts = (
            f"{step.value['title']} {step.value['text']} {step.value['tip'] or ''}" for step in self.steps
        )
        words = sum(len(text.split()) for text in texts)
        return max(1, math.ceil(words / WORDS_PER_MINUTE))

    @property
    def reviewed_words(self):
        """« 3 mars 2027 »."""
        return date_words(self.reviewed_on, weekday=False)

    @cached_property
    def theme_list(self):
        source = self.source
        if source is self:
            return themes_of(self)
        return source.theme_list
