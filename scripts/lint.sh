#!/usr/bin/env bash
# golangci-lint with the opt-in list of .golangci.yml, gofumpt, and known vulnerabilities when the database is there.
set -euo pipefail
cd "$(dirname "$0")/.."
tool() { go tool -modfile=tools/go.mod "$@"; }

unformatted=$(git ls-files -co --exclude-standard '*.go' | grep -vE '_templ\.go$|internal/store/db/' | xargs -r go tool -modfile=tools/go.mod gofumpt -l)
if [ -n "$unformatted" ]; then
	echo "not gofumpt'ed:"
	echo "$unformatted"
	exit 1
fi
tool golangci-lint run ./...
bash scripts/vuln.sh
