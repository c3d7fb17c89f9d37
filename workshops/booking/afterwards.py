"""What a family says once it has its places, that moves no place."""

from django.db import transaction
from django.utils.translation import gettext as _

from workshops import notices
from workshops.booking.parties import Closed
from workshops.booking.rows import still_known
from workshops.letters import has_mailbox
from workshops.models import Enrolment, Feedback, Registration


@transaction.atomic
def send_data(enrolment):
    """« Toutes nos données », to its e-mail address alone. Raises ``Closed`` where it has none that works."""
    known = still_known(enrolment)
    if known is None or not has_mailbox(known):
        raise Closed(_("Nous n’avons pas d’adresse e-mail où vous l’envoyer : téléchargez vos données ici."))
    if not notices.all_data(known):
        raise Closed(
            _(
                "Cette adresse a déjà reçu beaucoup de messages aujourd’hui : téléchargez vos données ici, "
                "ou demandez-les demain."
            )
        )


def stop_reminders(enrolment):
    """No reminder and no thanks any more; what cannot wait is still written."""
    Enrolment.objects.filter(pk=enrolment.pk).update(has_no_reminders=True)


@transaction.atomic
def give_feedback(registration, *, confidence_before, confidence_after, useful, words=""):
    """Keep a family's three answers, once. They do not say whose they are. Raises ``Closed``."""
    row = (
        Registration.objects.select_for_update(of=["self"]).select_related("session").get(pk=registration.pk)
    )
    if row.has_given_feedback:
        raise Closed(_("Vous avez déjà répondu. Merci !"))
    if not row.awaits_feedback:
        raise Closed(_("Ces questions sont pour après la séance."))
    Feedback.objects.create(
        session=row.session,
        confidence_before=confidence_before,
        confidence_after=confidence_after,
        useful=useful,
        words=words,
    )
    row.has_given_feedback = True
    row.save(update_fields=["has_given_feedback"])
