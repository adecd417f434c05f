package quality_test

import (
	"testing"
	"time"

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
