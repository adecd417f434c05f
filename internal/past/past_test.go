package past_test

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"wederhoor/internal/past"
	p "wederhoor/internal/procedure"
)

// TestCasesKeepTheRules plays a year of cases: the checker finds nothing, most have ended, and every kind of end that
// calm people reach is there.
func TestCasesKeepTheRules(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(1, 2))
	ends := map[p.Outcome]int{}
	events := 0
	const cases = 3000
	for n := range cases {
		c := past.Case{
			ID: strconv.Itoa(n), Opened: until.AddDate(0, 0, -r.IntN(500)), Category: p.Categories[r.IntN(len(p.Categories))],
			Amount: int64(10+r.IntN(200)) * 100, Shop: past.Shop{Member: "1001", Answers: 0.8, Solves: 0.6, Carries: 0.9}, Staff: past.Staff{Mediator: "m", Adjudicator: "a", Office: "o"},
		}
		log := past.Play(r, c, until, func(kind string, by p.Role) p.Ref { return p.Ref{ID: kind, Hash: string(by)} })
		check := p.NewChecker()
		var s p.State
		for _, e := range log {
			if b := check.Add(e); b != nil {
				t.Fatalf("case %d: %v", n, b)
			}
			s = p.Evolve(s, e)
		}
		if s.Recorded.After(until) {
			t.Fatalf("case %d goes on until %s", n, s.Recorded)
		}
		events += len(log)
		ends[s.Outcome]++
	}
	t.Logf("%d events a case; %v", events/cases, ends)
	for _, o := range []p.Outcome{p.Solved, p.AgreedMediation, p.NoAnswer, p.NotSolved, p.RuledUpheld, p.RuledDismissed} {
		if ends[o] == 0 {
			t.Errorf("no case ended as %s", o)
		}
	}
	if ends[""] > cases/3 {
		t.Errorf("%d cases are still running", ends[""])
	}
}

func BenchmarkPlay(b *testing.B) {
	until := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(1, 2))
	text := func(kind string, _ p.Role) p.Ref { return p.Ref{ID: kind, Hash: kind} }
	for n := range b.N {
		past.Play(r, past.Case{
			ID: strconv.Itoa(n), Opened: until.AddDate(-1, 0, 0), Category: "faulty", Amount: 50_00,
			Shop: past.Shop{Member: "1001", Answers: 0.8, Solves: 0.6, Carries: 0.9}, Staff: past.Staff{Mediator: "m", Adjudicator: "a", Office: "o"},
		}, until, text)
	}
}
