"""The files that Wagtail's lists and reports are exported to, written as ours are.

Wagtail's CSV has commas, no mark and formulas that run: a French spreadsheet shows it in one column, accents broken.
Its XLSX raises on a control character that somebody pasted into a title.
"""

from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from content import spreadsheets


def write_exports_for_french_spreadsheets():
    """Every view that exports stands on this mixin: site history, users, redirects, pages, forms."""
    SpreadsheetExportMixin.stream_csv = _stream_csv
    SpreadsheetExportMixin.write_csv_response = _write_csv_response
    as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(self, field, value, export_format):
        return spreadsheets.in_sheet(as_wagtail_does(self, field, value, export_format))

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value


def _stream_csv(view, queryset):
    yield spreadsheets.MARK
    yield spreadsheets.to_csv_line([view.get_heading(queryset, field) for field in view.list_export])
    for item in queryset:
        row = view.to_row_dict(item)
        yield spreadsheets.to_csv_line(
            [view.preprocess_field_value(field, value, view.FORMAT_CSV) for field, value in row.items()]
        )


def _write_csv_response(view, queryset):
    name = f'attachment; filename="{view.get_filename()}.csv"'
    return StreamingHttpResponse(
        view.stream_csv(queryset),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )
