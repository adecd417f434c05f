#!/usr/bin/env bash
# Everything that must hold, in the order in which a mistake is found soonest. Ends with a list of what ran; nothing
# is skipped without being named there, and a skipped test fails the run.
set -uo pipefail
cd "$(dirname "$0")/.."
ran=() failed=0

step() {
	local name=$1
	shift
	local t0=$SECONDS
	echo "== $name"
	if "$@"; then
		ran+=("ok    $name ($((SECONDS - t0)) s)")
	else
		ran+=("FAIL  $name ($((SECONDS - t0)) s)")
		failed=1
	fi
}

go_tests() { # flags and packages of go test
	local out
	out=$(mktemp)
	go test -shuffle=on -timeout 15m -v "$@" >"$out" 2>&1
	local rc=$?
	grep -E '^(--- FAIL|FAIL|panic:|ok  |\?)' "$out" || true
	if [ $rc -ne 0 ]; then
		grep -vE '^(=== |--- PASS|    --- PASS|ok  |\?)' "$out" | tail -n 150
	fi
	local skipped
	skipped=$(grep -cE '^ *--- SKIP' "$out")
	echo "$(grep -cE '^ *--- PASS' "$out") passed, $(grep -cE '^ *--- FAIL' "$out") failed, $skipped skipped"
	if [ "$skipped" -gt 0 ]; then
		grep -E '^ *--- SKIP' "$out"
		rc=1
	fi
	rm -f "$out"
	return $rc
}

generated() { # committed generated code is what the generators make of its sources
	local before after
	before=$(git ls-files -s -- '*_templ.go' 'internal/store/db' | sha256sum)
	find internal -name '*_templ.go' -exec sha256sum {} + | sort >/tmp/wederhoor-gen.$$
	go tool -modfile=tools/go.mod templ generate -path internal/web >/dev/null 2>&1 || return 1
	find internal -name '*_templ.go' -exec sha256sum {} + | sort | diff -q /tmp/wederhoor-gen.$$ - || return 1
	rm -f /tmp/wederhoor-gen.$$
	after=$(git ls-files -s -- '*_templ.go' 'internal/store/db' | sha256sum)
	[ "$before" = "$after" ]
}

static_size() {
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o dist/wederhoor . || return 1
	local size
	size=$(stat -c %s dist/wederhoor)
	echo "dist/wederhoor: $((size / 1000000)) MB"
	[ "$size" -lt 45000000 ]
}

bash scripts/setup.sh || exit 1
step "build: one static file under 45 MB" static_size
step "vet" go vet ./...
step "generated code is current" generated
# Those of the whole drive the real binary, every route or years of cases; the race detector, which makes them five to
# ten times slower, is on in the other ones: they have the same code with as much at once.
whole='internal/tests/(browser|crash|matrix|bench|mutants|firewall|recount|papers)$|internal/(demo|trial)$'
mapfile -t parts < <(go list ./... | grep -vE "$whole")
mapfile -t wholes < <(go list ./... | grep -E "$whole")
step "tests of the parts and the journeys (race detector, shuffled)" go_tests -race "${parts[@]}"
step "tests of the whole: every page in Chromium, kill -9, permissions" go_tests "${wholes[@]}"
# Every eighth one: with all of them the gate would take half an hour. make mutants runs the others too.
step "mutants: every eighth seeded mistake is found" go test -tags mutants -count=1 -timeout 30m ./internal/tests/mutants -every 8
step "lint" bash scripts/lint.sh

echo
echo "What ran:"
printf '%s\n' "${ran[@]}"
exit $failed
