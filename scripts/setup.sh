#!/usr/bin/env bash
# Installs what the tests need on Debian: Chromium for the pages, and axe-core through npm. Installs only what is
# missing, so that a second run needs no root and no network.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

need=()
command -v chromium >/dev/null || need+=(chromium)
command -v pdftotext >/dev/null && command -v pdfsig >/dev/null || need+=(poppler-utils)
command -v gcc >/dev/null || need+=(gcc libc6-dev) # go test -race
command -v npm >/dev/null || need+=(npm)
command -v git >/dev/null || need+=(git)
if [ ${#need[@]} -gt 0 ]; then
	echo "setup: installing ${need[*]}"
	as_root apt-get update -qq
	DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi

# axe-core, pinned by the lockfile; the tests read it from there.
if [ ! -f internal/tests/browser/node_modules/axe-core/axe.min.js ]; then
	(cd internal/tests/browser && npm ci --no-audit --no-fund --silent)
fi
