"""The languages that facilitators may speak in a session; ``load_territories`` makes the rows.

Which of them matter where: the territories' own lists. The order is that of the lists people
read: French, French Sign Language, the most asked for, then the regional ones.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Language:
    """``code`` is BCP 47; ``label`` is the French name, lower case as inside a sentence."""

    code: str
    label: Promise
    endonym: str
    rtl: bool = False


LANGUAGES = (
    Language("fr", _("français"), "français"),
    Language("fsl", _("langue des signes française (LSF)"), "langue des signes française (LSF)"),
    Language("ar", _("arabe"), "العربية", rtl=True),
    Language("tr", _("turc"), "Türkçe"),
    Language("pt", _("portugais"), "português"),
    Language("en", _("anglais"), "English"),
    Language("uk", _("ukrainien"), "українська"),
    Language("ro", _("roumain"), "română"),
    Language("es", _("espagnol"), "español"),
    Language("it", _("italien"), "italiano"),
    Language("de", _("allemand"), "Deutsch"),
    Language("ru", _("russe"), "русский"),
    Language("sq", _("albanais"), "shqip"),
    Language("hy", _("arménien"), "հայերեն"),
    Language("ka", _("géorgien"), "ქართული"),
    Language("rom", _("romani"), "romani čhib"),
    Language("kmr", _("kurde (kurmandji)"), "kurdî (kurmancî)"),
    Language("fa-AF", _("dari"), "دری", rtl=True),
    Language("ps", _("pachto"), "پښتو", rtl=True),
    Language("ur", _("ourdou"), "اردو", rtl=True),
    Language("bn", _("bengali"), "বাংলা"),
    Language("ta", _("tamoul"), "தமிழ்"),
    Language("zh", _("chinois"), "中文"),
    Language("vi", _("vietnamien"), "Tiếng Việt"),
    Language("so", _("somali"), "Soomaali"),
    Language("ti", _("tigrinya"), "ትግርኛ"),
    Language("bm", _("bambara"), "bamanankan"),
    Language("snk", _("soninké"), "sooninkanxanne"),
    Language("ff", _("peul"), "pulaar"),
    Language("zdj", _("comorien"), "shikomori"),
    Language("gcf", _("créole guadeloupéen"), "kréyòl gwadloupéyen"),
    Language("ht", _("créole haïtien"), "kreyòl ayisyen"),
    Language("br", _("breton"), "brezhoneg"),
    Language("co", _("corse"), "corsu"),
)

BY_CODE = {language.code: language for language in LANGUAGES}
