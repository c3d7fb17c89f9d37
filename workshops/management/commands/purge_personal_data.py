"""``manage.py purge_personal_data``: applies the retention rules. The worker does it too."""

from django.core.management.base import BaseCommand
from django.utils import translation

from outbox.files import forget_files
from privacy.limits import forget_old_tries
from privacy.retention import purge


class Command(BaseCommand):
    help = "Erases what is kept no longer, and says how much of what."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say it, erase nothing")

    def handle(self, *, dry_run, **options):
        with translation.override("fr"):
            for label, rule, count in purge(dry_run=dry_run):
                self.stdout.write(f"{label} ({', '.join(rule.fields)}), {rule.words}: {count}")
        if dry_run:
            self.stdout.write("Dry run: nothing was erased.")
            return
        self.stdout.write(f"Files of messages: {forget_files()}")
        self.stdout.write(f"Counts of tries: {forget_old_tries()}")
        self.stdout.write("Done.")
