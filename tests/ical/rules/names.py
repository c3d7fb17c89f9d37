"""The names that IANA knows (RFC 5545 §8.3, 7529, 7808, 7953, 7986, 9073, 9074, 9253) and how often each may stand."""


def _words(text):
    return set(text.split())


COMPONENTS = _words(
    "VCALENDAR VEVENT VTODO VJOURNAL VFREEBUSY VTIMEZONE VALARM STANDARD DAYLIGHT VAVAILABILITY AVAILABLE"
    " PARTICIPANT VLOCATION VRESOURCE"
)
PROPERTIES = _words(
    "CALSCALE METHOD PRODID VERSION ATTACH CATEGORIES CLASS COMMENT DESCRIPTION GEO LOCATION PERCENT-COMPLETE"
    " PRIORITY RESOURCES STATUS SUMMARY COMPLETED DTEND DUE DTSTART DURATION FREEBUSY TRANSP TZID TZNAME"
    " TZOFFSETFROM TZOFFSETTO TZURL ATTENDEE CONTACT ORGANIZER RECURRENCE-ID RELATED-TO URL UID EXDATE EXRULE"
    " RDATE RRULE ACTION REPEAT TRIGGER CREATED DTSTAMP LAST-MODIFIED SEQUENCE REQUEST-STATUS XML TZUNTIL"
    " TZID-ALIAS-OF BUSYTYPE NAME REFRESH-INTERVAL SOURCE COLOR IMAGE CONFERENCE CALENDAR-ADDRESS"
    " LOCATION-TYPE PARTICIPANT-TYPE RESOURCE-TYPE STRUCTURED-DATA STYLED-DESCRIPTION ACKNOWLEDGED PROXIMITY"
    " CONCEPT LINK REFID"
)
METHODS = _words("PUBLISH REQUEST REPLY ADD CANCEL REFRESH COUNTER DECLINECOUNTER")
#: At most once, by component; those that have a rule of their own (VERSION, PRODID …) are left to it.
ONCE = {
    "VCALENDAR": _words(
        "UID LAST-MODIFIED URL REFRESH-INTERVAL SOURCE COLOR X-WR-CALNAME X-WR-CALDESC X-WR-TIMEZONE"
        " X-PUBLISHED-TTL"
    ),
    "VEVENT": _words(
        "UID DTSTART DTEND DURATION CLASS CREATED DESCRIPTION GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY"
        " SEQUENCE STATUS SUMMARY TRANSP URL RECURRENCE-ID RRULE COLOR"
    ),
    "VTIMEZONE": _words("TZID LAST-MODIFIED TZURL TZUNTIL"),
    "VALARM": _words("ACTION TRIGGER DURATION REPEAT UID ACKNOWLEDGED"),
}
#: At most once in each language (RFC 7986 §5.1, §5.2).
ONCE_PER_LANGUAGE = {"VCALENDAR": {"NAME", "DESCRIPTION"}}
#: Values of type TEXT; in LISTS a bare comma separates.
TEXTS = _words(
    "SUMMARY DESCRIPTION LOCATION COMMENT CONTACT NAME TZNAME UID PRODID RELATED-TO STYLED-DESCRIPTION"
    " X-WR-CALNAME X-WR-CALDESC X-ALT-DESC"
)
LISTS = {"CATEGORIES", "RESOURCES"}
#: Names of CSS Color Module Level 3, the only values of COLOR (RFC 7986 §5.9).
COLOURS = _words(
    "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown"
    " burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan"
    " darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid"
    " darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet"
    " deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro"
    " ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki"
    " lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow"
    " lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray"
    " lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine"
    " mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise"
    " mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab"
    " orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru"
    " pink plum powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell"
    " sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato"
    " turquoise violet wheat white whitesmoke yellow yellowgreen"
)
