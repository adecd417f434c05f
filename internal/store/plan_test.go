package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// TestEveryQueryPrepares asks SQLite to read every query of the package.
func TestEveryQueryPrepares(t *testing.T) {
	t.Parallel()
	conn := plain(t)
	q, err := db.Prepare(t.Context(), conn)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
}

func plain(t *testing.T) *sql.DB {
	t.Helper()
	dir := t.TempDir()
	openIn(t, dir, store.Options{})
	conn, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return conn
}

// mayScan names the queries that look at a whole table, and why that is no harm.
var mayScan = map[string]string{
	"SearchMembers": "members are thousands", "AllMembers": "members are thousands",
	"MembersByEmail": "members are thousands", "CountDisputes": "counts them all", "CountEvents": "counts them all",
	"LatestDisputes": "by index, stops at the page", "SearchDisputes": "goes through what indexes found, a thousand at most of each",
	"DeleteOldCounters": "counters are few",
	"NextMoney":         "partial indexes of what is open only", "CountAdjudicators": "the partial index holds assigned cases only",
	"FewOfMediator": "counts what an index found, up to a bound", "FewInStage": "counts what an index found, up to a bound",
	"FewDueBetween": "counts what an index found, up to a bound", "FewOfWork": "counts what an index found, up to a bound",
	"ChartNotes": "notes are few", "StartedMeasures": "measures are few", "Reports": "one a year", "MembersForInsight": "members are thousands",
	"MembersStamp":        "members are thousands",
	"DisputesWithoutFact": "once at start, until none is left",
	"DeskOpen":            "the partial index holds open cases only", "DeskWork": "the partial index holds open work only",
	"MemberChanges": "those of the last seconds", "Tokens": "tokens are few",
	"CountOpenSignals": "the partial index holds open signals only",
	"OpenSignalHeads":  "the partial index holds open signals only",
	"JudgedSignals":    "what persons judged is a few a day", "LastJudgedSignals": "what persons judged is a few a day",
	"MembersDecided": "what persons judged is a few a day",
	"StaffQueueAll":  "the partial index holds open work only",
}

// TestPlans: no query but those named goes through a whole table, so that a million disputes cost no more than a few.
func TestPlans(t *testing.T) {
	t.Parallel()
	conn := plain(t)
	for name, text := range queries(t) {
		plan := planOf(t, conn, text)
		_, may := mayScan[name]
		scans := strings.Contains(plan, "SCAN") && !strings.Contains(plan, "SCAN CONSTANT ROW")
		if scans && !may {
			t.Errorf("%s scans:\n%s", name, plan)
		}
		if !scans && may {
			t.Errorf("%s need not be named: it does not scan:\n%s", name, plan)
		}
	}
}

// TestListsReadOneIndex: the lists of a mediator are found by the index made for them, and a count by deadline reads that
// index and no row. Without statistics SQLite does so only when the index leaves it no choice.
func TestListsReadOneIndex(t *testing.T) {
	t.Parallel()
	conn := plain(t)
	for query, want := range map[string]string{
		`SELECT * FROM dispute WHERE stage = 'mediation' AND ended IS NULL AND mediator = $1 AND mediator <> ''
			ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id LIMIT 50`: "USING INDEX dispute_room (mediator=? AND stage=?)",
		`SELECT 1 FROM dispute WHERE work <> '' AND COALESCE(turn_due, 9223372036854775807) > $1
			AND COALESCE(turn_due, 9223372036854775807) <= $2 LIMIT 250`: "USING COVERING INDEX dispute_work_due",
	} {
		if plan := planOf(t, conn, query); !strings.Contains(plan, want) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s\nis found by\n%s", query, plan)
		}
	}
}

func planOf(t *testing.T, conn *sql.DB, query string) string {
	t.Helper()
	args := make([]any, strings.Count(query, "$"))
	for i := range args {
		args[i] = int64(1)
	}
	rows, err := conn.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		out.WriteString(detail + "\n")
	}
	if err := errorsOf(rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func errorsOf(rows *sql.Rows) error {
	if err := rows.Err(); err != nil {
		return err
	}
	return rows.Close()
}

// observers names the queries by which tests alone look at what the product wrote.
var observers = map[string]string{
	"AccessOf": "who looked is kept, and read by hand when somebody asks (docs/operations.md)", "ContentsErase": "room on a full disk",
	"CounterOf": "the limits", "CountEvents": "the log against its events", "DisputesByEmail": "what a crash left",
	"InsertAccount": "a person", "LetterByMessageID": "a letter as it was received", "SurveysOf": "the figures against the answers",
}

// TestEveryQueryServes: what nothing asks any more is gone.
func TestEveryQueryServes(t *testing.T) {
	t.Parallel()
	var product strings.Builder
	root, skip := filepath.Join("..", ".."), regexp.MustCompile(`internal/(store/(db|storetest)|tests)(/|$)|_test\.go$|node_modules`)
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (skip.MatchString(filepath.ToSlash(path)) || d.Name() == ".git"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || skip.MatchString(path):
			return nil
		}
		b, err := os.ReadFile(path)
		product.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range queries(t) {
		_, watches := observers[name]
		if served := strings.Contains(product.String(), "."+name+"("); served == watches {
			t.Errorf("%s: asked for by the product: %v, named as one that tests alone ask: %v", name, served, watches)
		}
	}
}

// queries gives the text of each query by its name.
func queries(t *testing.T) map[string]string {
	t.Helper()
	name := regexp.MustCompile("(?s)const [a-zA-Z]+ = `-- name: ([A-Za-z]+) :[a-z]+\n(.*?)`")
	files, err := filepath.Glob("db/*.sql.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no queries: %v", err)
	}
	out := map[string]string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllStringSubmatch(string(b), -1) {
			out[m[1]] = m[2]
		}
	}
	if len(out) < 80 {
		t.Errorf("only %d queries were found", len(out))
	}
	return out
}
