package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Room is the mediation of a dispute as its viewer may see it (rules 2). Joint and private messages are of different
// types, so that a page that takes the one cannot be given the other.
type Room struct {
	Mediator   string // name; "" while nobody mediates
	MediatorID string // staff only
	Mine       bool   // the viewer mediates
	Phase      p.TaskKind
	LookBy     p.Date // by when the mediator looks again, or contacts the parties

	Joint     []JointMessage
	Consumer  []PrivateMessage // the consumer's channel; only for who may read it
	Shop      []PrivateMessage // the shop's
	Reads     map[p.Role]bool  // which private channels the viewer may read
	Notes     []Note           // staff
	Facts     Facts
	Advice    []Advice
	Proposal  *ProposalView
	Past      []ProposalView
	Asked     []Ask // what the viewer is asked; for staff: what is asked of both, but never answers to a proposal
	Held      []HeldView
	Heard     bool // advice and proposals may be given
	Consumers Hearing
	Shops     Hearing
	PauseAsk  bool
	PauseMine bool // the viewer has said yes
	Ended     bool
	How       string   // why it was concluded
	Conclude  string   // the mediator's words at the end
	Unsent    []Unsent // the mediator's own messages that can be taken back, the last one first
	Resumable p.Date
}

// Unsent is a message that has not left: it can be taken back until an instant (rules 2.2).
type Unsent struct {
	ID    string
	Until time.Time
}

// Hearing is how far a party was heard; staff see both, a party sees its own.
type Hearing = p.Hearing

// JointMessage is read by both parties and the mediator.
type JointMessage struct {
	ID    string
	Seq   int64
	At    time.Time
	By    p.Role
	Name  string // of the mediator
	Text  string
	Asks  []p.Role
	Until p.Date
	State string // "", held, hidden, undone: for its author and staff
	Why   string // hidden: the mediator's words
	Kind  string // message, accounts
	Files []RoomFile
}

// PrivateMessage is read by one party and the mediator.
type PrivateMessage struct {
	ID    string
	Seq   int64
	At    time.Time
	By    p.Role
	Name  string
	Text  string
	Until p.Date
	State string // "", undone
	Files []RoomFile
}

// Note is an internal note of staff.
type Note struct {
	At   time.Time
	Name string
	Text string
}

// Facts is the mediator's list of what is agreed, what is not, and what is missing.
type Facts struct {
	Agreed   []string  `json:"agreed,omitempty"`
	Disputed []string  `json:"disputed,omitempty"`
	Missing  []string  `json:"missing,omitempty"`
	At       time.Time `json:"-"`
}

// Advice is the mediator's advice.
type Advice struct {
	At   time.Time `json:"-"`
	Side string    `json:"side"` // who stands stronger: consumer, shop, both
	Text string    `json:"text"`
	Law  string    `json:"law,omitempty"` // the articles
}

// ProposalWords are the words beside the terms of a proposal.
type ProposalWords struct {
	ShopDoes     string `json:"shop_does,omitempty"` // more than the terms say
	ConsumerDoes string `json:"consumer_does,omitempty"`
	Why          string `json:"why"`
	Law          string `json:"law,omitempty"`
}

// ProposalView is a proposal. It has no field for an answer of the other: nobody learns of it (rules 2.5).
type ProposalView struct {
	p.Offer
	Words   ProposalWords
	Version int
	At      time.Time
	Until   p.Date // the viewer's last day; zero while their letter is on its way
	Mine    string // the viewer's own answer: "", yes, no
	How     string // closed: agreed, not_agreed, withdrawn, replaced
	Reasons []Reason
}

// Reason is why a party said no, for the mediator once the proposal is closed (rules 2.5).
type Reason struct {
	By   p.Role
	Text string
}

// Ask is something asked of a party with a date.
type Ask struct {
	Kind  p.TaskKind
	About string
	Of    p.Role
	Until p.Date // zero while the letter is on its way
}

