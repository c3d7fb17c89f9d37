"""E-mail addresses, telephone numbers and names as people type and paste them, at every door where they do."""

import pytest

from outbox import jobs
from outbox.models import Message
from tests.factories import SessionFactory, TerritoryFactory, UserFactory, VenueFactory
from tests.workshops.offices import desk
from workshops import booking
from workshops.models import Enrolment
from workshops.models.typed_contacts import UnreadableError, email_key, phone_key, read_email, read_name

pytestmark = pytest.mark.django_db

EMAIL, PHONE = "camille@demo.test", "+33612345696"
ACCENTED, ASCII = "camille@école.fr", "camille@xn--cole-9oa.fr"
EMAILS = {
    "zero width": "cam\u200bille@demo\u200d.test",
    "bidirectional": "\u202acamille@demo.test\u202c\u200f",
    "byte order mark": "\ufeffcamille@demo.test",
    "no-break spaces": "\u00a0camille@demo.test\u202f",
    "soft hyphen": "camille@de\u00admo.test",
    "mailto": "mailto:camille@demo.test",
    "mailto with a subject": "MAILTO:camille@demo.test?subject=Bonjour",
    "label": "E-mail : camille@demo.test",
    "name and brackets": "Camille Exemple <camille@demo.test>",
    "quoted name": '"Exemple, Camille" <camille@demo.test>',
    "brackets": "<camille@demo.test>",
    "quotation marks": "« camille@demo.test »",
    "dot": "camille@demo.test.",
    "comma": "camille@demo.test,",
    "semicolon": "camille@demo.test ;",
    "spaces around": "camille @ demo . test",
    "full width": "ｃａｍｉｌｌｅ＠ｄｅｍｏ．ｔｅｓｔ",
    "upper case": "CAMILLE@DEMO.TEST",
    "line break": "camille@demo.test\n",
    "whose it is": "camille@demo.test (maman)",
    "whose it is, and more": "camille@demo.test (maman, 2 enfants)",
    "in brackets, whose it is": "Camille <camille@demo.test> (maman)",
    "round brackets": "(camille@demo.test)",
    "twice the same": "camille@demo.test camille@demo.test",
    "twice the same, in other letters": "camille@demo.test ou Camille@DEMO.test.",
    "twice the same, in round brackets": "camille@demo.test (camille@demo.test)",
}
PHONES = {
    "spaces": "06 12 34 56 96",
    "commas": "06,12,34,56,96",
    "dots": "06.12.34.56.96",
    "hyphens": "06-12-34-56-96",
    "slashes": "06/12/34/56/96",
    "whose it is": "06 12 34 56 96 (maman)",
    "whose it is, and more": "06 12 34 56 96 (maman, 2 enfants)",
    "whose it is, before": "Maman : 06 12 34 56 96",
    "label": "Tél. 0612345696",
    "international": "+33 (0)6 12 34 56 96",
    "international, all digits": "+330612345696",
    "00": "0033 6 12 34 56 96",
    "no plus": "33 6 12 34 56 96",
    "no zero": "6 12 34 56 96",
    "Arabic digits": "٠٦ ١٢ ٣٤ ٥٦ ٩٦",
    "Persian digits": "۰۶۱۲۳۴۵۶۹۶",
    "full width": "０６１２３４５６９６",
    "pasted from a phone's list": "\u202a+33\u00a06\u202f12 34 56 96\u202c",
    "O for 0": "O6 12 34 56 96",
    "twice the same": "06 12 34 56 96 / 06 12 34 56 96",
}


@pytest.mark.parametrize("typed", EMAILS.values(), ids=EMAILS)
def test_an_address_is_known_however_it_is_typed_or_pasted(typed):
    assert email_key(read_email(typed)) == EMAIL


@pytest.mark.parametrize("typed", PHONES.values(), ids=PHONES)
def test_a_number_is_known_however_it_is_typed_or_pasted(typed):
    assert phone_key(typed) == PHONE


