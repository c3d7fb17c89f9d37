"""What every page of the site shares."""

import re
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from content import languages
from content.blocks import BODY_BLOCKS
from content.pictures import DRAWINGS
from content.typography import no_break

#: First parts of addresses that views answer, before any page could.
RESERVED_SLUGS = {
    "agenda",
    "animation",
    "chiffres",
    "compte",
    "documents",
    "embed",
    "healthz",
    "inscriptions",
    "media",
    "recherche",
    "seances",
    "static",
    "admin",
}
#: « ar », « gcf », « api »: kept for the languages of tomorrow.
LANGUAGE_LIKE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
DEPTH_BELOW_HOME = 3
RESERVED_SENTENCE = _("« %(slug)s » est réservé à une partie du site. Choisissez une autre adresse.")


def is_reserved(slug):
    """Whether a page right below the home page may not have this slug."""
    slug = (slug or "").lower()
    return slug in RESERVED_SLUGS or slug.startswith("_") or bool(LANGUAGE_LIKE.fullmatch(slug))


class SitePageForm(WagtailAdminPageForm):
    """Says in words, while a page is made, what its address may not be."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        validate_slug(slug)  # ASCII, whatever an older setting let through
        if self.parent_page and self.parent_page.depth + 1 == DEPTH_BELOW_HOME and is_reserved(slug):
            raise ValidationError(RESERVED_SENTENCE % {"slug": slug})
        return slug


class SitePage(Page):
    """A page of the site: its address in every language, and the language of its words."""

    base_form_class = SitePageForm
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Pour les moteurs de recherche"),
        )
    ]

    class Meta:
        abstract = True

    #: False for the object by which a page is being made, until another reads it.
    _is_stored = False

    @classmethod
    def from_db(cls, *args, **kwargs):
        page = super().from_db(*args, **kwargs)
        page._is_stored = True
        return page

    def save_revision(self, *args, **kwargs):
        self._keep_what_is_live()
        return super().save_revision(*args, **kwargs)

    def _keep_what_is_live(self):
        """What families read becomes a revision, before another follows: Wagtail takes a page down whose
        change is scheduled, if it knows no revision of what is live. So were those made by code.
        """
        if not self.live or self.live_revision_id or self.alias_of_id or not self._is_stored:
            return
        stored = type(self)._default_manager.get(pk=self.pk)
        kept = Revision.objects.create(
            content_object=stored,
            base_content_type=stored.get_base_content_type(),
            content=stored.serializable_data(),
            object_str=str(stored),
            created_at=stored.last_published_at or stored.first_published_at,
        )
        Page.objects.filter(pk=self.pk).update(live_revision=kept)
        self.live_revision = kept

    def with_content_json(self, content):
        """Which revision is live is the page's to say: one that was drafted before names none, or another."""
        page = super().with_content_json(content)
        page.live_revision_id, page._is_stored = self.live_revision_id, self._is_stored
        return page

    def clean(self):
        super().clean()
        if self.locale_id and self.locale.language_code == languages.default():
            self.title = no_break(self.title)
        if self.depth == DEPTH_BELOW_HOME and is_reserved(self.slug):
            raise ValidationError({"slug": RESERVED_SENTENCE % {"slug": self.slug}})

    def hiding_refusal(self, at=None):
        """Why this page may not be hidden at ``at`` (now, if none is given), as a sentence; "" where it may.

        Hidden is unpublished, expired or made private. Asked on the specific page, by every door
        and by the clock; a page type with something to lose says so here.
        """
        return ""

    @property
    def link(self):
        """The path of this page in the active language, « /en/guides/ » for example; "" if it is not live."""
        if not self.live:
            return ""
        below_home = "/".join(self.url_path.split("/")[2:])
        return languages.path_in(languages.active(), f"/{below_home}")

    @cached_property
    def language(self):
        """The language its words are in: an alias shows those of its French source."""
        if self.alias_of_id:
            return languages.default()
        return self.locale.language_code

    @property
    def lang(self):
        """The language to mark where it is not that of the interface, else ""."""
        return "" if self.language == languages.active() else self.language

    @cached_property
    def source(self):
        """The French page this one translates; itself if it is that page."""
        if self.locale.language_code == languages.default():
            return self
        source = self.get_translations().filter(locale__language_code=languages.default()).first()
        return source.specific if source else self

    @property
    def description(self):
        """One sentence for search engines and link previews."""
        return self.search_description or getattr(self, "summary", "")


class IndexPage(SitePage):
    """A list with a few words before it."""

    introduction = RichTextField(
        _("introduction"), blank=True, help_text=_("Deux ou trois phrases avant la liste.")
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True


class ThemedIndexPage(IndexPage):
    """A list that can be narrowed to one theme: ``?theme=ia``."""

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        self.chosen_theme = request.GET.get("theme", "")
        return super().get_context(request, *args, **kwargs)

    def narrowed(self, pages):
        """Those of ``pages`` (with their ``theme_list``) about the theme asked for; an unknown one matches none."""
        chosen = getattr(self, "chosen_theme", "")
        self.theme_links = self._theme_links(pages, chosen)
        if not chosen:
            return pages
        return [page for page in pages if chosen in {theme.slug for theme in page.theme_list}]

    def _theme_links(self, pages, chosen):
        themes = {theme.pk: theme for page in pages for theme in page.theme_list}
        links = [{"label": _("Tous"), "url": self.link, "current": not chosen, "sign": ""}]
        for theme in sorted(themes.values(), key=lambda theme: theme.position):
            url = f"{self.link}?{urlencode({'theme': theme.slug})}"
            links.append(
                {"label": theme.label, "url": url, "current": theme.slug == chosen, "sign": theme.sign}
            )
        return links


class Illustrated(models.Model):
    """A picture: one of the site's drawings, or an editor's own image, cut to the screen."""

    drawing = models.CharField(_("dessin"), max_length=40, choices=DRAWINGS, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Remplace le dessin. Elle est réduite à ce que l’écran montre."),
    )
    image_alt = models.CharField(
        _("texte de remplacement"),
        max_length=200,
        blank=True,
        help_text=_("Ce que l’on voit, en une phrase, pour qui ne voit pas l’image."),
    )

    illustration_panels = [
        MultiFieldPanel(
            [FieldPanel("drawing"), FieldPanel("image"), FieldPanel("image_alt")],
            heading=_("Illustration"),
        )
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.image_id and not self.image_alt.strip():
            raise ValidationError({"image_alt": _("Dites en une phrase ce que montre l’image.")})


def body_field(verbose_name=None):
    """The StreamField of a page body."""
    return StreamField(BODY_BLOCKS, verbose_name=verbose_name or _("texte"), blank=True)


def summary_field():
    """What cards and search engines show."""
    return models.TextField(
        _("résumé"),
        max_length=300,
        help_text=_("Une ou deux phrases, 300 caractères au plus. On les lit dans les listes."),
    )
