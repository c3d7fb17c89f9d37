"""Draws what people, scripts and attackers send: addresses from the URL conf, forms from the pages, odd values."""

import random
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver

from tests.odd_values import ODD, PARAMETERS

#: What signs the person out.
LEFT_OUT = re.compile(r"^(/admin)?/(compte/)?logout/$")


def addresses(prefixes, values):
    """Every address of the URL conf below one of ``prefixes``, its arguments drawn from ``values``: lists by kind."""
    return [
        each
        for each in _patterns(get_resolver().url_patterns, [])
        if _path(each, lambda *_: "1").startswith(prefixes)
    ]


def _patterns(patterns, before):
    for each in patterns:
        route = [*before, each.pattern]
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _patterns(each.url_patterns, route)


def _path(route, value):
    """One path of a route; ``value(name, kind)`` draws each argument."""
    path = "/"
    for pattern in route:
        text = str(pattern)
        if hasattr(pattern, "_route"):
            path += re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: value(found[2], found[1] or "str"), text)
        elif hasattr(pattern, "_regex"):
            path += _of_regex(text, value)
        else:
            path += text  # the prefix of a language
    return re.sub("//+", "/", path)


def _of_regex(text, value):
    """A path of a regular expression as the site and its libraries write them: named groups, no alternatives."""
    plain = text.lstrip("^").rstrip("$").replace(r"\.", ".").replace(r"\Z", "")
    plain = re.sub(
        r"\(\?P<(\w+)>(\([^()]*\)|[^()])*\)",
        lambda found: value(found[1], "int" if r"\d" in found[0] else "str"),
        plain,
    )
    return re.sub(r"\((?:\([^()]*\)|[^()])*\)[*+?]?", lambda _found: value("", "str"), plain).replace("?", "")


