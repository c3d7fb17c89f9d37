"""Pages that appear and go by themselves, at the hour their editors chose.

In place of Wagtail's own command, which nobody runs, and which hides what may not be hidden: an expiry, with
nobody to ask, waits until the last session is over, and the editors are told.
"""

import logging

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from content import languages
from content.dates import moment_words
from content.outages import is_outage
from outbox.models import Message
from outbox.queue import enqueue

logger = logging.getLogger(__name__)

KIND = "page_schedule"


def publish_and_expire():
    """All whose hour has come, each in a transaction of its own: one that fails stops none of the others.

    What appears comes first: a later expiry that is published just now holds.
    """
    now = timezone.now()
    with translation.override(languages.default()):
        revisions = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by(
            "approved_go_live_at"
        )
        for revision in revisions.defer("content"):
            _each(revision.object_id, revision.approved_go_live_at, _publish)
        # An alias follows its source.
        expired = Page.objects.live().filter(expire_at__lte=now, alias_of=None).order_by("expire_at")
        for page in expired:
            _each(page.pk, page.expire_at, _expire)


def waiting_words(page):
    """Why a page whose hour to go has come is still there, in a sentence; "" for any other."""
    refusal = _has_expired(page) and _refusal(page)
    if not refusal:
        return ""
    return _(
        "Elle devait être retirée le %(moment)s. %(refusal)s Elle partira d’elle-même dès que plus rien ne s’y oppose."
    ) % {"moment": _moment(page, page.expire_at), "refusal": refusal}


def _each(key, instant, act):
    """``act`` on the page of this key; what fails is logged and told to its editors."""
    try:
        act(key)
    except Exception as error:  # its words may quote what was typed
        if is_outage(error):
            raise
        page = Page.objects.get(pk=key).specific
        if _tell_editors(page, instant, _("À publier à la main : %(title)s"), _failure_words(page, instant)):
            logger.error("page %s at its hour: %s", key, type(error).__name__)


@transaction.atomic
def _publish(key):
    due = _locked(key).revisions.filter(approved_go_live_at__lte=timezone.now())
    for revision in due.order_by("approved_go_live_at"):
        revision.publish(log_action="wagtail.publish.scheduled")


def _expire(key):
    page = Page.objects.get(pk=key).specific
    if sentence := waiting_words(page):  # for weeks, perhaps: it is locked for nothing
        _tell_editors(page, page.expire_at, _("Toujours en ligne : %(title)s"), sentence)
        return
    with transaction.atomic():
        page = _locked(key)
        if not _has_expired(page):
            return
        _hide(page)
        if page.source == page:
            # They say the same in another language, and nobody gave them an hour of their own.
            for translated in page.get_translations().live().filter(alias_of=None):
                _hide(translated.specific)


def _locked(key):
    """The specific page, read under its lock: another worker, or an editor, may have been faster."""
    list(Page.objects.select_for_update().filter(pk=key).order_by().values_list("pk"))
    return Page.objects.get(pk=key).specific


def _has_expired(page):
    return page.live and page.expire_at is not None and page.expire_at <= timezone.now()


def _hide(page):
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _refusal(page):
    """Its own, or that of the source whose hour it shares: a translation goes with it."""
    refusal = page.hiding_refusal()
    if not refusal and page.source.live and page.source.expire_at == page.expire_at:
        refusal = page.source.hiding_refusal()
    return refusal


def _failure_words(page, instant):
    return _(
        "Elle devait être publiée ou retirée le %(moment)s, et cela n’a pas pu se faire. "
        "Ouvrez-la, corrigez ce qui est signalé et publiez-la de nouveau."
    ) % {"moment": _moment(page, instant)}


def _tell_editors(page, instant, subject, sentence):
    """Once for each hour that was chosen. False if they were told before."""
    cause = f"{KIND}:{page.pk}:{instant:%Y%m%dT%H%M%S}"
    if Message.objects.filter(kind=KIND, about=cause).exists():
        return False
    context = {
        "title": page.title,
        "sentence": sentence,
        "admin_url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "site_url": settings.BASE_URL,
    }
    with transaction.atomic():
        for editor in editors_of(page):
            enqueue(
                kind=KIND,
                recipient=editor.email,
                language=languages.default(),
                subject=subject % {"title": page.title},
                text=render_to_string(f"emails/{KIND}.txt", context),
                html=render_to_string(f"emails/{KIND}.html", context),
                cause=f"{cause}:{editor.pk}",
                about=cause,
            )
    return True


def editors_of(page):
    """The national editors and those of its territory; the administrators, if there are none."""
    holders = ModelBackend()
    national = holders.with_perm("accounts.act_nationally", include_superusers=False)
    territorial = holders.with_perm("accounts.edit_territory", include_superusers=False)
    territory = page.owning_territory
    here = territorial.filter(territories=territory) if territory else territorial.none()
    editors = {*national, *here} or holders.with_perm("accounts.act_nationally").filter(is_superuser=True)
    return sorted(editors, key=lambda editor: editor.pk)


def _moment(page, instant):
    territory = page.owning_territory
    return moment_words(instant, territory.time_zone if territory else settings.TIME_ZONE)
