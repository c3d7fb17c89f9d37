"""``manage.py load_demo``: the demo's content, programme and logins; a large programme for load tests."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import translation

from home import foundation
from home.demo import accounts, load, needs, programme, writing


class Command(BaseCommand):
    help = "Writes the demo. May be run again: what exists is left as it is."

    def add_arguments(self, parser):
        parser.add_argument("--sessions", type=int, default=0, help="add N sessions in bulk")
        parser.add_argument("--registrations", type=int, default=0, help="give them M registrations")
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="make the demo logins even where this is not your machine",
        )

    def handle(self, *, sessions, registrations, with_accounts, **options):
        call_command("load_territories", stdout=self.stdout)
        with translation.override("fr"):
            home = foundation.lay()
            writing.write_everything(home)
            if settings.ON_THIS_MACHINE or with_accounts:
                accounts.write_accounts()
            else:
                self.stdout.write("No demo logins: BASE_URL is not this machine (see --with-accounts).")
            written = programme.write_programme()
            needs.write_answers()
            foundation.synchronize_languages()
        self.stdout.write(f"Demo: {written} sessions written." if written else "Demo: already there.")
        if sessions:
            rows = load.write_large_programme(sessions, registrations)
            self.stdout.write(f"Large programme: {sessions} sessions, {rows} registrations.")
