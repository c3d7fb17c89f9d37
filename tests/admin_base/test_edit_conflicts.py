"""Two people on one form: the second is told what the first has changed, and puts nothing back by chance."""

from datetime import UTC, datetime
from inspect import isclass

import pytest
import time_machine
from django.urls import get_resolver, reverse
from wagtail.admin.views.generic import EditView

from admin_base.edit_conflicts import SHOWN, EditConflictForm, EditConflictView
from admin_base.edit_conflicts import plain as unkeyed
from content.models import Introduction, ThemeTranslation
from outbox.models import Message
from tests.admin_base.forms_as_shown import form_of, form_shown
from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
    VenueFactory,
    on,
    registered,
)
from tests.workshops.offices import desk, errors, plain
from workshops import scheduling
from workshops.models import Session, SessionChange, Venue

pytestmark = pytest.mark.django_db

REFUSED = (
    "Quelqu’un d’autre a modifié cette fiche entre-temps : rien n’est enregistré. "
    "Relisez, puis enregistrez à nouveau."
)


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def one():
    return desk(UserFactory(administrator=True))


@pytest.fixture
def other():
    return desk(UserFactory(administrator=True))


def session_of_the_vosges(**fields):
    return SessionFactory(**{"day": on("2027-03-13"), "languages": ["fr"], "note": "Goûter.", **fields})


def introduction():
    return Introduction.objects.get_or_create(
        view="agenda", language="en", defaults={"text": "<p>Words.</p>"}
    )[0]


#: Each: how a row is made, its form's address, what the first changes, what the second changes, what is said of it.
FORMS = {
    "session": (
        session_of_the_vosges,
        "seances:edit",
        {"capacity": "20"},
        {"note": "Entrée par la cour."},
        "Places : c’était 10, c’est maintenant 20.",
    ),
    "venue": (
        VenueFactory,
        "lieux:edit",
        {"street": "2 rue Neuve"},
        {"name": "Médiathèque"},
        "Numéro et rue : c’était « 1 place de la Mairie », c’est maintenant « 2 rue Neuve ».",
    ),
    "theme": (
        ThemeFactory,
        "themes:edit",
        {"position": "3"},
        {"name": "Écrans"},
        "Ordre : c’était 0, c’est maintenant 3.",
    ),
    "introduction": (
        introduction,
        "introductions:edit",
        {"language": "ar"},
        {"view": "agenda"},
        "Langue : c’était English, c’est maintenant العربية.",
    ),
    "territory": (
        TerritoryFactory,
        "territoires:edit",
        {"contact_name": "Équipe des Vosges"},
        {"academy": "Nancy"},
        "Nom du contact : c’était vide, c’est maintenant « Équipe des Vosges ».",
    ),
    "account": (
        lambda: UserFactory(first_name="Alix", last_name="Exemple", territory=TerritoryFactory()),
        "wagtailusers_users:edit",
        {"territories": []},
        {"first_name": "Sacha"},
        "Territoires : c’était Vosges (88), c’est maintenant vide.",
    ),
}


def said(response):
    return [sentence.replace("\u00a0", " ") for sentence in errors(response).get("__all__", [])]


@pytest.mark.parametrize("name", FORMS)
def test_a_stale_save_is_refused_in_words_and_the_next_one_goes_through(name, one, other):
    make, address, first, second, sentence = FORMS[name]
    row = make()
    address = reverse(address, args=[row.pk])
    shown = form_shown(other, address)
    assert one.post(address, {**form_shown(one, address), **first}).status_code == 302

    refused = other.post(address, {**shown, **second})

    field, typed = next(iter(second.items()))
    changed = next(iter(first))
    assert said(refused) == [REFUSED, sentence]
    assert plain(refused.context["form"][field].value()) == typed
    before = type(row).objects.values().get(pk=row.pk)
    again = form_of(refused)
    assert other.post(address, again).status_code == 302
    after = type(row).objects.values().get(pk=row.pk)
    assert form_shown(one, address).get(changed, []) == first[changed]
    assert {key for key in after if unkeyed(after[key]) != unkeyed(before[key])} - {
        "search_text",
        "revised_at",
    } <= {field}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_nobody_else_has_saved_is_saved(name, one):
    make, address, first, _second, _sentence = FORMS[name]
    address = reverse(address, args=[make().pk])

    for _time in range(2):
        assert one.post(address, {**form_shown(one, address), **first}).status_code == 302


def test_what_both_have_changed_stays_as_the_second_typed_it(one, other):
    session = session_of_the_vosges()
    address = reverse("seances:edit", args=[session.pk])
    shown = form_shown(other, address)
    one.post(address, {**form_shown(one, address), "capacity": "20"})

    refused = other.post(address, {**shown, "capacity": "15"})
    assert Session.objects.get().capacity == 20
    other.post(address, form_of(refused))

    assert refused.context["form"]["capacity"].value() == "15"
    assert Session.objects.get().capacity == 15


