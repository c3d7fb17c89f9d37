"""``manage.py check_places``: the counters of places taken, held against the registrations."""

import sys

from django.core.management.base import BaseCommand

from workshops import booking


class Command(BaseCommand):
    help = "Says which sessions count other places than their registrations hold; exit code 1 if any is left wrong."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="count them again")

    def handle(self, *, repair, **options):
        found = booking.check_places(repair=repair)
        for session, counted in found:
            self.stdout.write(f"{session.ref}: {session.places_taken} noted, {counted} held")
        self.stdout.write(f"{len(found)} wrong{', repaired' if found and repair else ''}.")
        if found and not repair:
            sys.exit(1)
