package registry

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// SignalCase is a case on which a signal or a measure rests, without a name of anybody.
type SignalCase struct {
	Dispute, Reference string
	Category           procedure.Category
	Opened             time.Time
	Stage              procedure.Stage
	Outcome            procedure.Outcome
	Amount             int64 // cents asked
	Undelivered        bool  // nothing came, or the money did not
	Known              bool  // to the shop: it was admitted (rules 0.4)
}

// SignalPage is one signal with all its cases, and what was judged of the same kind before.
type SignalPage struct {
	Signal
	Cases    []SignalCase
	Before   []Signal
	Measures []Measure // that followed from it
	MayJudge bool
}

// SignalByID gives a signal with its cases.
func (c *Clerk) SignalByID(ctx context.Context, v Viewer, id string) (SignalPage, error) {
	var out SignalPage
	if !isStaff(v.Actor.Role) {
		return out, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	row, err := q.SignalByID(ctx, id)
	if err != nil {
		return out, outside(fmt.Errorf("signal: %w", store.Wrap(err)))
	}
	one, err := c.signalsOf(ctx, q, []db.Signal{row})
	if err != nil {
		return out, err
	}
	out.Signal = one[0]
	if out.Cases, err = signalCases(ctx, q, out.Signal.Cases); err != nil {
		return out, outside(err)
	}
	all, err := c.SignalsAbout(ctx, v, row.Member)
	if err != nil {
		return out, err
	}
	for _, s := range all {
		if s.ID != id && s.Kind == row.Kind && s.State != signalOpen {
			out.Before = append(out.Before, s)
		}
	}
	measures, err := c.MeasuresAbout(ctx, v, row.Member)
	if err != nil {
		return out, err
	}
	for _, m := range measures {
		if m.Signal == id {
			out.Measures = append(out.Measures, m)
		}
	}
	out.MayJudge, err = mayDecide(ctx, q, v, row.Member)
	return out, outside(err)
}

func signalOf(ctx context.Context, q *db.Queries, names *names, r db.Signal) (Signal, error) {
	s := Signal{
		ID: r.ID, Kind: r.Kind, At: millis(r.At), Member: r.Member, OwnerID: r.Owner, State: r.State, Reason: r.Reason, Version: signalVersion(r),
	}
	if err := json.Unmarshal([]byte(r.Figures), &s.Figures); err != nil {
		return s, fmt.Errorf("figures: %w", err)
	}
	var err error
	if s.Cases, err = casesOf(r); err != nil {
		return s, err
	}
	if s.Shop, err = names.member(ctx, r.Member); err != nil {
		return s, err
	}
	if s.Owner, err = names.account(ctx, r.Owner); err != nil {
		return s, err
	}
	if s.Judge, err = names.account(ctx, r.Judge); err != nil {
		return s, err
	}
	if r.Judged.Valid {
		s.Judged = millis(r.Judged.Int64)
	}
	if r.WatchUntil != "" {
		if s.WatchUntil, err = procedure.ParseDate(r.WatchUntil); err != nil {
			return s, err
		}
	}
	if r.Dispute == "" {
		return s, nil
	}
	return s, raisedIn(ctx, q, r, &s)
}

// raisedIn adds the case in which a signal was raised and what was written; both may be erased by now.
func raisedIn(ctx context.Context, q *db.Queries, r db.Signal, s *Signal) error {
	d, err := q.DisputeByID(ctx, r.Dispute)
	if err != nil && !errors.Is(store.Wrap(err), store.ErrNotFound) {
		return err
	}
	s.Reference = d.Reference
	if r.Text == "" {
		return nil
	}
	t, err := q.MediationTextByID(ctx, db.MediationTextByIDParams{Dispute: r.Dispute, ID: r.Text})
	if err != nil && !errors.Is(store.Wrap(err), store.ErrNotFound) {
		return err
	}
	s.Text = string(t.Body)
	return nil
}

// signalCases gives the facts of cases, newest first. Facts outlive the erasure of a case.
func signalCases(ctx context.Context, q *db.Queries, ids []string) ([]SignalCase, error) {
	out := make([]SignalCase, 0, len(ids))
	for _, id := range ids {
		r, err := q.FactOfDispute(ctx, id)
		if errors.Is(store.Wrap(err), store.ErrNotFound) {
			continue // from before figures were kept, and not filled in yet
		}
		if err != nil {
			return nil, fmt.Errorf("case of a signal: %w", err)
		}
		out = append(out, caseOfFact(r))
	}
	slices.SortStableFunc(out, func(a, b SignalCase) int { return b.Opened.Compare(a.Opened) })
	return out, nil
}

func caseOfFact(r db.Fact) SignalCase {
	return CaseOf(insight.Fact{
		Dispute: r.Dispute, Reference: r.Reference, Category: procedure.Category(r.Category), Opened: millis(r.Opened),
		Stage: procedure.Stage(r.Stage), Outcome: procedure.Outcome(r.Outcome), Amount: r.Amount,
	})
}

// CaseOf is a fact as it stands in a list of cases.
func CaseOf(f insight.Fact) SignalCase {
	return SignalCase{
		Dispute: f.Dispute, Reference: f.Reference, Category: f.Category, Opened: f.Opened, Stage: f.Stage, Outcome: f.Outcome,
		Amount: f.Amount, Undelivered: f.Undelivered(), Known: f.Stage != procedure.Admission,
	}
}

// Officers are who may judge signals and decide on measures, by name.
func (c *Clerk) Officers(ctx context.Context, v Viewer) ([]Colleague, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().StaffAccounts(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("staff: %w", err))
	}
	var out []Colleague
	for _, r := range rows {
		if !r.Disabled.Valid && officer(r.Roles) {
			out = append(out, Colleague{ID: r.ID, Name: r.Name})
		}
	}
	return out, nil
}

