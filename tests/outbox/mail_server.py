"""A mail server on this machine, that takes all it is given."""

import asyncio
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller


class Sink:
    """Keeps who got which Message-ID. It takes its time before it has a mail, and before it says so."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(0.01)
        self.received.append((message_from_bytes(envelope.content)["Message-ID"], *envelope.rcpt_tos))
        await asyncio.sleep(0.01)
        return "250 OK"


class OnAnyPort(Controller):
    """Listens where there is room, which only the socket knows."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def listening():
    """``(EMAIL_URL, Sink)`` of one that listens."""
    server = OnAnyPort(Sink(), hostname="127.0.0.1", port=0)
    server.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}", server.handler
    finally:
        server.stop()
