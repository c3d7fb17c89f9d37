"""What families can take part in, as pages: workshops and events. Their dates are ``Session`` rows."""

from operator import attrgetter
from urllib.parse import urlencode

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from content import dates, languages
from content.blocks import INLINE_FEATURES, LineBlock
from content.models import SchoolLevel, Theme, attach_themes, themes_of
from content.pages import Illustrated, IndexPage, SitePage, ThemedIndexPage, body_field, summary_field
from content.visibility import readable
from guides.models import GuidePage
from territories.deletion import refusal
from territories.models import Territory
from workshops.blocks import MomentBlock, ProgrammeBlock, StandBlock
from workshops.models.questionnaires import Questioning
from workshops.models.states import State


class ActivityPage(Illustrated, SitePage):
    """A workshop or an event: what a session is a date of.

    A table of its own, so that a session can hang on either. Sessions hang on the French
    source page; its translations find them by ``translation_key``.
    """

    is_creatable = False

    summary = summary_field()
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True, related_name="activities")
    levels = ParentalManyToManyField(
        SchoolLevel,
        verbose_name=_("niveaux scolaires"),
        blank=True,
        related_name="activities",
        help_text=_("Où en est l’enfant. Aucun coché : pour tous les niveaux."),
    )
    bring = StreamField([("line", LineBlock())], verbose_name=_("à apporter"), blank=True)
    before = RichTextField(_("avant de venir"), blank=True, features=INLINE_FEATURES)
    body = body_field()
    guides = ParentalManyToManyField(
        GuidePage, verbose_name=_("guides à lire avec"), blank=True, related_name="activities"
    )

    template = "workshops/activity_page.html"
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    sorting_panels = [
        MultiFieldPanel(
            [
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("levels", widget=CheckboxSelectMultiple),
            ],
            heading=_("Pour qui, sur quoi"),
        )
    ]
    coming_panels = [
        MultiFieldPanel([FieldPanel("bring"), FieldPanel("before")], heading=_("Avant de venir")),
    ]
    subpage_types = []

    class Meta:
        verbose_name = _("activité")

    @property
    def kind(self):
        """« workshop » or « event »."""
        return "event" if issubclass(self.specific_class, EventPage) else "workshop"

    @cached_property
    def theme_list(self):
        source = self.source
        if source is self:
            return themes_of(self)
        return source.theme_list

    @cached_property
    def level_words(self):
        """« Collège, Lycée », or « Tous niveaux »."""
        return ", ".join(str(level) for level in self.source.levels.all()) or _("Tous niveaux")

    @cached_property
    def guide_list(self):
        """The live guides to read with it, in the active language, whichever language's was chosen."""
        return GuidePage.objects.shown(among=self.source.guides.all())

    @cached_property
    def sessions(self):
        """The next dates, six at most."""
        return self._dates.upcoming()[:6].cards()

    @property
    def _dates(self):
        return apps.get_model("workshops", "Session").objects.public().of(self.source)

    def hiding_refusal(self, at=None):
        """Families may still come to one of its dates, or read in the calendar they follow that it is cancelled.

        Dates hang on the French page: a translation may go.
        """
        to_come = list(self.dates.in_public_state().upcoming(at)) if self.pk else []
        if to_come:
            last = max(to_come, key=attrgetter("ends_at"))
            over = {"moment": dates.moment_words(last.ends_at, last.time_zone)}
            if all(session.state == State.CANCELLED for session in to_come):
                return (
                    _(
                        "Les séances à venir sont annulées, et les agendas des familles le disent : cette page reste "
                        "en ligne jusqu’à la fin de la dernière, le %(moment)s."
                    )
                    % over
                )
            return (
                _(
                    "Des séances sont à venir : cette page reste en ligne jusqu’à la fin de la dernière, le %(moment)s."
                )
                % over
            )
        return super().hiding_refusal(at)

    def deletion_refusal(self):
        """Its dates, those of its courses and the answers to its questionnaire stay, whoever asks."""
        return refusal(self) if self._is_kept() else super().deletion_refusal()

    def prevents_deletion(self):
        """The sentence counts all that depends on the page: too dear for each row of a list."""
        return self._is_kept() or bool(super().deletion_refusal())

    def _is_kept(self):
        return bool(self.pk) and any(related.exists() for related in self._kept())

    def _kept(self):
        """What the database would not let go."""
        return [self.dates, self.courses]

    @property
    def agenda_url(self):
        return f"{reverse('agenda')}?{urlencode({'q': self.source.title})}"


