"""Reads calendars with icalendar and writes what it finds: [[{uid, title, ...}]]."""
import datetime
import json
import sys

import icalendar

def when(prop):
    if prop is None:
        return ""
    value = prop.dt
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

calendars = []
for text in json.load(sys.stdin):
    events = icalendar.Calendar.from_ical(text.encode()).walk("VEVENT")
    for e in events:
        if e.errors:
            raise ValueError(e.errors)
    calendars.append([{
        "uid": e["UID"], "title": e["SUMMARY"], "text": e.get("DESCRIPTION", ""), "start": when(e["DTSTART"]), "end": when(e.get("DTEND")),
        "status": e["STATUS"], "sequence": e.get("SEQUENCE", 0), "stamp": when(e["DTSTAMP"]),
    } for e in events])
json.dump(calendars, sys.stdout)