// HeldView is a message that waits for the mediator.
type HeldView struct {
	ID   string
	By   p.Role
	At   time.Time
	Text string

	Files []RoomFile
}

// room adds the mediation to a view. The texts of each channel are read from its own table, and only when the viewer
// may read that channel.
func (b *builder) room(ctx context.Context, v *View) error {
	s := b.f.state
	if s.Stage != p.Mediation && s.Room.LeftAt.IsZero() {
		return nil
	}
	if err := b.staffNames(ctx); err != nil {
		return err
	}
	eyes := b.eyes()
	role := b.v.Actor.Role
	staff := isStaff(role)
	r := &Room{
		Mediator: b.names[s.Room.Mediator], Mine: s.Room.Mediator != "" && s.Room.Mediator == b.v.Actor.ID,
		Heard: s.Room.Heard(), PauseAsk: s.Room.PauseAsk, Ended: s.Stage != p.Mediation, How: s.Room.How,
		Reads: map[p.Role]bool{},
	}
	if staff {
		r.MediatorID = s.Room.Mediator
	}
	if staff || role == p.Consumer {
		r.Consumers = s.Room.Consumer
	}
	if staff || role == p.Shop {
		r.Shops = s.Room.Shop
	}
	for _, yes := range s.Room.PauseYes {
		r.PauseMine = r.PauseMine || yes == role
	}
	if t, ok := s.Main(); ok {
		r.Phase, r.LookBy = t.Kind, t.LastDay
		if t.Kind == p.TaskReturn {
			r.Resumable = t.LastDay
		}
	}
	if r.Mine {
		for _, m := range s.Unsent(b.v.Actor.ID, b.now) {
			r.Unsent = append(r.Unsent, Unsent{ID: m.ID, Until: s.LeavesAt(m.At)})
		}
	}
	b.asks(r, staff)
	for _, side := range []p.Role{p.Consumer, p.Shop} {
		r.Reads[side] = eyes.private(side)
	}
	if err := b.roomTexts(ctx, r, staff); err != nil {
		return err
	}
	v.Room = r
	return b.roomEvents(r, eyes)
}

// asks lists what is asked; a proposal's answers are blind even for staff.
func (b *builder) asks(r *Room, staff bool) {
	for _, t := range b.f.state.Tasks {
		switch t.Kind {
		case p.TaskHear, p.TaskAsk:
		case p.TaskConsider:
			if staff {
				continue
			}
		default:
			continue
		}
		if staff || t.Who == b.v.Actor.Role {
			r.Asked = append(r.Asked, Ask{Kind: t.Kind, About: t.About, Of: t.Who, Until: t.LastDay})
		}
	}
}

// roomTexts reads the tables of the channels that the viewer may read.
func (b *builder) roomTexts(ctx context.Context, r *Room, staff bool) error {
	id := b.f.row.ID
	joint, err := b.q.JointMessagesOf(ctx, id)
	if err != nil {
		return fmt.Errorf("joint messages: %w", store.Wrap(err))
	}
	for _, m := range joint {
		b.texts[m.ID] = string(m.Body)
	}
	if err := b.roomFiles(ctx, channelJoint); err != nil {
		return err
	}
	for side, may := range r.Reads {
		if !may {
			continue
		}
		rows, err := b.q.PrivateMessagesOf(ctx, db.PrivateMessagesOfParams{Dispute: id, Side: string(side)})
		if err != nil {
			return fmt.Errorf("private messages: %w", store.Wrap(err))
		}
		for _, m := range rows {
			b.texts[m.ID] = string(m.Body)
		}
		if err := b.roomFiles(ctx, string(side)); err != nil {
			return err
		}
	}
	said, err := b.q.MediationTextsOf(ctx, id)
	if err != nil {
		return fmt.Errorf("mediation: %w", store.Wrap(err))
	}
	for _, t := range said {
		if t.Kind == KindConsentName && !b.agreedBy(t.ID) {
			continue
		}
		if !staffOnly(t.Kind) || staff && t.Kind != KindReason {
			b.texts[t.ID] = string(t.Body)
		}
		if t.Kind == KindReason && b.eyes().private(p.Role(t.Author)) && (staff && b.closedReason(t.ID) || p.Role(t.Author) == b.v.Actor.Role) {
			b.texts[t.ID] = string(t.Body)
		}
	}
	if !staff {
		return nil
	}
	notes, err := b.q.StaffNotesOf(ctx, id)
	if err != nil {
		return fmt.Errorf("notes: %w", store.Wrap(err))
	}
	for _, n := range notes {
		b.texts[n.ID] = string(n.Body)
		r.Notes = append(r.Notes, Note{At: millis(n.Created), Name: b.names[n.Account], Text: string(n.Body)})
	}
	return nil
}