// officer says that somebody with these roles watches over members.
func officer(roles string) bool {
	all := strings.Split(roles, ",")
	return slices.Contains(all, string(procedure.Quality)) || slices.Contains(all, string(procedure.Administrator))
}

// IsOfficer says whether the viewer may judge signals and decide on measures at all: those of quality and the
// administrators, whatever else they do.
func (c *Clerk) IsOfficer(ctx context.Context, v Viewer) (bool, error) {
	ok, err := isOfficer(ctx, c.store.Queries(), v)
	return ok, outside(err)
}

func isOfficer(ctx context.Context, q *db.Queries, v Viewer) (bool, error) {
	switch v.Actor.Role {
	case procedure.Quality, procedure.Administrator:
		return true, nil
	case procedure.Mediator: // may have another role besides
	default:
		return false, nil
	}
	a, err := q.AccountByID(ctx, v.Actor.ID)
	if errors.Is(store.Wrap(err), store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("account: %w", err)
	}
	return !a.Disabled.Valid && officer(a.Roles), nil
}

// mayDecide says whether the viewer may decide about a member: an officer who stated no interest in it.
func mayDecide(ctx context.Context, q *db.Queries, v Viewer, member string) (bool, error) {
	ok, err := isOfficer(ctx, q, v)
	if err != nil || !ok {
		return false, err
	}
	n, err := q.HasConflict(ctx, db.HasConflictParams{Account: v.Actor.ID, Member: member})
	if err != nil {
		return false, fmt.Errorf("interest: %w", err)
	}
	return n == 0, nil
}

// decides refuses who may not decide about a member: who is no officer gets the answer of a page that is not there.
func decides(ctx context.Context, q *db.Queries, v Viewer, member string) error {
	ok, err := isOfficer(ctx, q, v)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound)
	}
	if ok, err = mayDecide(ctx, q, v, member); err != nil {
		return err
	}
	if !ok {
		return deny(DenyInterest)
	}
	return nil
}

// GiveSignal makes somebody the owner of a signal: oneself, a colleague who may judge, or nobody ("").
func (c *Clerk) GiveSignal(ctx context.Context, v Viewer, id, to string) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		s, err := tx.SignalByID(ctx, id)
		if err != nil {
			return fmt.Errorf("signal: %w", store.Wrap(err))
		}
		if ok, err := isOfficer(ctx, tx.Queries, v); err != nil || !ok {
			return cmp.Or[error](err, fault.New(fault.NotFound))
		}
		if s.State != signalOpen {
			return fault.New(fault.Conflict)
		}
		if to != "" && to != v.Actor.ID {
			a, err := tx.AccountByID(ctx, to)
			if err != nil || a.Disabled.Valid || !officer(a.Roles) {
				return fmt.Errorf("owner: %w", cmp.Or(store.Wrap(err), store.ErrNotFound))
			}
		}
		return tx.SetSignalOwner(ctx, db.SetSignalOwnerParams{ID: id, Owner: to})
	})
	return outside(err)
}

// Judgement is what a person makes of a signal, with the reason; a day for what is watched.
type Judgement struct {
	Verdict insight.Verdict
	Reason  string
	Until   procedure.Date // of insight.JudgedWatch
}

// Judge judges an open signal. version is that of the page, so that nobody judges cases that they did not see. A
// judgement without a reason, or a watch without a day after today, is refused.
func (c *Clerk) Judge(ctx context.Context, v Viewer, id string, version int64, j Judgement) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		s, err := tx.SignalByID(ctx, id)
		if err != nil {
			return fmt.Errorf("signal: %w", store.Wrap(err))
		}
		if err := decides(ctx, tx.Queries, v, s.Member); err != nil {
			return err
		}
		if s.State != signalOpen || signalVersion(s) != version {
			return fault.New(fault.Conflict)
		}
		now := c.now()
		p := db.JudgeSignalParams{
			ID: id, State: string(j.Verdict), Judge: v.Actor.ID, Judged: instant(now), Reason: strings.TrimSpace(j.Reason),
		}
		if j.Verdict == insight.JudgedWatch {
			if !j.Until.After(procedure.DateOf(now)) {
				return deny(DenyDay)
			}
			p.WatchUntil = j.Until.String()
		}
		if !slices.Contains(Verdicts, j.Verdict) || p.Reason == "" {
			return deny(DenyReason)
		}
		_, err = tx.JudgeSignal(ctx, p)
		return err
	})
	return outside(err)
}

// names looks names up once each, those of members in the book first where there is one.
type names struct {
	q                 *db.Queries
	book              map[string]string // of members; not changed
	members, accounts map[string]string
}

func newNames(q *db.Queries) *names {
	return &names{q: q, members: map[string]string{}, accounts: map[string]string{}}
}

func (n *names) member(ctx context.Context, id string) (string, error) {
	if name, ok := n.book[id]; ok {
		return name, nil
	}
	return n.look(n.members, id, func() (string, error) {
		m, err := n.q.MemberByID(ctx, id)
		return m.Name, err
	})
}

func (n *names) account(ctx context.Context, id string) (string, error) {
	return n.look(n.accounts, id, func() (string, error) {
		a, err := n.q.AccountByID(ctx, id)
		return a.Name, err
	})
}

// look gives a name; "" for an id that names nothing any more.
func (n *names) look(known map[string]string, id string, find func() (string, error)) (string, error) {
	if name, ok := known[id]; ok || id == "" {
		return name, nil
	}
	name, err := find()
	if err != nil && !errors.Is(store.Wrap(err), store.ErrNotFound) {
		return "", fmt.Errorf("name: %w", err)
	}
	known[id] = name
	return name, nil
}