class _Forms(HTMLParser):
    """``forms``: ``(method, action, {name: value}, {names of files})`` of a page; ``links``: its addresses."""

    def __init__(self):
        super().__init__()
        self.forms, self.links = [], []
        self._form = self._select = self._textarea = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "form":
            self._form = (attributes.get("method", "get").lower(), attributes.get("action") or "", {}, set())
            self.forms.append(self._form)
        name = attributes.get("name")
        if self._form is None:
            return
        fields = self._form[2]
        if tag == "option" and self._select and ("selected" in attributes or self._select not in fields):
            fields[self._select] = attributes.get("value") or ""
        if not name:
            return
        if tag == "select":
            self._select = name
            self._form[2].pop(name, None)
        elif tag == "textarea":
            self._textarea = name
            self._form[2][name] = ""
        elif tag in ("input", "button"):
            kind = attributes.get("type", "text")
            if kind == "file":
                self._form[3].add(name)
            elif kind not in ("checkbox", "radio") or "checked" in attributes:
                self._form[2].setdefault(name, attributes.get("value") or "")

    def handle_data(self, data):
        if self._textarea and self._form is not None:
            self._form[2][self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def forms_of(response):
    """The forms and links of an HTML answer; of JSON, those of the HTML within it."""
    kind = response.headers.get("Content-Type", "")
    read = _Forms()
    if response.status_code != 200 or response.streaming:
        return read
    if kind.startswith("application/json"):
        found = response.json()
        read.feed(str(found.get("html", "")) if isinstance(found, dict) else "")
    elif kind.startswith("text/html"):
        read.feed(response.content.decode())
    return read


class Fuzzer:
    """Inputs of one person. The same ``seed`` draws the same ones; ``failures``: what was answered with 5xx."""

    def __init__(self, client, *, seed, prefixes, values):
        self.client, self.random, self.values = client, random.Random(seed), values
        self.routes = addresses(prefixes, values)
        self.random.shuffle(self.routes)
        self.forms, self.answers, self.failures, self.sent, self.turn = [], {}, [], 0, 0
        client.raise_request_exception = False

    def run(self, number, guard):
        """Sends ``number`` inputs, each inside ``guard()``: a context that undoes what it wrote."""
        while self.sent < number:
            with guard():
                if self.forms and self.random.random() < 0.6:
                    self._post()
                else:
                    self._get()
        return self

    def _get(self):
        route = self.routes[self.turn % len(self.routes)]
        self.turn += 1
        path = _path(route, self._argument)
        if LEFT_OUT.match(path):
            return
        names = self.random.sample(PARAMETERS, self.random.choice([0, 0, 1, 2, 3]))
        response = self._send("GET", path, [(name, self._odd()) for name in names])
        self._learn(path, response)

    def _learn(self, path, response):
        read = forms_of(response)
        for method, action, fields, files in read.forms:
            target = action if action.startswith("/") else path
            if not LEFT_OUT.match(urlsplit(target).path):
                self.forms.append((method, target, fields, files))
        del self.forms[:-60]

    def _post(self):
        method, target, fields, files = self.random.choice(self.forms)
        sent = {**dict.fromkeys(_STREAMS, "0"), **fields} if method == "post" else dict(fields)
        names = sorted({*fields, *files} - {"csrfmiddlewaretoken"})
        for name in self.random.sample(names, min(len(names), self.random.choice([1, 1, 2, 3, len(names)]))):
            if name in files:
                sent[name] = self._file()
            elif name.endswith(("_FORMS", "-count")):
                sent[name] = self.random.choice(["0", "1", "2"])
            elif self.random.random() < 0.05:
                sent.pop(name, None)
            else:
                sent[name] = self._odd()
        if method == "get":
            self._send("GET", urlsplit(target).path, [*parse_qsl(urlsplit(target).query), *sent.items()])
        else:
            self._send("POST", target, sent)

    def _send(self, method, path, data):
        self.sent += 1
        if method == "GET":
            query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in data)
            response = self.client.get(_quoted(path, safe="/%?=&"), QUERY_STRING=query)
        else:
            ajax = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if self.random.random() < 0.2 else {}
            response = self.client.post(path, data, **ajax)
        self.answers[response.status_code] = self.answers.get(response.status_code, 0) + 1
        if response.status_code >= 500:
            error = response.exc_info[1] if getattr(response, "exc_info", None) else None
            self.failures.append(f"{method} {path[:200]} {_short(data)}: {repr(error)[:300]} {_where(error)}")
        return response

    def _argument(self, name, kind):
        known = self.values["int" if kind == "int" else "str"]
        if self.random.random() < 0.75:
            return str(self.random.choice(self.values.get(name) or known))
        if kind == "int":
            return self.random.choice(["0", "999999999999", "9" * 30])
        return self.random.choice(["zzz", "0", "9" * 30, "é", "a" * 300, "1,2", "_1", "%00"])

    def _odd(self):
        pick = self.random.random()
        if pick < 0.7:
            return self.random.choice(ODD)
        if pick < 0.85:
            return str(self.random.choice(self.values["int"]))
        return "".join(self.random.choice(ODD)[:40] for _ in range(self.random.randint(2, 5)))

    def _file(self):
        name = self.random.choice(
            [
                "a.jpg",
                "a.png",
                "a.gif",
                "a.webp",
                "a.avif",
                "a.svg",
                "a.pdf",
                "a.csv",
                "a",
                "\x00.jpg",
                "é" * 200 + ".jpg",
            ]
        )
        content = self.random.choice(self.values["files"])
        cut = self.random.choice([len(content), len(content), len(content) // 2, 20])
        return SimpleUploadedFile(name, content[:cut], content_type="application/octet-stream")


#: Stream fields of the site's pages: scripts write these, so no HTML holds them.
_STREAMS = [
    f"{name}-count"
    for name in ("body", "bring", "objectives", "programme", "stands", "questionnaire", "steps")
]


def _quoted(text, safe=""):
    return quote_from_bytes(str(text).encode("utf-8", "surrogatepass"), safe=safe)


def _short(data):
    return {name: str(value)[:60] for name, value in (data if isinstance(data, list) else data.items())}


def _where(error):
    """The last lines of ours or of a library's in the traceback."""
    lines, traceback = [], error and error.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        lines.append(
            f"{code.co_filename.rpartition('site-packages/')[2]}:{traceback.tb_lineno} {code.co_name}"
        )
        traceback = traceback.tb_next
    return " < ".join(reversed(lines[-4:]))
