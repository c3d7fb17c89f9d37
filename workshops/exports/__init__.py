"""Sessions → the agenda in other formats: JSON, CSV, RSS, and the report of La Coop. Knows no HTTP.

Sessions come from ``in_bulk`` (those of a report from ``la_coop.held``): then nothing here asks a query for
each of them. Words are in the active language.
"""

from workshops.exports.facts import in_bulk, level_codes
from workshops.exports.records import to_json
from workshops.exports.rss import to_rss
from workshops.exports.table import to_csv

__all__ = ["in_bulk", "level_codes", "to_csv", "to_json", "to_rss"]
