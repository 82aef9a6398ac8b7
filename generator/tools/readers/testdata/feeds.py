"""Reads feeds with feedparser and writes what it finds: [[{id, title, ...}]]."""
import json
import sys
import time

import feedparser

def date(value):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", value) if value else ""

feeds = []
for text in json.load(sys.stdin):
    feed = feedparser.parse(text.encode(), response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    if feed.bozo:
        raise feed.bozo_exception
    feeds.append([{
        "id": e.id, "title": e.title, "url": e.link, "html": e.content[0].value,
        "published": date(e.get("published_parsed")), "updated": date(e.get("updated_parsed")),
    } for e in feed.entries])
json.dump(feeds, sys.stdout)