class WorkshopIndexPage(ThemedIndexPage):
    """« Ateliers »: the catalogue."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["workshops.WorkshopPage"]

    class Meta:
        verbose_name = _("catalogue des ateliers")

    @cached_property
    def workshops(self):
        """All workshops that anyone may read, in the order of the catalogue, each with its next session if it has one."""
        pages = list(
            readable(WorkshopPage.objects)
            .filter(locale__language_code=languages.default())
            .select_related("locale")
            .order_by("path")
        )
        attach_themes(pages)
        soonest = {session.activity_id: session for session in self._next_sessions(pages)}
        shown = languages.localized(pages)
        for source, page in zip(pages, shown, strict=True):
            page.next_session = soonest.get(source.pk)
        return self.narrowed(shown)

    def _next_sessions(self, pages):
        """The soonest date of each page: one look-up per workshop inside the database, not one per date."""
        sessions = apps.get_model("workshops", "Session").objects
        dates = sessions.filter(state="published", activity=OuterRef("pk")).upcoming()
        workshops = WorkshopPage.objects.filter(pk__in=[page.pk for page in pages])
        first = workshops.annotate(first=Subquery(dates.values("pk")[:1])).values_list("first", flat=True)
        return sessions.filter(pk__in=[pk for pk in first if pk]).cards()


class WorkshopPage(ActivityPage):
    """One workshop, as families read it. Its dates are ``Session`` rows."""

    class Difficulty(models.TextChoices):
        BEGINNER = "debutant", _("Débutant")
        INTERMEDIATE = "intermediaire", _("Intermédiaire")
        ADVANCED = "avance", _("Avancé")

    class Gathering(models.TextChoices):
        GROUP = "collectif", _("Atelier en groupe")
        PARENTS_AND_CHILDREN = "parents-enfants", _("Parents et enfants")
        COFFEE = "cafe", _("Café des parents")
        ONE_TO_ONE = "permanence", _("Permanence individuelle")
        DEBATE = "debat", _("Soirée-débat")
        VIDEO = "visio", _("Visioconférence")
        WEBINAR = "webinaire", _("Webinaire")
        TRAINING = "formation", _("Formation de relais")

    duration_minutes = models.PositiveSmallIntegerField(
        _("durée en minutes"),
        default=90,
        validators=[MinValueValidator(15), MaxValueValidator(480)],
        help_text=_("Celle d’une séance."),
    )
    difficulty = models.CharField(_("niveau"), max_length=20, choices=Difficulty, default=Difficulty.BEGINNER)
    gathering = models.CharField(_("forme"), max_length=20, choices=Gathering, default=Gathering.GROUP)
    objectives = StreamField(
        [("line", LineBlock())],
        verbose_name=_("ce que vous saurez faire"),
        blank=True,
        help_text=_("Deux à quatre lignes, par un verbe : « Trouver les devoirs de la semaine »."),
    )
    programme = StreamField([("moment", MomentBlock())], verbose_name=_("déroulé"), blank=True)

    template = "workshops/workshop_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("duration_minutes"), FieldPanel("difficulty"), FieldPanel("gathering")]),
        *ActivityPage.sorting_panels,
        *Illustrated.illustration_panels,
        FieldPanel("objectives"),
        FieldPanel("programme"),
        *ActivityPage.coming_panels,
        FieldPanel("body"),
        FieldPanel("guides"),
    ]
    parent_page_types = ["workshops.WorkshopIndexPage"]

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")

    @property
    def duration_words(self):
        return dates.duration_words(self.duration_minutes)

    @property
    def difficulty_label(self):
        return self.get_difficulty_display()

    @property
    def gathering_label(self):
        return self.get_gathering_display()


class EventIndexPage(IndexPage):
    """« Événements ». Events live flat below it; each names its territory."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["workshops.EventPage"]

    class Meta:
        verbose_name = _("liste des événements")

    @cached_property
    def upcoming(self):
        return self._dates.upcoming()[:50].cards()

    @cached_property
    def past(self):
        return self._dates.past()[:12].cards()

    @property
    def _dates(self):
        return apps.get_model("workshops", "Session").objects.public().of_kind("event")


class EventPage(Questioning, ActivityPage):
    """« J’apprends le numérique en famille ! » in one town: programme, stands, practical details."""

    class Audience(models.TextChoices):
        FAMILIES = "familles", _("Familles")
        PROFESSIONALS = "professionnels", _("Professionnels")

    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        help_text=_("Vide : un événement national."),
    )
    audience = models.CharField(_("public"), max_length=20, choices=Audience, default=Audience.FAMILIES)
    programme = StreamField([("appointment", ProgrammeBlock())], verbose_name=_("programme"), blank=True)
    stands = StreamField([("stand", StandBlock())], verbose_name=_("stands"), blank=True)
    practical = RichTextField(_("informations pratiques"), blank=True)

    belongs_to_territory = True
    template = "workshops/event_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("audience")]),
        *ActivityPage.sorting_panels,
        *Illustrated.illustration_panels,
        FieldPanel("programme"),
        FieldPanel("stands"),
        FieldPanel("practical"),
        *ActivityPage.coming_panels,
        FieldPanel("body"),
        FieldPanel("guides"),
        *Questioning.questionnaire_panels,
    ]
    parent_page_types = ["workshops.EventIndexPage"]

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")

    def _kept(self):
        return [*super()._kept(), self.questionnaire_answers]
