#!/usr/bin/env bash
# Writes THIRD_PARTY_NOTICES: what is served (style, font) and the licence of every module in the binary.
set -euo pipefail
cd "$(dirname "$0")/.."
{
	echo "Wederhoor is made with the work of others. Their notices follow."
	echo
	cat internal/web/static/NOTICES.txt internal/document/fonts/NOTICES.txt
	go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}}{{"\t"}}{{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}' . | sort -u |
		while IFS=$'\t' read -r path version dir; do
			[ -n "$path" ] || continue
			echo
			echo "================================================================================"
			echo "$path $version"
			echo
			for f in "$dir"/LICENSE* "$dir"/LICENCE* "$dir"/COPYING* "$dir"/NOTICE*; do
				[ -f "$f" ] && cat "$f"
			done
		done
} >THIRD_PARTY_NOTICES
