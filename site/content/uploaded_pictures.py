"""Pictures as editors send them: read whole before they are kept, and harmless if their file is damaged later."""

import functools
import struct
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image as Picture
from wagtail.images.exceptions import InvalidFilterSpecError, UnknownOutputImageFormatError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.images.views.chooser import ImageChosenResponseMixin
from willow.plugins.pillow import PillowImage

#: What Pillow raises on a file that is cut, overwritten, or not what its first bytes say.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, TypeError),
    *(struct.error, zlib.error, Picture.DecompressionBombError),
)


class PictureField(WagtailImageField):
    """Says in a sentence that a picture is cut or damaged; Wagtail's own raises."""

    default_error_messages = {
        "damaged": _(
            "Cette image est incomplète ou abîmée. Ouvrez-la sur votre ordinateur, enregistrez-la de nouveau, "
            "puis renvoyez-la."
        )
    }

    def to_python(self, data):
        self._refuse_too_many_pixels(data)
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise ValidationError(self.error_messages["damaged"], code="damaged") from error

    def _refuse_too_many_pixels(self, file):
        """Asks the file's head alone: a hundred million pixels of one colour weigh little until they are read."""
        if not hasattr(file, "seek") or not self.max_image_pixels:
            return
        try:
            with Picture.open(file) as picture:
                pixels = picture.width * picture.height
        except Picture.DecompressionBombError:
            pixels = 2 * Picture.MAX_IMAGE_PIXELS
        except UNREADABLE:
            pixels = 0  # said by what follows
        finally:
            file.seek(0)
        if pixels > self.max_image_pixels:
            words = {"num_pixels": pixels, "max_pixels_count": self.max_image_pixels}
            raise ValidationError(
                self.error_messages["file_too_many_pixels"] % words, code="file_too_many_pixels"
            )


class PictureForm(BaseImageForm):
    """The form of every door by which a picture comes in: page, several at once, chooser."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=file.label, required=file.required, help_text=file.help_text, widget=file.widget
            )


def say_damaged_files():
    """A damaged file is for Wagtail as a lost one: lists of the admin and public pages show without it.

    Wagtail expects ``SourceImageIOError`` wherever a picture is cut, but in its chooser, and raises it for files
    that are gone alone.
    """
    cut, choose = Filter.run, ImageChosenResponseMixin.get_chosen_response_data

    @functools.wraps(cut)
    def run(self, image, *args, **kwargs):
        try:
            return cut(self, image, *args, **kwargs)
        except (SourceImageIOError, InvalidFilterSpecError, UnknownOutputImageFormatError):
            raise
        except UNREADABLE as error:
            raise SourceImageIOError(f"The file of image {image.pk} cannot be read.") from error

    @functools.wraps(choose)
    def get_chosen_response_data(self, image, *args, **kwargs):
        try:
            return choose(self, image, *args, **kwargs)
        except SourceImageIOError:
            facts = super(ImageChosenResponseMixin, self).get_chosen_response_data(image)
            nothing = {"url": "", "width": 0, "height": 0}
            return {**facts, "preview": nothing, "default_alt_text": image.default_alt_text}

    Filter.run, ImageChosenResponseMixin.get_chosen_response_data = run, get_chosen_response_data


def cut_without_camera_data():
    """A camera writes where and when into its pictures; Willow copies that into what it cuts, and has no setting."""
    PillowImage.get_exif_data = lambda image: None
