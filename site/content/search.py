"""Wagtail's search, asked only for what both databases can look up.

Every search box goes through here: lists and choosers of the admin, its API, pages for the public. FTS5 (SQLite)
takes a quotation mark within a word for the end of it and raises; PostgreSQL refuses NUL, and words of more than
2046 bytes; both compile a thousand words one within the other until Python gives up.
"""

import re
from functools import cache

from django.db.models.expressions import Col
from django.db.models.functions import Extract
from django.db.models.lookups import Lookup
from wagtail.search.backends import database
from wagtail.search.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

#: What is longer is no search, and finds nothing.
LONGEST_TEXT, MOST_WORDS = 500, 60
_NOT_LOOKED_UP = re.compile('["\x00\ud800-\udfff]')
_OPERATORS = {*PlainText.OPERATORS, None}


class CleanedQueries:
    """Asks for the words of a query. Without any, nothing is found, as for an unknown word."""

    def _search(self, query_compiler_class, query, model_or_queryset, **kwargs):
        if kwargs.get("operator") not in _OPERATORS:
            kwargs["operator"] = None
        return super()._search(
            query_compiler_class, cleaned(query) or MATCH_NONE, model_or_queryset, **kwargs
        )


def SearchBackend(params):  # noqa: N802 - the name that Wagtail looks for
    """Wagtail's own backend for the site's database, asked for words alone."""
    return _cleaning(type(database.SearchBackend(params)))(params)


class AnnotationsFiltered:
    """Lets a list be searched and filtered by what it counts (images by « usage ») at the same time.

    The check is about services outside the database; it takes every condition for a column, and raises.
    """

    def _get_filters_from_where_node(self, where_node, check_only=False):
        if isinstance(where_node, Lookup) and not isinstance(where_node.lhs, Col | Extract):
            return None
        return super()._get_filters_from_where_node(where_node, check_only=check_only)


@cache
def _cleaning(backend):
    compilers = {
        name: type(compiler.__name__, (AnnotationsFiltered, compiler), {})
        for name in ("query_compiler_class", "autocomplete_query_compiler_class")
        if (compiler := getattr(backend, name))
    }
    return type(backend.__name__, (CleanedQueries, backend), compilers)


def cleaned(query):
    """``query``, a text or a ``SearchQuery``, with its words alone; ``None`` where no word is left."""
    if isinstance(query, str):
        return " ".join(_words(query)) or None
    if isinstance(query, Phrase):
        words = _words(query.query_string)
        return Phrase(" ".join(words)) if words else None
    if isinstance(query, PlainText):
        words = _words(query.query_string)
        return PlainText(" ".join(words), operator=query.operator, boost=query.boost) if words else None
    if isinstance(query, Fuzzy):
        words = _words(query.query_string)
        return Fuzzy(" ".join(words), operator=query.operator, unaccent=query.unaccent) if words else None
    if isinstance(query, And | Or):
        left = [each for each in map(cleaned, query.subqueries) if each]
        return type(query)(left) if left else None
    if isinstance(query, Not):
        subquery = cleaned(query.subquery)
        return Not(subquery) if subquery else None
    if isinstance(query, Boost):
        subquery = cleaned(query.subquery)
        return Boost(subquery, query.boost) if subquery else None
    return query  # all, or what a later version brings


def _words(text):
    """What stands between spaces and quotation marks and holds a letter or a digit."""
    if len(text) > LONGEST_TEXT:
        return []
    words = [word for word in _NOT_LOOKED_UP.sub(" ", text).split() if any(map(str.isalnum, word))]
    return words if len(words) <= MOST_WORDS else []
