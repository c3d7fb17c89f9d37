import io

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded twice and rolled back at the end of the module; yields what the second run printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=io.StringIO())
        printed = io.StringIO()
        call_command("load_demo", stdout=printed)
        yield printed.getvalue()
        transaction.set_rollback(True)
