"""``make bench``: the figures of BENCH.md. Each is a ratio taken in one run, so that machines compare."""

import os
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests import chromium, served

FEW, MANY = 10, 10_000
ROUNDS = 30
COMMUNE, POSTAL_CODE = "88304", "88500"


def main():
    with tempfile.TemporaryDirectory() as scratch:
        var = served.copy_of_the_demo(scratch)
        os.environ.update(served.environ(var))
        import django

        django.setup()
        _agenda()
        _calendar()
        _postal_code()
    _weight()


def _agenda():
    from django.core.management import call_command

    from workshops.models import Session, State

    upcoming = Session.objects.public().upcoming()
    Session.objects.exclude(pk__in=list(upcoming.values_list("pk", flat=True)[:FEW])).update(
        state=State.DRAFT
    )
    pages = {
        "agenda": "/agenda/",
        "agenda near a postal code": f"/agenda/?code_postal={POSTAL_CODE}&rayon=100",
    }
    few = {name: _page(path) for name, path in pages.items()}
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", sessions=MANY, stdout=nowhere)
    for name, path in pages.items():
        (slow, most), (quick, least) = _page(path), few[name]
        _say(f"{name}, {MANY} sessions to {FEW}", slow / quick, f"{most} queries to {least}")


def _calendar():
    """The agenda's feed, with its events kept, to the library that writes them all."""
    import tracemalloc

    from tests.workshops.calendars import by_the_library_alone
    from workshops import agenda, feeds
    from workshops.models import Session

    def peak(work):
        tracemalloc.start()
        work()
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    def alone():
        by_the_library_alone(Session.objects.public().cards())

    def kept():
        for _piece in feeds.of_search(agenda.read({})).content():
            pass

    kept()
    answer = _client().get("/agenda.ics")
    known = {"If-None-Match": answer.headers["ETag"]}
    answer.close()
    longest, count = _median(alone, rounds=1), len(feeds.of_search(agenda.read({})))
    _say(
        "feed with its events kept to the library alone", _median(kept, rounds=5) / longest, f"{count} events"
    )
    unchanged = _median(lambda: _client().get("/agenda.ics", headers=known))
    _say("feed that did not change (304) to the library alone", unchanged / longest, f"{count} events")
    _say("memory of the feed to that of the library alone", peak(kept) / peak(alone), f"{count} events")


def _client():
    from django.test import Client

    return Client(headers={"host": "localhost"})


def _page(path):
    """``(median seconds, queries)`` of a page, in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _client()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        queries = len(captured)  # counted here: the next request empties the log
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return _median(lambda: client.get(path)), queries


def _postal_code():
    from territories.gazetteer import find_communes
    from territories.models import Commune

    if not find_communes(POSTAL_CODE).communes:
        raise RuntimeError("the gazetteer is empty")
    one = _median(lambda: Commune.objects.get(pk=COMMUNE), rounds=500)
    shared = _median(lambda: find_communes(POSTAL_CODE), rounds=500)
    count = len(find_communes(POSTAL_CODE).communes)
    _say("a postal code's communes to one by its key", shared / one, f"{count} communes to 1")


def _weight():
    from tests.journeys import inspection, places

    path = chromium.find()
    if path is None:
        print(f"heaviest page: not measured. {chromium.ADVICE}")
        return
    with tempfile.TemporaryDirectory() as scratch, served.serving(Path(scratch)) as site:
        addresses = set(places.find(site).values())
        with chromium.launched(path) as browser:
            page_at = chromium.page_opener(browser, site.base_url)
            visits = [
                visit
                for screen in inspection.SCREENS
                for visit in inspection.first_visits(page_at, sorted(addresses), *screen)
            ]
    heaviest = max(visits, key=lambda visit: visit["bytes"])
    share = heaviest["bytes"] / inspection.BUDGET
    _say("heaviest first visit to its budget", share, f"{heaviest['bytes']} bytes: {heaviest['path']}")


def _median(work, rounds=ROUNDS):
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _say(what, ratio, detail):
    print(f"{what}: {ratio:.3g} ({detail})", flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
