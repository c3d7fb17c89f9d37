"""ical.js, Thunderbird's and Nextcloud's reader, in Chromium.

The browser is driven from a thread of its own: Playwright keeps an event loop in the thread that
starts it, in which Django would refuse the database, and starts only once in each.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests import chromium
from tests.ical.readings import Absent, Reading, strict

SCRIPT = Path(__file__).parents[1] / "vendor" / "ical.js"
#: ``ICAL.parse`` throws at a line it cannot read; a value of the wrong shape throws when it is asked for.
#: A time whose zone the calendar does not describe is "floating": the browser's own is never used.
READ = """
text => {
  const root = new ICAL.Component(ICAL.parse(text));
  if (root.name !== "vcalendar") throw new Error("not one VCALENDAR");
  for (const component of [root, ...root.getAllSubcomponents()])
    for (const property of component.getAllProperties()) property.getValues();
  return root.getAllSubcomponents("vevent").map(vevent => {
    const event = new ICAL.Event(vevent);
    const instant = time => {
      if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`${time} stands in no time zone`);
      return time.toUnixTime();
    };
    return {
      uid: event.uid,
      start: instant(event.startDate),
      end: instant(event.endDate),
      summary: event.summary ?? "",
      status: vevent.getFirstPropertyValue("status") ?? "",
      location: event.location ?? "",
      description: event.description ?? "",
      url: vevent.getFirstPropertyValue("url") ?? "",
      sequence: event.sequence,
    };
  });
}
"""

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ical.js")
_opened = ExitStack()
_pages = []


@strict
def read(content):
    """The ``Reading``s of ``content``."""
    return [_reading(found) for found in _thread.submit(_read, content.decode()).result()]


def close():
    """Ends the browser, if there is one."""
    _thread.submit(_close).result()


def _read(text):
    return _page().evaluate(READ, text)


def _page():
    """The blank page that holds ical.js, kept for the next calendar."""
    if not _pages:
        path = chromium.find()
        if path is None:
            raise Absent(chromium.ADVICE)
        page = _opened.enter_context(chromium.launched(path)).new_page()
        page.add_script_tag(content=SCRIPT.read_text())
        _pages.append(page)
    return _pages[0]


def _close():
    _pages.clear()
    _opened.close()


def _reading(found):
    start, end = (datetime.fromtimestamp(found[name], UTC) for name in ("start", "end"))
    return Reading(**(found | {"start": start, "end": end}))
