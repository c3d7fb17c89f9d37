"""Pictures that are cut, damaged, huge or not pictures: refused in words at each door, harmless once on the site."""

import io
import json
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model

from tests.factories import NewsPageFactory, UserFactory
from tests.workshops.offices import desk

pytestmark = pytest.mark.django_db

KINDS = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP", "a.gif": "GIF", "a.avif": "AVIF"}
DAMAGED = "Cette image est incomplète ou abîmée. Ouvrez-la sur votre ordinateur, enregistrez-la de nouveau, puis renvoyez-la."
Image = get_image_model()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(home):
    return desk(UserFactory(national=True))


def picture(kind, mode="RGB", size=(64, 48), **options):
    """The bytes of a picture with something on it, so that half of them is not the whole."""
    file = io.BytesIO()
    Picture.effect_noise(size, 80).convert(mode).save(file, kind, **options)
    return file.getvalue()


def bomb():
    """A PNG of 9000 × 9000 pixels in some hundred bytes: its head says so, its data are one black line."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(27001)))
        + chunk(b"IEND", b"")
    )


def on_its_page(client, name, content):
    answer = client.post(
        reverse("wagtailimages:add"), {"title": "Photo", "file": SimpleUploadedFile(name, content)}
    )
    return list(answer.context["form"].errors.get("file", ())) if answer.status_code == 200 else []


def several_at_once(client, name, content):
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Photo", "files[]": SimpleUploadedFile(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    said = json.loads(answer.content)
    return [] if said["success"] else said["error_message"].splitlines()


def in_a_chooser(client, name, content):
    answer = client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Photo",
            "image-chooser-upload-file": SimpleUploadedFile(name, content),
        },
    )
    form = answer.context and answer.context.get("creation_form")
    return list(form.errors.get("file", ())) if form else []


DOORS = [on_its_page, several_at_once, in_a_chooser]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", KINDS)
def test_a_truncated_picture_is_refused_in_a_sentence(editor, door, name):
    whole = picture(KINDS[name])

    said = door(editor, name, whole[: len(whole) * 2 // 3])

    assert (said, Image.objects.count()) == ([DAMAGED], 0)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", KINDS)
def test_a_whole_picture_is_taken(editor, door, name):
    assert (door(editor, name, picture(KINDS[name])), Image.objects.count()) == ([], 1)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b""),
        ("a.jpg", b"Ce sont des mots."),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(40)),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("a.png", bomb()),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ids=[
        "empty",
        "words",
        "a JPEG's head",
        "a PNG's head",
        "a GIF's head",
        "a WebP's head",
        "bomb",
        "SVG",
        "SVG as JPEG",
    ],
)
def test_what_is_no_picture_is_refused(editor, door, name, content):
    said = door(editor, name, content)

    assert (len(said), Image.objects.count()) == (1, 0)


def test_too_many_pixels_are_counted_before_they_are_read(editor):
    (said,) = on_its_page(editor, "a.png", bomb())

    assert (said.count("81000000"), said.count("64000000")) == (1, 1)


UNUSUAL = {
    "CMYK": ("a.jpg", picture("JPEG", "CMYK")),
    "grey": ("a.jpg", picture("JPEG", "L")),
    "16 bits": ("a.png", picture("PNG", "I;16")),
    "black and white": ("a.png", picture("PNG", "1")),
    "palette": ("a.png", picture("PNG", "P")),
    "grey and clear": ("a.png", picture("PNG", "LA")),
    "animated GIF": (
        "a.gif",
        picture("GIF", save_all=True, append_images=[Picture.new("RGB", (64, 48), "red")]),
    ),
    "animated WebP": (
        "a.webp",
        picture("WEBP", save_all=True, append_images=[Picture.new("RGB", (64, 48), "red")]),
    ),
    "one pixel": ("a.png", picture("PNG", size=(1, 1))),
    "a line": ("a.png", picture("PNG", size=(5000, 1))),
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_an_unusual_picture_is_taken_and_shown(editor, client, kind):
    assert on_its_page(editor, *UNUSUAL[kind]) == []
    page = NewsPageFactory(image=Image.objects.get(), image_alt="Une photo")

    shown = client.get(page.get_url())
    listed = editor.get(reverse("wagtailimages:index"))

    assert (shown.status_code, listed.status_code) == (200, 200)
    assert shown.content.count(b'alt="Une photo"') == 1


def test_a_phone_held_upright_is_shown_upright(editor):
    exif = Picture.Exif()
    exif[0x0112] = 6  # turned by a quarter

    on_its_page(editor, "a.jpg", picture("JPEG", exif=exif))

    rendition = Image.objects.get().get_rendition("width-24|format-webp")
    assert (rendition.width, rendition.height) == (24, 32)


@pytest.mark.parametrize(
    "left", [None, b"", b"Ce sont des mots.", picture("JPEG")[:400], b"\x89PNG\r\n\x1a\n"], ids=ascii
)
def test_a_file_that_was_damaged_or_lost_breaks_no_page(home, client, left):
    administrator = desk(UserFactory(administrator=True))
    image = Image.objects.create(title="Photo", file=ContentFile(picture("JPEG"), "photo.jpg"))
    page = NewsPageFactory(image=image, image_alt="Une photo")
    image.file.storage.delete(image.file.name)
    if left is not None:
        image.file.storage.save(image.file.name, ContentFile(left))

    answers = [
        client.get(page.get_url()),
        *(administrator.get(reverse(f"wagtailimages{name}")) for name in (":index", "_chooser:choose")),
        *(
            administrator.get(reverse(f"wagtailimages{name}", args=[image.pk]))
            for name in (":edit", "_chooser:chosen")
        ),
    ]

    assert [answer.status_code for answer in answers] == [200] * 5
