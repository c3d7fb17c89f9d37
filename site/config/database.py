"""Timeouts of PostgreSQL: waiting for locks, and statements of the web server."""

#: Of one statement of a request, the wait for rows that another holds included. Migrations, purges, the worker and
#: dumps have their time: the web server alone is bound.
LONGEST_IN_A_REQUEST = "60s"


def give_session_setting(options, name, value):
    """Have each connection with these ``OPTIONS`` begin with it; what ``DATABASE_URL`` says of it goes before."""
    options["options"] = f"-c {name}={value} {options.get('options', '')}".strip()


def bound_statements(connections):
    """End what takes too long for a request, in all connections that are yet to be made."""
    database = connections.settings["default"]
    if database["ENGINE"].endswith("postgresql"):
        give_session_setting(database["OPTIONS"], "statement_timeout", LONGEST_IN_A_REQUEST)
