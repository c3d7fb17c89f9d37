"""The form of an event's questionnaire, made of the questions its editors wrote."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workshops.blocks import MOST_WORDS
from workshops.forms.party import ReadableForm

UNKNOWN = {
    "invalid_choice": _("Choisissez parmi les réponses proposées."),
    "invalid_list": _("Choisissez parmi les réponses proposées."),
}


class WordsField(forms.CharField):
    """A line break is one character, as it is for the browser that counts them."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def _choice(question):
    return forms.ChoiceField(
        label=question.text,
        required=False,
        choices=question.options,
        widget=forms.RadioSelect,
        error_messages=UNKNOWN,
    )


def _choices(question):
    return forms.MultipleChoiceField(
        label=question.text,
        required=False,
        choices=question.options,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Plusieurs réponses possibles."),
        error_messages=UNKNOWN,
    )


def _scale(question):
    return forms.TypedChoiceField(
        label=question.text,
        required=False,
        choices=question.options,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages=UNKNOWN,
    )


def _words(question):
    return WordsField(
        label=question.text,
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("En quelques mots, sans nom ni numéro de téléphone."),
    )


FIELDS = {"choice": _choice, "choices": _choices, "scale": _scale, "words": _words}


class QuestionnaireForm(ReadableForm):
    """All questions may be left out, but not all of them together."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, sent=None, *, questions):
        super().__init__(sent)
        self.questions = {f"question-{question.id}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = FIELDS[question.kind](question)

    def clean_key(self):
        key = self.cleaned_data["key"]
        if key.version != 4:
            raise ValidationError(self.fields["key"].error_messages["invalid"])
        return key

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data[name] for name in self.questions):
            self.add_error(next(iter(self.questions)), _("Répondez à une question au moins."))
        return data

    @property
    def one_time_key(self):
        """What the form shown now is sent with: a new key, unless it comes back with one of ours."""
        return (self.is_bound and self.cleaned_data.get("key")) or uuid.uuid4()

    @property
    def asked(self):
        """The questions in their order, each with its field: ``[{"question", "field"}]``."""
        return [{"question": question, "field": self[name]} for name, question in self.questions.items()]

    @property
    def summary(self):
        """Nobody can mend the hidden key: the page says it apart."""
        return [error for error in super().summary if error["id"] != self["key"].id_for_label]

    @property
    def answers(self):
        return self._given(lambda question: question.kind != "words")

    @property
    def words(self):
        return self._given(lambda question: question.kind == "words")

    def _given(self, wanted):
        """``{id of the question: answer}`` for those that were answered."""
        return {
            question.id: self.cleaned_data[name]
            for name, question in self.questions.items()
            if wanted(question) and self.cleaned_data[name]
        }
