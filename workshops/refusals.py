"""What is not possible now, said to the person who asked."""


class Refusal(Exception):
    """The message says why and what to do. Shown with HTTP ``status``, at ``field`` of a form that has it."""

    status = 409

    def __init__(self, message="", field=""):
        super().__init__(message)
        self.field = field


def ensure(why_not, field=""):
    """Raise ``Refusal`` with the sentence ``why_not``, unless it is empty."""
    if why_not:
        raise Refusal(why_not, field)
