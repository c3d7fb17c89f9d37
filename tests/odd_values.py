"""Texts that people, scripts and attackers send, and the parameters they try. Kept as tables."""

# fmt: off
ODD = [
    "", " ", "0", "-1", "1", "999999999999", "9999999999999999999999999999999999999999",
    "-9999999999999999999999999999999999999999", "1e9", "1,5", "NaN", "Infinity", "0x1F", "٣",
    "\x00", "a\x00b", "\x0b\x1f", "\r\n", "\t", "\u2028", "�", "\ufeff", "\u200d", "\u202e",
    "́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́́", '"', '""', "'", '\\', "%", "%s", "%(x)s",
    "{}", "{{ 7|add:1 }}", "<b>", "</script>", "&amp;", "`", ";", "--", "/", "?", "#", "NEAR(",
    "AND", "OR", "NOT", "*", "(", ")", ":", "^", "-", "+", "title:x", "live:yes", '"live":"',
    "a OR", "NOT a", "é", "ﬁ", "ß", "İ", "𝒳", "🙂", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "كيف", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "中文", "Épinal (88)", "88000",
    "97159", "1000", "true", "null", "None", "on", "[]", "{}", '{"a": 1}', '[{"type": "x"}]',
    "[[[[", "undefined", "__all__", "pk", "-pk", "?", "2027-02-31", "31/02/2027", "0000-00-00",
    "9999-12-31", "10000-01-01", "2027-03-28 02:30", "25:61", "23:59", "9h", "-1:00", "a@b",
    "a@" + "b" * 300 + ".fr", "+33", "javascript:alert(1)", "//example.org", "http://", "http://[",
    "../../etc/passwd", "a" * 256, "a" * 10_000, "a " * 5_000, "é" * 3_000, "9" * 5_000,
    "%" * 2_000, "(" * 500,
]
#: Sent where no form of the page names a parameter.
PARAMETERS = [
    "q", "p", "page", "search", "ordering", "order", "order_by", "export", "tag", "collection_id",
    "term", "next", "t", "user", "id", "ids", "filename", "content_type", "object_type", "locale",
    "fields", "limit", "offset", "child_of", "page_type", "multiple", "allow_external_link",
    "link_text", "parent_page_id", "object_id", "url", "title", "cursor",
]
