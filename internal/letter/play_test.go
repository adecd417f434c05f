package letter

import (
	"slices"
	"strings"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

var (
	consumer    = p.Actor{Role: p.Consumer, ID: "consumer", Proof: p.ByCode}
	shop        = p.Actor{Role: p.Shop, ID: "shop", Proof: p.ByCode}
	mila        = p.Actor{Role: p.Mediator, ID: "mila", Proof: p.ByCode}
	noor        = p.Actor{Role: p.Mediator, ID: "noor", Proof: p.ByCode}
	chief       = p.Actor{Role: p.Administrator, ID: "chief", Proof: p.ByCode}
	visser      = p.Actor{Role: p.Adjudicator, ID: "visser", Proof: p.ByCode}
	words       = p.Ref{ID: "words"}
	claimed     = p.RulingRequested{Points: []p.ClaimPoint{{ID: "1", Remedy: "refund", Amount: 8995}}, Consents: "v1", Text: words}
	defended    = p.DefenceGiven{Points: []p.PointAnswer{{ID: "1", Agree: "no", Text: words}}}
	repairOffer = p.Offer{ID: "o1", Remedy: "repair", Due: p.DateOf(monday).AddDays(60)}
)

// play is a dispute whose letters are accepted at once, and what was sent: "slug to task".
type play struct {
	t    *testing.T
	s    p.State
	now  time.Time
	sent []string
	all  []Letter
}

// inMediation plays up to the request for help.
func inMediation(t *testing.T) *play {
	t.Helper()
	s, _ := opened(t)
	x := &play{t: t, s: s, now: monday}
	x.accept(notice)
	x.act(shop, p.Contest{Text: words})
	x.act(consumer, p.Choose{Choice: p.ChooseHelp})
	x.took()
	return x
}

// take files events and accepts the letters that they bring.
func (x *play) take(events []p.Event) {
	for _, e := range events {
		x.s = p.Evolve(x.s, e)
		for _, l := range For(e, x.s) {
			x.sent = append(x.sent, strings.TrimSpace(l.Slug+" "+string(l.To)+" "+string(l.Task)))
			x.all = append(x.all, l)
			if l.Task != "" {
				x.accept(l)
			}
		}
	}
}

func (x *play) accept(l Letter) {
	x.t.Helper()
	events, err := p.Decide(&x.s, p.Post, p.RecordAccepted{LetterAccepted: p.LetterAccepted{
		Letter: l.Slug, Party: l.To, Task: l.Task, About: l.Data.About, At: x.now,
	}}, x.now)
	if err != nil {
		x.t.Fatal(err)
	}
	x.take(events)
}

func (x *play) act(a p.Actor, c p.Command) {
	x.t.Helper()
	x.now = x.now.Add(time.Minute)
	events, err := p.Decide(&x.s, a, c, x.now)
	if err != nil {
		x.t.Fatalf("%T: %v", c, err)
	}
	x.take(events)
}

// wait lets days pass.
func (x *play) wait(days int) {
	for range days {
		x.now = x.now.AddDate(0, 0, 1)
		_, events := p.CatchUp(x.s, x.now)
		x.take(events)
	}
}

// took gives the letters since it was last asked.
func (x *play) took() []string {
	out := x.sent
	x.sent = nil
	return out
}

func (x *play) want(letters ...string) {
	x.t.Helper()
	if got := x.took(); !slices.Equal(got, letters) {
		x.t.Errorf("letters\n%q, want\n%q", got, letters)
	}
}

// compose gives the data of a letter as it leaves now.
func (x *play) compose(l Letter) text.LetterData {
	x.t.Helper()
	c, err := text.Load(nil)
	if err != nil {
		x.t.Fatal(err)
	}
	return Compose(c, l.Slug, l.To, l.Task, l.Data, Facts{
		Lang: text.NL, Now: x.now, State: x.s, Case: "K74Q-2M9X", Name: "A", Shop: "De Lindeboom", Customer: "A. de Boer",
		Order: "LB-1", Mediator: "Mila", Adjudicator: "Otto Visser", House: House{Trustmark: "K", VATPercent: 21},
		Links: Links{Page: "https://k.example/z", Survey: "https://k.example/v", Buttons: [3]string{"https://k.example/1", "https://k.example/2", "https://k.example/3"}},
	})
}

// last gives the last letter of a slug.
func (x *play) last(slug string) Letter {
	x.t.Helper()
	for i := len(x.all) - 1; i >= 0; i-- {
		if x.all[i].Slug == slug {
			return x.all[i]
		}
	}
	x.t.Fatalf("no %s was sent", slug)
	return Letter{}
}

// heard plays mediation up to where both have told their story.
func (x *play) heard() {
	x.t.Helper()
	x.act(mila, p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: mila.ID}})
	x.act(mila, p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: "q", Text: words}})
	x.now = x.now.Add(time.Minute)
	x.act(consumer, p.SendPrivate{PrivateSent: p.PrivateSent{ID: "a1", Text: words}})
	x.act(shop, p.SendJoint{JointSent: p.JointSent{ID: "a2", Text: words}})
	x.took()
}

// atRuling plays up to the paid request.
func atRuling(t *testing.T) *play {
	t.Helper()
	x := inMediation(t)
	x.heard()
	x.act(mila, p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: words}})
	x.want("m13-mediation-ended consumer request", "m13-mediation-ended-shop shop")
	x.act(consumer, p.RequestRuling{RulingRequested: claimed})
	x.pay("p1", "m14-payment-received consumer", "m14-ruling-requested-shop shop")
	return x
}

func (x *play) pay(id string, letters ...string) {
	x.t.Helper()
	x.act(consumer, p.StartPayment{ID: id})
	x.act(p.Till, p.RecordPayment{ID: id, Status: p.PaymentPaid, Cents: 2500, At: x.now, Receipt: "2026-00042"})
	x.want(letters...)
}

// seat assigns an adjudicator who declares.
func (x *play) seat(a p.Actor) {
	x.t.Helper()
	x.act(chief, p.AssignAdjudicator{AdjudicatorAssigned: p.AdjudicatorAssigned{Adjudicator: a.ID}})
	x.want("m60-case-for-you adjudicator")
	x.act(a, p.Declare{})
}
