"""``manage.py load_territories``: spoken languages, communes and territories, from files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from territories import loading


class Command(BaseCommand):
    help = (
        "Loads the spoken languages, the communes of France and the territories. Run it again "
        "after an update: what did not change is not written, what editors wrote is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--file",
            type=Path,
            default=loading.TERRITORIES_FILE,
            help="TOML file of [[territory]] rows (default: the twelve of the programme)",
        )

    def handle(self, *, file, **options):
        self.stdout.write(f"Spoken languages: {loading.load_languages()}.")
        self.stdout.write(f"Communes: {self._communes()}.")
        try:
            counts = loading.load_territories(file)
        except loading.ReferenceFileError as error:
            raise CommandError(error) from error
        self.stdout.write(
            "Territories: {created} created, {updated} updated, {unchanged} unchanged.".format(**counts)
        )

    def _communes(self):
        counts = loading.load_communes()
        if counts is None:
            return "unchanged"
        return "{communes} written, {postal_codes} new postal codes, {removed} removed".format(**counts)
