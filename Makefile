# make run   the demo: one process, embedded SQLite, mailbox and clock built in
# make test  installs what the tests need (Debian, root or sudo) and runs everything
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
export GOFLAGS := -buildvcs=false
BIN := dist
TOOLS := go tool -modfile=tools/go.mod

.PHONY: build run test setup lint css bench bench-large generate fuzz mutants vuln clean

build:
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o $(BIN)/wederhoor .

run: build
	./$(BIN)/wederhoor demo

test:
	@bash scripts/test.sh

setup:
	@bash scripts/setup.sh

lint:
	@bash scripts/lint.sh

css:
	cd internal/web/styles && npm ci --no-audit --no-fund && node build.mjs

generate:
	$(TOOLS) templ generate -path internal/web
	cd internal/store && go tool -modfile=../../tools/go.mod sqlc generate

bench: build
	go test -run '^$$' -bench . -benchmem ./internal/procedure ./internal/store ./internal/text ./internal/mail ./internal/evidence
	go test -run '^$$' -bench . -benchtime 1x -timeout 20m ./internal/tests/bench

# A trustmark of 4,800 members and a million cases: 7 GB in dist/large, made once and kept.
bench-large:
	go test -run '^$$' -bench BenchmarkLarge -benchtime 1x -timeout 3h ./internal/tests/bench -args -set $(CURDIR)/$(BIN)/large -cases 1000000

fuzz:
	@bash scripts/fuzz.sh 10s

mutants:
	go test -tags mutants -count=1 -timeout 30m -v ./internal/tests/mutants

vuln:
	@bash scripts/vuln.sh

clean:
	rm -rf $(BIN)
