"""Words in pages, operations in tables."""

from workshops.models.arrangements import Arrangement
from workshops.models.calendars import FacilitatorCalendar, KeptEvent
from workshops.models.changes import SessionChange
from workshops.models.enrolments import Enrolment
from workshops.models.feedback import Feedback
from workshops.models.history import RegistrationEvent
from workshops.models.pages import (
    ActivityPage,
    EventIndexPage,
    EventPage,
    WorkshopIndexPage,
    WorkshopPage,
)
from workshops.models.questionnaires import QuestionnaireAnswer
from workshops.models.registrations import Registration, Status
from workshops.models.session_queries import Format, RegistrationMode, State
from workshops.models.sessions import Course, Session
from workshops.models.venues import Venue

__all__ = [
    "ActivityPage",
    "Arrangement",
    "Course",
    "Enrolment",
    "EventIndexPage",
    "EventPage",
    "FacilitatorCalendar",
    "Feedback",
    "Format",
    "KeptEvent",
    "QuestionnaireAnswer",
    "Registration",
    "RegistrationEvent",
    "RegistrationMode",
    "Session",
    "SessionChange",
    "State",
    "Status",
    "Venue",
    "WorkshopIndexPage",
    "WorkshopPage",
]