@pytest.mark.parametrize(
    ("typed", "region", "key"),
    [
        ("0690 12 34 56", "GP", "+590690123456"),
        ("0690,12,34,56", "FR", "+590690123456"),
        ("0590 81 12 34", "GP", "+590590811234"),
        ("0696 12 34 56", "GP", "+596696123456"),
        ("0692 12 34 56", "FR", "+262692123456"),
        ("06 12 34 56 96", "GP", PHONE),
        ("+212 6 12 34 56 78", "FR", "+212612345678"),
        ("+49 30 901820", "FR", "+4930901820"),
        ("09 72 12 34 56", "FR", "+33972123456"),
        ("03 29 12 34 56", "FR", "+33329123456"),
    ],
)
def test_a_number_is_dialled_where_the_session_is_held_or_where_it_is_in_use(typed, region, key):
    assert phone_key(typed, region) == key


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("camille@", "n’est pas complète"),
        ("camille.demo.test", "n’est pas complète"),
        ("camille exemple@demo.test", "n’est pas complète"),
        ("camille@demo", "n’est pas complète"),
        ("camille..exemple@demo.test", "n’est pas complète"),
        ('"a b"@demo.test', "n’est pas complète"),
        ("camille@-demo.test", "n’est pas complète"),
        ("camille@demo.test, dominique@demo.test", "une seule adresse"),
        ("hélène@demo.test dominique@demo.test", "une seule adresse"),
        ("Camille <camille@demo.test>; Dominique <dominique@demo.test>", "une seule adresse"),
        ("camille@demo.test (papa dominique@demo.test)", "une seule adresse"),
        ("camille exemple@demo.test exemple@demo.test", "n’est pas complète"),
        ("(maman)", "n’est pas complète"),
        ("hélène@demo.test", "avant le signe @"),
        ("كاميل@demo.test", "avant le signe @"),
    ],
)
def test_an_address_that_no_mail_can_be_sent_to_is_refused_in_words(typed, words):
    with pytest.raises(UnreadableError, match=words):
        read_email(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12", "n’est pas complet"),
        ("06 12 34 56", "n’est pas complet"),
        ("maman", "n’est pas complet"),
        ("06 12 34 56 96 poste 12", "n’est pas complet"),
        ("06 12 34 56 96 / 06 98 76 54 32", "un seul numéro"),
        ("06 12 34 56 96 ou 06 98 76 54 32", "un seul numéro"),
        ("06 12 34 56 96 (papa 06 98 76 54 32)", "un seul numéro"),
        ("06123456960698765432", "un seul numéro"),
        ("+33 6 12 34 56 96 +33 6 98 76 54 32", "un seul numéro"),
        ("0892 70 12 34", "surtaxé"),
        ("+33 899 70 12 34", "surtaxé"),
        ("0820 20 12 34", "surtaxé"),
        ("0810 20 12 34", "surtaxé"),
        ("+44 909 879 0123", "surtaxé"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_refused_in_words(typed, words):
    with pytest.raises(UnreadableError, match=words):
        phone_key(typed)


@pytest.mark.parametrize(
    "name",
    [
        "Camille",
        "Marie-Ange d’Ornano",
        "M. & Mme Diallo",
        "M.Diallo",
        "Mme.diallo",
        "J.-P. Exemple",
        "Famille 2",
        "Famille Exemple (3e B)",
        "فاطمة الزهراء",
        "علی\u200cرضا",
        "Nguyễn Thị Ánh",
        "Ng",
        "李",
        "L’assistante sociale du collège Jean-Moulin, Épinal",
        "Jean.Pierre",
        "M.Diallo/Mme.Ndiaye",
        "Mme .Ndiaye",
        "J.-P. Petit",
        "J.P. Petit",
        "M. le directeur",
        "M.De La Tour",
        "د.محمد",
        "Camille (3e B.)",
        "Camille / Dominique",
    ],
)
def test_a_name_is_left_as_it_is(name):
    assert read_name(name) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\u202eCamille\u202c", "Camille"),
        ("Cam\u200bille", "Camille"),
        ("Camille\r\nExemple", "Camille Exemple"),
        ("  Camille \t Exemple\x07 ", "Camille Exemple"),
    ],
)
def test_a_name_stands_on_one_line_without_signs_that_nobody_sees(typed, name):
    assert read_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "Gagnez 500 euros sur http://gains.example",
        "Gagnez sur gains.example/x",
        "www gains",
        "Voir bit.ly",
        "GAINS.COM",
        "gains。com",
        "ｇａｉｎｓ．ｃｏｍ",
        "BIT.LY/3x",
        "T.ME/abc",
        "t.me/abc",
        "m.me/abc",
        "EVIL.SHOP",
        "evil.Com",
        "DISCORD.GG/abc",
        "Evil.Example/win",
        "привет.рф",
        "موقع.تونس",
        "é.com",
        "evil[.]com",
        "evil (dot) com",
        "evil .com/win",
        "evil. com",
        "mr.fr",
        "1.1.1.1",
        "gains@demo.test",
        "Rappelez le 08 99 12 34 56",
        "Rappelez le ٠٨٩٩١٢٣٤٥٦",
    ],
)
def test_a_name_holds_no_link_no_address_and_no_number(typed):
    with pytest.raises(UnreadableError, match="seulement un nom"):
        read_name(typed)


