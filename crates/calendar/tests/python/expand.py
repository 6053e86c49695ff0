"""What icalendar and recurring-ical-events make of calendars: read as JSON, answered as JSON.

In:  [{"ics": text, "from": seconds, "to": seconds}, ...]
Out: [[[start, end], ...], ...], in seconds since 1970; whole days are days in UTC.
"""

import datetime
import json
import sys
import types

import dateutil.rrule
import icalendar
import recurring_ical_events

UTC = datetime.timezone.utc

# A rule that never holds ("the second of the one Saturday that is the month's last") is followed to the end of
# time, which was four fifths of all the work. No calendar here is asked for beyond 2040.
dateutil.rrule.datetime = types.SimpleNamespace(**{**vars(datetime), "MAXYEAR": 2100})


def seconds(when):
    if not isinstance(when, datetime.datetime):
        when = datetime.datetime.combine(when, datetime.time(0), UTC)
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return int(when.timestamp())


def expand(job):
    calendar = icalendar.Calendar.from_ical(job["ics"])
    first = datetime.datetime.fromtimestamp(job["from"], UTC)
    last = datetime.datetime.fromtimestamp(job["to"], UTC)
    events = recurring_ical_events.of(calendar).between(first, last)
    events = [event for event in events if event.get("STATUS") != "CANCELLED"]
    return sorted([seconds(event.start), seconds(event.end)] for event in events)


json.dump([expand(job) for job in json.load(sys.stdin)], sys.stdout)
