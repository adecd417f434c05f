package web

import (
	"slices"
	"strings"
	"testing"

	"wederhoor/internal/procedure"
)

// TestRegulationsAreWhole: an article stands in the regulations for each rule by which the program acts, so that people
// agree to what happens to them.
func TestRegulationsAreWhole(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for _, m := range procedure.Moves {
		want[m.Rule] = true
	}
	for _, r := range procedure.Terms {
		want[r.Rule] = true
	}
	for rule := range want {
		if !slices.Contains(ruleNumbers, rule) {
			t.Errorf("the program acts under %s, and the regulations have no such article", rule)
		}
	}
	if !slices.IsSortedFunc(ruleNumbers, strings.Compare) {
		t.Errorf("not in order: %v", ruleNumbers)
	}
}
