"""Words in pages, operations in tables."""

from workshops.models.arrangements import Arrangement
from workshops.models.changes import SessionChange
from workshops.models.pages import (
    ActivityPage,
    EventIndexPage,
    EventPage,
    WorkshopIndexPage,
    WorkshopPage,
)
from workshops.models.registrations import Enrolment, Registration, RegistrationEvent, Status
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
    "Format",
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
