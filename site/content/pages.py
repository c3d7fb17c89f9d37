"""What every page of the site shares."""

import re
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from content import languages, translations, visibility
from content.blocks import BODY_BLOCKS
from content.choosers import offer_sources
from content.page_rights import SitePagePermissionTester, Who
from content.pictures import DRAWINGS
from content.typography import no_break

#: First parts of addresses that views answer, before any page could.
RESERVED_SLUGS = {
    "agenda",
    "alertes",
    "animation",
    "chiffres",
    "compte",
    "documents",
    "embed",
    "healthz",
    "inscriptions",
    "manifest",
    "media",
    "recherche",
    "robots",
    "seances",
    "service-worker",
    "sitemap",
    "static",
    "admin",
}
#: « ar », « gcf », « api »: kept for the languages of tomorrow.
LANGUAGE_LIKE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
DEPTH_BELOW_HOME = 3
RESERVED_SENTENCE = _("« %(slug)s » est réservé à une partie du site. Choisissez une autre adresse.")
LOWER_CASE_SENTENCE = _("Une adresse s’écrit en minuscules : « %(slug)s ».")


def is_reserved(slug):
    """Whether a page right below the home page may not have this slug."""
    slug = (slug or "").lower()
    return slug in RESERVED_SLUGS or slug.startswith("_") or bool(LANGUAGE_LIKE.fullmatch(slug))


def ensure_readable(slug):
    """Views read addresses in ASCII alone, and links are written in lower case."""
    validate_slug(slug)
    if slug != slug.lower():
        raise ValidationError(LOWER_CASE_SENTENCE % {"slug": slug.lower()})


def reserved_sentence(slug, parent):
    """That a part of the site has the address of ``slug`` below ``parent``; "" where none has."""
    if parent.depth + 1 == DEPTH_BELOW_HOME and is_reserved(slug):
        return str(RESERVED_SENTENCE % {"slug": slug})
    return ""


class SitePageForm(WagtailAdminPageForm):
    """Says in words, while a page is made, what its address may not be; and until when it is shown.

    Offers other pages once, not once a language.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_sources(self)
        if "slug" in self.fields and self.instance.pk and self.instance.removed_by is not Who.EDITORS:
            self.fields["slug"].disabled = True  # lists and families keep its address

    def clean_expire_at(self):
        """An expiry hides the page: what may not be hidden by hand then may not be hidden by the clock."""
        at = self.cleaned_data["expire_at"]
        if at and "expire_at" in self.changed_data and (refusal := self.instance.hiding_refusal(at)):
            raise ValidationError(refusal)
        return at

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        ensure_readable(slug)
        if self.parent_page and self.parent_page.depth + 1 == DEPTH_BELOW_HOME and is_reserved(slug):
            raise ValidationError(RESERVED_SENTENCE % {"slug": slug})
        return slug


class SitePageCopyForm(CopyForm):
    def clean_new_slug(self):
        return self.cleaned_data["new_slug"].lower()


class SitePage(Page):
    """A page of the site: its address in every language, and the language of its words."""

    #: Who may change its words, publish them and order the pages below it.
    edited_by = Who.EDITORS
    #: Who may take it away: delete, move, unpublish it, make it private, give it another address.
    removed_by = Who.EDITORS
    #: Whether it is a territory's own, named by its field ``territory`` (empty: the nation's).
    belongs_to_territory = False

    base_form_class = SitePageForm
    copy_form_class = SitePageCopyForm
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

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None or "slug" in kwargs["update_fields"]:
            self.slug = translations.slug_of_source(self)
        return super().save(*args, **kwargs)

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
        self._clean_address()

    def minimal_clean(self):
        """All that Wagtail asks of a draft: its address is asked as much as any page's."""
        try:
            super().minimal_clean()
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                raise
            raise ValidationError({"title": error.messages}) from error  # it does not say whose it is
        self._clean_address()

    def _clean_address(self):
        """That there is one is Wagtail's to ask: it makes one of the title."""
        if not self.slug:
            return
        if self.depth == DEPTH_BELOW_HOME and is_reserved(self.slug):
            raise ValidationError({"slug": RESERVED_SENTENCE % {"slug": self.slug}})
        try:
            self._meta.get_field("slug").clean(self.slug, self)
            ensure_readable(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error.messages}) from error

    def hiding_refusal(self, at=None):
        """Why this page may not be hidden at ``at`` (now, if none is given), as a sentence; "" where it may.

        Hidden is unpublished, expired or made private. Asked on the specific page, by every door
        and by the clock; a page type with something to lose says so here.
        """
        if self.removed_by is Who.NOBODY:
            return _("Le site a besoin de « %(page)s » : cette page reste en ligne, à sa place.") % {
                "page": self.title
            }
        return ""

    def deletion_refusal(self):
        """Why this page may not be deleted, as a sentence; "" where it may. Asked as ``hiding_refusal`` is."""
        if self.removed_by is Who.NOBODY:
            return SitePage.hiding_refusal(self)
        return ""

    def prevents_deletion(self):
        """Whether there is a ``deletion_refusal``. A type for which the sentence costs more says it here."""
        return bool(self.deletion_refusal())

    def can_move_to(self, parent):
        """Wagtail asks here for everyone, administrators included."""
        return not self.reserved_sentence(parent) and super().can_move_to(parent)

    def reserved_sentence(self, parent):
        """That a part of the site has the address this page would have below ``parent``; "" where none has."""
        return reserved_sentence(self.slug, parent)

    def permissions_for_user(self, user):
        """Whatever door asks, this one answers: a plain ``Page`` sends the question here."""
        return SitePagePermissionTester(user, self)

    @cached_property
    def owning_territory(self):
        """The territory it belongs to (None: the nation). A translation belongs to that of its French page."""
        return self.source.territory if self.belongs_to_territory else None

    @property
    def owning_territory_id(self):
        """Its key, for which a French page asks nothing."""
        return self.source.territory_id if self.belongs_to_territory else None

    @property
    def private_page_options(self):
        """What an editor may close it with: nothing, since a page of the site is listed, followed and found in many
        places. One that is closed already may stay so.
        """
        return (
            [restriction.restriction_type for restriction in self.view_restrictions.all()] if self.pk else []
        )

    def get_view_restrictions(self):
        return visibility.restrictions_of(self)

    @property
    def link(self):
        """The path of this page in the active language, « /en/guides/ » for example; "" if it is not live."""
        if not self.live:
            return ""
        below_home = "/".join(self.url_path.split("/")[2:])
        return languages.path_in(languages.active(), f"/{below_home}")

    @cached_property
    def language(self):
        """The language its words are in: an alias shows those of its French source, so does what was not translated."""
        if self.alias_of_id or (
            self.locale.language_code != languages.default() and translations.not_begun([self])
        ):
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

    edited_by = Who.NATION
    removed_by = Who.NOBODY

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
