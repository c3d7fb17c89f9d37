"""What the team does to a session beside writing it: propose, publish, register a family, postpone, cancel."""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from content import languages
from workshops import booking, scheduling, session_rules
from workshops.forms import StaffRegistrationForm
from workshops.letters import Reached, Unwritten, why_unwritten
from workshops.models import Session, State
from workshops.permissions import can_publish_session, can_register_families, can_see_contacts
from workshops.viewsets.rows import ActView


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Raison (elle sera écrite aux familles)"),
        max_length=session_rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une phrase simple : « L’animatrice est malade. »"),
        error_messages={"required": _("Écrivez la raison : les familles la liront.")},
    )


class SessionActView(ActView):
    """It comes into question in some states of the session; ``why_not`` there asks what its verb will ask."""

    model = Session
    verb = None
    states = set()
    tells_families = False

    @classmethod
    def is_in_question(cls, user, session):
        return session.state in cls.states and cls.is_allowed(user, session)

    @staticmethod
    def why_not_for(user, session):
        """ "" where it can be done now."""
        return ""

    def why_not(self):
        return self.why_not_for(self.request.user, self.object)

    def facts(self, session):
        return {
            _("Quand"): session.when.full,
            _("Lieu"): session.place_words,
            _("État"): session.get_state_display(),
        }

    def lock_row(self):
        line = Session.objects.lock_line(self.object)
        return next((date for date in line if date.pk == self.object.pk), self.object)

    def act(self, form):
        self.verb(self.object, by=self.request.user, **form.cleaned_data)
        log(instance=self.object, action=f"workshops.{self.verb.__name__}", user=self.request.user)

    @cached_property
    def told(self):
        """How its families will hear of it, a ``letters.Reached``; None for an act that tells them nothing."""
        if not self.tells_families:
            return None
        active = self.object.registrations.active().select_related("enrolment").order_by("pk")
        return Reached.of(row.enrolment for row in active)

    @property
    def shows_contacts(self):
        return can_see_contacts(self.request.user, self.object)


class ProposeView(SessionActView):
    verb = staticmethod(scheduling.propose)
    states = {State.DRAFT}
    why_not_for = staticmethod(
        lambda _user, session: session_rules.why_not_propose(session) or session_rules.why_nowhere(session)
    )
    label = _("Proposer")
    explanation = _("La séance sera relue, puis publiée, par la rédaction du territoire.")
    success_message = _("La séance est proposée à la publication.")

    @staticmethod
    def is_allowed(user, session):
        return not can_publish_session(user, session)


class PublishView(SessionActView):
    verb = staticmethod(scheduling.publish)
    states = {State.DRAFT, State.PROPOSED}
    why_not_for = staticmethod(lambda user, session: session_rules.why_not_publish(session, by=user))
    label = _("Publier")
    explanation = _(
        "Les familles verront cette séance dans l’agenda. Une séance publiée ne redevient pas un "
        "brouillon et ne se supprime plus : on la reporte ou on l’annule."
    )
    success_message = _("La séance est publiée.")
    is_allowed = staticmethod(can_publish_session)


class RegisterFamilyView(SessionActView):
    """For a family that telephones, or stands there: it needs neither e-mail nor phone."""

    states = {State.PUBLISHED}
    why_not_for = staticmethod(lambda _user, session: booking.why_not_register(session))
    form_class = StaffRegistrationForm
    label = _("Inscrire une famille")
    explanation = _(
        "La famille reçoit sa confirmation si elle a une adresse ou un téléphone. Sinon, imprimez-lui sa fiche : "
        "son code lui suffit pour revoir ou annuler son inscription."
    )
    is_allowed = staticmethod(can_register_families)

    @property
    def success_message(self):
        if self.answer.known:
            return _("Cette famille était déjà inscrite : rien n’a changé. Son lien lui est renvoyé.")
        enrolment = self.answer.enrolment
        words = (
            _("La famille est inscrite.")
            if self._has_a_place(enrolment)
            else _("La famille est sur la liste d’attente.")
        )
        if why_unwritten(enrolment) != Unwritten.NUMBER:
            return words
        return f"{words} " + gettext(
            "Aucun message ne peut lui être envoyé : imprimez-lui sa fiche, et téléphonez-lui si la séance change."
        )

    @staticmethod
    def _has_a_place(enrolment):
        return enrolment.registrations.confirmed().exists()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.object, "language": languages.default()}

    def act(self, form):
        self.answer = booking.register(
            self.object,
            contact=form.contact,
            party=form.party,
            key=form.cleaned_data["key"],
            helper=self.request.user,
        )

    def get_success_url(self):
        registration = self.answer.enrolment.registrations.order_by("session__starts_at").first()
        return reverse("inscriptions:inspect", args=[registration.pk])


class PostponeView(SessionActView):
    verb = staticmethod(scheduling.postpone)
    states = {State.PUBLISHED}
    why_not_for = staticmethod(lambda _user, session: session_rules.why_not_postpone(session))
    form_class = ReasonForm
    tells_families = True
    label = _("Reporter sans date")
    explanation = _(
        "La séance reste dans l’agenda, « reportée ». Les inscriptions sont gardées. "
        "Pour lui donner sa nouvelle date, modifiez-la. Si vous connaissez déjà la nouvelle date, "
        "modifiez la séance au lieu de la reporter."
    )
    success_message = _("La séance est reportée et les familles sont prévenues.")
    is_serious = True


class CancelView(SessionActView):
    verb = staticmethod(scheduling.cancel)
    states = {State.PUBLISHED, State.POSTPONED}
    why_not_for = staticmethod(lambda _user, session: session_rules.why_not_cancel(session))
    form_class = ReasonForm
    tells_families = True
    label = _("Annuler la séance")
    explanation = _(
        "La séance n’aura pas lieu. Elle reste dans l’agenda, « annulée ». On ne revient pas en arrière."
    )
    success_message = _("La séance est annulée et les familles sont prévenues.")
    is_serious = True


#: By their part of the address; in the order of the buttons.
ACTS = {
    "propose": ProposeView,
    "publish": PublishView,
    "register": RegisterFamilyView,
    "postpone": PostponeView,
    "cancel": CancelView,
}


def acts_on(session, user):
    """``(acts, reasons)``: what this person may do with it now, each act with label, url, serious; and why what is in
    question cannot be done, each reason once.
    """
    acts, reasons = [], dict.fromkeys([session_rules.why_not_revise(session)])
    for name, view in ACTS.items():
        if not view.is_in_question(user, session):
            continue
        if why_not := view.why_not_for(user, session):
            reasons[why_not] = None
        else:
            url = reverse(f"seances:{name}", args=[session.pk])
            acts.append({"label": view.label, "url": url, "serious": view.is_serious})
    return acts, [reason for reason in reasons if reason]


def register_log_actions(actions):
    """What the history of a session says of them."""
    actions.register_action("workshops.propose", _("Proposer une séance"), _("Séance proposée"))
    actions.register_action("workshops.publish", _("Publier une séance"), _("Séance publiée"))
    actions.register_action("workshops.postpone", _("Reporter une séance"), _("Séance reportée"))
    actions.register_action("workshops.cancel", _("Annuler une séance"), _("Séance annulée"))
