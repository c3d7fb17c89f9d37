"""What workshops, guides and sessions are sorted by. Plain rows, the same in every language."""

from django.conf import settings
from django.db import models
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField

from content import languages
from content.pictures import SIGNS
from content.validators import validate_calendar_word

#: Sent with ``theme`` by its form, once it and its translations are written. A signal, since those that show its
#: name stand above this floor and may not be called from here.
theme_revised = Signal()


class ThemeQuerySet(models.QuerySet):
    def with_labels(self):
        return self.prefetch_related("translations")


class Theme(ClusterableModel):
    """A subject, for example « Contrôle parental ». Its name is also a calendar category."""

    slug = models.SlugField(_("adresse"), unique=True)
    name = models.CharField(_("nom"), max_length=60, validators=[validate_calendar_word])
    sign = models.CharField(_("signe"), max_length=40, choices=SIGNS)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("sign"),
        FieldPanel("position"),
        InlinePanel("translations", heading=_("Dans les autres langues"), label=_("Traduction")),
    ]

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    @property
    def label(self):
        """The name in the active language, in French where it has no translation."""
        language = languages.active()
        if language == languages.default():
            return self.name
        return next((t.name for t in self.translations.all() if t.language == language), self.name)


class ThemeTranslation(models.Model):
    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("langue"), max_length=12)
    name = models.CharField(_("nom"), max_length=60, validators=[validate_calendar_word])

    panels = [FieldPanel("language"), FieldPanel("name")]

    class Meta:
        verbose_name = _("traduction d’un thème")
        verbose_name_plural = _("traductions d’un thème")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "language"],
                name="theme_translated_once_per_language",
                violation_error_message=_("Ce thème a déjà un nom dans cette langue."),
            )
        ]

    def __str__(self):
        return self.name


class SchoolLevel(models.Model):
    """Where the child is at school. A fixed list; an activity for none of them is for all."""

    NAMES = {
        "maternelle": _("Maternelle"),
        "elementaire": _("Élémentaire"),
        "college": _("Collège"),
        "lycee": _("Lycée"),
    }

    code = models.CharField(max_length=20, primary_key=True, choices=list(NAMES.items()))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("niveau scolaire")
        verbose_name_plural = _("niveaux scolaires")
        ordering = ["position"]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        return self.NAMES.get(self.code, self.code)


class IntroductionQuerySet(models.QuerySet):
    def words(self, view):
        """The ``Introduction`` of ``view`` in the active language, else in French; None if it has none."""
        rows = {row.language: row for row in self.filter(view=view).exclude(text="")}
        return rows.get(languages.active()) or rows.get(languages.default())


class Introduction(models.Model):
    """A few words at the top of a part of the site that is not a page: the agenda, the search…"""

    class View(models.TextChoices):
        AGENDA = "agenda", _("Agenda")

    view = models.CharField(_("partie du site"), max_length=20, choices=View)
    language = models.CharField(_("langue"), max_length=12, default="fr", choices=settings.LANGUAGES)
    text = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    panels = [FieldPanel("view"), FieldPanel("language"), FieldPanel("text")]

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints = [
            models.UniqueConstraint(
                fields=["view", "language"],
                name="introduction_once_per_language",
                violation_error_message=_("Cette partie du site a déjà une introduction dans cette langue."),
            )
        ]

    def __str__(self):
        return f"{self.get_view_display()} ({self.language})"

    @property
    def lang(self):
        """The language to mark where it is not that of the interface, else ""."""
        return "" if self.language == languages.active() else self.language


def themes_of(page):
    """Its themes as a list, labels included: also those of a draft, or of a page that is not saved yet."""
    themes = list(page.themes.all())
    models.prefetch_related_objects(themes, "translations")
    return themes


def attach_themes(pages):
    """Give each page that has ``themes`` its ``theme_list``, labels included, in three queries in all."""
    pages = list(pages)
    if not pages:
        return
    field = pages[0]._meta.get_field("themes")
    owner, theme = field.m2m_column_name(), field.m2m_reverse_name()
    rows = field.remote_field.through.objects.filter(**{f"{owner}__in": [page.pk for page in pages]})
    chosen = {}
    for page_id, theme_id in rows.values_list(owner, theme):
        chosen.setdefault(page_id, set()).add(theme_id)
    themes = list(Theme.objects.with_labels())
    for page in pages:
        page.theme_list = [theme for theme in themes if theme.pk in chosen.get(page.pk, ())]
