"""A notice → an e-mail (text and HTML) or a text message, in the family's language, as outbox rows.

Anybody may type anybody's address into a form. So no word that was typed into one stands in what is sent: not
the name, nor who helps, nor the message to the team. Families read them on their own page.
"""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from content import languages
from outbox import hours, queue, sms
from outbox.models import Channel, Message
from outbox.queue import enqueue
from workshops import calendar, message_limits
from workshops.models import Enrolment, Registration, Status
from workshops.models.contacts import takes_text_messages
from workshops.models.keeping import SHORTLY
from workshops.models.presentation import present

#: What is written when all is over must still have the time to leave.
LEAST_KEPT = timedelta(days=7)
#: Letters that say how things stand with every date, after which an offer or a reminder that has not left is false.
FINAL = {"registered", "cancelled", "offer_lapsed"}


def speaking_to(enrolment):
    """A context: in the family's language, where its catalogue is whole."""
    return translation.override(languages.for_messages(enrolment.language))


def registrations_of(enrolment):
    """Its rows by date, each with its session as one reads it in the active language."""
    rows = list(enrolment.registrations.with_sessions().prefetch_related("session__languages"))
    present(row.session for row in rows)
    return rows


def ways_to(enrolments, *, is_urgent=False):
    """How each family is reached, ``{key: [(channel, recipient)]}``; one query for any number.

    By e-mail; by phone without one, with one that came back, or beside it for what cannot wait. Nobody
    by either: the team telephones, or meets them.
    """
    enrolments = list(enrolments)
    bounced = _bounced(enrolments)
    return {one.pk: _ways(one, one.email_key in bounced, is_urgent) for one in enrolments}


def has_mailbox(enrolment):
    """Whether it gave an e-mail address, and no message found nobody there."""
    return bool(enrolment.email) and enrolment.email_key not in _bounced([enrolment])


def reached_at(enrolment, time_zone, kind=""):
    """When something written now can be read: at once by e-mail, by day on a phone; None: by nothing.

    ``kind``: of a letter that nobody of the team decides to write, and that its limits may hold back.
    """
    ways = ways_to([enrolment], is_urgent=True)[enrolment.pk]
    channels = {one for one, to in ways if not kind or message_limits.is_left(kind, one, to)}
    if Channel.EMAIL in channels:
        return timezone.now()
    return hours.next_leave(time_zone, timezone.now()) if channels else None


class Unwritten(StrEnum):
    """Why nothing can be written to a family, so that its page and the team's say what to do instead."""

    NO_CONTACT = "no_contact"
    #: A landline, a foreign number; or this site sends no text messages.
    NUMBER = "number"
    RETURNED = "returned"
    #: It can be, but what it asks for is written to it no more today: see ``message_limits``.
    ENOUGH_TODAY = "enough_today"


def why_unwritten(enrolment):
    """An ``Unwritten``, or None for a family that messages reach."""
    if reason := unreached([enrolment]).get(enrolment.pk):
        return reason
    ways = ways_to([enrolment])[enrolment.pk]
    is_left = any(message_limits.is_left_to("registered", *way) for way in ways)
    return None if is_left else Unwritten.ENOUGH_TODAY


def unreached(enrolments):
    """Those that nothing written reaches, ``{key: Unwritten}``; one query for any number."""
    enrolments = list(enrolments)
    ways = ways_to(enrolments, is_urgent=True)
    return {one.pk: _why_unreached(one) for one in enrolments if not ways[one.pk]}


def must_be_called(enrolment, reason):
    """``reason``: of ``unreached``. Whether there is a number to call, which is all that is left."""
    return bool(reason and enrolment.phone)


@dataclass(frozen=True)
class Reached:
    """How families hear of what the team decides: how many are written to; those to call; and those that can be
    neither written to nor called, each as enrolments.
    """

    written: int
    to_call: list
    others: list

    @classmethod
    def of(cls, enrolments):
        enrolments = list(enrolments)
        reasons = unreached(enrolments)
        missed = [one for one in enrolments if one.pk in reasons]
        return cls(
            written=len(enrolments) - len(missed),
            to_call=[one for one in missed if must_be_called(one, reasons[one.pk])],
            others=[one for one in missed if not must_be_called(one, reasons[one.pk])],
        )


def _why_unreached(enrolment):
    if enrolment.email:
        return Unwritten.RETURNED
    return Unwritten.NUMBER if enrolment.phone else Unwritten.NO_CONTACT


def _ways(enrolment, has_bounced, is_urgent):
    found = []
    if enrolment.email and not has_bounced:
        found.append((Channel.EMAIL, enrolment.sent_to))
    can_text = sms.is_available() and takes_text_messages(enrolment.phone_key)
    if can_text and (is_urgent or not found):
        found.append((Channel.SMS, enrolment.phone_key))
    return found


def _bounced(enrolments):
    """Addresses of these families at which nobody is, as a message to anybody there found."""
    returned = Message.objects.to_unknown_addresses().to_addresses(one.email_key for one in enrolments)
    return {recipient.casefold() for recipient in returned.values_list("recipient", flat=True)}


def unknown_address(enrolment):
    """A message that found nobody at the family's address; None where none did."""
    return Message.objects.to_unknown_addresses().to_addresses([enrolment.email_key]).first()


def write_again(enrolment):
    """Take back that nobody is at the family's address, whoever else gave it."""
    return queue.write_again(Message.objects.to_addresses([enrolment.email_key]))


