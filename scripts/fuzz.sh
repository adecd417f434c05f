#!/usr/bin/env bash
# Runs every fuzz target for the time given (default 10s).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-10s}
grep -rlE '^func Fuzz' --include='*_test.go' internal | sort | while read -r file; do
	grep -oE '^func Fuzz[A-Za-z0-9_]*' "$file" | awk '{print $2}' | while read -r f; do
		echo "$f ($(dirname "$file"))"
		go test -run '^$' -fuzz "^$f\$" -fuzztime "$time" -fuzzminimizetime 5x "./$(dirname "$file")" >/tmp/wederhoor-fuzz.$$ 2>&1 ||
			{ cat /tmp/wederhoor-fuzz.$$; exit 1; }
	done
done
