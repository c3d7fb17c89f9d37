"""What editors bring from their cameras stays light."""

import json

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.journeys import inspection

pytestmark = pytest.mark.browser

#: In bytes. The demo has drawings, and 30 kB for a page; a photograph is an editor's choice.
BUDGET = 50_000

ILLUSTRATE = """
import json
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from home.models import NewsPage
news = NewsPage.objects.filter(locale__language_code="fr").first()
with open({path!r}, "rb") as file:
    news.image = get_image_model().objects.create(title="Photo", file=ImageFile(file, name="photo.jpg"))
news.image_alt = "Une photo"
news.save_revision().publish()
print(json.dumps(news.get_url()))
"""


@pytest.fixture(scope="module")
def illustrated_page(served_site, tmp_path_factory):
    """The path of a news page with a picture of twelve megapixels."""
    path = tmp_path_factory.mktemp("camera") / "photo.jpg"
    _photograph(4000, 3000).save(path, quality=95)
    return json.loads(served_site.manage("shell", "--no-imports", "-c", ILLUSTRATE.format(path=str(path))))


@pytest.mark.parametrize(("width", "scale"), inspection.SCREENS)
def test_a_photograph_is_cut_to_what_the_screen_shows(width, scale, illustrated_page, page_at):
    (visit,) = inspection.first_visits(page_at, [illustrated_page], width, scale)

    assert visit["images"] != {}
    assert {url: size for url, size in visit["images"].items() if size > 30_000} == {}
    assert visit["bytes"] <= BUDGET


def _photograph(width, height):
    """Soft shapes under the grain of a sensor: about as hard to compress as a photograph."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for number in range(300):
        x, y, size = number * 997 % width, number * 613 % height, 40 + number * 37 % 400
        draw.ellipse(
            (x, y, x + size, y + size), fill=(number * 53 % 256, number * 29 % 256, number * 17 % 256)
        )
    grain = Image.effect_noise((width, height), 24).convert("RGB")
    return Image.blend(picture.filter(ImageFilter.GaussianBlur(2)), grain, 0.12)
