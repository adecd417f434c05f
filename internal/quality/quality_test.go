package quality_test

import (
	"testing"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// TestNormalGrowsWithTheDisputes: what is normal is not kept from an hour in which there was next to nothing, as on the
// day on which a trustmark begins or takes in its past.
func TestNormalGrowsWithTheDisputes(t *testing.T) {
	t.Parallel()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	office := w.House.Quality
	fitted := func() int {
		t.Helper()
		b, err := office.Normal(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return b.Fit.Cases
	}
	w.Open("1001", "een@voorbeeld.example")
	if n := fitted(); n != 1 {
		t.Fatalf("fitted on %d cases", n)
	}
	for _, member := range []string{"1001", "1003", "1006"} {
		w.Open(member, "klant"+member+"@voorbeeld.example")
	}
	if n := fitted(); n != 4 {
		t.Errorf("of the same day, fitted on %d cases", n)
	}
}

// TestViewHolds: while nothing changes there is one view, so that what was counted on it is kept; also after somebody
// answered the questions, whose answers are read again for some minutes.
func TestViewHolds(t *testing.T) {
	t.Parallel()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	view := func() *insight.View {
		t.Helper()
		v, _, err := w.House.Quality.Figures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c := w.Open("1001", "een@voorbeeld.example")
	c.Act(c.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	first := view()
	say := func(fair int) {
		t.Helper()
		view, err := w.House.Clerk.View(t.Context(), c.Consumer(procedure.ByCode), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		err = w.House.Clerk.SaveSurvey(t.Context(), view, registry.Survey{Understood: 4, Story: 4, Fair: fair})
		if err != nil {
			t.Fatal(err)
		}
	}
	say(5)
	second := view()
	if second == first {
		t.Error("the answers are not in the figures")
	}
	w.Advance(time.Minute)
	if view() != second {
		t.Error("nothing changed, and there is another view")
	}
	say(2)
	if third := view(); third == second || insight.Surveys(third, insight.Filter{}, w.House.Clerk.Now())[0].Answers[2].Given[1] != 1 {
		t.Error("other answers are not in the figures")
	}
}
