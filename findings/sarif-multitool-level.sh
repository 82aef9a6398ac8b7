#!/usr/bin/env bash
# SARIF Multitool 5.7.0: a report with a level that SARIF does not have passes as valid, and
# nothing else in it is looked at.
#
# A result may have the level none, note, warning or error. Of a file with another one,
# "validate" says that the analysis has completed successfully, exits with 0 and writes a log
# without results. The same file with the level "error" gets several notes, so the rules were
# not run at all; what else is wrong with the file is not reported either.
#
# Who checks reports in continuous integration by the exit code or by the number of
# results takes a broken report for a perfect one. A log without a single note is the sign.
#
# Needs Node.js with npm, on Linux. Fails when the Multitool behaves differently.
set -euo pipefail
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"

printf '{"private": true}\n' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @microsoft/sarif-multitool-linux@5.7.0 >/dev/null
program="$dir/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
chmod +x "$program"

judge() { # judge LEVEL prints how many results the Multitool has for a report
  cat >report.sarif <<SARIF
{
  "\$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [{
    "tool": {"driver": {"name": "t", "rules": [{"id": "a"}]}},
    "results": [{"ruleId": "a", "ruleIndex": 0, "level": "$1", "message": {"text": "Text."}}]
  }]
}
SARIF
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$program" validate report.sarif --level "Error;Warning;Note" \
    --output said.sarif --log ForceOverwrite >said.txt
  grep -q 'completed successfully' said.txt
  { grep -o '"ruleId"' said.sarif || true; } | wc -l
}
good="$(judge error)"
bad="$(judge fatal)"
printf 'results for the level "error": %d\nresults for the level "fatal": %d\n' "$good" "$bad"
if (( good == 0 || bad != 0 )); then
  echo "expected some for the first and none for the second" >&2
  exit 1
fi
