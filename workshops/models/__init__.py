"""Words in pages, operations in tables."""

from workshops.models.pages import (
    ActivityPage,
    EventIndexPage,
    EventPage,
    WorkshopIndexPage,
    WorkshopPage,
)
from workshops.models.registrations import Enrolment, Registration, RegistrationEvent, Status
from workshops.models.sessions import (
    Arrangement,
    Course,
    Format,
    RegistrationMode,
    Session,
    SessionChange,
    State,
)
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
