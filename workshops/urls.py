"""Addresses of the agenda, of sessions and of registrations. They come before Wagtail's pages."""

from django.urls import path

from workshops.views import agenda, feeds, registrations

urlpatterns = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.ics", feeds.agenda_ics, name="agenda_ics"),
    path("seances/<slug:ref>/", agenda.session, name="session"),
    path("seances/<slug:ref>.ics", feeds.session_ics, name="session_ics"),
    path("seances/<slug:ref>/inscription/", registrations.register, name="register"),
    path("seances/<slug:ref>/inscription/deja/", registrations.already_registered, name="already_registered"),
    path("inscriptions/<str:token>/", registrations.enrolment, name="enrolment"),
]
