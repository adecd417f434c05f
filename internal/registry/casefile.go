package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// CaseFile is what the adjudicator decides on, and what both parties see of stage 3: the complaint, the answers of
// stage 1, shared evidence, what was said to the adjudicator, and the ruling. It has no field for anything of
// mediation, for an offer, a note or the member's figures, and it is made without reading the tables in which those
// lie (rules 2.2).
type CaseFile struct {
	ID        string
	Reference string
	Version   int64
	Viewer    Viewer

	Shop        string // names: all that an adjudicator sees before declaring (rules 3.3)
	Consumer    string
	Category    p.Category
	Status      p.Status
	Declared    bool
	Adjudicator string // name
	Mine        bool   // the viewer is the adjudicator

	Complaint *Complaint // nil until declared
	Answers   []Entry    // stage 1, oldest first
	Documents []Document

	Points      []Point
	RequestedAt time.Time
	Consents    Consents
	Defence     *Defence
	Statements  []Statement // replies and answers, in order
	Questions   []Question
	Leaves      []Leave
	Challenges  []Challenge

	From     p.Date // day 0 of the file
	NewUntil p.Date
	RuleBy   p.Date
	Closed   bool
	Extended bool
	NewFor   []p.Role // who has yet to see and answer something
	Waiting  []Ask    // turns, questions, requests for leave that are open

	Ruling *RulingView
	Fee    int64 // cents

	state p.State
	now   time.Time
	upTo  int64 // the last event that the viewer may know of
}

// Point is a point of claim. Amount is in cents.
type Point struct {
	ID     string
	Remedy p.Remedy
	Amount int64
	Text   string
}

// Consents is what the consumer ticked, word for word (art. 10).
type Consents struct {
	Version string    `json:"version"`
	Lang    string    `json:"lang"`
	Words   []string  `json:"words"`
	At      time.Time `json:"-"`
}

// Defence is the shop's defence, point by point.
type Defence struct {
	At     time.Time
	Points map[string]PointReply
	Text   string
}

// PointReply is the shop's answer to a point: yes, partly, no.
type PointReply struct{ Agree, Text string }

// Statement is what a party said in its turn; Missed when it let the turn pass.
type Statement struct {
	Turn   p.TaskKind
	By     p.Role
	At     time.Time
	Text   string
	Missed bool
}

// Question is a question of the adjudicator, seen by both.
type Question struct {
	ID      string
	At      time.Time
	To      []p.Role
	Text    string
	Answers []Statement
}

// Leave is a request to bring in something late.
type Leave struct {
	By      p.Role
	At      time.Time
	Text    string
	Judged  bool
	Granted bool
	Reason  string
}

// Challenge is a party's challenge of the adjudicator.
type Challenge struct {
	By      p.Role
	At      time.Time
	Text    string
	Judged  bool
	Granted bool
	Reason  string
}

// RulingText are the parts of a ruling, as written (screens.md 10).
type RulingText struct {
	Short        string `json:"short"` // in plain words, at most 120
	Facts        string `json:"facts"`
	ConsumerSays string `json:"consumer_says"`
	ShopSays     string `json:"shop_says"`
	Law          string `json:"law"`
	Why          string `json:"why"`
}

// RulingView is a ruling that was given.
type RulingView struct {
	Number      string
	Outcome     p.Outcome
	At          time.Time
	Adjudicator string
	Text        RulingText
	Points      []DecidedPoint
	Orders      []OrderView
	FeeBy       p.Role
	Corrections []Correction
	Hash        string // of the text, as the log has it
	Published   bool
	CorrectTill p.Date
}

// DecidedPoint is a point with what was decided about it.
type DecidedPoint struct {
	Point
	Decision string // granted, partly, denied
	Granted  int64  // cents
	Why      string
	Evidence []string
}

// OrderView is what a ruling orders.
type OrderView struct {
	p.Order
	Words string
	From  string // the number of the correction that it is from; "" for the ruling itself
}

// Correction is a later document about an obvious error.
type Correction struct {
	Number string
	At     time.Time
	Text   string
	Orders []OrderView // the orders that it changed, as it changed them
}

// May says whether the viewer may give a command of this type now.
func (f CaseFile) May(c p.Command) bool { return p.May(f.state, f.Viewer.Actor, c, f.now) }

// Now is the instant of the file.
func (f CaseFile) Now() time.Time { return f.now }

