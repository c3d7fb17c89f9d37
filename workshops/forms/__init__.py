"""What the public fills in."""

from workshops.forms.agenda import AgendaForm
from workshops.forms.embed import EmbedForm
from workshops.forms.enrolment import FeedbackForm, LookUpForm, PartyForm, SendLinkForm
from workshops.forms.questionnaire import QuestionnaireForm
from workshops.forms.registration import RegistrationForm, StaffRegistrationForm

__all__ = [
    "AgendaForm",
    "EmbedForm",
    "FeedbackForm",
    "LookUpForm",
    "PartyForm",
    "QuestionnaireForm",
    "RegistrationForm",
    "SendLinkForm",
    "StaffRegistrationForm",
]
