"""Where a family stands with a date, in the active language. Asked by its page, by every message, by the admin."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.dates import moment_words
from territories.languages import BY_CODE
from workshops.models.arrangements import INTERPRETER, NEEDS


class RegistrationWords:
    """What is said of a registration. The session's state rules: a place at a cancelled session is none."""

    @property
    def standing(self):
        """« confirmed », « offered », « waiting », « lapsed », « cancelled », or the session's own state."""
        if self.status == "cancelled":
            return "lapsed" if self.ending and self.ending.verb == "lapsed" else "cancelled"
        if self.session.is_cancelled:
            return "session_cancelled"
        if self.session.is_postponed:
            return "session_postponed"
        return "over" if self.session.is_over else self.status

    @property
    def awaits_feedback(self):
        """Whether the three questions are for this family: it had its places, and all is over."""
        return self.status == "confirmed" and self.standing == "over"

    @property
    def standing_words(self):
        return {
            "confirmed": self._confirmed_words,
            "offered": self._offered_words,
            "waiting": self._waiting_words,
            "lapsed": lambda: _("Vous n’êtes plus sur la liste d’attente."),
            "cancelled": lambda: _("Votre inscription est annulée."),
            "session_cancelled": lambda: _("La séance est annulée."),
            "session_postponed": lambda: _("La séance est reportée. Votre inscription est gardée."),
            "over": lambda: _("La séance est passée."),
        }[self.standing]()

    @property
    def ending(self):
        """The event that ended it, who did it and why; None for one that goes on."""
        if self.status != "cancelled":
            return None
        ends = [event for event in self.events.all() if event.verb in {"cancelled", "declined", "lapsed"}]
        return ends[-1] if ends else None

    @property
    def is_ended_by_staff(self):
        return bool(self.ending and self.ending.author == "staff")

    @property
    def drawing(self):
        """The name of the drawing that says it without words."""
        if self.standing in {"cancelled", "lapsed", "session_cancelled"}:
            return "annule"
        return "attente" if self.standing in {"waiting", "session_postponed"} else "confirme"

    @property
    def deadline_words(self):
        """« samedi 13 mars 2027 à 9 h », for a place that is offered."""
        return moment_words(self.offered_until, self.session.time_zone) if self.offered_until else ""

    @property
    def party_words(self):
        """« 1 adulte et 2 enfants »."""
        adults = ngettext("%(count)s adulte", "%(count)s adultes", self.adults) % {"count": self.adults}
        if not self.children:
            return adults
        children = ngettext("%(count)s enfant", "%(count)s enfants", self.children) % {"count": self.children}
        return _("%(adults)s et %(children)s") % {"adults": adults, "children": children}

    @property
    def needs_words(self):
        """« Interprète (arabe), Garde d’enfants »."""
        return ", ".join(self._need_words(code) for code in self.needs if code in NEEDS)

    def _need_words(self, code):
        spoken = BY_CODE.get(self.interpreter_language)
        if code == INTERPRETER and spoken:
            return f"{NEEDS[code]} ({spoken.label})"
        return str(NEEDS[code])

    def _confirmed_words(self):
        return ngettext("Votre place est confirmée.", "Vos %(count)s places sont confirmées.", self.heads) % {
            "count": self.heads
        }

    def _offered_words(self):
        return _("Une place est gardée pour vous. Répondez avant le %(moment)s.") % {
            "moment": self.deadline_words
        }

    def _waiting_words(self):
        return _("Vous êtes sur la liste d’attente, numéro %(place)s.") % {"place": self.place_in_line}
