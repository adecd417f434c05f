package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// MemberProfile is what staff know of a member (screens.md 14); no consumer is named in it.
type MemberProfile struct {
	Member    db.Member
	Signals   []Signal     // open ones first
	Measures  []Measure    // newest first
	Cases     []SignalCase // newest first
	Figures   MemberFigures
	Next      MeasureStep    // what would follow on the ladder
	Review    procedure.Date // the next one; zero for none
	Officer   bool           // the viewer judges and decides
	MayDecide bool           // also about this member
}

// MemberFigures count the disputes of the last twelve months that count for their member.
type MemberFigures struct {
	Cases              int
	InTime, OfInTime   int // answered in the term, of those whose term is over (rules 1.1)
	Direct, OfDirect   int // solved between the parties, of those that came past that stage
	Rulings, InFavour  int // rulings, and those in which the consumer got all or part of it
	Done, OfDone       int // agreements and rulings that the shop carried out, of those where that is known (rules 4)
	Causes             []CauseCount
	From               procedure.Date
	Undelivered, Total int // of all cases ever: nothing came; all
}

// CauseCount is how often a member had a cause.
type CauseCount struct {
	Category procedure.Category
	N        int
}

// mostFacts bounds what is read of one member: more than the largest has in years.
const mostFacts = 5000

// MemberProfile gives the profile of a member for staff.
func (c *Clerk) MemberProfile(ctx context.Context, v Viewer, id string) (MemberProfile, error) {
	var out MemberProfile
	if !isStaff(v.Actor.Role) {
		return out, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	var err error
	if out.Member, err = q.MemberByID(ctx, id); err != nil {
		return out, outside(fmt.Errorf("member: %w", store.Wrap(err)))
	}
	if out.Signals, err = c.SignalsAbout(ctx, v, id); err != nil {
		return out, err
	}
	if out.Measures, err = c.MeasuresAbout(ctx, v, id); err != nil {
		return out, err
	}
	rows, err := q.FactsOfMember(ctx, db.FactsOfMemberParams{Member: id, MaxRows: mostFacts})
	if err != nil {
		return out, outside(fmt.Errorf("facts: %w", err))
	}
	for _, r := range rows {
		out.Cases = append(out.Cases, caseOfFact(r))
	}
	now := c.now()
	out.Figures = memberFigures(rows, now)
	out.Next = NextStep(out.Measures, procedure.DateOf(now))
	for _, m := range out.Measures {
		if m.State == MeasureActive && (out.Review.IsZero() || m.Review.Before(out.Review)) {
			out.Review = m.Review
		}
	}
	var officer, may error
	out.Officer, officer = isOfficer(ctx, q, v)
	out.MayDecide, may = mayDecide(ctx, q, v, id)
	return out, outside(errors.Join(officer, may))
}

// counts says that a dispute counts for its member, as insight.Fact.Counts does.
func counts(r db.Fact) bool {
	o := procedure.Outcome(r.Outcome)
	return o != procedure.Withdrawn && o != procedure.Refused && r.Pending == 0
}

func memberFigures(rows []db.Fact, now time.Time) MemberFigures {
	f := MemberFigures{From: insight.LastMonths(procedure.DateOf(now), 12)}
	from := f.From.Start().UnixMilli()
	causes := map[procedure.Category]int{}
	for _, r := range rows {
		f.Total++
		if caseOfFact(r).Undelivered {
			f.Undelivered++
		}
		if r.Opened < from || !counts(r) {
			continue
		}
		f.Cases++
		causes[procedure.Category(r.Category)]++
		f.add(r)
	}
	for _, k := range slices.Sorted(maps.Keys(causes)) {
		f.Causes = append(f.Causes, CauseCount{k, causes[k]})
	}
	slices.SortStableFunc(f.Causes, func(a, b CauseCount) int { return cmp.Compare(b.N, a.N) })
	return f
}

func (f *MemberFigures) add(r db.Fact) {
	stage := procedure.Stage(r.Stage)
	past := stage != procedure.Admission && stage != procedure.Direct
	if (r.Silent == 1 || r.Answered.Valid) && (r.Asked.Valid || past) { // one that may yet be silent looks no better than it is
		f.OfInTime++
		if r.Silent == 0 {
			f.InTime++
		}
	}
	if past {
		f.OfDirect++
		if r.Settled.Valid && procedure.Stage(r.SettledIn) == procedure.Direct {
			f.Direct++
		}
	}
	switch procedure.Outcome(r.Outcome) {
	case procedure.RuledUpheld, procedure.RuledPartly:
		f.Rulings++
		f.InFavour++
	case procedure.RuledDismissed:
		f.Rulings++
	default: // ended otherwise, or not yet
	}
	switch {
	case r.Broken.Valid:
		f.OfDone++
	case r.Ordered == 1 && slices.Contains([]string{"done", "proof", "judged"}, r.Compliance):
		f.OfDone++
		f.Done++
	}
}
