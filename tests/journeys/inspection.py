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
BUDGET = 50_000
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


def first_visit(page_at, path, width, scale):
    """What was moved over the wire and said on the way, pictures further down included."""
    seen = {"path": path, "complaints": [], "hosts": set()}
    sizes, images = {}, {}
    with page_at(width, javascript=True, scale=scale) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on(
            "Network.loadingFinished", lambda end: sizes.update({end["requestId"]: end["encodedDataLength"]})
        )
        wire.on("Network.responseReceived", lambda event: images.update(_image(event)))
        page.on("request", lambda request: seen["hosts"].add(urlsplit(request.url).netloc))
        page.on("requestfailed", lambda request: seen["complaints"].append(f"failed: {request.url}"))
        page.on(
            "console", lambda line: seen["complaints"].append(line.text) if line.type == "error" else None
        )
        page.on("pageerror", lambda error: seen["complaints"].append(str(error)))
        response = page.goto(path, wait_until="load")
        page.evaluate(FETCH_ALL_PICTURES)
        seen["bytes"] = sum(sizes.values())
        seen["images"] = {url: sizes[key] for key, url in images.items() if key in sizes}
        seen["sticking out"] = sticking_out(page)
        seen["cookies"] = [cookie["name"] for cookie in page.context.cookies()]
        if response.status >= 400:  # Chromium says so of the page itself, rightly
            seen["complaints"] = [line for line in seen["complaints"] if "status of 4" not in line]
    return seen


def _image(event):
    """``{request: path}`` of a response that is a picture of a page, not a drawing."""
    response = event["response"]
    is_picture = response["mimeType"].startswith("image/") and "svg" not in response["mimeType"]
    return {event["requestId"]: urlsplit(response["url"]).path} if is_picture else {}
