"""How often something may be tried: counted together, forgotten soon, and nobody's address kept."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from privacy.limits import Limit, client_address, count, forget_old_tries, is_first, passed, reached, take
from privacy.models import Tally

pytestmark = pytest.mark.django_db

THREE = Limit("three in ten minutes", most=3)
TEN = Limit("ten in an hour", most=10, minutes=60)


def taken(*tries, times, **weight):
    """What ``take`` said, ``times`` times."""
    return [take(*tries, **weight) for _try in range(times)]


def test_a_limit_is_passed_by_the_try_after_the_last(clock):
    assert taken((THREE, "camille"), times=4) == [None, None, None, THREE]


def test_each_has_tries_of_their_own(clock):
    taken((THREE, "camille"), times=4)

    assert take((THREE, "dominique")) is None
    assert take((TEN, "camille")) is None


def test_several_limits_are_counted_by_one_try_and_the_first_that_is_passed_is_said(clock):
    tries = (TEN, "camille"), (THREE, "192.0.2.1")

    assert taken(*tries, times=4) == [None, None, None, THREE]
    assert taken(*tries, times=7)[-1] == TEN


def test_nobody_is_not_counted(clock):
    assert taken((THREE, ""), times=4) == [None] * 4
    assert reached((THREE, "")) is None
    assert Tally.objects.count() == 0


def test_a_try_may_weigh_more(clock):
    assert taken((THREE, "camille"), times=2, weight=2) == [None, THREE]


def test_what_is_left_may_be_asked_without_counting(clock):
    count((THREE, "camille"), weight=2)
    before = [reached((THREE, "camille")) for _question in range(5)]
    count((THREE, "camille"))

    assert before == [None] * 5
    assert reached((THREE, "camille")) == THREE
    assert Tally.objects.get().count == 3


def test_a_limit_that_is_reached_is_not_passed(clock):
    said = []
    for _try in range(4):
        count((THREE, "camille"))
        said.append(passed((THREE, "camille")))

    assert said == [None, None, None, THREE]


def test_the_first_is_known_until_the_stretch_is_over(clock):
    tries = [is_first(THREE, "camille") for _try in range(3)]
    other = is_first(THREE, "dominique")
    clock.shift(THREE.length)

    assert (tries, other, is_first(THREE, "camille")) == ([True, False, False], True, True)


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [(9, THREE), (10, THREE), (19, THREE), (20, None)],
)
def test_a_stretch_counts_together_with_the_next_and_then_no_more(clock, minutes, answer):
    taken((THREE, "camille"), times=3)

    clock.shift(timedelta(minutes=minutes))

    assert take((THREE, "camille")) == answer


def test_all_processes_begin_a_stretch_at_the_same_instant(clock):
    clock.shift(timedelta(minutes=59, seconds=59))

    assert THREE.stretch == datetime(2027, 2, 1, 10, 50, tzinfo=UTC)
    assert TEN.stretch == datetime(2027, 2, 1, 10, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_tries_made_at_once_are_all_counted(clock):
    together = threading.Barrier(8)

    def try_often():
        together.wait()
        try:
            taken((THREE, "camille"), (TEN, "192.0.2.1"), times=10)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_often) for _process in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Tally.objects.values_list("count", flat=True)) == [80, 80]


def test_what_is_kept_tells_nobody_s_address(clock):
    count((THREE, "192.0.2.1"), (TEN, "192.0.2.1"), (THREE, "mailto:camille@demo.test"))

    keys = list(Tally.objects.values_list("key", flat=True))
    assert [len(key) for key in keys] == [64] * 3
    assert len(set(keys)) == 3
    assert [key for key in keys if "192" in key and "camille" in key] == []


def test_without_the_site_s_key_no_list_of_addresses_can_be_tried(settings):
    key = THREE.key("192.0.2.1")
    settings.SECRET_KEY = "another site’s"

    assert THREE.key("192.0.2.1") != key


def test_tries_that_no_limit_looks_at_are_forgotten(clock):
    count((TEN, "before"))
    clock.shift(timedelta(days=2))
    count((TEN, "now"))

    assert forget_old_tries() == 0
    clock.shift(timedelta(seconds=1))
    assert forget_old_tries() == 1
    assert Tally.objects.get().key == TEN.key("now")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.2"),
        (0, "203.0.113.9", "10.0.0.2"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (1, " 203.0.113.9 ,, 192.0.2.1 ", "192.0.2.1"),
        (1, None, "10.0.0.2"),
        (2, "192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
    ],
)
def test_an_address_is_what_our_own_proxies_say_and_not_what_was_forged(
    rf, settings, proxies, forwarded, address
):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR="10.0.0.2")) == address


def test_all_addresses_of_a_home_count_as_one(rf, settings):
    """A home has 2^64 of them in IPv6, and more; in IPv4 it has one."""
    settings.PROXIES = 0

    def seen(address):
        return client_address(rf.get("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2::3") == seen("2001:db8:1:2:ffff:ffff:ffff:ffff")
    assert seen("2001:db8:1:2::3") != seen("2001:db8:1:3::3")
    assert seen("::ffff:192.0.2.1") == seen("192.0.2.1") == "192.0.2.1"
    assert seen("no address") == "no address"
