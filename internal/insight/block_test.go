package insight

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"wederhoor/internal/procedure"
)

// allFigures are those that are counted block by block.
func allFigures(v *View, f Filter, now time.Time) map[string]any {
	return map[string]any{
		"numbers": NumbersOf(v, f, now), "flow": FlowOf(v, f, now), "ends": EndsOf(v, f, now), "times": TimeToSolution(v, f, now),
		"cohorts": Cohorts(v, f, now), "choices": ChoiceShares(v, f, now), "surveys": Surveys(v, f, now),
		"concentration": ConcentrationOf(v, f, now, 20), "causes": CauseGroups(v, f.closed(v, now), f.closed(v, now).YearBefore(), now), "weeks": WeeksOf(v, f, now),
		"main": v.mainFigures(f, now), "profile": ProfileOf(v, "member-7", f, now), "record": RecordOf(v, "member-7", f, now),
		"year": FiguresOfYear(v, 2026, now),
	}
}

// inOne is the same view without anything that was counted, and in a single block.
func inOne(v *View) *View {
	one := blocksOf(v.chunks, nil)[0]
	for _, b := range v.blocks {
		one.least, one.most = min(one.least, b.least), max(one.most, b.most)
	}
	one.chunks = v.chunks
	return &View{
		chunks: v.chunks, blocks: []*block{one}, rows: v.rows, members: v.members, index: v.index, last: v.last,
		sectors: v.sectors, sector: v.sector, tables: v.tables,
	}
}

// TestBlocksAddUp: whatever changes, the blocks with what was counted of them before give the figures of all facts.
func TestBlocksAddUp(t *testing.T) {
	t.Parallel()
	const all, members = 3*blockChunks*chunkRows + 500, 40
	r := rand.New(rand.NewPCG(11, 12))
	s := NewSet()
	member := func(i, sector int) Member {
		return Member{ID: fmt.Sprint("member-", i), Orders: 1000, Sector: fmt.Sprint("sector-", sector)}
	}
	for i := range members {
		s.PutMember(member(i, i%3))
	}
	facts := manyFacts(r, all, members)
	for i := range all - 200 {
		put(t, s, facts[i])
	}
	s.Publish()
	day := procedure.DateOf(benchNow)
	filters := []Filter{
		{},
		{From: day.AddDays(-365), To: day},
		{Sector: "sector-1"},
		{Category: string(facts[0].Category), From: day.AddDays(-90), To: day},
		{Member: "member-7"},
	}
	change := []func(){
		func() {}, // as it was read
		func() { // some go on
			for range 30 {
				f := facts[r.IntN(all-200)]
				likely(r, &f, func(days int) time.Duration { return time.Duration(days) * 24 * time.Hour })
				put(t, s, f)
			}
		},
		func() { // new ones come
			for i := all - 200; i < all; i++ {
				put(t, s, facts[i])
			}
		},
		func() { // one is moved to another member, one gets answers
			f := facts[5]
			f.Member = "member-7"
			put(t, s, f)
			s.SetSurvey(facts[all/2].N, procedure.Shop, Answers{1, 2, 3})
		},
		func() { s.PutMember(member(7, 2)) },                                          // to another sector
		func() { s.PutMember(Member{ID: "member-8", Orders: 5, Sector: "sector-2"}) }, // it sells less
		func() { s.PutMember(member(98, 1)) },                                         // a new one
		func() { s.PutMember(member(99, 11)) },                                        // a new one, with a new sector
		func() { // one of a member and with a cause that were not known
			f := facts[9]
			f.N, f.Member, f.Category = 1<<20, "member-new", procedure.Categories[len(procedure.Categories)-1]
			put(t, s, f)
		},
	}
	for step, do := range change {
		do()
		s.Publish()
		v := s.View()
		for _, f := range filters {
			got, want := allFigures(v, f, benchNow), allFigures(inOne(v), f, benchNow)
			for name := range want {
				if !reflect.DeepEqual(got[name], want[name]) {
					t.Fatalf("step %d, %+v: %s\n%+v\nin one:\n%+v", step, f, name, got[name], want[name])
				}
			}
		}
	}
}

// TestBlocksAreKept: only the blocks in which something changed are counted again, and all of them on another day.
func TestBlocksAreKept(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 14))
	s := NewSet()
	facts := manyFacts(r, 2*blockChunks*chunkRows+10, 5)
	for _, f := range facts {
		put(t, s, f)
	}
	s.Publish()
	first := s.View()
	if len(first.blocks) != 3 {
		t.Fatalf("%d blocks", len(first.blocks))
	}
	s.SetSurvey(facts[blockChunks*chunkRows].N, procedure.Shop, Answers{5, 5, 5})
	s.Publish()
	second := s.View()
	for i, same := range []bool{true, false, true} {
		if (first.blocks[i] == second.blocks[i]) != same {
			t.Errorf("block %d is kept: %v", i, !same)
		}
	}
	counted := map[*View]int{}
	ask := func(v *View, now time.Time) int {
		counted[v] = 0
		gather(v, "x", Filter{}, now, newCounts, func(_ *counts, _ *chunk, rows []uint16) { counted[v] += len(rows) })
		return counted[v]
	}
	if got := []int{ask(first, benchNow), ask(first, benchNow), ask(second, benchNow), ask(second, benchNow.AddDate(0, 0, 1))}; !slices.Equal(got, []int{len(facts), 0, blockChunks * chunkRows, len(facts)}) {
		t.Errorf("counted %v", got)
	}

	for n := range 2 * mostSums { // whatever is asked
		ask(second, benchNow.AddDate(0, 0, n))
	}
	if n := len(second.blocks[0].sums.answers); n == 0 || n > mostSums {
		t.Errorf("%d sums are kept", n)
	}
	// Of members only their sectors matter.
	for _, tt := range []struct {
		member Member
		kept   bool
	}{
		{Member{ID: "member-1", Orders: 9}, true},
		{Member{ID: "member-77"}, true},
		{Member{ID: "member-1", Orders: 9, Sector: "toys"}, false},
		{Member{ID: "member-2", Sector: "toys"}, false},
	} {
		before := s.View().blocks
		s.PutMember(tt.member)
		s.Publish()
		if after := s.View().blocks; (before[0] == after[0]) != tt.kept {
			t.Errorf("%+v: blocks are kept: %v", tt.member, !tt.kept)
		}
	}
}
