"""Logging settings: one line each, no personal data (an address with a token shows no token)."""

OUR_LOGGERS = ("outbox", "territories", "workshops")


def log_settings(level):
    """Django's ``LOGGING``; ``level``: from which on our own apps are heard, "INFO" for example."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_tokens": {"()": "content.logs.WithoutTokens"}},
        "formatters": {
            "line": {
                "()": "content.logs.WithoutRows",
                "fmt": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "filters": ["no_tokens"], "formatter": "line"}
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {app: {"level": level} for app in OUR_LOGGERS}
        | {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
    }
