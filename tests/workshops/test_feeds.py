"""Calendars one subscribes to: which sessions they hold, and what is kept of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from wagtail.models import Page

from home import foundation
from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
    WorkshopPageFactory,
    on,
)
from tests.workshops.calendars import feed_of, uids, uids_of, unfolded, values, words
from tests.workshops.situations import MONDAY
from tests.workshops.translated import in_english
from workshops import feeds, scheduling
from workshops.models import FacilitatorCalendar, KeptEvent, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_site")]


# What they hold ----------------------------------------------------------------------------------


def test_a_feed_holds_the_past_month_and_all_that_is_to_come(client, monday):
    monday.move_to(MONDAY - timedelta(days=60))
    old, recent, coming = (SessionFactory(day=on(day)) for day in ("2027-01-28", "2027-01-29", "2028-02-01"))
    monday.move_to(MONDAY)

    answer = client.get("/agenda.ics")

    assert uids(answer) == uids_of(recent, coming)
    assert uids(client.get(f"/seances/{old.ref}.ics")) == uids_of(old)


def test_what_families_never_saw_is_in_no_calendar(client):
    draft = SessionFactory(draft=True)

    assert uids(client.get("/agenda.ics")) == []
    assert client.get(f"/seances/{draft.ref}.ics").status_code == 404


def test_a_workshop_an_event_a_territory_and_a_theme_have_their_own(client):
    theme = ThemeFactory()
    workshop, event = WorkshopPageFactory(themes=[theme]), EventPageFactory()
    TerritoryFactory(guadeloupe=True)
    at_the_workshop, at_the_event = SessionFactory(activity=workshop), SessionFactory(activity=event)
    far = SessionFactory(guadeloupe=True)

    assert uids(client.get(f"/ateliers/{workshop.slug}/agenda.ics")) == uids_of(at_the_workshop)
    assert uids(client.get(f"/evenements/{event.slug}/agenda.ics")) == uids_of(at_the_event)
    assert uids(client.get("/territoires/guadeloupe/agenda.ics")) == uids_of(far)
    assert uids(client.get(f"/agenda.ics?theme={theme.slug}")) == uids_of(at_the_workshop)


def test_each_is_called_by_what_it_holds(client):
    workshop = WorkshopPageFactory(title="L’ENT, pas à pas")
    TerritoryFactory()

    assert values(client.get(f"/ateliers/{workshop.slug}/agenda.ics").content, "NAME") == ["L’ENT pas à pas"]
    for path in ("/territoires/vosges/agenda.ics", "/agenda.ics?territoire=vosges"):
        assert values(client.get(path).content, "NAME") == ["Ateliers e-parentalité – Vosges"]
    assert values(
        client.get(f"/agenda.ics?territoire=vosges&theme={ThemeFactory().slug}").content, "NAME"
    ) == ["Ateliers e-parentalité – Vosges – Contrôle parental"]


@pytest.mark.parametrize("kind", ["ateliers", "evenements", "territoires"])
def test_a_calendar_of_nothing_we_know_is_not_found(client, kind):
    hidden = WorkshopPageFactory()
    hidden.unpublish()

    assert client.get(f"/{kind}/nulle-part/agenda.ics").status_code == 404
    assert client.get(f"/ateliers/{hidden.slug}/agenda.ics").status_code == 404


def test_a_calendar_speaks_the_language_of_its_address(client):
    SessionFactory(online=True)

    assert words(client.get("/en/agenda.ics").content, "LOCATION") == "Online"
    assert words(client.get("/agenda.ics").content, "LOCATION") == "En ligne"


# A facilitator's own --------------------------------------------------------------------------------


def test_a_facilitator_reads_the_sessions_they_run_at_a_secret_address(client):
    user = UserFactory()
    theirs, _others = SessionFactory(facilitators=[user]), SessionFactory()
    address = FacilitatorCalendar.renew(user).token

    answer = client.get(f"/animation/{address}.ics")

    assert uids(answer) == uids_of(theirs)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_new_address_closes_the_old_one_and_so_does_the_account(client):
    user = UserFactory()
    old = FacilitatorCalendar.renew(user).token
    new = FacilitatorCalendar.renew(user).token
    found = [client.get(f"/animation/{token}.ics").status_code for token in (old, new)]
    user.is_active = False
    user.save()

    closed = client.get(f"/animation/{new}.ics")

    assert found == [404, 200]
    assert (closed.status_code, closed.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_the_link_to_join_is_in_no_calendar_but_a_family_s(client):
    user = UserFactory()
    session = SessionFactory(online=True, facilitators=[user])
    paths = [f"/animation/{FacilitatorCalendar.renew(user).token}.ics", f"/seances/{session.ref}.ics"]

    assert [session.join_url in unfolded(client.get(path).content) for path in paths] == [False, False]


# What is kept -------------------------------------------------------------------------------------


def test_an_event_is_written_once_in_each_language_until_its_session_is_revised(client):
    session = SessionFactory()
    client.get("/agenda.ics"), client.get("/en/agenda.ics")
    KeptEvent.objects.update(written=b"KEPT\r\n")

    kept = [client.get(path).content for path in ("/agenda.ics", "/en/agenda.ics", session.ics_url)]
    scheduling.revise(session, note="Porte B.", by=None)
    answer = client.get("/agenda.ics")

    assert [content.count(b"KEPT") for content in kept] == [1, 1, 1]
    assert "Porte B." in words(answer.content, "DESCRIPTION")
    assert sorted(KeptEvent.objects.values_list("language", flat=True)) == ["en", "fr"]


def test_what_another_edition_of_the_site_wrote_is_written_anew(client):
    SessionFactory()
    whole = client.get("/agenda.ics").content

    KeptEvent.objects.update(edition="another", written=b"KEPT\r\n")

    assert client.get("/agenda.ics").content == whole
    assert KeptEvent.objects.get().edition != "another"


def test_another_edition_has_another_tag(client, settings):
    SessionFactory()
    etag = client.get("/agenda.ics").headers["ETag"]

    settings.BASE_URL = "https://familles.example"

    assert client.get("/agenda.ics", headers={"If-None-Match": etag}).status_code == 200


def test_a_calendar_is_answered_where_nothing_can_be_kept(client, monkeypatch):
    SessionFactory()

    def refuse(*args, **kwargs):
        raise DatabaseError("read only")

    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_create", refuse)

    assert len(uids(client.get("/agenda.ics"))) == 1


def test_a_long_feed_leaves_in_pieces_and_is_the_same(client, monkeypatch):
    sessions = [SessionFactory(start=datetime(2027, 1, 1, 7 + number).time()) for number in range(5)]
    whole = client.get("/agenda.ics").content
    monkeypatch.setattr(feeds, "CHUNK", 2)

    answer = client.get("/agenda.ics")

    assert answer.streaming
    content = b"".join(answer.streaming_content)
    assert content == whole
    assert values(content, "UID") == uids_of(*sessions)


def test_what_feeds_no_longer_show_is_kept_no_longer(client, monday):
    SessionFactory(day=on("2027-03-13"))
    client.get("/agenda.ics")
    kept = KeptEvent.objects.count()
    monday.move_to(datetime(2027, 4, 13, 10, 31, tzinfo=UTC))

    call_command("worker", until_empty=True)

    assert (kept, KeptEvent.objects.count()) == (1, 0)


def test_what_is_served_is_what_the_events_of_its_sessions_make(client):
    SessionFactory(), SessionFactory(guadeloupe=True), SessionFactory(cancelled=True)
    rows = Session.objects.order_by("starts_at", "pk").cards()

    assert client.get("/agenda.ics").content == feed_of(rows, name="Ateliers e-parentalité")


@pytest.mark.parametrize("is_shown_in_other_languages", [False, True])
def test_a_calendar_goes_on_at_the_address_that_its_page_had(
    client, django_capture_on_commit_callbacks, is_shown_in_other_languages
):
    workshop = WorkshopPageFactory(slug="ancien-nom")
    session = SessionFactory(activity=workshop)
    if is_shown_in_other_languages:
        foundation.synchronize_languages()
    workshop.slug = "nouveau-nom"
    with django_capture_on_commit_callbacks(execute=True):
        workshop.save_revision().publish()

    for language in ("", "/en", "/ar"):
        assert uids(client.get(f"{language}/ateliers/ancien-nom/agenda.ics")) == uids_of(session)
        assert uids(client.get(f"{language}/ateliers/nouveau-nom/agenda.ics")) == uids_of(session)
        page = client.get(f"{language}/agenda/abonnement/?atelier=ancien-nom").content.decode()
        assert f"{language}/ateliers/nouveau-nom/agenda.ics" in page


def test_a_page_with_an_address_of_its_own_in_another_language_has_the_same_calendar(client):
    workshop = WorkshopPageFactory(title="Le téléphone", slug="le-telephone")
    session = SessionFactory(activity=workshop)
    english = in_english(workshop, "The telephone")
    english.save_revision().publish()
    own = english.url_path.replace(
        "le-telephone", "the-telephone"
    )  # of a time when translations had their own
    Page.objects.filter(pk=english.pk).update(slug="the-telephone", url_path=own)

    page = client.get("/en/ateliers/the-telephone/").content.decode()

    assert uids(client.get("/en/ateliers/the-telephone/agenda.ics")) == uids_of(session)
    assert "/en/agenda/abonnement/?atelier=le-telephone" in page
