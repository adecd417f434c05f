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
	"SearchMembers": "members are thousands", "CountMembers": "members are thousands", "AllMembers": "members are thousands",
	"MembersByEmail": "members are thousands", "CountDisputes": "counts them all", "CountEvents": "counts them all",
	"LatestDisputes": "by index, stops at the page", "SearchDisputes": "goes through what indexes found, a thousand at most of each",
	"DeleteOldCounters": "counters are few",
	"NextMoney":         "partial indexes of what is open only", "CountAdjudicators": "the partial index holds assigned cases only",
	"FewOfMediator": "counts what an index found, up to a bound", "FewInStage": "counts what an index found, up to a bound",
	"FewDueBetween": "counts what an index found, up to a bound", "FewOfWork": "counts what an index found, up to a bound",
	"ChartNotes": "notes are few", "Reports": "one a year", "MembersForInsight": "members are thousands",
	"MembersStamp":        "members are thousands",
	"DisputesWithoutFact": "once at start, until none is left",
	"DeskOpen":            "the partial index holds open cases only", "DeskWork": "the partial index holds open work only",
	"MemberChanges": "those of the last seconds", "Tokens": "tokens are few",
	"OpenSignals": "the partial index holds open signals only", "CountOpenSignals": "the partial index holds open signals only",
	"JudgedSignals": "what persons judged is a few a day", "LastJudgedSignals": "what persons judged is a few a day",
	"StaffQueueAll": "the partial index holds open work only", "LapseClaims": "an index of open ones only, once at start",
}

// TestPlans: no query but those named goes through a whole table, so that a million disputes cost no more than a few.
func TestPlans(t *testing.T) {
	t.Parallel()
	conn := plain(t)
	name := regexp.MustCompile("(?s)const [a-zA-Z]+ = `-- name: ([A-Za-z]+) :[a-z]+\n(.*?)`")
	files, err := filepath.Glob("db/*.sql.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no queries: %v", err)
	}
	seen := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllStringSubmatch(string(b), -1) {
			seen++
			plan := planOf(t, conn, m[2])
			_, may := mayScan[m[1]]
			scans := strings.Contains(plan, "SCAN") && !strings.Contains(plan, "SCAN CONSTANT ROW")
			if scans && !may {
				t.Errorf("%s scans:\n%s", m[1], plan)
			}
			if !scans && may {
				t.Errorf("%s need not be named: it does not scan:\n%s", m[1], plan)
			}
		}
	}
	if seen < 80 {
		t.Errorf("only %d queries were found", seen)
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
