package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// MemberProfile is what staff know of a member (screens.md 14); no consumer is named in it.
type MemberProfile struct {
	Member    db.Member
	Signals   []Signal       // open ones first
	Measures  []Measure      // newest first
	Next      MeasureStep    // what would follow on the ladder
	Review    procedure.Date // the next one; zero for none
	Officer   bool           // the viewer judges and decides
	MayDecide bool           // also about this member
}

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
	out.Next = NextStep(out.Measures, procedure.DateOf(c.now()))
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

// MemberCases gives the newest n cases of a member, and of others those that are its own, newest first.
func (c *Clerk) MemberCases(ctx context.Context, v Viewer, member string, n int, others ...string) ([]SignalCase, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	rows, err := q.FactsOfMember(ctx, db.FactsOfMemberParams{Member: member, MaxRows: int64(n)})
	if err != nil {
		return nil, outside(fmt.Errorf("cases of a member: %w", err))
	}
	for _, id := range others {
		if slices.ContainsFunc(rows, func(r db.Fact) bool { return r.Dispute == id }) {
			continue
		}
		r, err := q.FactOfDispute(ctx, id)
		switch {
		case errors.Is(store.Wrap(err), store.ErrNotFound): // typed by somebody, or from before figures were kept
		case err != nil:
			return nil, outside(fmt.Errorf("case of a member: %w", err))
		case r.Member == member:
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b db.Fact) int { return cmp.Compare(b.Opened, a.Opened) })
	out := make([]SignalCase, len(rows))
	for i, r := range rows {
		out[i] = caseOfFact(r)
	}
	return out, nil
}