# At the doors -----------------------------------------------------------------------------


def send(client, session, **fields):
    form = {"name": "Camille", "adults": "1", "language": "fr", **fields}
    return client.post(f"/seances/{session.ref}/inscription/", form)


def test_two_spellings_of_one_contact_are_one_contact_at_the_form(client):
    session = SessionFactory()
    send(client, session, email=ACCENTED)

    answer = send(client, session, email=f"Camille <{ASCII.upper()}>", name="Camille E.")

    assert answer["Location"] == f"/seances/{session.ref}/inscription/deja/"
    assert Enrolment.objects.count() == 1


def test_a_mail_goes_to_the_ascii_form_of_an_accented_domain_and_the_page_shows_it_as_typed(client):
    session = SessionFactory()

    send(client, session, email=ACCENTED)

    enrolment, message = Enrolment.objects.get(), Message.objects.get()
    assert (enrolment.email, enrolment.email_key, message.recipient) == (ACCENTED, ASCII, ASCII)
    assert f"mailto:{ASCII}" in message.calendar.replace("\r\n ", "")


def test_the_form_of_a_session_in_guadeloupe_dials_there(client):
    session = SessionFactory(venue=VenueFactory(territory=TerritoryFactory(guadeloupe=True)))

    send(client, session, phone="0690,12,34,56")

    assert Enrolment.objects.get().phone_key == "+590690123456"


@pytest.mark.parametrize("field", ["name", "helper"])
def test_a_link_in_the_place_of_a_name_comes_back_with_all_that_was_typed(client, field):
    spam = "Gagnez 500 euros sur http://gains.example"

    answer = send(
        client, SessionFactory(), **{"email": EMAIL, "helper": "La mairie", "agreed": "on", field: spam}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == spam


@pytest.mark.parametrize("field", ["name", "helper_name"])
def test_the_verb_too_refuses_a_name_that_is_longer_than_what_is_kept(field):
    session, names = SessionFactory(), {"name": "Camille", "helper_name": ""}

    def register(length):
        typed = {**names, field: "é" * length}
        contact = booking.Contact(name=typed["name"], email=EMAIL)
        return booking.register(
            session, contact=contact, party=booking.Party(), helper_name=typed["helper_name"]
        )

    with pytest.raises(booking.Unreadable, match="trop long"):
        register(121)

    assert Enrolment.objects.count() == 0
    assert getattr(register(120).enrolment, field) == "é" * 120


@pytest.mark.parametrize(
    ("given", "typed"),
    [({"phone": PHONE}, "06,12,34,56,96 (maman)"), ({"email": ACCENTED}, f"mailto:{ASCII}.")],
)
def test_a_family_is_found_by_its_code_and_another_spelling_of_its_contact(client, given, typed):
    enrolment = _camille(SessionFactory(), **given)

    by_code = client.post("/inscriptions/", {"action": "open", "code": enrolment.code, "contact": typed})
    client.post("/inscriptions/", {"action": "send_link", "contact": typed})
    jobs.run_all()

    assert (by_code.status_code, by_code["Location"]) == (303, enrolment.get_absolute_url())
    assert Message.objects.filter(kind="link_again").count() == 1


def test_the_team_registers_and_finds_a_family_by_any_spelling():
    session, office = SessionFactory(), desk(UserFactory(administrator=True))
    form = {"name": "Camille", "phone": "06,12,34,56,96 (maman)", "email": "", "adults": 1, "language": "fr"}

    office.post(f"/admin/seances/register/{session.pk}/", {**form, "agreed": "on"})
    found = office.get("/admin/inscriptions/", {"q": "06.12.34.56.96"}).content.decode()

    enrolment = Enrolment.objects.get()
    assert enrolment.phone_key == PHONE
    assert enrolment.code in found


def test_a_service_that_passes_by_no_form_reads_and_refuses_alike():
    enrolment = _camille(SessionFactory(), email="mailto:CAMILLE@demo.test", phone="06,12,34,56,96")

    assert (enrolment.email, enrolment.email_key, enrolment.phone) == ("CAMILLE@demo.test", EMAIL, PHONE)
    for contact in (
        booking.Contact("http://gains.example", email=EMAIL),
        booking.Contact("Camille", email="hélène@demo.test"),
        booking.Contact("Camille", phone="12"),
    ):
        with pytest.raises(booking.Unreadable):
            booking.register(SessionFactory(), contact=contact, party=booking.Party())
    assert Enrolment.objects.count() == 1


def _camille(session, **contact):
    return booking.register(
        session, contact=booking.Contact("Camille", **contact), party=booking.Party()
    ).enrolment
