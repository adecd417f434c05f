package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/replay"
	"wederhoor/internal/setting"
	"wederhoor/internal/simulate"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// What is shown can be tried as it is, and then it changes nothing.
func TestRulesShow(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := showRules(&b, procedure.CurrentRules()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"AnswerDays = 7", "# 1.1: days of the shop\n", "AnswerReminders = [4, 1]", `Version = "2026-11"`, "FeeCents = 2500", "(fixed)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if _, err := parseTrial([]byte(b.String()), procedure.CurrentRules()); err == nil || !strings.Contains(err.Error(), "changes nothing") {
		t.Errorf("what was shown is refused: %v", err)
	}
	if tr, err := parseTrial([]byte(strings.Replace(b.String(), "ChoiceDays = 14", "ChoiceDays = 10", 1)), procedure.CurrentRules()); err != nil || len(tr.changes) != 1 {
		t.Errorf("one number changed: %+v, %v", tr.changes, err)
	}
}

func TestRulesFile(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for name, c := range map[string]struct{ file, says string }{
		"good":                 {"AnswerDays = 5\n", ""},
		"reminders":            {"AnswerReminders = []\nResponseRemindDays = [3, 5, 9]\n", ""},
		"unknown":              {"AnswerDays = 5\n\nAnswerWeeks = 1\n", `line 3: "AnswerWeeks" is not a number of the rules`},
		"spelled otherwise":    {"answer_days = 5\n", `line 1: "answer_days" is not a number of the rules; did you mean AnswerDays?`},
		"in a section":         {"# trial\n[rules]\nAnswerDays = 5\n", `line 2: "rules" is not a number of the rules`},
		"no TOML":              {"ChoiceDays = 10\nAnswerDays = \n", "line 2: this cannot be read as TOML"},
		"twice":                {"AnswerDays = 5\nAnswerDays = 6\n", "line 2: this cannot be read as TOML"},
		"a word":               {`AnswerDays = "five"`, "line 1: AnswerDays is a whole number, such as 7"},
		"half a day":           {"AnswerDays = 4.5", "line 1: AnswerDays is a whole number, such as 7"},
		"none":                 {"AnswerDays = 0", "line 1: AnswerDays is a number from 1 to 1000, not 0"},
		"negative":             {"ChoiceDays = -3", "line 1: ChoiceDays is a number from 1 to 1000, not -3"},
		"late reminder":        {"ChoiceRemindDays = 9\nChoiceDays = 9", "line 1: ChoiceRemindDays (9) must be less than ChoiceDays (9)"},
		"reminder left behind": {"\nAnswerDays = 4", "line 2: AnswerReminders has 4, which is not before the last of AnswerDays (4)"},
		"order of reminders":   {"AnswerReminders = [1, 4]", "line 1: AnswerReminders counts back from the last day"},
		"order of responses":   {"ResponseRemindDays = [14, 7]", "line 1: ResponseRemindDays counts from the beginning"},
		"reminders of zero":    {"AnswerReminders = [4, 0]", "line 1: AnswerReminders is a list of days"},
		"no list":              {"AnswerReminders = 4", "line 1: AnswerReminders is a list of days, such as [4, 1]"},
		"money":                {"FeeCents = 5000", "line 1: FeeCents cannot be tried: it is about money"},
		"a target":             {"ContactWorkdays = 1", "line 1: ContactWorkdays cannot be tried: it is a target"},
		"what is kept":         {"KeepYears = 7", "line 1: KeepYears cannot be tried: it has no effect on how a case goes"},
		"a bound":              {"MostExtensions = 1", "line 1: MostExtensions cannot be tried: it is a bound"},
		"a version":            {`Version = "2027-01"`, "line 1: Version cannot be tried"},
		"a longer right":       {"ReopenDays = 30", "line 1: ReopenDays can be tried shorter than 14 only"},
		"the same":             {"AnswerDays = 7", "changes nothing"},
		"empty":                {"# nothing\n", "changes nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := put(t, c.file, t.TempDir(), "new.toml")
			_, err := readTrial(file)
			if c.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || exitOf(err) != 2 || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), file+" ") {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
	for name, args := range map[string][]string{"no file": {filepath.Join(data, "none.toml")}, "a folder": {t.TempDir()}} {
		if err := run(t, data, data+"-files", append([]string{"rules", "replay"}, args...)...); err == nil || exitOf(err) != 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := run(t, data, data+"-files", "rules", "replay", put(t, "AnswerDays = 5", t.TempDir(), "new.toml")); err != nil {
		t.Errorf("no case at all: %v", err)
	}
}

// Under the rules that they were made under, the cases of the demo go as they went; under others something shows.
func TestReplayOfTheDemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d, err := openDemo(t.Context(), demoSetting(), slog.New(slog.DiscardHandler), folder, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	now := d.world.Clock.Now()
	if err := d.close(); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), folder, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close() //nolint:errcheck // only read
	n, err := st.Queries().CountDisputes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	res, err := replayAll(t.Context(), st, trial{}, now, true)
	if err != nil {
		t.Fatal(err)
	}
	if res.Cases != int(n) || n < 20 || res.In[replay.Same]+res.In[replay.Running] != res.Cases || len(res.References) > 0 {
		t.Errorf("%d cases, under the same rules: %+v", n, res)
	}
	for _, counts := range []map[string]replay.Count{res.Letters, res.Reminders} {
		for kind, c := range counts {
			if c.Before != c.After {
				t.Errorf("%s: %+v", kind, c)
			}
		}
	}
	tr, err := parseTrial([]byte("ChoiceRemindDays = 2\nChoiceDays = 3\nResumeDays = 3\nAnswerDays = 2\nAnswerReminders = [1]\n"), procedure.CurrentRules())
	if err != nil {
		t.Fatal(err)
	}
	if res, err = replayAll(t.Context(), st, tr, now, true); err != nil {
		t.Fatal(err)
	}
	if res.In[replay.Otherwise]+res.In[replay.Earlier] == 0 {
		t.Errorf("much shorter terms change nothing: %+v", res.In)
	}
	if got := len(res.References[replay.Otherwise]); got != res.In[replay.Otherwise] {
		t.Errorf("%d references of %d cases that end otherwise", got, res.In[replay.Otherwise])
	}
	printed(t, tr, now, res)
}

func demoSetting() setting.Settings {
	s := setting.Default()
	s.Server.Listen, s.Organisation.PublicURL = "127.0.0.1:0", "http://localhost:8080"
	return s
}

// printed wants a result in words and as JSON.
func printed(t *testing.T, tr trial, now time.Time, res *replay.Result) {
	t.Helper()
	var text, data strings.Builder
	if err := printTrial(&text, tr, now, res); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"AnswerDays (rules 1.1): 2 instead of 7", "AnswerReminders (rules 1.1): [1] instead of [4, 1]", fmt.Sprintf("%d cases replayed", res.Cases), "end otherwise", "reminders of which"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
	if err := printTrialJSON(&data, tr, now, res); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Rules   string
		Changes []change
		Result  struct {
			Cases      int
			Groups     map[string]int
			References map[string][]string
			Otherwise  []replay.Moved
		}
	}
	if err := json.Unmarshal([]byte(data.String()), &back); err != nil {
		t.Fatal(err)
	}
	if back.Result.Cases != res.Cases || len(back.Changes) != 5 || back.Result.Groups["otherwise"] != res.In[replay.Otherwise] ||
		len(back.Result.References["otherwise"]) != res.In[replay.Otherwise] {
		t.Errorf("read back: %+v", back)
	}
}

