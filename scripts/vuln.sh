#!/usr/bin/env bash
# Looks for known vulnerabilities in what we call. The database is a folder or archive in VULNDB, or
# ../shared/vulndb.tgz; without either there is nothing to check against, and that is said.
set -euo pipefail
cd "$(dirname "$0")/.."
db=${VULNDB:-../shared/vulndb.tgz}
if [ ! -e "$db" ]; then
	echo "vulnerabilities: NOT CHECKED, no database at $db (set VULNDB)"
	exit 0
fi
dir=$db
if [ -f "$db" ]; then
	dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
	tar -xzf "$db" -C "$dir"
	[ -f "$dir/index/db.json" ] || dir=$(dirname "$(dirname "$(find "$dir" -path '*index/db.json' | head -1)")")
fi
go tool -modfile=tools/go.mod govulncheck -db "file://$dir" ./...
