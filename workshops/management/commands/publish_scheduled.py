"""``manage.py publish_scheduled``: Wagtail's command by the rules of this site, for whoever has it in a crontab."""

from wagtail.management.commands import publish_scheduled

from workshops import page_schedule


class Command(publish_scheduled.Command):
    help = "Publishes and retires the pages whose hour has come, as the worker does by itself."

    def handle(self, *args, dryrun, **options):
        if dryrun:
            super().handle(*args, dryrun=True, **options)
        else:
            page_schedule.publish_and_expire()
