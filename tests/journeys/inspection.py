"""What a browser can say of a page: barriers, weight, complaints."""

from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "axe.run(document, {resultTypes: ['violations']})"
SMALLEST = 320
WIDTHS = [SMALLEST, 1280]
#: A phone and a desktop screen, as ``(width, device pixels in one)``.
SCREENS = [(390, 2), (1280, 1)]
#: What a page opened for the first time may move, in bytes.
BUDGET = 30_000
#: Those further down too, as for a reader who goes to the end of the page.
FETCH_ALL_PICTURES = """Promise.all([...document.images].map(image => {
    image.loading = "eager"
    return image.complete || new Promise(done => { image.onload = image.onerror = done })
}))"""


def barriers(page):
    """``{(width, scheme): ["rule: first element concerned"]}``, in light and dark, on a phone and a desktop."""
    found = {}
    page.evaluate(AXE)
    for width, scheme in product(WIDTHS, ["light", "dark"]):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        rows = page.evaluate(RUN_AXE)["violations"]
        if rows:
            found[width, scheme] = [f"{row['id']}: {row['nodes'][0]['html'][:120]}" for row in rows]
    return found


def sticking_out(page):
    """The first elements that stick out of a page one can scroll sideways; none on a page one cannot."""
    return page.evaluate(
        """() => {
            const root = document.documentElement, width = root.clientWidth;
            if (root.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(e => { const r = e.getBoundingClientRect(); return r.right > width + 1 || r.left < -1; })
                .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
        }"""
    )


class FirstVisits:
    """Addresses opened one after the other in one window, each as for the first time: nothing kept, no cookie."""

    def __init__(self, page):
        self.page = page
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        self.wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.wire.on("Network.requestWillBeSent", self._asked)
        self.wire.on("Network.responseReceived", self._answered)
        self.wire.on("Network.loadingFinished", self._finished)
        self.wire.on("Network.loadingFailed", self._failed)
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._forget()

    def visit(self, path):
        """What was moved over the wire and said on the way, pictures further down included."""
        self._forget()
        response = self.page.goto(path, wait_until="load")
        self.page.evaluate(FETCH_ALL_PICTURES)
        self._settle()
        if response.status >= 400:  # Chromium says so of the page itself, rightly
            self.complaints = [line for line in self.complaints if "status of 4" not in line]
        return {
            "path": path,
            "bytes": sum(self.sizes.values()),
            "images": {url: self.sizes[key] for key, url in self.images.items() if key in self.sizes},
            "hosts": self.hosts,
            "complaints": self.complaints,
            "cookies": [cookie["name"] for cookie in self.page.context.cookies()],
            "sticking out": sticking_out(self.page),
        }

    def _forget(self):
        self.under_way, self.hosts, self.sizes, self.images, self.complaints = set(), set(), {}, {}, []
        self.page.context.clear_cookies()

    def _settle(self):
        """Until nothing is under way any more, the icon of the window included."""
        quiet = 0
        while quiet < 3:
            self.page.wait_for_timeout(15)
            quiet = 0 if self.under_way else quiet + 1

    def _asked(self, event):
        self.under_way.add(event["requestId"])
        address = urlsplit(event["request"]["url"])
        if address.scheme != "data":  # those go nowhere
            self.hosts.add(address.netloc)

    def _answered(self, event):
        response = event["response"]
        if response["mimeType"].startswith("image/") and "svg" not in response["mimeType"]:
            self.images[event["requestId"]] = urlsplit(response["url"]).path

    def _finished(self, event):
        self.under_way.discard(event["requestId"])
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def _failed(self, event):
        self.under_way.discard(event["requestId"])
        self.complaints.append(f"failed: {event['errorText']}")


def first_visits(page_at, paths, width, scale):
    """One report for each path, see ``FirstVisits.visit``."""
    with page_at(width, javascript=True, scale=scale) as page:
        window = FirstVisits(page)
        return [window.visit(path) for path in paths]