// allowFile names the kinds of content that lie in the file. What is not named is not in it.
var allowFile = map[string]bool{
	KindComplaint: true, KindMessage: true, KindContest: true, KindSolved: true,
	KindClaim: true, KindConsents: true, KindDefence: true, KindReply: true, KindLeave: true, KindQuestion: true,
	KindAnswer: true, KindRuling: true, KindCorrection: true, KindChallenge: true, KindDecision: true,
}

// The kinds of text of stage 3.
const (
	KindClaim      = "claim"
	KindConsents   = "consents"
	KindDefence    = "defence"
	KindReply      = "reply"
	KindLeave      = "leave"
	KindQuestion   = "question"
	KindAnswer     = "answer"
	KindChallenge  = "challenge"
	KindDecision   = "decision" // reasons of a decision about the file: leave, challenge, extension
	KindRuling     = "ruling"
	KindCorrection = "correction"
	KindPublished  = "published"
)

// CaseFile gives the file of a dispute to its adjudicator. Until they have declared to have no interest it holds the
// names of the parties and nothing else (rules 3.3).
func (c *Clerk) CaseFile(ctx context.Context, v Viewer, reference string) (CaseFile, error) {
	ref, ok := ParseReference(reference)
	if !ok || v.Actor.Role != p.Adjudicator {
		return CaseFile{}, fault.New(fault.NotFound)
	}
	var out CaseFile
	err := c.store.Read(ctx, func(q *db.Queries) error {
		row, err := q.DisputeByReference(ctx, ref)
		if err != nil {
			return store.Wrap(err)
		}
		f, err := load(ctx, q, row.ID)
		if err != nil {
			return err
		}
		if !v.may(f.row) {
			return fault.New(fault.NotFound)
		}
		now := c.now()
		state, owed := p.CatchUp(f.state, now)
		if state.File.Adjudicator != v.Actor.ID { // time has taken the case from them
			return fault.New(fault.NotFound)
		}
		f.state, f.events = state, append(f.events, owed...)
		b := builder{q: q, f: f, v: v, now: now}
		out, err = b.file(ctx)
		return err
	})
	return out, outside(err)
}

// ruling adds the file to the view of a party or of staff.
func (b *builder) ruling(ctx context.Context, v *View) error {
	s := b.f.state
	if s.Stage != p.Ruling && s.File.RequestedAt.IsZero() && !s.File.Ruled() {
		return nil
	}
	f, err := b.file(ctx)
	if err != nil {
		return err
	}
	v.File = &f
	if b.v.Actor.Role == p.Shop {
		return nil
	}
	for _, r := range s.Money.Refunds {
		v.Refund = append(v.Refund, Refund{Cents: r.Cents, Why: r.Why, Status: r.Status})
	}
	return nil
}

// file makes the file for a viewer.
func (b *builder) file(ctx context.Context) (CaseFile, error) {
	s := b.f.state
	if err := b.staffNames(ctx); err != nil {
		return CaseFile{}, err
	}
	names, err := b.partyNames(ctx)
	if err != nil {
		return CaseFile{}, err
	}
	upTo, version, _ := b.eyes().last(b.f.stored)
	f := CaseFile{
		ID: s.ID, Reference: b.f.row.Reference, Version: version, Viewer: b.v,
		Shop: names[1], Consumer: names[0], Category: s.Case.Category, Declared: s.File.Declared,
		Mine: b.v.Actor.Role == p.Adjudicator, Status: p.StatusFor(s, b.v.Actor.Role, b.now), Fee: s.Rules().FeeCents,
		state: s, now: b.now, upTo: upTo,
	}
	if f.Mine && !f.Declared {
		return f, nil // the names, and nothing else
	}
	if s.File.Declared {
		f.Adjudicator = b.names[s.File.Adjudicator]
	}
	texts, complaint, err := b.fileTexts(ctx)
	if err != nil {
		return CaseFile{}, err
	}
	f.Complaint = complaint
	var v View
	if err := b.documents(ctx, &v); err != nil {
		return CaseFile{}, err
	}
	f.Documents = v.Documents
	f.days(s)
	for _, t := range s.Tasks {
		if t.Kind == p.TaskQuestion || t.Kind == p.TaskLeave || t.Who == p.Consumer || t.Who == p.Shop {
			f.Waiting = append(f.Waiting, Ask{Kind: t.Kind, About: t.About, Of: t.Who, Until: t.LastDay})
		}
	}
	return f, f.fill(b, texts)
}

