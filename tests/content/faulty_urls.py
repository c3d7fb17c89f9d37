"""The site's addresses, and some whose views are wrong."""

from datetime import date, timedelta

from django.db import DataError
from django.shortcuts import get_object_or_404
from django.urls import include, path
from modelsearch.backends.base import FilterFieldError

from accounts.models import User
from config.urls import handler500, urlpatterns  # noqa: F401 - Django looks for both
from workshops import booking
from workshops.models import Session
from workshops.viewsets.session_acts import PublishView
from workshops.viewsets.sessions import SessionViewSet


def faulty(request):
    raise ValueError("a mistake of ours")


def faulty_date(request):
    return date.max + timedelta(days=1)


def faulty_search(request):
    raise FilterFieldError("a field that we forgot", field_name="title")


def faulty_data(request):
    raise DataError("value too long for type character varying(12)")


def faulty_lookup(request):
    return Session.objects.get(pk="a mistake of ours")


def faulty_booking(request, pk):
    """A helper that is no account: a key that no row has, written where a family is registered."""
    return booking.register(
        get_object_or_404(Session, pk=pk),
        contact=booking.Contact(name="Camille", email="camille@demo.test"),
        party=booking.Party(),
        helper=User(pk=10**30),
    )


def overflow(session, *, by):
    session.sequence = 10**30
    session.save()


class FaultyPublishView(PublishView):
    verb = staticmethod(overflow)


class FaultySessionViewSet(SessionViewSet):
    name = "faulty"
    url_prefix = "faulty/seances"
    acts = SessionViewSet.acts | {"publish": FaultyPublishView}


faults = {
    "date": faulty_date,
    "search": faulty_search,
    "data": faulty_data,
    "lookup": faulty_lookup,
}

urlpatterns = [
    path("admin/faulty/", faulty),
    *(path(f"{area}faulty/{name}/", view) for area in ("", "admin/") for name, view in faults.items()),
    path("admin/faulty/seances/", include((FaultySessionViewSet().get_urlpatterns(), "faulty"))),
    path("faulty/booking/<int:pk>/", faulty_booking),
    *urlpatterns,
]
