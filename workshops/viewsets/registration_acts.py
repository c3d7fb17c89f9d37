"""What the team does to a family's registration, for a family that telephoned. All its dates go together."""

from dataclasses import replace

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from workshops import booking, letters
from workshops.forms import PartyForm
from workshops.models import Registration, Session, Status
from workshops.permissions import can_change_enrolment, can_see_contacts
from workshops.refusals import Refusal
from workshops.viewsets.rows import ActView


class RegistrationActView(ActView):
    """It comes into question in some statuses; ``why_not_for`` there asks what its verb will ask."""

    model = Registration
    statuses = {Status.WAITING, Status.OFFERED, Status.CONFIRMED}
    why_not_for = staticmethod(booking.why_not_change)

    @classmethod
    def is_in_question(cls, registration):
        return registration.status in cls.statuses

    def why_not(self):
        return self.why_not_for(self.object.enrolment)

    def facts(self, registration):
        return {
            _("Famille"): registration.party_words,
            _("Statut"): registration.get_status_display(),
            _("Séance"): str(registration.session),
        }

    def lock_row(self):
        Session.objects.lock_line(self.object.session)
        return Registration.objects.select_related("session", "enrolment").get(pk=self.object.pk)

    @staticmethod
    def is_allowed(user, registration):
        return can_change_enrolment(user, registration.enrolment)


class ChangeView(RegistrationActView):
    form_class = PartyForm
    label = gettext_lazy("Changer le nombre ou les besoins")
    explanation = gettext_lazy("Plus de personnes, s’il reste des places. La famille est prévenue.")
    success_message = gettext_lazy("L’inscription est changée.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.object.session, "changes": self.object}

    def facts(self, registration):
        """Its form holds them."""
        return {}

    def get_form(self, form_class=None):
        """Who may not see contacts does not read the family's own words either: they stay as they are."""
        return self._readable(super().get_form(form_class))

    def _readable(self, form):
        if not can_see_contacts(self.request.user, self.object.session):
            del form.fields["message"]
        return form

    def act(self, form):
        party = form.party
        if "message" not in form.fields:
            party = replace(party, message=self.object.message)
        user = self.request.user
        try:
            booking.change(self.object.enrolment, party=party, by=booking.STAFF, user=user, was=form.was)
        except booking.Changed as changed:
            row = Registration.objects.get(pk=self.object.pk)
            fresh = self._readable(PartyForm(session=self.object.session, changes=row))
            sentences = form.show_changes(changed.changes, fresh)
            raise Refusal(" ".join([str(changed), *sentences])) from changed


class OfferForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi cette famille maintenant ?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Gardé dans l’historique, effacé 30 jours après la séance. Pas de nom."),
        error_messages={"required": gettext_lazy("Écrivez la raison : d’autres familles attendent.")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("La famille m’a déjà dit oui : lui donner la place tout de suite"), required=False
    )


class OfferView(RegistrationActView):
    """Out of turn: the reason stays written."""

    form_class = OfferForm
    statuses = {Status.WAITING, Status.OFFERED}
    why_not_for = staticmethod(
        lambda enrolment: booking.why_not_offer(enrolment) or booking.why_no_room(enrolment)
    )
    label = gettext_lazy("Proposer ou donner une place")
    explanation = gettext_lazy(
        "D’habitude, une place libre est proposée toute seule à la première famille pour qui elle suffit. "
        "Ici, vous passez celle-ci avant les autres."
    )
    success_message = gettext_lazy("La place est proposée ou donnée : voyez le statut.")

    def get_form(self, form_class=None):
        """It cannot be asked where it is asked already, or where it is too late."""
        form = super().get_form(form_class)
        if why := booking.why_only_agreed(self.object.enrolment):
            form.fields["agreed"].required = True
            form.fields["agreed"].help_text = form.fields["agreed"].error_messages["required"] = why
        return form

    def act(self, form):
        booking.offer(self.object.enrolment, user=self.request.user, **form.cleaned_data)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Raison (elle sera écrite à la famille)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Par exemple : « Vous nous avez téléphoné. »"),
    )


class CancelView(RegistrationActView):
    """As when the family cancels by itself, but for who did it."""

    form_class = CancelForm
    why_not_for = staticmethod(booking.why_not_cancel)
    label = gettext_lazy("Annuler l’inscription")
    success_message = gettext_lazy("L’inscription est annulée.")
    is_serious = True

    @property
    def explanation(self):
        dates = self.object.enrolment.registrations.active().count()
        if dates > 1:
            return _(
                "Cette famille est inscrite à %(count)s dates : toutes celles à venir sont annulées."
            ) % {"count": dates}
        return _("Les places de cette famille sont libérées, et elle est prévenue.")

    def act(self, form):
        booking.cancel(self.object.enrolment, by=booking.STAFF, user=self.request.user, **form.cleaned_data)


class WriteAgainView(RegistrationActView):
    """For an address that was mended or opened since, or a report that was wrong."""

    label = gettext_lazy("Écrire à nouveau à cette adresse e-mail")
    explanation = gettext_lazy(
        "Un message est revenu : son serveur dit que cette adresse n’existe pas. Si la famille la confirme, "
        "les prochains messages y partiront à nouveau."
    )
    success_message = gettext_lazy("Les prochains messages partiront à nouveau vers cette adresse.")

    why_not_for = staticmethod(
        lambda enrolment: (
            ""
            if letters.unknown_address(enrolment)
            else _("Aucun message n’est revenu de cette adresse : nous y écrivons déjà.")
        )
    )

    @classmethod
    def is_in_question(cls, registration):
        return letters.unknown_address(registration.enrolment) is not None

    @staticmethod
    def is_allowed(user, registration):
        """Whoever may not see the address cannot confirm it."""
        may_change = can_change_enrolment(user, registration.enrolment)
        return may_change and can_see_contacts(user, registration.session)

    def act(self, form):
        if letters.write_again(self.object.enrolment):
            log(instance=self.object, action="outbox.write_again", user=self.request.user)


#: By their part of the address; in the order of the buttons.
ACTS = {"change": ChangeView, "offer": OfferView, "cancel": CancelView, "write_again": WriteAgainView}


def acts_on(registration, user):
    """``(acts, reasons)``: the buttons of a registration's page, each with label, url, serious; and why what is in
    question cannot be done, each reason once.
    """
    acts, reasons = [], {}
    for name, view in ACTS.items() if can_change_enrolment(user, registration.enrolment) else ():
        if not (view.is_in_question(registration) and view.is_allowed(user, registration)):
            continue
        if why_not := view.why_not_for(registration.enrolment):
            reasons[why_not] = None
        else:
            url = reverse(f"inscriptions:{name}", args=[registration.pk])
            acts.append({"label": view.label, "url": url, "serious": view.is_serious})
    return acts, list(reasons)
