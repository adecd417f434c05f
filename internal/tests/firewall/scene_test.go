package firewall

import (
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

const (
	consumerAddress = "nina@mail.example"
	shopAddress     = "klantenservice@delindeboom.example"
)

// scene is a case with markers, and everybody who might look at it.
type scene struct {
	w         *world.World
	c         *world.Case
	people    map[string]*world.Browser
	enter     map[string]func(*world.Browser) // how each signs in
	starts    map[string][]string             // where each begins to look
	addresses map[string]string               // of letters: who reads them
	found     map[string]bool
	tokens    map[string]string // of programs: whose

	mediator, adjudicator string // accounts
	proposal              string
}

func newScene(t *testing.T) *scene {
	t.Helper()
	w := world.New(t, time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC))
	s := &scene{w: w, people: map[string]*world.Browser{}, enter: map[string]func(*world.Browser){}, starts: map[string][]string{}, found: map[string]bool{}, tokens: map[string]string{}}
	s.c = w.Open("1001", consumerAddress)
	other := w.Open("1002", "otto@mail.example")
	s.mediator, s.adjudicator = s.account(t, "sanne@keurmerk.example"), s.account(t, "jet@recht.example")
	s.addresses = map[string]string{
		consumerAddress: theConsumer, shopAddress: theShop, "otto@mail.example": otherConsumer, "jet@recht.example": theAdjudicator,
	}
	ref := s.c.Reference
	s.person(theConsumer, func(b *world.Browser) { b.AsConsumer(s.c) }, "/zaak/"+ref)
	s.person(theShop, func(b *world.Browser) { b.AsShop(shopAddress) }, "/winkel/zaken", "/winkel/zaken/"+ref, "/winkel/cijfers")
	s.person(otherConsumer, func(b *world.Browser) { b.AsConsumer(other) }, "/zaak/"+ref, "/zaak/"+other.Reference)
	s.person(otherShop, func(b *world.Browser) { b.AsShop(shopOf(t, w, "1002")) }, "/winkel/zaken", "/winkel/zaken/"+ref)
	for who, mail := range map[string]string{
		theMediator: "sanne@keurmerk.example", otherMediator: "mo@keurmerk.example",
		administrator: "bas@keurmerk.example", quality: "kim@keurmerk.example",
	} {
		s.person(who, func(b *world.Browser) { b.AsStaff(mail) }, "/staf", "/staf/zaken", "/staf/zaken/"+ref, "/staf/inzicht", "/staf/inzicht/signalen")
	}
	s.person(theAdjudicator, func(b *world.Browser) { b.AsStaff("jet@recht.example") }, "/jurist", "/jurist/zaken/"+ref,
		"/staf", "/staf/zaken/"+ref, "/zaak/"+ref, "/winkel/zaken/"+ref)
	s.person(public, func(*world.Browser) {}, "/", "/uitspraken", "/uitspraken.xml", "/over-ons", "/jaarverslag", "/zaak/"+ref)
	return s
}

func (s *scene) person(who string, enter func(*world.Browser), starts ...string) {
	s.people[who], s.enter[who], s.starts[who] = s.w.Browser(who), enter, starts
}

func shopOf(t *testing.T, w *world.World, member string) string {
	t.Helper()
	m, err := w.House.Clerk.MemberByID(t.Context(), member)
	if err != nil {
		t.Fatal(err)
	}
	return registry.Addresses(m)[0]
}

func (s *scene) account(t *testing.T, email string) string {
	t.Helper()
	a, ok, err := s.w.House.Accounts.StaffByEmail(t.Context(), email)
	if err != nil || !ok {
		t.Fatal("no account", email, err)
	}
	return a.ID
}

func (s *scene) act(v registry.Viewer, f func(w *registry.Writing) p.Command) { s.c.Act(v, f) }

func (s *scene) asMediator() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Mediator, ID: s.mediator, Proof: p.ByBrowser}, Name: "Sanne Bemiddelaar"}
}

func (s *scene) asAdjudicator() registry.Viewer {
	return registry.Viewer{Actor: p.Actor{Role: p.Adjudicator, ID: s.adjudicator, Proof: p.ByBrowser}, Name: "mr. Jet Jurist"}
}

