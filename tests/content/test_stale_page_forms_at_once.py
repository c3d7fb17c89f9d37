"""Two editors send one page's form at the same moment: one is saved, the other told."""

import threading

import pytest
from django.db import connection
from wagtail import hooks

from tests.content.test_stale_page_forms import PUBLISH, at, opened
from tests.factories import NewsPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import desk

pytestmark = pytest.mark.django_db(transaction=True)

#: Seconds in which a second one that no lock holds back has read the page too.
LONG_ENOUGH = 1


def test_of_two_at_once_one_is_refused():
    page = NewsPageFactory(territory=TerritoryFactory())
    page.save_revision().publish()
    both_have_read = threading.Barrier(2)
    statuses = []

    def wait_for_the_other(request, page):
        try:
            both_have_read.wait(LONG_ENOUGH)
        except threading.BrokenBarrierError:
            return

    def send(client, form):
        statuses.append(client.post(at(page), form).status_code)
        connection.close()

    clients = [desk(UserFactory(national=True)) for _ in range(2)]
    forms = [opened(client, page, **PUBLISH) for client in clients]
    threads = [threading.Thread(target=send, args=pair) for pair in zip(clients, forms, strict=True)]
    with hooks.register_temporarily("before_edit_page", wait_for_the_other):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(statuses) == [200, 302]
