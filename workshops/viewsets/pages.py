"""Sentences of ours in Wagtail's page editor."""

from wagtail.admin import messages

from workshops import page_schedule


def say_why_it_is_still_there(request, page):
    """Whoever opens a page whose hour to go has come reads what the editors were written. A Wagtail hook."""
    if request.method == "GET" and (sentence := page_schedule.waiting_words(page)):
        messages.warning(request, sentence)
