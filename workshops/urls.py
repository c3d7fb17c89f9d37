"""Addresses of the agenda, of sessions, of registrations and of questionnaires. They come before Wagtail's pages."""

from django.urls import path

from workshops.views import agenda, enrolments, feeds, finding, joining, questionnaires

urlpatterns = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.ics", feeds.agenda_ics, name="agenda_ics"),
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
    path("inscriptions/<str:token>/donnees.json", enrolments.data, name="own_data"),
    path("inscriptions/<str:token>/rappels/", enrolments.reminders, name="no_reminders"),
]
