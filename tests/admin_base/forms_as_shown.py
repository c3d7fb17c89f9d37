"""A form of the admin as a browser holds it: what it shows is what it sends."""

from bs4 import BeautifulSoup

SILENT = {"submit", "button", "image", "reset", "file"}


def form_shown(client, address, form="#w-editor-form"):
    """``{name: value}`` of the form at ``address``, lists where several are chosen."""
    return form_of(client.get(address), form)


def form_of(response, form="#w-editor-form"):
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser").select_one(form)
    sent = {}
    for field in page.select("input[name], select[name], textarea[name]"):
        values = None if field.has_attr("disabled") else _values(field)
        for value in values or []:
            sent.setdefault(field["name"], []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


def _values(field):
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        chosen = field.select("option[selected]") or (
            [] if field.has_attr("multiple") else field.select("option")[:1]
        )
        return [option.get("value", option.get_text()) for option in chosen]
    kind = field.get("type", "text")
    if kind in SILENT:
        return None
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.has_attr("checked") else None
    return [field.get("value", "")]
