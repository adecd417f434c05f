package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Measure is a measure as staff see it, and the shop in its own view (ShopMeasure).
type Measure struct {
	ID, Member, Shop string
	Step             MeasureStep
	State            string
	Version          int64
	Signal           string
	Reason           string
	Cases            []SignalCase // newest first; MeasureByID only
	By, ByID         string       // who proposed it
	Created          time.Time
	Told             time.Time      // a letter reached the member, or staff told it; zero: not yet
	Unreached        bool           // every letter failed: tell it in another way
	ReactUntil       procedure.Date // its last day to react; it moves when the letter is late
	Over             bool           // that day is over
	Reacted          time.Time      // the first reaction
	Second           string         // who approved or refused it
	Started          time.Time      // in force, or provisionally so
	Provisional      bool           // in force before the member was heard
	ProvisionalAsked bool           // and nobody decided about that yet
	Review           procedure.Date
	Ended            time.Time
	Outcome          string
	History          []MeasureEntry // newest first; MeasureByID only
	Waits            MeasureWork    // what staff must do now
	MayDecide        bool           // the viewer; MeasureByID only
	Self             bool           // the viewer proposed it
}

// MeasureEntry is something that happened in a measure. Kind is under "measure.history.".
type MeasureEntry struct {
	At         time.Time
	Kind       string
	Name, Text string
}

// MeasureWork is what staff must do in a measure now.
type MeasureWork string

// The work.
const (
	WorkNone        MeasureWork = ""
	WorkProvisional MeasureWork = "provisional" // a second person decides about suspending at once
	WorkTell        MeasureWork = "tell"        // no letter reached the member
	WorkDecide      MeasureWork = "decide"      // the member was heard
	WorkApprove     MeasureWork = "approve"     // the same, by a second person
	WorkReview      MeasureWork = "review"      // the day has come
)

// InForce says that the measure has effect now.
func (m Measure) InForce() bool {
	return m.State == MeasureActive || (m.State == MeasureProposed || m.State == MeasureHeard) && m.Provisional
}

// Waiting says that the measure waits for a reaction or a decision.
func (m Measure) Waiting() bool { return m.State == MeasureProposed || m.State == MeasureHeard }

// Heard says that a decision may be taken: the member reacted, or its days are over.
func (m Measure) Heard() bool { return !m.Reacted.IsZero() || m.Over }

// told is when and until when a member was asked to react.
type told struct {
	at     time.Time
	until  procedure.Date
	failed bool
}

func (t told) over(now time.Time) bool { return !t.at.IsZero() && procedure.DateOf(now).After(t.until) }

// toldOf reads from the outbox whether a letter reached the member; what staff did by hand counts as well. Its days
// begin on the day on which it was told (rules 6.3), so that no failing mail takes one from it.
func toldOf(ctx context.Context, q *db.Queries, m db.Measure) (told, error) {
	var t told
	var err error
	if t.until, err = procedure.ParseDate(m.ReactUntil); err != nil {
		return t, fmt.Errorf("measure %s: %w", m.ID, err)
	}
	letters, err := q.LettersOf(ctx, m.ID)
	if err != nil {
		return t, fmt.Errorf("letters of a measure: %w", err)
	}
	open := false
	for _, l := range letters {
		if l.Slug != TellSlug(MeasureStep(m.Step)) {
			continue
		}
		switch l.State {
		case LetterAccepted:
			t.first(millis(l.AcceptedAt.Int64))
		case LetterWaiting, LetterClaimed, LetterDeferred:
			open = true
		}
	}
	steps, err := q.StepsOfMeasure(ctx, m.ID)
	if err != nil {
		return t, fmt.Errorf("steps: %w", err)
	}
	for _, s := range steps {
		if s.Kind == stepTold {
			t.first(millis(s.At))
		}
	}
	t.failed = t.at.IsZero() && !open
	t.until = movedUntil(m, t.until, t.at)
	return t, nil
}

func (t *told) first(at time.Time) {
	if t.at.IsZero() || at.Before(t.at) {
		t.at = at
	}
}

// movedUntil gives as many days from the day on which the member was told as it was promised.
func movedUntil(m db.Measure, until procedure.Date, at time.Time) procedure.Date {
	created := procedure.DateOf(millis(m.Created))
	if at.IsZero() || !procedure.DateOf(at).After(created) {
		return until
	}
	return ReactUntil(procedure.DateOf(at), created.DaysUntil(until))
}

// plainMeasure reads what a row holds by itself.
func plainMeasure(r db.Measure) Measure {
	m := Measure{
		ID: r.ID, Member: r.Member, Step: MeasureStep(r.Step), State: r.State, Version: r.Version, Signal: r.Signal, Reason: r.Reason,
		ByID: r.Account, Created: millis(r.Created), Outcome: r.Outcome,
	}
	for _, x := range []struct {
		from int64
		ok   bool
		to   *time.Time
	}{
		{r.Reacted.Int64, r.Reacted.Valid, &m.Reacted}, {r.Started.Int64, r.Started.Valid, &m.Started}, {r.Ended.Int64, r.Ended.Valid, &m.Ended},
	} {
		if x.ok {
			*x.to = millis(x.from)
		}
	}
	return m
}