// closedReason says that the proposal to which a reason belongs is closed: before that nobody learns of an answer.
func (b *builder) closedReason(text string) bool {
	id := ""
	for _, e := range b.f.events {
		if a, ok := e.Body.(p.ProposalAnswered); ok && a.Reason.ID == text {
			id = a.ID
		}
	}
	open := b.f.state.Room.Proposal
	return id != "" && (open == nil || open.ID != id)
}

// roomEvents puts what was said in its place.
func (b *builder) roomEvents(r *Room, eyes eyes) error {
	role := b.v.Actor.Role
	staff := isStaff(role)
	for _, e := range b.f.events {
		if !eyes.sees(e) && (!staff || !isAnswer(e)) {
			continue
		}
		switch x := e.Body.(type) {
		case p.JointSent:
			m := JointMessage{ID: x.ID, Seq: e.Seq, At: e.Due, By: e.Actor.Role, Name: b.names[e.Actor.ID], Text: b.texts[x.Text.ID], Asks: x.Asks, Until: x.Until, Kind: "message", Files: b.attached(x.Files)}
			if x.Held != "" {
				m.By, m.Name = x.By, ""
				r.dropHeld(x.Held)
			}
			if eyes.undone(x.ID) {
				m.State = "undone"
			}
			r.Joint = append(r.Joint, m)
		case p.AccountsAsked:
			m := JointMessage{ID: x.ID, Seq: e.Seq, At: e.Due, By: e.Actor.Role, Name: b.names[e.Actor.ID], Text: b.texts[x.Text.ID], Kind: "accounts", Asks: []p.Role{p.Consumer, p.Shop}}
			if eyes.undone(x.ID) {
				m.State = "undone"
			}
			r.Joint = append(r.Joint, m)
		case p.JointHeld:
			r.Joint = append(r.Joint, JointMessage{ID: x.ID, Seq: e.Seq, At: e.Due, By: e.Actor.Role, Text: b.texts[x.Text.ID], State: "held", Kind: "message", Files: b.attached(x.Files)})
			if staff {
				r.Held = append(r.Held, HeldView{ID: x.ID, By: e.Actor.Role, At: e.Due, Text: b.texts[x.Text.ID], Files: b.attached(x.Files)})
			}
		case p.JointHidden:
			r.hide(x.ID, b.texts[x.Reason.ID])
		case p.PrivateSent:
			m := PrivateMessage{ID: x.ID, Seq: e.Seq, At: e.Due, By: e.Actor.Role, Name: b.names[e.Actor.ID], Text: b.texts[x.Text.ID], Until: x.Until, Files: b.attached(x.Files)}
			if eyes.undone(x.ID) {
				m.State = "undone"
			}
			if x.Side == p.Consumer {
				r.Consumer = append(r.Consumer, m)
			} else {
				r.Shop = append(r.Shop, m)
			}
		case p.Chosen: // the consumer's word to the mediator at the choice
			if text := b.texts[x.Note.ID]; text != "" && r.Reads[p.Consumer] {
				r.Consumer = append(r.Consumer, PrivateMessage{ID: x.Note.ID, Seq: e.Seq, At: e.Due, By: p.Consumer, Text: text})
			}
		default:
			if err := b.roomResult(r, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func isAnswer(e p.Event) bool { _, ok := e.Body.(p.ProposalAnswered); return ok }

// roomResult adds facts, advice, proposals and the end.
func (b *builder) roomResult(r *Room, e p.Event) error {
	role := b.v.Actor.Role
	switch x := e.Body.(type) {
	case p.FactsNoted:
		r.Facts = Facts{}
		if err := b.parse(x.Text.ID, &r.Facts); err != nil {
			return err
		}
		r.Facts.At = e.Due
	case p.AdviceGiven:
		a := Advice{}
		if err := b.parse(x.Text.ID, &a); err != nil {
			return err
		}
		a.At = e.Due
		r.Advice = append(r.Advice, a)
	case p.ProposalPut:
		v := ProposalView{Offer: x.Offer, Version: x.Version, At: e.Due}
		if err := b.parse(x.Text.ID, &v.Words); err != nil {
			return err
		}
		if open := b.f.state.Room.Proposal; open != nil && open.ID == x.ID {
			v.Until = b.f.state.ProposalUntil(role)
		}
		r.Proposal = &v
	case p.ProposalAnswered:
		if r.Proposal == nil || r.Proposal.ID != x.ID {
			return nil
		}
		if e.Actor.Role == role {
			r.Proposal.Mine = "no"
			if x.Yes {
				r.Proposal.Mine = "yes"
			}
		}
		if text := b.texts[x.Reason.ID]; text != "" && isStaff(role) {
			r.Proposal.Reasons = append(r.Proposal.Reasons, Reason{By: e.Actor.Role, Text: text})
		}
	case p.ProposalClosed:
		r.close(x.ID, x.How)
	case p.AgreementMade:
		r.close(x.Offer, "agreed")
	case p.Concluded:
		r.Conclude = b.texts[x.Reason.ID]
		if r.Proposal != nil { // it ended with the mediation
			r.close(r.Proposal.ID, "withdrawn")
		}
	default:
	}
	return nil
}

func (b *builder) parse(text string, into any) error {
	body, ok := b.texts[text]
	if !ok { // erased
		return nil
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		return fmt.Errorf("text of %s: %w", b.f.row.ID, err)
	}
	return nil
}

// close puts the open proposal among the past ones.
func (r *Room) close(id, how string) {
	if r.Proposal == nil || r.Proposal.ID != id {
		return
	}
	old := *r.Proposal
	old.How = how
	r.Past, r.Proposal = append(r.Past, old), nil
}

func (r *Room) dropHeld(id string) {
	for i, h := range r.Held {
		if h.ID == id {
			r.Held = append(r.Held[:i], r.Held[i+1:]...)
			break
		}
	}
	for i, m := range r.Joint {
		if m.ID == id && m.State == "held" {
			r.Joint = append(r.Joint[:i], r.Joint[i+1:]...)
			break
		}
	}
}

func (r *Room) hide(id, why string) {
	for i := range r.Joint {
		if r.Joint[i].ID == id && r.Joint[i].State == "held" {
			r.Joint[i].State, r.Joint[i].Why = "hidden", why
		}
	}
	for i, h := range r.Held {
		if h.ID == id {
			r.Held = append(r.Held[:i], r.Held[i+1:]...)
			return
		}
	}
}

// staffNames loads the names of who mediated and adjudicated.
func (b *builder) staffNames(ctx context.Context) error {
	if b.names != nil {
		return nil
	}
	b.names = map[string]string{}
	want := append([]string{b.f.state.File.Adjudicator, b.f.state.Room.Mediator}, b.f.state.Room.Mediators...)
	for _, e := range b.f.events {
		if isStaff(e.Actor.Role) || e.Actor.Role == p.Adjudicator {
			want = append(want, e.Actor.ID)
		}
	}
	for _, id := range want {
		if _, have := b.names[id]; have || id == "" {
			continue
		}
		a, err := b.q.AccountByID(ctx, id)
		if err != nil {
			b.names[id] = "" // an account of an earlier database; its acts stand
			continue
		}
		b.names[id] = b.called(a)
	}
	return nil
}
