package replay

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	p "wederhoor/internal/procedure"
)

// Each number of the rules is in the table, in its order, and under a rule.
func TestFieldsAreAll(t *testing.T) {
	t.Parallel()
	typ := reflect.TypeFor[p.Rules]()
	if typ.NumField() != len(Fields) {
		t.Errorf("%d numbers in the rules, %d in the table", typ.NumField(), len(Fields))
	}
	for i, f := range Fields {
		if name := typ.Field(i).Name; name != f.Name || f.Rule == "" || f.What == "" {
			t.Errorf("%+v stands where %s belongs", f, name)
		}
	}
	if x, bad := Check(p.CurrentRules()); bad {
		t.Errorf("the present rules are refused: %+v", x)
	}
}

// A field that can be tried is one that something goes by: for each there is a case that it changes.
func TestEveryFieldThatCanBeTriedChangesSomething(t *testing.T) {
	t.Parallel()
	now := p.CurrentRules()
	rules := map[string]p.Rules{}
	for _, f := range Fields {
		if !f.Tried() || f.Name == "PauseDays" { // nobody rests in the simulation: TestRest
			continue
		}
		r := now
		switch v := f.Value(now).(type) {
		case int:
			if err := f.Set(&r, int64(max(1, v/4))); err != nil {
				t.Fatal(f.Name, err)
			}
		default:
			if err := f.Set(&r, []any{int64(3)}); err != nil {
				t.Fatal(f.Name, err)
			}
		}
		rules[f.Name] = r
	}
	simulated(t, 1500, 4, func(log []p.Event) {
		for name, r := range rules {
			c := &retrial{log: log, old: now, rules: r, now: far, trace: true}
			c.past()
			c.play()
			same := slices.EqualFunc(c.events, log, func(a, b p.Event) bool { return a.Due.Equal(b.Due) && reflect.DeepEqual(a.Body, b.Body) })
			if !same || c.s.ReopenUntil != c.was.ReopenUntil || c.s.File.RuleBy != c.was.File.RuleBy {
				delete(rules, name)
			}
		}
	})
	for name := range rules {
		t.Errorf("%s can be tried, and changes nothing in any case", name)
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	var s Spread
	if s.Within(50) != 0 || s.N() != 0 {
		t.Error("nothing has no median of 0")
	}
	list := []int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3}
	for _, d := range list {
		s.Add(d, 1)
	}
	slices.Sort(list)
	for percent := 1; percent <= 100; percent++ {
		if got, want := s.Within(percent), list[(percent*len(list)+99)/100-1]; got != want {
			t.Errorf("within %d %%: %d, want %d", percent, got, want)
		}
	}
}

// Two halves added up are the whole.
func TestMerge(t *testing.T) {
	t.Parallel()
	r := p.CurrentRules()
	trials[0].change(&r)
	trials[2].change(&r)
	var whole Result
	halves := make([]Result, 2)
	n := 0
	simulated(t, 600, 5, func(log []p.Event) {
		v := Case(log, p.CurrentRules(), r, far)
		whole.Add(v, log[0].Dispute)
		halves[n%2].Add(v, log[0].Dispute)
		n++
	})
	var sum, empty Result
	for i := range halves {
		sum.Merge(&halves[i])
	}
	sum.Merge(&empty)
	for _, list := range whole.References {
		slices.Sort(list)
	}
	if !reflect.DeepEqual(sum, whole) {
		t.Errorf("got  %+v\nwant %+v", sum, whole)
	}
}

func TestPrint(t *testing.T) {
	t.Parallel()
	var r Result
	r.Add(Verdict{Group: Same, From: "solved", To: "solved", Before: 9, After: 9}, "AAAA")
	r.Add(Verdict{Group: Running, Before: -1, After: -1}, "BBBB")
	r.Add(Verdict{Group: Earlier, From: "no_answer", To: "no_answer", Saved: 1, Before: 80, After: 79}, "CCCC")
	r.Add(Verdict{Group: Later, From: "no_answer", To: "no_answer", Saved: -3, Before: 80, After: 83}, "DDDD")
	r.Add(Verdict{
		Group: Otherwise, From: "solved", To: "no_answer", Diverged: true, Before: 12, After: 70,
		letters: counts{{"m18-closed", Count{1, 2}}}, reminders: counts{{"choice", Count{2, 1}}},
	}, "EEEE")
	r.Add(Verdict{Group: Unknown, Why: Longer, Task: p.TaskChoice, Before: -1, After: -1}, "FFFF")
	r.Add(Verdict{Group: Unknown, Why: Open, Task: p.TaskLook, Before: -1, After: -1}, "GGGG")
	var b strings.Builder
	if err := r.Print(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"7 cases replayed", "end as they did                   1   14.3 %", "too late: 1.",
		"earlier by 1 day (median)", "later by 3 days (median)", "of the 4 that have one in both",
		"solved                               no_answer", "the term of choice had passed and would still run",
		"time alone brings no end by now", "-1", "+1", "end otherwise:\n  EEEE", "cannot be known:\n  FFFF\n  GGGG",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	for _, not := range []string{"AAAA", "BBBB", "%!"} {
		if strings.Contains(b.String(), not) {
			t.Errorf("%q in\n%s", not, b.String())
		}
	}
	data, err := json.Marshal(&r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"days_before":{"cases":4,"median":12,"p90":80}`, `"unknown":[{"why":"longer","task":"choice","cases":1}`, `"letters":{"m18-closed":{"before":1,"after":2}}`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in %s", want, data)
		}
	}
}
