"""The site's settings for a worker that is to be killed: its files take their time."""

from config.settings import *  # noqa: F403

OUTBOX_TRANSPORT = "tests.outbox.letters.SlowFileTransport"
