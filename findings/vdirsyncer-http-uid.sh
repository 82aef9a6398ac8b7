#!/usr/bin/env bash
# vdirsyncer 0.19: an event of a calendar that is fetched by HTTP loses its UID, and is
# deleted and made anew at each change.
#
# A calendar that people subscribe to has stable UIDs, so that a program knows an event
# again when its day is moved. The storage "http" puts a hash of the event's text into UID
# instead. A change then is no update: the event is removed from the other side of the
# pair, and another one, with another UID and another file name, is put there. What a
# person has added to the event, such as an alarm, is gone, and a program that shows
# changes shows a deletion and a new event.
#
# Needs Debian's vdirsyncer (0.19.0-1) and Python. Fails when it behaves differently.
set -euo pipefail
dir="$(mktemp -d)"
mkdir "$dir/site" "$dir/events"
cd "$dir/site"
exec 3< <(exec /usr/bin/python3 -u -c '
import functools, http.server
with http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
' 2>/dev/null)
server=$!
trap 'kill "$server"; rm -rf "$dir"' EXIT
read -r port <&3

cat >"$dir/config" <<CONFIG
[general]
status_path = "$dir/status/"
[pair p]
a = "site"
b = "local"
collections = null
[storage site]
type = "http"
url = "http://127.0.0.1:$port/a.ics"
[storage local]
type = "filesystem"
path = "$dir/events/"
fileext = ".ics"
CONFIG

calendar() { # calendar DAY writes a calendar of one event
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//t//EN BEGIN:VEVENT UID:launch@example.com \
    DTSTAMP:20260301T080000Z "DTSTART;VALUE=DATE:$1" SUMMARY:Launch END:VEVENT END:VCALENDAR >a.ics
}
sync() { # sync prints what was done, without ids, and then the UID on the other side
  vdirsyncer -c "$dir/config" sync 2>&1 | sed -nE 's/^(Copying|Updating|Deleting) .*/\1/p' | sort | tr '\n' ' '
  sed -nE 's/^UID:([^\r]*).*/\1/p' "$dir"/events/*.ics
}
calendar 20260601
vdirsyncer -c "$dir/config" discover >/dev/null 2>&1
first="$(sync)"
calendar 20260520
second="$(sync)"
printf 'first:  %s\nsecond: %s\n' "$first" "$second"
if [[ ! "$first" =~ ^Copying\ [0-9a-f]{64}$ || ! "$second" =~ ^Copying\ Deleting\ [0-9a-f]{64}$ ]]; then
  echo "expected an event to be copied, then one to be copied and one to be deleted, with a hash as UID" >&2
  exit 1
fi