// measureOf reads a row with its history, told to a viewer.
func (c *Clerk) measureOf(ctx context.Context, q *db.Queries, names *names, v Viewer, r db.Measure) (Measure, error) {
	m := plainMeasure(r)
	m.Self = r.Account == v.Actor.ID
	t, err := toldOf(ctx, q, r)
	if err != nil {
		return m, err
	}
	now := c.now()
	m.Told, m.ReactUntil, m.Unreached, m.Over = t.at, t.until, t.failed, t.over(now)
	if m.Review, err = procedure.ParseDate(r.Review); err != nil {
		return m, fmt.Errorf("review of measure %s: %w", r.ID, err)
	}
	for id, to := range map[string]*string{r.Account: &m.By, r.Second: &m.Second} {
		name, err := names.account(ctx, id)
		if err != nil {
			return m, err
		}
		*to = name
	}
	if m.Shop, err = names.member(ctx, r.Member); err != nil {
		return m, err
	}
	steps, err := q.StepsOfMeasure(ctx, r.ID)
	if err != nil {
		return m, fmt.Errorf("steps: %w", err)
	}
	m.Provisional = countKind(steps, stepProvisional) > 0
	m.ProvisionalAsked = countKind(steps, stepProvisionalAsked) > 0 && !m.Provisional && countKind(steps, stepNotProvisional) == 0
	m.Waits = m.work(procedure.DateOf(now))
	return m, m.historyOf(ctx, names, steps)
}

func (m *Measure) historyOf(ctx context.Context, names *names, steps []db.MeasureStep) error {
	first, byHand := 0, false
	for _, s := range steps {
		name, err := names.account(ctx, s.Account)
		if err != nil {
			return err
		}
		byHand = byHand || s.Kind == stepTold
		switch s.Kind {
		case stepProposed, stepSkipped, stepProvisionalAsked:
			first++
		}
		m.History = append(m.History, MeasureEntry{At: millis(s.At), Kind: s.Kind, Name: name, Text: s.Text})
	}
	post := func(kind string, at time.Time) { // after what was proposed, also at the same instant
		m.History = slices.Insert(m.History, first, MeasureEntry{At: at, Kind: kind})
	}
	switch {
	case !m.Told.IsZero() && !byHand:
		post(stepTold, m.Told)
	case m.Unreached && m.Waiting():
		post(stepBounced, m.Created)
	}
	slices.SortStableFunc(m.History, func(a, b MeasureEntry) int { return a.At.Compare(b.At) })
	slices.Reverse(m.History)
	return nil
}

// work says what staff must do now.
func (m Measure) work(today procedure.Date) MeasureWork {
	switch {
	case m.State == MeasureActive && !m.Review.After(today):
		return WorkReview
	case !m.Waiting():
		return WorkNone
	case m.ProvisionalAsked:
		return WorkProvisional
	case m.Heard() && m.Step.NeedsSecond():
		return WorkApprove
	case m.Heard():
		return WorkDecide
	case m.Unreached:
		return WorkTell
	}
	return WorkNone
}

// MeasureByID gives a measure for staff, with its cases and its history.
func (c *Clerk) MeasureByID(ctx context.Context, v Viewer, id string) (Measure, error) {
	if !isStaff(v.Actor.Role) {
		return Measure{}, fault.New(fault.NotFound)
	}
	m, err := c.wholeMeasure(ctx, v, id)
	if err != nil {
		return m, err
	}
	m.MayDecide, err = mayDecide(ctx, c.store.Queries(), v, m.Member)
	return m, outside(err)
}

func (c *Clerk) wholeMeasure(ctx context.Context, v Viewer, id string) (Measure, error) {
	var m Measure
	err := c.store.Read(ctx, func(q *db.Queries) error {
		r, err := q.MeasureByID(ctx, id)
		if err != nil {
			return fmt.Errorf("measure: %w", store.Wrap(err))
		}
		if m, err = c.measureOf(ctx, q, newNames(q), v, r); err != nil {
			return err
		}
		ids, err := measureCases(r)
		if err != nil {
			return err
		}
		m.Cases, err = signalCases(ctx, q, ids)
		return err
	})
	return m, outside(err)
}

func measureCases(r db.Measure) ([]string, error) {
	var ids []string
	if err := json.Unmarshal([]byte(r.Cases), &ids); err != nil {
		return nil, fmt.Errorf("cases of measure %s: %w", r.ID, err)
	}
	return ids, nil
}