// simulatedStore is a store with made-up cases of three members.
func simulatedStore(t testing.TB, cases int) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	var logs [][]procedure.Event
	_, err = simulate.Run(simulate.Options{Cases: cases, Seed: 1, Now: time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC), Table: func(e procedure.Event, s procedure.State) []letter.Letter {
		if e.Seq == 1 {
			logs = append(logs, nil)
		}
		logs[len(logs)-1] = append(logs[len(logs)-1], e)
		return letter.For(e, s)
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range slices.Collect(slices.Chunk(logs, 200)) {
		err := st.Write(t.Context(), store.Act, func(tx *store.Tx) error {
			if i == 0 {
				for _, m := range []string{"1", "2", "3"} {
					if err := tx.UpsertMember(t.Context(), db.UpsertMemberParams{ID: m, Slug: m, Since: "2020-01-01", Status: "active"}); err != nil {
						return err
					}
				}
			}
			for j, log := range part {
				if err := insertCase(t, tx, i*200+j, log); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func insertCase(t testing.TB, tx *store.Tx, n int, log []procedure.Event) error {
	err := tx.InsertDispute(t.Context(), db.InsertDisputeParams{
		ID: log[0].Dispute, Reference: fmt.Sprintf("R%06d", n), Member: fmt.Sprint(1 + n%7/3), Version: int64(len(log)), TurnDue: sql.NullInt64{},
	})
	for _, e := range log {
		if err != nil {
			return err
		}
		var payload []byte
		var typ string
		if typ, payload, err = procedure.Encode(e.Body); err != nil {
			return err
		}
		var leaf int64
		if leaf, err = tx.AppendLeaf([]byte(e.Dispute)); err != nil {
			return err
		}
		err = tx.InsertEvent(t.Context(), db.InsertEventParams{
			Dispute: e.Dispute, Seq: e.Seq, Due: e.Due.UnixMilli(), Recorded: e.Recorded.UnixMilli(),
			ActorRole: string(e.Actor.Role), Actor: e.Actor.ID, Rule: e.Rule, Type: typ, Payload: payload, Leaf: leaf,
		})
	}
	return err
}

// Every case of a store is replayed once, whatever the batches, and those stored go as they went.
func TestReplayOfAStore(t *testing.T) {
	t.Parallel()
	st := simulatedStore(t, 2*casesAtOnce+37)
	later := time.Date(2036, 1, 1, 8, 0, 0, 0, time.UTC)
	res, err := replayAll(t.Context(), st, trial{}, later, true)
	if err != nil {
		t.Fatal(err)
	}
	if res.Cases != 2*casesAtOnce+37 || res.In[replay.Same] != res.Cases {
		t.Errorf("%d cases: %v", res.Cases, res.In)
	}
	tr := trial{values: map[string]any{"ResumeDays": int64(20)}}
	if res, err = replayAll(t.Context(), st, tr, later, true); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, list := range res.References {
		for _, r := range list {
			if seen[r] {
				t.Errorf("%s is listed twice", r)
			}
			seen[r] = true
		}
		if !slices.IsSorted(list) {
			t.Error("a list that is not in order")
		}
	}
	if len(seen) == 0 || len(seen) != res.Cases-res.In[replay.Same]-res.In[replay.Running] {
		t.Errorf("%d references of %+v", len(seen), res.In)
	}
}

// BenchmarkReplay replays cases that are stored, on all processors.
func BenchmarkReplay(b *testing.B) {
	st := simulatedStore(b, 4000)
	tr := trial{values: map[string]any{"ResumeDays": int64(20), "HearDays": int64(5)}}
	cases := 0
	for b.Loop() {
		res, err := replayAll(b.Context(), st, tr, time.Date(2036, 1, 1, 8, 0, 0, 0, time.UTC), false)
		if err != nil {
			b.Fatal(err)
		}
		cases += res.Cases
	}
	b.ReportMetric(float64(cases)/b.Elapsed().Seconds(), "cases/s")
	if cases == 0 {
		b.Fatal("nothing was replayed")
	}
}
