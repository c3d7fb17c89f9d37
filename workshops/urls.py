"""Addresses of the agenda, of sessions, of registrations and of questionnaires. They come before Wagtail's pages."""

from django.urls import path

from workshops.views import (
    agenda,
    embed,
    enrolments,
    exports,
    facilitation,
    feeds,
    finding,
    joining,
    questionnaires,
    subscribing,
)

urlpatterns = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/abonnement/", subscribing.subscribe, name="subscribe"),
    path("agenda/integrer/", embed.embed_snippet, name="embed_snippet"),
    path("embed/agenda/", embed.embedded_agenda, name="embed_agenda"),
    path("agenda.ics", feeds.agenda_ics, name="agenda_ics"),
    path("agenda.rss", exports.agenda_rss, name="agenda_rss"),
    path("agenda.json", exports.agenda_json, name="agenda_json"),
    path("agenda.csv", exports.agenda_csv, name="agenda_csv"),
    path("ateliers/<slug:slug>/agenda.ics", feeds.workshop_ics, name="workshop_ics"),
    path("evenements/<slug:slug>/agenda.ics", feeds.event_ics, name="event_ics"),
    path("territoires/<slug:slug>/agenda.ics", feeds.territory_ics, name="territory_ics"),
    path("animation/agenda/", facilitation.own_calendar, name="facilitator_calendar"),
    path("animation/<str:token>.ics", feeds.facilitator_ics, name="facilitator_ics"),
    path("animation/la-coop.csv", facilitation.la_coop, name="la_coop"),
    path("seances/<slug:ref>/", agenda.session, name="session"),
    path("seances/<slug:ref>.ics", feeds.session_ics, name="session_ics"),
    path("seances/<slug:ref>/inscription/", joining.register, name="register"),
    path("seances/<slug:ref>/inscription/deja/", joining.already_registered, name="already_registered"),
    path("evenements/<slug:slug>/questionnaire/", questionnaires.questionnaire, name="questionnaire"),
    path("evenements/<slug:slug>/questionnaire/merci/", questionnaires.thanks, name="questionnaire_thanks"),
    path("inscriptions/", finding.find, name="find_enrolment"),
    path("inscriptions/lien-envoye/", finding.link_sent, name="link_sent"),
    path("inscriptions/effacees/", enrolments.erased, name="erased"),
    path("inscriptions/<str:token>/", enrolments.enrolment, name="enrolment"),
    path("inscriptions/<str:token>.ics", feeds.enrolment_ics, name="enrolment_ics"),
    path("inscriptions/<str:token>/annuler/", enrolments.before_cancelling, name="cancel_enrolment"),
    path("inscriptions/<str:token>/effacer/", enrolments.before_erasing, name="erase_enrolment"),
    path("inscriptions/<str:token>/donnees.json", enrolments.data, name="own_data"),
    path("inscriptions/<str:token>/rappels/", enrolments.reminders, name="no_reminders"),
]
