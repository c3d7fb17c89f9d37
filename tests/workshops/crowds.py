"""Families as clients of a server, and acts done all at once."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import connection

#: A party is of so many at most.
LARGEST = 4
DONE = 303
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def at_once(*acts):
    """Each in a thread of its own, none before all are ready; what each gave, or what it raised."""
    gate = threading.Barrier(len(acts))
    given = [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(timeout=60)
            given[place] = act()
        except Exception as error:
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@dataclass
class Family:
    """``heads``: what it last asked with success. ``answers``: ``(act, status, seconds)``, oldest first."""

    host: str
    number: int
    heads: int
    next_act: str | None
    address: str = ""
    answers: list = field(default_factory=list)

    def register(self, session):
        """Most give an e-mail address, every fifth a telephone number alone."""
        by_phone = self.number % 5 == 0
        self.address = self._send(
            "register",
            f"{session.get_absolute_url()}inscription/",
            name=f"Famille {self.number}",
            email="" if by_phone else f"famille{self.number}@demo.test",
            phone=f"06 12 34 {self.number // 100:02} {self.number % 100:02}" if by_phone else "",
            language="fr",
            **self._party(self.heads),
        )

    def change_its_mind(self):
        if self.next_act == "cancel":
            self.cancel()
        elif self.next_act == "misspell":
            self._send("misspell", self.address, action="change", adults="deux", children=0)
        elif self.next_act:
            self._change(self.heads % LARGEST + 1 if self.next_act == "grow" else max(self.heads - 1, 1))

    def accept(self):
        self._send("accept", self.address, action="accept")

    def cancel(self):
        self._send("cancel", self.address, action="cancel")

    def did(self, act):
        return any(made == act and status == DONE for made, status, _seconds in self.answers)

    def _change(self, heads):
        if self._send(self.next_act, self.address, action="change", **self._party(heads)):
            self.heads = heads

    @staticmethod
    def _party(heads):
        return {"adults": 1, "children": heads - 1}

    def _send(self, act, path, **fields):
        """Where the site sends the family next, once it has read that page; or nothing."""
        address = self._exchange(act, "POST", path, urlencode(fields), FORM)
        if address:
            self._exchange("read", "GET", address)
        return address

    def _exchange(self, act, *request):
        start = time.monotonic()
        browser = http.client.HTTPConnection(self.host, timeout=120)
        browser.request(*request)
        answer = browser.getresponse()
        answer.read()
        browser.close()
        self.answers.append((act, answer.status, time.monotonic() - start))
        return answer.getheader("Location")