func (f *CaseFile) days(s p.State) {
	f.Closed, f.Extended, f.NewFor, f.RuleBy = s.File.Closed, s.File.Extended, s.File.NewFor, s.File.RuleBy
	f.From, f.RequestedAt = s.File.From, s.File.RequestedAt
	if !f.From.IsZero() {
		f.NewUntil = s.NewUntil()
	}
}

func (b *builder) partyNames(ctx context.Context) ([2]string, error) {
	person, err := b.q.PartyOf(ctx, db.PartyOfParams{Dispute: b.f.row.ID, Role: string(p.Consumer)})
	if err != nil {
		return [2]string{}, fmt.Errorf("party: %w", store.Wrap(err))
	}
	m, err := b.q.MemberByID(ctx, b.f.row.Member)
	if err != nil {
		return [2]string{}, fmt.Errorf("member: %w", store.Wrap(err))
	}
	return [2]string{person.Name, m.Name}, nil
}

// fileTexts reads what lies in the file, by the kinds that are allowed in it.
func (b *builder) fileTexts(ctx context.Context) (map[string]string, *Complaint, error) {
	rows, err := b.q.ContentsOf(ctx, b.f.row.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("contents: %w", store.Wrap(err))
	}
	texts := map[string]string{}
	var complaint *Complaint
	for _, t := range rows {
		if !allowFile[t.Kind] {
			continue
		}
		if t.Kind != KindComplaint {
			texts[t.ID] = string(t.Body)
			continue
		}
		if complaint, err = complaintOf(t.Body, b.f.state.Case); err != nil {
			return nil, nil, fmt.Errorf("complaint of %s: %w", b.f.row.ID, err)
		}
	}
	return texts, complaint, nil
}

func complaintOf(body []byte, o p.Opened) (*Complaint, error) {
	k := &Complaint{}
	if err := json.Unmarshal(body, k); err != nil {
		return nil, err
	}
	k.Category, k.Remedy, k.Amount, k.Purchase, k.Told = o.Category, o.Remedy, o.Amount, o.Purchase, o.Told
	return k, nil
}

// fill puts what was said in its place, in the order in which it was said.
func (f *CaseFile) fill(b *builder, texts map[string]string) error {
	for _, e := range b.f.events {
		if !inFile(e) {
			continue
		}
		switch x := e.Body.(type) {
		case p.MessageSent:
			f.answer(e, "message_sent", texts[x.Text.ID])
		case p.SolvedSaid:
			f.answer(e, "solved_said", texts[x.Text.ID])
		case p.Contested:
			f.answer(e, "contested", texts[x.Text.ID])
		case p.RulingRequested:
			if err := f.request(e, x, texts); err != nil {
				return err
			}
		case p.RulingSigned:
			if err := f.signed(b, e, x, texts); err != nil {
				return err
			}
		case p.RulingCorrected:
			f.corrected(e, x, texts)
		case p.RulingPublished:
			f.Ruling.Published = true
		default:
			f.said(e, texts)
		}
	}
	return nil
}

func (f *CaseFile) answer(e p.Event, kind, text string) {
	f.Answers = append(f.Answers, Entry{Seq: e.Seq, Kind: kind, At: e.Due, Who: e.Actor.Role, Text: text, Rule: e.Rule})
}

func (f *CaseFile) request(e p.Event, x p.RulingRequested, texts map[string]string) error {
	f.Points = nil
	for _, pt := range x.Points {
		f.Points = append(f.Points, Point{ID: pt.ID, Remedy: pt.Remedy, Amount: pt.Amount, Text: texts[pt.Text.ID]})
	}
	if body, ok := texts[x.Text.ID]; ok {
		if err := json.Unmarshal([]byte(body), &f.Consents); err != nil {
			return fmt.Errorf("consents of %s: %w", f.ID, err)
		}
	}
	f.Consents.At = e.Due
	return nil
}

