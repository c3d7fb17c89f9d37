"""What the team does to a family's registration, for a family that telephoned. All its dates go together."""

from dataclasses import replace

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from workshops import booking, letters
from workshops.forms import PartyForm
from workshops.models import Registration, Status
from workshops.permissions import can_change_enrolment, can_see_contacts
from workshops.viewsets.rows import ActView


class RegistrationActView(ActView):
    """Offered in some statuses; ``booking`` has the last word."""

    model = Registration
    statuses = {Status.WAITING, Status.OFFERED, Status.CONFIRMED}

    @classmethod
    def is_offered(cls, registration):
        return registration.status in cls.statuses and registration.can_be_cancelled

    @staticmethod
    def is_allowed(user, registration):
        return can_change_enrolment(user, registration.enrolment)


class ChangeView(RegistrationActView):
    form_class = PartyForm
    label = gettext_lazy("Changer le nombre ou les besoins")
    explanation = gettext_lazy("Plus de personnes, s’il reste des places. La famille est prévenue.")
    success_message = gettext_lazy("L’inscription est changée.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.object.session}

    def get_initial(self):
        return PartyForm.initial_of(self.object)

    def get_form(self, form_class=None):
        """Who may not see contacts does not read the family's own words either: they stay as they are."""
        form = super().get_form(form_class)
        if not can_see_contacts(self.request.user, self.object.session):
            del form.fields["message"]
        return form

    def act(self, form):
        party = form.party
        if "message" not in form.fields:
            party = replace(party, message=self.object.message)
        booking.change(self.object.enrolment, party=party, by=booking.STAFF, user=self.request.user)


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
    label = gettext_lazy("Proposer ou donner une place")
    explanation = gettext_lazy(
        "D’habitude, une place libre est proposée toute seule à la première famille pour qui elle suffit. "
        "Ici, vous passez celle-ci avant les autres."
    )
    success_message = gettext_lazy("La place est proposée ou donnée : voyez le statut.")

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

    @classmethod
    def is_offered(cls, registration):
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
    """The buttons of a registration's page: each with label, url, serious."""
    if not can_change_enrolment(user, registration.enrolment):
        return []
    return [
        {
            "label": view.label,
            "url": reverse(f"inscriptions:{name}", args=[registration.pk]),
            "serious": view.is_serious,
        }
        for name, view in ACTS.items()
        if view.is_allowed(user, registration) and view.is_offered(registration)
    ]
