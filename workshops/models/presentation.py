"""How a session is said to families, in the active language."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import languages
from content.dates import Span, moment_words
from content.models import attach_themes
from workshops.models.states import Format


def present(sessions):
    """The same sessions as a list, each with its localised activity and themes.

    A constant number of queries, whatever the number of sessions.
    """
    sessions = list(sessions)
    sources = {session.activity_id: session.activity for session in sessions}
    attach_themes(sources.values())
    shown = {
        source.pk: page
        for source, page in zip(sources.values(), languages.localized(sources.values()), strict=True)
    }
    for session in sessions:
        session.activity = sources[session.activity_id]
        session.activity_shown = shown[session.activity_id]
    return sessions


def when_words(when, format_):
    """A ``Span`` in words, as whoever comes in this way has to know it."""
    return when.full if format_ == Format.ON_SITE else when.everywhere


class SessionWords:
    """What templates, mails and calendars say of a session. No query but what its rows need."""

    @cached_property
    def activity_shown(self):
        """Its activity in the active language, in French where it has no translation."""
        return languages.localized([self.activity])[0]

    @property
    def title(self):
        return self.activity_shown.title

    def marked(self, title):
        """« Annulé : Le téléphone de mon enfant »: ``title``, and before it that the session is called off."""
        if self.is_cancelled:
            return _("Annulé : %(title)s") % {"title": title}
        return _("Reporté : %(title)s") % {"title": title} if self.is_postponed else title

    @property
    def is_called_off(self):
        """Whether nobody comes on the date that it still has: it is cancelled, or its new date is not known."""
        return self.is_cancelled or self.is_postponed

    @property
    def off_words(self):
        """« Cette séance est annulée. »; nothing for one that holds."""
        if self.is_cancelled:
            return _("Cette séance est annulée.")
        if self.is_postponed:
            return _("Cette séance est reportée. Sa nouvelle date n’est pas encore connue.")
        return ""

    @property
    def page_url(self):
        """Absolute, in the active language."""
        return settings.BASE_URL + self.get_absolute_url()

    @property
    def summary(self):
        return self.activity_shown.summary

    @property
    def lang(self):
        return self.activity_shown.lang

    @property
    def kind(self):
        return self.activity.kind

    @property
    def themes(self):
        return self.activity.theme_list

    @property
    def format_label(self):
        return self.format.label

    @property
    def spoken_languages(self):
        return self.languages.all()

    @property
    def arrangement_list(self):
        return self.arrangements.all()

    @property
    def when_words(self):
        """Its date and hours; in all our zones where one may join on line, from any of them."""
        return when_words(self.when, self.format)

    @property
    def place_words(self):
        """« Médiathèque, Épinal », or « En ligne »."""
        if self.venue_id is None:
            return _("En ligne")
        return f"{self.venue.name}, {self.venue.city}"

    @property
    def register_url(self):
        return reverse("register", args=[self.ref])

    @property
    def ics_url(self):
        return reverse("session_ics", args=[self.ref])

    @property
    def registration_opens(self):
        """« samedi 13 mars 2027 à 9 h », or nothing."""
        moment = self.registration_opening
        return moment_words(moment, self.time_zone) if moment else ""

    @property
    def is_moved(self):
        """Whether its date changed since it was published (and it has one)."""
        return self.sequence > 0 and self.state == "published"

    @property
    def waiting_words(self):
        """« 2 familles attendent »; nothing where none does."""
        count = self.families_waiting
        if not count:
            return ""
        return ngettext("%(count)s famille attend", "%(count)s familles attendent", count) % {"count": count}

    @property
    def places_words(self):
        """What one asks first: is there a place? In words, never « 0/3 »."""
        if self.is_cancelled:
            return _("Annulée")
        if self.is_postponed:
            return _("Reportée, nouvelle date à venir")
        if self.is_over:
            return _("C’est passé")
        return {
            "none": self._open_door_words,
            "closed": lambda: _("Inscriptions closes"),
            "not_yet": lambda: _("Inscriptions à partir du %(moment)s") % {"moment": self.registration_opens},
            "open": self._free_words,
            "waiting_list": self._full_words,
            "full": self._full_words,
        }[self.registration]()

    def _open_door_words(self):
        return _("Entrée libre, sans inscription")

    def _free_words(self):
        left = self.places_left
        if left is None:
            return _("Il y a de la place pour tout le monde")
        return ngettext("Il reste %(count)s place", "Il reste %(count)s places", left) % {"count": left}

    def _full_words(self):
        if self.places_left and self.waiting_words:
            return _("Places rares, %(waiting)s") % {"waiting": self.waiting_words}
        return (
            _("Complet, %(waiting)s") % {"waiting": self.waiting_words}
            if self.waiting_words
            else _("Complet")
        )


class ChangeWords:
    """What families read of a change: when it was made, what was, what is."""

    @property
    def when_words(self):
        return moment_words(self.made_at, self.session.time_zone)

    @property
    def headline(self):
        return {
            "moved": _("Cette séance change de date ou de lieu"),
            "online": _("Cette séance passe en ligne"),
            "on_site": _("Cette séance a lieu sur place"),
            "link": _("Le lien pour se connecter change"),
            "postponed": _("Cette séance est reportée"),
            "cancelled": _("Cette séance est annulée"),
        }[self.kind]

    @property
    def sentence(self):
        return {
            "moved": _("Nouvelle date ou nouveau lieu : %(after)s. C’était : %(before)s."),
            "online": _("La séance passe en ligne : %(after)s. C’était : %(before)s."),
            "on_site": _("La séance a lieu sur place : %(after)s. C’était : %(before)s."),
            "link": _("Le lien pour se connecter change. Les familles inscrites l’ont reçu."),
            "postponed": _(
                "La séance est reportée. La nouvelle date sera annoncée ici. C’était : %(before)s."
            ),
            "cancelled": _("La séance est annulée. C’était : %(before)s."),
        }[self.kind] % {"after": self.after_words, "before": self.before_words}

    @property
    def before_words(self):
        return self._words(self.before)

    @property
    def after_words(self):
        return self._words(self.after)

    @staticmethod
    def _words(told):
        start, end = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
        when = when_words(Span(start, end, told["time_zone"]), told["format"])
        return f"{when}, {told['place'] or _('En ligne')}"
