"""The pages around workshops and guides: home, territories, news, and what the law asks for."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from content import languages
from content.dates import date_words
from content.page_rights import Who
from content.pages import Illustrated, IndexPage, SitePage, body_field, summary_field
from content.pictures import DRAWINGS
from content.visibility import readable
from guides.models import GuidePage
from territories.models import Territory
from workshops.models import Session, WorkshopIndexPage


class NewsPageManager(PageManager):
    """News as families see them."""

    def shown(self, *, territory=None, limit=None):
        """News that anyone may read, newest first, in the active language; one territory's if one is given."""
        pages = readable(self).filter(locale__language_code=languages.default())
        if territory:
            pages = pages.filter(territory=territory)
        pages = list(pages.select_related("locale", "territory").order_by("-date", "-pk")[:limit])
        shown = languages.localized(pages)
        for source, page in zip(pages, shown, strict=True):
            page.territory = source.territory
        return shown


class HomePage(SitePage):
    """What is this, find near me, next sessions, guides."""

    introduction = models.TextField(
        _("introduction"), max_length=300, help_text=_("Deux phrases : qu’est-ce que ce site ?")
    )
    drawing = models.CharField(_("dessin"), max_length=40, choices=DRAWINGS, default="accueil")
    body = body_field()

    edited_by = Who.NATION
    removed_by = Who.NOBODY
    template = "home/home_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("drawing"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("page d’accueil")

    @property
    def description(self):
        return self.search_description or self.introduction

    @cached_property
    def next_sessions(self):
        """The next dates one can still join, six at most."""
        return Session.objects.public().open_to_families().upcoming()[:6].cards()

    @cached_property
    def featured_guides(self):
        return GuidePage.objects.shown(limit=4)

    @cached_property
    def featured_workshops(self):
        index_page = readable(WorkshopIndexPage.objects).first()
        return index_page.workshops[:4] if index_page else []

    @cached_property
    def latest_news(self):
        return NewsPage.objects.shown(limit=3)


class TerritoryIndexPage(IndexPage):
    """« Territoires »: where the programme is."""

    max_count = 1
    template = "home/territory_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.TerritoryPage"]

    class Meta:
        verbose_name = _("liste des territoires")

    @cached_property
    def territories(self):
        """Territory pages that anyone may read, by name, each with the number of sessions to come."""
        pages = list(
            readable(TerritoryPage.objects)
            .filter(locale__language_code=languages.default())
            .select_related("locale", "territory")
            .order_by("territory__slug")
        )
        upcoming = Session.objects.public().filter(state="published").upcoming().order_by()
        counts = dict(
            upcoming.values("territory").annotate(Count("pk")).values_list("territory", "pk__count")
        )
        shown = languages.localized(pages)
        for source, page in zip(pages, shown, strict=True):
            page.territory = source.territory
            page.session_count = counts.get(source.territory_id, 0)
        return shown


class TerritoryPage(Illustrated, SitePage):
    """A département's own page. Its dates, events and news come from their own rows."""

    territory = models.ForeignKey(
        Territory, verbose_name=_("territoire"), on_delete=models.PROTECT, related_name="pages"
    )
    summary = summary_field()
    body = body_field()

    belongs_to_territory = True
    removed_by = Who.NATION
    template = "home/territory_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("territory"),
        FieldPanel("summary"),
        *Illustrated.illustration_panels,
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["home.TerritoryIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("page d’un territoire")
        verbose_name_plural = _("pages des territoires")

    def clean(self):
        """Its address is its territory's, so that there is one page for each and filters can link to it."""
        if self.territory_id:
            self.slug = self.territory.slug  # first: that nobody has it is checked below
        super().clean()

    def hiding_refusal(self, at=None):
        """Families find its dates there, and follow the link of each date to it."""
        dates = Session.objects.in_public_state().upcoming(at).in_territory(self.territory_id)
        if self.locale.language_code == languages.default() and dates.exists():
            return _("Des séances sont à venir dans ce territoire : sa page reste en ligne.")
        return super().hiding_refusal(at)

    def deletion_refusal(self):
        """Nothing in the database ties sessions to the page of their territory; families' links do."""
        if self.locale.language_code == languages.default() and self.territory.sessions.exists():
            return _(
                "On ne peut pas supprimer « %(page)s » : ce territoire a des séances. Dépubliez plutôt la page."
            ) % {"page": self.title}
        return super().deletion_refusal()

    @cached_property
    def sessions(self):
        """The next dates of workshops here, six at most."""
        sessions = Session.objects.public().of_kind("workshop").in_territory(self.territory)
        return sessions.upcoming()[:6].cards()

    @cached_property
    def events(self):
        sessions = Session.objects.public().of_kind("event").in_territory(self.territory)
        return sessions.upcoming()[:3].cards()

    @cached_property
    def news(self):
        return NewsPage.objects.shown(territory=self.territory, limit=3)

    @property
    def agenda_url(self):
        return f"{reverse('agenda')}?{urlencode({'territoire': self.territory.slug})}"


class NewsIndexPage(IndexPage):
    """« Actualités »."""

    max_count = 1
    template = "home/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("liste des actualités")

    @cached_property
    def news(self):
        return NewsPage.objects.shown(limit=60)


class NewsPage(Illustrated, SitePage):
    """Something new, in the nation or in one territory."""

    date = models.DateField(_("date"), default=timezone.localdate)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="news",
        help_text=_("Vide : une actualité nationale."),
    )
    summary = summary_field()
    body = body_field()

    belongs_to_territory = True
    template = "home/news_page.html"
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("territory")]),
        FieldPanel("summary"),
        *Illustrated.illustration_panels,
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    objects = NewsPageManager()

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    @property
    def date_words(self):
        """« 3 mars 2027 »."""
        return date_words(self.date, weekday=False)


class StandardPage(SitePage):
    """Any other page: who we are, legal notices, accessibility."""

    summary = models.TextField(_("résumé"), max_length=300, blank=True)
    body = body_field()

    template = "home/standard_page.html"
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
