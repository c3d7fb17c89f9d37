"""Kilometres in the database agree with the great circle."""

from itertools import product

import pytest
from django.db.models import F, FloatField
from django.db.models.functions import NullIf

from territories.distance import MOST_POINTS, between, bounding_box, distance_km
from territories.models import Commune

pytestmark = pytest.mark.django_db

EPINAL = (48.1752, 6.4505)
GERARDMER = (48.0702, 6.8773)
MARSEILLE = (43.2976, 5.3694)
BASSE_TERRE = (15.9972, -61.7323)
ON_THE_LINE = (0.0, 6.0)
SOUTH = (-20.9, 55.5)


def commune_at(point, insee="00001"):
    latitude, longitude = point
    return Commune.objects.create(
        insee=insee, name=f"Commune {insee}", department="00", latitude=latitude, longitude=longitude
    )


def kilometres(*points, **fields):
    """From the one commune there is to the nearest of the points."""
    return Commune.objects.annotate(km=distance_km(points, **fields)).get().km


def test_the_great_circle_from_epinal_to_gerardmer_is_34_km():
    assert between(EPINAL, GERARDMER) == pytest.approx(33.75, abs=0.1)
    assert between(EPINAL, EPINAL) == 0


@pytest.mark.parametrize("start", [EPINAL, MARSEILLE, BASSE_TERRE, ON_THE_LINE, SOUTH])
@pytest.mark.parametrize(("north", "east"), list(product([-1.2, -0.3, 0.01, 1.2], repeat=2)))
def test_within_200_km_the_database_is_right_to_half_a_percent(start, north, east):
    end = (start[0] + north, start[1] + east)
    commune_at(end)

    assert between(start, end) < 200
    assert kilometres(start) == pytest.approx(between(start, end), rel=0.005)


def test_several_points_measure_to_the_nearest():
    commune_at(GERARDMER)

    assert kilometres(MARSEILLE, EPINAL, BASSE_TERRE) == kilometres(EPINAL)


def test_sixty_points_are_measured_in_one_query(django_assert_num_queries):
    commune_at(GERARDMER)
    points = [(MARSEILLE[0] + step / 100, MARSEILLE[1]) for step in range(MOST_POINTS - 1)]

    with django_assert_num_queries(1):
        nearest = kilometres(*points, EPINAL)

    assert nearest == kilometres(EPINAL)


@pytest.mark.parametrize("count", [0, MOST_POINTS + 1])
def test_no_point_or_too_many_is_refused(count):
    with pytest.raises(ValueError, match="1 to 60 points"):
        distance_km([EPINAL] * count)


@pytest.mark.parametrize("points", [[EPINAL], [EPINAL, MARSEILLE]])
def test_a_row_without_coordinates_is_nowhere(points):
    commune_at(EPINAL)
    nowhere = NullIf(F("latitude"), F("latitude"), output_field=FloatField())

    assert kilometres(*points, latitude_field=nowhere) is None


def test_a_commune_is_at_no_distance_of_itself():
    commune_at(EPINAL)

    assert kilometres(EPINAL) == pytest.approx(0, abs=1e-6)


def test_distances_filter_and_order_rows():
    far, near, middle = (
        commune_at(point, insee) for point, insee in ((MARSEILLE, "1"), (EPINAL, "2"), (GERARDMER, "3"))
    )
    measured = Commune.objects.annotate(km=distance_km([EPINAL]))

    assert list(measured.order_by("km")) == [near, middle, far]
    assert list(measured.filter(km__lte=34).order_by("km")) == [near, middle]


def test_fields_may_lie_across_a_relation():
    commune_at(GERARDMER).postal_codes.create(code="88400")
    codes = Commune.postal_codes.rel.related_model.objects.filter(
        bounding_box([EPINAL], 40, "commune__latitude", "commune__longitude")
    ).annotate(km=distance_km([EPINAL], "commune__latitude", "commune__longitude"))

    assert codes.get().km == pytest.approx(33.75, abs=0.1)


@pytest.mark.parametrize("start", [EPINAL, BASSE_TERRE, ON_THE_LINE, SOUTH])
@pytest.mark.parametrize("km", [10, 50, 200])
def test_the_box_holds_every_row_within_the_radius(start, km):
    degrees = km / 111.2
    for number, (north, east) in enumerate(product([-1, -0.7, 0, 0.7, 1], repeat=2)):
        commune_at((start[0] + north * degrees, start[1] + east * degrees * 1.5), str(number))
    measured = Commune.objects.annotate(km=distance_km([start]))

    within = set(measured.filter(km__lte=km))

    assert within
    assert within <= set(measured.filter(bounding_box([start], km)))


def test_the_box_leaves_out_what_is_far():
    near = commune_at(GERARDMER, "1")
    commune_at(MARSEILLE, "2")

    assert list(Commune.objects.filter(bounding_box([EPINAL], 50))) == [near]
