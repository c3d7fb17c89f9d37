"""What is published of the files that editors bring: pictures as pages show them, and documents that nothing closes."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from home import foundation
from tests.factories import UserFactory
from tests.workshops.offices import desk, shown

pytestmark = pytest.mark.django_db

MADE_WITH, CAMERA = 0x0110, "Appareil 3000"
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path, home):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # of pictures cut for another test, whose rows were rolled back


def photograph(kind="JPEG"):
    """A picture in which a camera wrote what it is."""
    exif = Picture.Exif()
    exif[MADE_WITH] = CAMERA
    file = BytesIO()
    Picture.new("RGB", (900, 600), "teal").save(file, kind, exif=exif)
    name = f"photo.{kind.lower()}"
    return get_image_model().objects.create(title="Photo", file=ContentFile(file.getvalue(), name=name))


def leaflet(restriction=None, **how):
    """A document, in a collection of its own where it is closed."""
    collection = Collection.get_first_root_node()
    if restriction:
        collection = collection.add_child(name="Réservé")
        closed = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=restriction, **how
        )
        if restriction == "groups":
            closed.groups.add(Group.objects.get(name=foundation.NATIONAL))
    return get_document_model().objects.create(
        title="Dépliant", file=ContentFile(b"bonjour", name="depliant.txt"), collection=collection
    )


def people():
    """Whoever may ask, by the word that tests call them."""
    return {
        "facilitator": desk(UserFactory(facilitator=True)),
        "editor": desk(UserFactory(editor=True)),
        "national": desk(UserFactory(national=True)),
    }


def answers(client, address):
    """What a visitor and each person who works here get."""
    everyone = {"visitor": client, **people()}
    return {who: browser.get(address).status_code for who, browser in everyone.items()}


def test_a_picture_is_public_as_pages_show_it(client):
    rendition = photograph().get_rendition("width-360|format-webp")

    assert set(answers(client, rendition.url).values()) == {200}


def test_its_original_is_shown_to_those_who_work_with_pictures(client):
    original = photograph().file.url

    assert answers(client, original) == {"visitor": 404, "facilitator": 404, "editor": 200, "national": 200}
    assert desk(UserFactory(national=True)).get(original)["Cache-Control"] == "private, no-store"


def test_a_colleague_s_portrait_is_shown_to_colleagues(client, tmp_path):
    (tmp_path / "avatar_images").mkdir()
    (tmp_path / "avatar_images" / "moi.jpg").write_bytes(b"portrait")

    assert answers(client, "/media/avatar_images/moi.jpg") == {
        "visitor": 404,
        "facilitator": 200,
        "editor": 200,
        "national": 200,
    }


@pytest.mark.parametrize("restriction", [None, "login"])
def test_no_document_is_served_past_the_view_that_asks_who_may_read_it(client, restriction):
    document = leaflet(restriction)

    past = answers(client, f"/media/{document.file.name}")

    assert set(past.values()) == {404}
    assert document.url == reverse("wagtaildocs_serve", args=[document.pk, "depliant.txt"])


@pytest.mark.parametrize(
    "path",
    [
        "images/../original_images/photo.jpg",
        "images//../documents/depliant.txt",
        "./documents/depliant.txt",
        "images/%2e%2e/documents/depliant.txt",
        "images/../../db.sqlite3",
        "rien.txt",
        "images",
    ],
)
def test_no_turn_of_an_address_leads_to_another_folder(client, path, tmp_path):
    photograph()
    leaflet()
    (tmp_path / "rien.txt").write_text("rien")

    assert client.get(f"/media/{path}").status_code == 404


def test_a_document_that_nothing_closes_is_everybody_s(client):
    answer = client.get(leaflet().url)

    assert [answer.status_code, b"".join(answer.streaming_content)] == [200, b"bonjour"]


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        ("login", {"visitor": 302, "facilitator": 200, "editor": 200, "national": 200}),
        ("groups", {"visitor": 302, "facilitator": 302, "editor": 302, "national": 200}),
    ],
)
def test_a_closed_document_is_read_by_those_it_is_for(client, restriction, expected):
    assert answers(client, leaflet(restriction).url) == expected


@pytest.mark.parametrize("restriction", ["login", "groups"])
def test_a_visitor_is_asked_to_sign_in_and_another_group_is_told_so(client, restriction):
    document = leaflet(restriction)

    asked = client.get(document.url, follow=True)
    refused = desk(UserFactory(facilitator=True)).get(document.url, follow=True)

    assert [asked.status_code, asked.request["PATH_INFO"]] == [200, "/compte/login/"]
    assert refused.status_code == {"login": 200, "groups": 403}[restriction]


def test_a_password_opens_a_document(client):
    document = leaflet("password", password="sésame")
    restriction = CollectionViewRestriction.objects.get()
    address = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])

    asked = client.get(document.url)
    wrong = client.post(address, {"password": "autre", "return_url": document.url})
    right = client.post(address, {"password": "sésame", "return_url": document.url}, follow=True)

    assert ["Un mot de passe est demandé" in shown(page) for page in (asked, wrong)] == [True, True]
    assert b"".join(right.streaming_content) == b"bonjour"


def test_no_cache_keeps_a_closed_document(client):
    document = leaflet("login")

    answer = desk(UserFactory(national=True)).get(document.url)

    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("cut", ["width-360|format-webp", "max-165x165", "width-360|format-jpeg"])
def test_what_a_camera_wrote_into_a_picture_is_not_published(kind, cut):
    image = photograph(kind)

    with (
        Picture.open(image.file.path) as brought,
        Picture.open(image.get_rendition(cut).file.path) as published,
    ):
        assert brought.getexif()[MADE_WITH] == CAMERA
        assert dict(published.getexif()) == {}