def cause_key(kind, enrolment, cause, channel):
    """By which the outbox knows that something was written already."""
    return f"{kind}:{enrolment.pk}:{cause}:{channel}"


@dataclass(frozen=True)
class Letter:
    """``registrations``: the dates it is about. ``invites``: the one of them that goes to the reader's
    calendar, or out of it, as it stands. ``is_optional``: a family may do without, and say so. ``by_mail_only``: no text
    message could hold it. ``holds_others``: it tells of other registrations too, and is kept shortly.
    ``by_staff``: the team decided it, so no limit holds it back.
    """

    kind: str
    subject: str
    registrations: list
    invites: Registration | None = None
    is_optional: bool = False
    by_mail_only: bool = False
    holds_others: bool = False
    by_staff: bool = False

    def send(self, enrolment, *, cause, is_urgent=False, prefers="", **context):
        """Put it in the outbox for every way the family is reached; by the channel it ``prefers`` alone, if
        it is reached so. The same ``cause`` writes once. Whether anything was written.
        """
        if self.is_optional and enrolment.has_no_reminders:
            return False
        about = f"enrolment:{enrolment.pk}"
        unsent = Message.objects.waiting().filter(about=about, claimed_until=None)
        unsent.filter(kind__in=self._outdated_kinds()).delete()
        context |= self._context(enrolment)
        written = False
        ways = ways_to([enrolment], is_urgent=is_urgent or bool(prefers))[enrolment.pk]
        for channel, recipient in [way for way in ways if way[0] == prefers] or ways:
            if self.by_mail_only and channel == Channel.SMS:
                continue
            key = cause_key(self.kind, enrolment, cause, channel)
            if not self.by_staff and not message_limits.allows(self.kind, channel, recipient, cause=key):
                continue
            written = True
            parts = self._mail(context, recipient) if channel == Channel.EMAIL else self._text(context)
            enqueue(
                kind=self.kind,
                channel=channel,
                recipient=recipient,
                language=languages.active(),
                cause=key,
                about=about,
                time_zone=context["session"].time_zone,
                kept_until=self._kept_until(),
                **parts,
            )
        return written

    def _outdated_kinds(self):
        """What it makes false. A change of one date of a course leaves the offer of the others as it is."""
        if self.kind in FINAL:
            return ["offered", "reminder"]
        if self.kind != "session_changed":
            return []
        return ["reminder"] if self.registrations[0].session.course_id else ["offered", "reminder"]

    def _context(self, enrolment):
        leading = Enrolment.leading(self.registrations)
        return {
            "enrolment": enrolment,
            "registrations": self.registrations,
            "leading": leading,
            "standing": leading.standing,
            "session": leading.session,
            "can_cancel": any(row.can_be_cancelled for row in self.registrations),
            "url": settings.BASE_URL + enrolment.get_absolute_url(),
            "reminders_url": settings.BASE_URL + reverse("no_reminders", args=[enrolment.token]),
            "site_url": settings.BASE_URL,
            "is_optional": self.is_optional,
        }

    def _kept_until(self):
        """As long as the arrangements: thirty days after the end, or after all was given back."""
        if self.holds_others:
            return timezone.now() + LEAST_KEPT
        ends = [row.session.ends_at for row in self.registrations if row.status != Status.CANCELLED]
        given_back = [row.cancelled_at for row in self.registrations if row.status == Status.CANCELLED]
        return max(max(ends or given_back) + SHORTLY, timezone.now() + LEAST_KEPT)

    def _mail(self, context, recipient):
        session, headers = context["session"], {}
        if self.is_optional:
            # RFC 8058: one POST, made by the reader's software, and nothing by opening the address.
            headers["List-Unsubscribe"] = f"<{context['reminders_url']}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if session.territory and session.territory.contact_email:
            headers["Reply-To"] = session.territory.contact_email
        return {
            "subject": self.subject % {"title": session.title},
            "text": render_to_string(f"emails/{self.kind}.txt", context),
            "html": render_to_string(f"emails/{self.kind}.html", context),
            "headers": headers,
            **(self._invitation(headers, recipient) if self.invites else {}),
        }

    def _invitation(self, headers, recipient):
        """From whoever reads the answers (RFC 6047 §2.3: the Reply-To, else the From), to this recipient alone."""
        _name, sender = parseaddr(headers.get("Reply-To") or settings.REPLY_TO or settings.DEFAULT_FROM_EMAIL)
        method, content = calendar.invitation(
            self.invites,
            organizer=calendar.Person("e-parentalité", sender),
            attendee=calendar.Person("", recipient),
        )
        return {"calendar": content.decode(), "calendar_method": method}

    def _text(self, context):
        return {"text": sms.plain(render_to_string(f"sms/{self.kind}.txt", context))}


def team_cause_key(kind, person, cause):
    return f"{kind}:{person.pk}:{cause}"


def team_letter(person, kind, *, subject, cause, session, context):
    """An e-mail to somebody of the team, in French, with the session's page in the admin."""
    context |= {
        "session": session,
        "site_url": settings.BASE_URL,
        "admin_url": settings.BASE_URL + reverse("seances:inspect", args=[session.pk]),
    }
    enqueue(
        kind=kind,
        recipient=person.email,
        language=languages.default(),
        subject=subject,
        text=render_to_string(f"emails/{kind}.txt", context),
        html=render_to_string(f"emails/{kind}.html", context),
        cause=team_cause_key(kind, person, cause),
        about=f"session:{session.pk}",
        kept_until=max(session.ends_at + SHORTLY, timezone.now() + LEAST_KEPT),
    )