// MeasuresAbout lists the measures about a member, newest first, with their history.
func (c *Clerk) MeasuresAbout(ctx context.Context, v Viewer, member string) ([]Measure, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	return c.measures(ctx, v, func(q *db.Queries) ([]db.Measure, error) { return q.MeasuresOfMember(ctx, member) })
}

// mostStarted is of how many measures the effect is shown: years of those of a large trustmark.
const mostStarted = 500

// StartedMeasures lists the measures that are or were in force, newest first, without their history and their letters.
func (c *Clerk) StartedMeasures(ctx context.Context, v Viewer) ([]Measure, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	var out []Measure
	err := c.store.Read(ctx, func(q *db.Queries) error {
		out = nil
		rows, err := q.StartedMeasures(ctx, mostStarted)
		if err != nil {
			return fmt.Errorf("measures: %w", err)
		}
		names := newNames(q)
		for _, r := range rows {
			m := plainMeasure(r)
			if m.Shop, err = names.member(ctx, r.Member); err != nil {
				return err
			}
			out = append(out, m)
		}
		return nil
	})
	return out, outside(err)
}

// RunningMeasures lists the measures that wait or are in force: what staff must do comes first.
func (c *Clerk) RunningMeasures(ctx context.Context, v Viewer) ([]Measure, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	out, err := c.measures(ctx, v, func(q *db.Queries) ([]db.Measure, error) { return q.RunningMeasures(ctx) })
	slices.SortStableFunc(out, func(a, b Measure) int { return workRank(a.Waits) - workRank(b.Waits) })
	return out, err
}

// workRank puts the most urgent first.
func workRank(w MeasureWork) int {
	return slices.Index([]MeasureWork{WorkProvisional, WorkTell, WorkApprove, WorkDecide, WorkReview, WorkNone}, w)
}

func (c *Clerk) measures(ctx context.Context, v Viewer, list func(*db.Queries) ([]db.Measure, error)) ([]Measure, error) {
	var out []Measure
	err := c.store.Read(ctx, func(q *db.Queries) error {
		rows, err := list(q)
		if err != nil {
			return fmt.Errorf("measures: %w", err)
		}
		names := newNames(q)
		for _, r := range rows {
			m, err := c.measureOf(ctx, q, names, v, r)
			if err != nil {
				return err
			}
			out = append(out, m)
		}
		return nil
	})
	return out, outside(err)
}

// WaitingForOfficer counts what waits for quality: open signals, and measures in which the viewer can do something.
func (c *Clerk) WaitingForOfficer(ctx context.Context, v Viewer) (int, error) {
	ok, err := c.IsOfficer(ctx, v)
	if err != nil || !ok {
		return 0, err
	}
	open, err := c.store.Queries().CountOpenSignals(ctx)
	if err != nil {
		return 0, outside(fmt.Errorf("signals: %w", err))
	}
	n := int(open)
	running, err := c.RunningMeasures(ctx, v)
	for _, m := range running {
		if m.Mine() {
			n++
		}
	}
	return n, err
}

// Mine says that the viewer of the measure can do what it waits for: who proposed it approves nothing.
func (m Measure) Mine() bool {
	switch m.Waits {
	case WorkProvisional, WorkApprove:
		return !m.Self
	case WorkTell, WorkDecide, WorkReview:
		return true
	case WorkNone:
	}
	return false
}

// ShopMeasures lists the measures about the shops of a signed-in person, newest first.
func (c *Clerk) ShopMeasures(ctx context.Context, v Viewer) ([]Measure, error) {
	if v.Actor.Role != procedure.Shop {
		return nil, fault.New(fault.NotFound)
	}
	var out []Measure
	for _, id := range v.Members {
		list, err := c.measures(ctx, v, func(q *db.Queries) ([]db.Measure, error) { return q.MeasuresOfMember(ctx, id) })
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			out = append(out, m.forShop())
		}
	}
	return out, nil
}

// ShopMeasure gives a measure about one of the shops of a signed-in person.
func (c *Clerk) ShopMeasure(ctx context.Context, v Viewer, id string) (Measure, error) {
	m, err := c.wholeMeasure(ctx, v, id)
	if err != nil {
		return Measure{}, err
	}
	if !v.ofMember(m.Member) {
		return Measure{}, fault.New(fault.NotFound)
	}
	return m.forShop(), nil
}

// forShop leaves out who of the trustmark did what: the trustmark decides, not a person. Reasons stay, and so does
// that a second person looked.
func (m Measure) forShop() Measure {
	m.By, m.ByID, m.Second, m.Signal, m.Waits, m.Unreached = "", "", "", "", WorkNone, false
	var history []MeasureEntry
	for _, e := range m.History {
		switch e.Kind {
		case stepProvisionalAsked, stepNotProvisional, stepBounced:
			continue
		case stepReacted:
		default:
			e.Name = ""
		}
		history = append(history, e)
	}
	m.History = history
	return m
}