// mediates plays an act of the mediator, and lets its message leave.
func (s *scene) mediates(f func(w *registry.Writing) p.Command) {
	s.act(s.asMediator(), f)
	s.w.Advance(time.Minute)
}

func joint(text string) func(w *registry.Writing) p.Command {
	return func(w *registry.Writing) p.Command {
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, text)}}
	}
}

func private(side p.Role, text string) func(w *registry.Writing) p.Command {
	return func(w *registry.Writing) p.Command {
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Side: side, Text: w.Private(side, text)}}
	}
}

// mediation brings the case into mediation, up to an open proposal.
func (s *scene) mediation(t *testing.T) {
	t.Helper()
	consumer, shop := s.c.Consumer(p.ByCode), s.c.ShopViewer()
	s.w.Advance(9 * 24 * time.Hour)
	s.act(consumer, func(w *registry.Writing) p.Command {
		return p.Choose{Choice: p.ChooseHelp, Note: w.Text(registry.KindToMediator, "MARKER-choice-note")}
	})
	view := s.c.View()
	view.Viewer = s.asMediator()
	if err := s.w.House.Clerk.Assign(t.Context(), view, 0, s.mediator, "MARKER-hand-over"); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	s.mediates(func(w *registry.Writing) p.Command {
		return p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: w.NewID(), Text: w.Text(registry.KindJoint, "MARKER-accounts")}}
	})
	s.act(consumer, joint("MARKER-consumer-joint"))
	s.act(shop, joint("MARKER-shop-joint"))
	s.act(consumer, private(p.Consumer, "MARKER-consumer-private"))
	s.act(shop, private(p.Shop, "MARKER-shop-private"))
	s.mediates(private(p.Consumer, "MARKER-to-consumer"))
	s.mediates(private(p.Shop, "MARKER-to-shop"))
	s.withFiles(t)
	s.act(s.asMediator(), joint("MARKER-undone"))
	s.act(s.asMediator(), func(*registry.Writing) p.Command { return p.UndoSend{ID: s.lastSent(t)} })
	s.act(s.asMediator(), func(w *registry.Writing) p.Command {
		return p.AddNote{Text: w.Text(registry.KindNote, "MARKER-note")}
	})
	s.mediates(func(w *registry.Writing) p.Command {
		return p.NoteFacts{Text: w.Text(registry.KindFacts, marshal(registry.Facts{Agreed: []string{"MARKER-facts"}}))}
	})
	s.mediates(func(w *registry.Writing) p.Command {
		return p.Advise{Text: w.Text(registry.KindAdvice, marshal(registry.Advice{Side: "both", Text: "MARKER-advice"}))}
	})
	s.act(s.asMediator(), func(w *registry.Writing) p.Command {
		return p.RaiseSignal{SignalRaised: p.SignalRaised{Kind: "fraud", Text: w.Text(registry.KindSignal, "MARKER-signal")}}
	})
	s.act(shop, func(w *registry.Writing) p.Command {
		return p.MakeOffer{Offer: p.Offer{ID: w.NewID(), Remedy: "refund", Amount: 1234, Due: p.DateOf(s.w.Now()).AddDays(9), Text: w.Text(registry.KindOffer, "MARKER-offer")}}
	})
	s.propose("MARKER-proposal")
}

func (s *scene) lastSent(t *testing.T) string {
	t.Helper()
	v, err := s.w.House.Clerk.View(t.Context(), s.asMediator(), s.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v.Room.Unsent[0].ID
}

func (s *scene) propose(words string) {
	s.mediates(func(w *registry.Writing) p.Command {
		s.proposal = w.NewID()
		return p.Propose{ProposalPut: p.ProposalPut{Offer: p.Offer{
			ID: s.proposal, Remedy: "part_refund", Amount: 4500, Due: p.DateOf(s.w.Now()).AddDays(14),
			Text: w.Text(registry.KindProposal, marshal(registry.ProposalWords{Why: words})),
		}}}
	})
}

// refusedProposal lets both answer: no and yes; then a second one lies open.
func (s *scene) refusedProposal() {
	s.act(s.c.Consumer(p.ByCode), func(w *registry.Writing) p.Command {
		return p.DeclineProposal{ID: s.proposal, Reason: w.Text(registry.KindReason, "MARKER-reason-of-consumer")}
	})
	s.act(s.c.ShopViewer(), func(w *registry.Writing) p.Command {
		return p.AcceptProposal{ID: s.proposal, Name: w.Text(registry.KindConsentName, "MARKER-name-of-shop")}
	})
	s.propose("MARKER-second-proposal")
}

func (s *scene) concluded() {
	s.mediates(func(w *registry.Writing) p.Command {
		return p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: w.Text(registry.KindConclusion, "MARKER-conclusion")}}
	})
}

