"""``manage.py setup_site``: territories, languages, home page and roles of a new site."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from home import foundation


class Command(BaseCommand):
    help = "Makes what a new site stands on. May be run again: it only adds what is missing."

    def handle(self, **options):
        call_command("load_territories", stdout=self.stdout)
        foundation.lay()
        foundation.synchronize_languages()
        self.stdout.write("The site is ready for its editors.")
