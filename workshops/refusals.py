"""What is not possible now, said to the person who asked."""


class Refusal(Exception):
    """The message says why and what to do. Shown with HTTP ``status``."""

    status = 409