// requested asks for a ruling and pays; an adjudicator is assigned.
func (s *scene) requested(t *testing.T) {
	t.Helper()
	s.act(s.c.Consumer(p.ByCode), func(w *registry.Writing) p.Command {
		return p.RequestRuling{RulingRequested: p.RulingRequested{
			Points:   []p.ClaimPoint{{ID: "1", Remedy: "refund", Amount: 8995, Text: w.Text(registry.KindClaim, "Geld terug")}},
			Consents: "1", Text: w.Text(registry.KindConsents, marshal(registry.Consents{Version: "1", Words: []string{"ja"}})),
		}}
	})
	id, err := s.w.House.Clerk.StartPayment(t.Context(), s.c.Consumer(p.ByCode), s.c.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.w.House.App.Till.Checkout(t.Context(), s.c.ID, id, "/zaak/"+s.c.Reference, "nl"); err != nil {
		t.Fatal(err)
	}
	if err := s.w.Kassa.Pay(s.w.Kassa.Payments()[0].ID); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	view := s.c.View()
	view.Viewer = s.asMediator()
	if err := s.w.House.Clerk.AssignAdjudicator(t.Context(), view, 0, s.adjudicator); err != nil {
		t.Fatal(err)
	}
	s.w.Work()
}

// heard opens the file to the adjudicator and hears both.
func (s *scene) heard(t *testing.T) {
	t.Helper()
	s.act(s.asAdjudicator(), func(*registry.Writing) p.Command { return p.Declare{} })
	s.act(s.asAdjudicator(), func(*registry.Writing) p.Command { return p.SendClaim{} })
	s.act(s.c.ShopViewer(), func(w *registry.Writing) p.Command {
		return p.Defend{DefenceGiven: p.DefenceGiven{Points: []p.PointAnswer{{ID: "1", Agree: "no", Text: w.Text(registry.KindDefence, "Nee")}}}}
	})
	s.act(s.c.Consumer(p.ByCode), func(*registry.Writing) p.Command { return p.SendReply{} })
	f := s.file(t)
	if err := s.w.House.Clerk.KeepRulingDraft(t.Context(), f, registry.RulingInput{Notes: "MARKER-draft", Text: registry.RulingText{Short: "MARKER-draft"}}); err != nil {
		t.Fatal(err)
	}
}

func (s *scene) file(t *testing.T) registry.CaseFile {
	t.Helper()
	f, err := s.w.House.Clerk.CaseFile(t.Context(), s.asAdjudicator(), s.c.Reference)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// ruled closes the file and rules; the ruling is published.
func (s *scene) ruled(t *testing.T) {
	t.Helper()
	s.w.Advance(9 * 24 * time.Hour) // until then the parties can ask for another adjudicator
	s.act(s.asAdjudicator(), func(*registry.Writing) p.Command { return p.CloseFile{} })
	err := s.w.House.Clerk.Sign(t.Context(), s.asAdjudicator(), s.file(t), 0, registry.RulingInput{
		Outcome: p.RuledUpheld, FeeBy: p.Shop, Text: registry.RulingText{Short: "De winkel betaalt terug.", Why: "Omdat."},
		Points: map[string]registry.PointInput{"1": {Decision: "granted", Amount: 8995, Why: "De lamp was stuk."}},
		Orders: []registry.OrderInput{
			{Who: p.Shop, Remedy: "refund", Amount: 8995, Due: p.DateOf(s.w.Now()).AddDays(14), Words: "Betaalt terug."},
			{Who: p.Shop, Remedy: "refund", Amount: 2500, Due: p.DateOf(s.w.Now()).AddDays(14), Fee: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.w.Work()
	view := s.c.View()
	view.Viewer = s.asMediator()
	if err := s.w.House.Clerk.Publish(t.Context(), view, 0, registry.PublishedParts{Text: registry.RulingText{Short: "Een winkel betaalt terug."}}); err != nil {
		t.Fatal(err)
	}
}
