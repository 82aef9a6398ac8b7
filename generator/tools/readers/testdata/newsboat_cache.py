"""Writes what newsboat has in its cache, [{id, title, ...}], and then marks all as read."""
import json
import sqlite3
import sys
import time

with sqlite3.connect(json.load(sys.stdin)) as cache:
    rows = cache.execute(
        "SELECT guid, title, url, content, pubDate, unread FROM rss_item WHERE deleted = 0 ORDER BY pubDate DESC, id").fetchall()
    cache.execute("UPDATE rss_item SET unread = 0")
json.dump([{
    "id": r[0], "title": r[1], "url": r[2], "html": r[3],
    "published": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(r[4])), "unread": bool(r[5]),
} for r in rows], sys.stdout)
