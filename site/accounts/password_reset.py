"""The link by which somebody chooses a new password. Asked for in a request, written by the worker."""

from datetime import timedelta
from uuid import uuid4

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from outbox import jobs
from outbox.queue import enqueue
from privacy.limits import Limit, count, is_first, reached

JOB = "password reset"
#: Whoever asks for them in somebody's name fills no mailbox: past that, the earlier ones still serve.
LINKS_THAT_SERVE = Limit("password links that serve", most=5, minutes=60)
#: Each sign-in ends the links that were sent: so many go to one mailbox in half a day to a day, however often.
LINKS_TO_MAILBOX = Limit("password links to a mailbox", most=12, minutes=12 * 60)
#: But one always leaves where none serves, whatever was sent before: there may be no other way in.
FIRST_THAT_SERVES = Limit("the first password link that serves", most=1, minutes=12 * 60)


class LinkTokens(PasswordResetTokenGenerator):
    """Django's, worth nothing any more once the person was signed out everywhere."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.session_salt}{user.is_active}"

    def state(self, user):
        """What all links of ``user`` that serve have in common: another password, address or sign-in changes it."""
        return self._make_hash_value(user, timestamp="")


def ask(email, *, language):
    """Have the worker send a link to the account of this address, if there is one."""
    jobs.put(JOB, email=email, language=language)


@jobs.job(JOB)
def send_link(*, email, language):
    """To the account's own address, never to the one that was typed."""
    user = get_user_model().objects.active().with_email(email).first()
    if user is None or not _may_have_one_more(user):
        return
    with translation.override(language):
        context = {"url": link_for(user), "site_url": settings.BASE_URL}
        enqueue(
            kind="password_reset",
            recipient=user.email,
            language=language,
            subject=_("Choisissez un nouveau mot de passe"),
            text=render_to_string("emails/password_reset.txt", context),
            html=render_to_string("emails/password_reset.html", context),
            cause=f"password_reset:{user.pk}:{uuid4()}",
            is_secret=True,
            kept_until=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )


def _may_have_one_more(user):
    """Whether one more link leaves, which is thereby counted: by what it holds, so that one that is worth nothing
    any more stands in the way of none.
    """
    state = LinkTokens().state(user)
    sent = [(LINKS_THAT_SERVE, state), (LINKS_TO_MAILBOX, user.email)]
    if not is_first(FIRST_THAT_SERVES, state) and reached(*sent):
        return False
    count(*sent)
    return True


def link_for(user):
    """An address of this site, whatever name the request was made to."""
    token = LinkTokens().make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
    return settings.BASE_URL + path