def test_the_old_hour_is_not_put_back_and_families_are_written_to_once(one, other):
    session = session_of_the_vosges()
    registered(session)
    address = reverse("seances:edit", args=[session.pk])
    shown = form_shown(other, address)
    moved = {"start": "14:00", "end": "16:00", "reason": "La salle est prise le matin."}
    one.post(address, {**form_shown(one, address), **moved})

    refused = other.post(address, {**shown, "note": "Apportez un goûter."})
    other.post(address, form_of(refused))

    session.refresh_from_db()
    assert said(refused)[1:] == [
        "Début : c’était 09:30, c’est maintenant 14:00.",
        "Fin : c’était 11:30, c’est maintenant 16:00.",
    ]
    assert session.when.full.endswith("de 14\u00a0h à 16\u00a0h")
    assert session.note == "Apportez un goûter."
    assert SessionChange.objects.count() == Message.objects.filter(kind="session_changed").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"languages": ["fr", "ar"]},
            "Langues parlées : c’était français, c’est maintenant arabe, français.",
        ),
        ({"languages": []}, "Langues parlées : c’était français, c’est maintenant vide."),
        (
            {"registration_closes_at": "2027-03-12T18:00"},
            "Clôture des inscriptions : c’était vide, c’est maintenant 12 mars 2027 18:00.",
        ),
        ({"note": ""}, "À savoir pour cette date : c’était « Goûter. », c’est maintenant vide."),
        (
            {"registration_mode": "none"},
            "Inscription : c’était Inscription sur ce site, c’est maintenant Entrée libre, sans inscription.",
        ),
    ],
)
def test_every_kind_of_field_is_named_with_what_it_was_and_is(one, other, change, sentence):
    session = session_of_the_vosges()
    SessionFactory(languages=["ar"])
    address = reverse("seances:edit", args=[session.pk])
    shown = form_shown(other, address)
    one.post(address, {**form_shown(one, address), **change})

    refused = other.post(address, {**shown, "capacity": "15"})

    assert said(refused) == [REFUSED, sentence]
    (name,) = change
    assert sorted(form_of(refused).get(name, [])) == sorted(change[name])


def test_a_session_that_was_cancelled_meanwhile_says_so(one, other):
    session = session_of_the_vosges()
    address = reverse("seances:edit", args=[session.pk])
    shown = form_shown(other, address)
    scheduling.cancel(session, reason="Grève.", by=None)

    refused = other.post(address, {**shown, "note": "Entrée par la cour."})

    assert said(refused) == [REFUSED, "État : c’était Publiée, c’est maintenant Annulée."]
    assert refused.context["form"]["note"].value() == "Entrée par la cour."


def test_families_that_register_meanwhile_make_no_form_stale(other):
    session = session_of_the_vosges()
    address = reverse("seances:edit", args=[session.pk])
    shown = form_shown(other, address)
    registered(session)

    assert other.post(address, {**shown, "capacity": "20"}).status_code == 302


def test_a_translation_that_was_taken_away_meanwhile_is_named(one, other):
    theme = ThemeFactory()
    english = ThemeTranslation.objects.create(theme=theme, language="en", name="Parental controls")
    address = reverse("themes:edit", args=[theme.pk])
    shown = form_shown(other, address)
    assert one.post(address, {**form_shown(one, address), "translations-0-DELETE": "1"}).status_code == 302
    assert not ThemeTranslation.objects.filter(pk=english.pk).exists()

    refused = other.post(address, {**shown, "position": "2"})

    assert said(refused) == [
        REFUSED,
        "Traductions d’un thème : c’était en – Parental controls, c’est maintenant vide.",
    ]


@pytest.mark.parametrize("token", ["x", "x:y:z"])
def test_a_broken_token_is_refused_and_mended(other, token):
    venue = VenueFactory()
    address = reverse("lieux:edit", args=[venue.pk])

    refused = other.post(address, {**form_shown(other, address), SHOWN: token, "name": "Médiathèque"})

    assert said(refused) == [REFUSED]
    assert other.post(address, form_of(refused)).status_code == 302
    assert Venue.objects.get().name == "Médiathèque"


def test_a_token_serves_its_own_row_alone(other):
    venue, second = VenueFactory(), VenueFactory(name="Mairie")
    shown = form_shown(other, reverse("lieux:edit", args=[venue.pk]))
    address = reverse("lieux:edit", args=[second.pk])

    refused = other.post(address, {**form_shown(other, address), SHOWN: shown[SHOWN]})

    assert said(refused) == [REFUSED]


def edit_views(patterns):
    """Each view of the site that changes one row by a form, with what it is made with."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from edit_views(pattern.url_patterns)
        elif issubclass(view := getattr(pattern.callback, "view_class", object), EditView):
            yield view(**pattern.callback.view_initkwargs)


def test_every_form_that_changes_a_row_of_ours_refuses_stale_saves():
    ours = {"accounts", "content", "outbox", "privacy", "territories", "workshops", "guides", "home"}
    found = {
        type(view).__name__: isinstance(view, EditConflictView)
        and issubclass(view.get_form_class(), EditConflictForm)
        for view in edit_views(get_resolver().url_patterns)
        if isclass(model := vars(view).get("model")) and model._meta.app_label in ours
    }

    assert len(found) == len(FORMS) - 1  # themes and introductions share a view
    assert [name for name, refuses in found.items() if not refuses] == []
