// Package past plays plausible cases of earlier months on the pure core: calm ones, in which people act within their
// days and letters arrive. The demo shows them as its history, and the large benchmark measures on them. It knows no
// database; what goes wrong is played by package simulate.
package past

import (
	"math/rand/v2"
	"time"

	"wederhoor/internal/letter"
	p "wederhoor/internal/procedure"
)

// Shop is how a member behaves, in shares from 0 to 1.
type Shop struct {
	Member  string
	Answers float64 // chance that it answers within its days
	Solves  float64 // chance that its answer solves the complaint
	Carries float64 // chance that it carries out what was agreed or ruled
}

// Case says which case to play.
type Case struct {
	ID       string
	Opened   time.Time
	Category p.Category
	Amount   int64 // cents
	Shop     Shop
	Staff    Staff
}

// Staff are the accounts of those who mediated, ruled and assigned.
type Staff struct{ Mediator, Adjudicator, Office string }

// Text stores the words of an act, of a kind of registry.Kind…, and gives their reference.
type Text func(kind string, by p.Role) p.Ref

// Play gives the events of a case up to an instant. The same random source gives the same case.
func Play(r *rand.Rand, c Case, until time.Time, text Text) []p.Event {
	g := &game{r: r, c: c, now: c.Opened, until: until, text: text, s: p.State{ID: c.ID}}
	g.do(consumer, p.OpenDispute{Opened: p.Opened{
		Member: c.Shop.Member, Rules: p.CurrentRules().Version, Calendar: p.CalendarVersion, Category: c.Category,
		Remedy: p.RemediesFor(c.Category)[0], Amount: c.Amount, Purchase: p.DateOf(c.Opened).AddDays(-20),
		Told: p.DateOf(c.Opened).AddDays(-9), Addresses: 1, Complaint: text("complaint", p.Consumer),
	}})
	for len(g.log) > 0 && len(g.log) < 400 && g.step() {
	}
	return g.log
}

// The parties of a past case.
var (
	consumer = p.Actor{Role: p.Consumer, ID: "consumer", Proof: p.ByCode}
	shop     = p.Actor{Role: p.Shop, ID: "past-shop", Proof: p.ByCode}
)

func (g *game) mediator() p.Actor {
	return p.Actor{Role: p.Mediator, ID: g.c.Staff.Mediator, Proof: p.ByBrowser}
}

func (g *game) adjudicator() p.Actor {
	return p.Actor{Role: p.Adjudicator, ID: g.c.Staff.Adjudicator, Proof: p.ByCode}
}

func (g *game) office() p.Actor {
	return p.Actor{Role: p.Administrator, ID: g.c.Staff.Office, Proof: p.ByBrowser}
}

type game struct {
	r     *rand.Rand
	c     Case
	text  Text
	now   time.Time
	until time.Time
	s     p.State
	log   []p.Event

	seen  p.Task    // the main task for which somebody made up their mind
	plan  func()    // what will be done about it
	at    time.Time // and when; zero: nothing is done
	acted bool
}

// step lets the next thing happen: what somebody has planned, or what time brings. False at the end.
func (g *game) step() bool {
	g.decide()
	due, timed := p.Due(g.s)
	switch {
	case !g.at.IsZero() && (!timed || g.at.Before(due)):
		if g.at.After(g.until) {
			return false
		}
		g.now, g.at = g.at, time.Time{}
		g.plan()
		return true
	case timed && !due.After(g.until):
		g.now = due
		g.sweep()
		return true
	}
	return false
}

// decide makes up the mind of whose turn it is, once for each turn.
func (g *game) decide() {
	t, ok := g.s.Main()
	if !ok || t.Kind == g.seen.Kind && t.Since.Equal(g.seen.Since) && t.Begun.Equal(g.seen.Begun) && !g.acted {
		return
	}
	g.seen, g.acted, g.at = t, false, time.Time{}
	g.plan = func() {}
	if t.Who != p.Mediator && t.Who != p.Adjudicator && t.Who != p.Administrator && t.Who != p.System && !t.Running() {
		return // its letter has not come
	}
	g.turn(t)
}

// in plans an act after so many hours.
func (g *game) in(least, most int, act func()) {
	hours := least + g.r.IntN(most-least+1)
	g.at = g.now.Add(time.Duration(hours)*time.Hour + time.Duration(g.r.IntN(3600))*time.Second)
	g.plan = func() {
		g.acted = true
		act()
	}
}

func (g *game) chance(share float64) bool { return g.r.Float64() < share }

// do gives a command; one that is refused is not done.
func (g *game) do(a p.Actor, c p.Command) bool {
	g.sweep()
	events, err := p.Decide(&g.s, a, c, g.now)
	if err != nil {
		return false
	}
	g.add(events)
	return true
}

// sweep lets time act.
func (g *game) sweep() {
	if len(g.log) > 0 {
		_, owed := p.CatchUp(g.s, g.now)
		g.add(owed)
	}
}

// add takes events in; their letters arrive a minute later.
func (g *game) add(events []p.Event) {
	var letters []letter.Letter
	for _, e := range events {
		g.s = p.Evolve(g.s, e)
		g.log = append(g.log, e)
		letters = append(letters, letter.For(e, g.s)...)
		if refund, ok := e.Body.(p.RefundDue); ok {
			defer g.do(p.Till, p.RecordRefund{ID: refund.ID})
		}
	}
	for _, l := range letters {
		if l.Task != "" || l.Slug == p.ClosingLetter {
			g.do(p.Post, p.RecordAccepted{LetterAccepted: p.LetterAccepted{
				Letter: l.Slug, Party: l.To, Task: l.Task, About: l.Data.About, At: g.now,
			}})
		}
	}
}