// said adds what the parties and the adjudicator said in stage 3.
func (f *CaseFile) said(e p.Event, texts map[string]string) {
	switch x := e.Body.(type) {
	case p.DefenceGiven:
		d := &Defence{At: e.Due, Text: texts[x.Text.ID], Points: map[string]PointReply{}}
		for _, pt := range x.Points {
			d.Points[pt.ID] = PointReply{pt.Agree, texts[pt.Text.ID]}
		}
		f.Defence = d
	case p.ReplyGiven:
		f.Statements = append(f.Statements, Statement{Turn: x.Turn, By: e.Actor.Role, At: e.Due, Text: texts[x.Text.ID]})
	case p.TurnMissed:
		f.Statements = append(f.Statements, Statement{Turn: x.Turn, By: x.Party, At: e.Due, Missed: true})
	case p.QuestionAsked:
		f.Questions = append(f.Questions, Question{ID: x.ID, At: e.Due, To: x.To, Text: texts[x.Text.ID]})
	case p.QuestionAnswered:
		f.answered(x.ID, Statement{By: e.Actor.Role, At: e.Due, Text: texts[x.Text.ID]})
	case p.QuestionMissed:
		f.answered(x.ID, Statement{By: x.Party, At: e.Due, Missed: true})
	case p.LeaveAsked:
		f.Leaves = append(f.Leaves, Leave{By: e.Actor.Role, At: e.Due, Text: texts[x.Text.ID]})
	case p.LeaveJudged:
		for i := range f.Leaves {
			if l := &f.Leaves[i]; l.By == x.Party && !l.Judged {
				l.Judged, l.Granted, l.Reason = true, x.Granted, texts[x.Reason.ID]
			}
		}
	case p.Challenged:
		f.Challenges = append(f.Challenges, Challenge{By: e.Actor.Role, At: e.Due, Text: texts[x.Text.ID]})
	case p.ChallengeJudged:
		if n := len(f.Challenges); n > 0 {
			k := &f.Challenges[n-1]
			k.Judged, k.Granted, k.Reason = true, x.Granted, texts[x.Reason.ID]
		}
	default:
	}
}

func (f *CaseFile) answered(about string, s Statement) {
	id, _, _ := strings.Cut(about, ":")
	for i := range f.Questions {
		if f.Questions[i].ID == id {
			f.Questions[i].Answers = append(f.Questions[i].Answers, s)
		}
	}
}

func (f *CaseFile) signed(b *builder, e p.Event, x p.RulingSigned, texts map[string]string) error {
	r := &RulingView{
		Number: x.Number, Outcome: x.Outcome, At: e.Due, Adjudicator: b.names[e.Actor.ID], FeeBy: x.FeeBy, Hash: x.Text.Hash,
		CorrectTill: p.NextWorkday(p.DateOf(e.Due).AddDays(b.f.state.Rules().CorrectionDays)),
	}
	if body, ok := texts[x.Text.ID]; ok {
		if err := json.Unmarshal([]byte(body), &r.Text); err != nil {
			return fmt.Errorf("ruling of %s: %w", f.ID, err)
		}
	}
	for _, d := range x.Points {
		out := DecidedPoint{Decision: d.Decision, Granted: d.Amount, Why: texts[d.Text.ID], Evidence: d.Evidence}
		for _, pt := range f.Points {
			if pt.ID == d.ID {
				out.Point = pt
			}
		}
		r.Points = append(r.Points, out)
	}
	for _, o := range x.Orders {
		r.Orders = append(r.Orders, OrderView{Order: o, Words: texts[o.Text.ID]})
	}
	f.Ruling = r
	return nil
}

// corrected adds a correction; from then on its orders are those of the ruling (rules 3.6).
func (f *CaseFile) corrected(e p.Event, x p.RulingCorrected, texts map[string]string) {
	k := Correction{Number: x.Number, At: e.Due, Text: texts[x.Text.ID]}
	for _, o := range x.Orders {
		now := OrderView{Order: o.Order, Words: texts[o.Text.ID], From: x.Number}
		k.Orders = append(k.Orders, now)
		f.Ruling.Orders[o.N-1] = now
	}
	f.Ruling.Corrections = append(f.Ruling.Corrections, k)
	f.Ruling.Published = false
}

// QuestionBy gives the day by which a question that is asked now is to be answered; false when no time is left for one
// (rules 3.4).
func (f CaseFile) QuestionBy() (p.Date, bool) {
	days, ok := f.state.QuestionDays(f.now)
	return p.NextWorkday(p.DateOf(f.now).AddDays(days)), ok
}

// OrdersOpen says that orders can still be corrected: nobody was asked or has said whether they were carried out.
func (f CaseFile) OrdersOpen() bool { return f.state.OrdersOpen() }

// ClaimIDs gives the ids for n points of claim.
func ClaimIDs(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = strconv.Itoa(i + 1)
	}
	return out
}
