"""What Wagtail's lists and reports are exported to opens in columns in a French spreadsheet, and runs no formula."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect

from tests.factories import NewsPageFactory, UserFactory
from tests.workshops.offices import desk

pytestmark = pytest.mark.django_db

REPORTS = [
    "wagtailredirects:index",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:locked_pages",
]


@pytest.fixture
def administrator(home):
    return desk(UserFactory(administrator=True))


def exported(client, name, kind):
    """Past the page where Wagtail shows it: the file itself."""
    return b"".join(client.get(reverse(name), {"export": kind}))


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("name", REPORTS)
def test_each_csv_has_the_mark_and_its_headings_in_columns(administrator, name):
    content = exported(administrator, name, "csv")

    headings = table(content)[0]
    assert content.startswith(b"\xef\xbb\xbf")
    assert (len(headings) > 1, [heading for heading in headings if "," in heading]) == (True, [])


def test_a_page_and_an_address_never_run_as_a_formula(administrator):
    page = NewsPageFactory(title="=1+1")
    Redirect.objects.create(old_path="/avant", redirect_link="=cmd|calc")
    page.save_revision()
    page.revisions.get().publish()

    redirects = table(exported(administrator, "wagtailredirects:index", "csv"))
    history = table(exported(administrator, "wagtailadmin_reports:site_history", "csv"))

    assert [cell for row in redirects for cell in row if "cmd" in cell] == ["'=cmd|calc"]
    assert {cell for row in history for cell in row if "1+1" in cell} == {"'=1+1"}


def test_a_sheet_takes_what_was_pasted_along(administrator):
    Redirect.objects.create(old_path="/avant", redirect_link="https://exemple.test/\x0bla")

    sheet = openpyxl.load_workbook(
        io.BytesIO(exported(administrator, "wagtailredirects:index", "xlsx"))
    ).active

    assert "https://exemple.test/la" in [cell.value for cell in sheet[2]]


def test_no_view_writes_a_csv_of_its_own():
    """They all stand on the mixin whose writing was replaced."""

    def below(view):
        return [each for child in view.__subclasses__() for each in (child, *below(child))]

    own = {"stream_csv", "write_csv_response", "write_csv_row"}
    assert [view for view in below(SpreadsheetExportMixin) if own & vars(view).keys()] == []
