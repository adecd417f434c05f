package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// story is a case of the demo: a complaint and what people did with it. Days are counted back from the day on which
// the demo is made.
type story struct {
	member    string // the trustmark's number of the shop
	begins    int    // days ago
	at        string // time of the day in Amsterdam
	bought    int    // days before it begins
	told      int    // days before it begins; 0 for never
	business  bool
	person    registry.Person
	complaint registry.Complaint
	files     []attachment
	acts      []act
}

// act is what somebody does in a story.
type act struct {
	ago int
	at  string
	do  func(s *scene) error
}

// scene is a story that is being played.
type scene struct {
	ctx   context.Context
	world *World
	today procedure.Date
	story story

	opened   registry.Opened
	consumer registry.Viewer
	shop     registry.Viewer
}

// Seed makes members, people and cases: it plays the stories with the real clerk, from weeks ago up to now, so that
// letters, terms and timelines are those of real cases. progress is called with how many acts are done; nil for
// nobody.
func (w *World) Seed(ctx context.Context, progress func(done, of int)) error {
	w.Clock.journey.Lock()
	defer w.Clock.journey.Unlock()
	now, ahead := w.Clock.Now(), w.Clock.Offset()
	today := procedure.DateOf(now)
	steps := script(ctx, w, today)
	w.Clock.hold(steps[0].at.Add(-time.Hour))
	if err := importMembers(ctx, w.Clerk); err != nil {
		return err
	}
	for i, s := range steps {
		if err := w.Clock.travelTo(ctx, w.Worker, s.at); err != nil {
			return err
		}
		if err := s.do(); err != nil {
			return fmt.Errorf("case of %s at %s: %w", s.shop, s.at.Format(time.DateOnly), err)
		}
		if progress != nil {
			progress(i+1, len(steps))
		}
	}
	if err := w.Clock.travelTo(ctx, w.Worker, now); err != nil {
		return err
	}
	if err := w.loadHistory(ctx, today, now); err != nil {
		return err
	}
	if err := w.takeMeasures(ctx); err != nil {
		return err
	}
	w.Clock.SetOffset(ahead)
	return w.save()
}

// step is one thing that happens on the way from then to now.
type step struct {
	at   time.Time
	shop string
	do   func() error
}

// script puts the acts of all stories in the order of time.
func script(ctx context.Context, w *World, today procedure.Date) []step {
	var out []step
	for _, st := range stories(today) {
		s := &scene{ctx: ctx, world: w, today: today, story: st}
		out = append(out, step{at: instant(today, st.begins, st.at), shop: st.member, do: s.open})
		for _, a := range st.acts {
			out = append(out, step{at: instant(today, a.ago, a.at), shop: st.member, do: func() error { return a.do(s) }})
		}
	}
	slices.SortStableFunc(out, func(a, b step) int { return a.at.Compare(b.at) })
	return out
}

// instant gives a time of the day, such as "14:05", of the day so many days before today in Amsterdam.
func instant(today procedure.Date, ago int, at string) time.Time {
	d := today.AddDays(-ago)
	clock, err := time.Parse("15:04", at)
	if err != nil {
		panic(err) // a time of day in this package's own stories
	}
	return time.Date(d.Year, d.Month, d.Day, clock.Hour(), clock.Minute(), 0, 0, procedure.Amsterdam).UTC()
}

// open sends the complaint, as the intake does once its code was typed.
func (s *scene) open() error {
	m, err := s.world.Clerk.MemberByID(s.ctx, s.story.member)
	if err != nil {
		return err
	}
	began := s.today.AddDays(-s.story.begins)
	k := s.story.complaint
	k.Purchase = began.AddDays(-s.story.bought)
	if s.story.told > 0 {
		k.Told = began.AddDays(-s.story.told)
	}
	if k.Elsewhere == "" {
		k.Elsewhere = "none"
	}
	p := s.story.person
	if p.Lang == "" {
		p.Lang = "nl"
	}
	since, until := registry.Membership(m)
	grounds := procedure.CurrentRules().GroundsOf(procedure.Intake{
		Purchase: k.Purchase, Told: k.Told, AmountCents: max(k.Amount, k.PaidCents), Business: s.story.business,
		MemberSince: since, MemberUntil: until, Now: s.world.Clock.Now(),
	})
	draft, err := s.draft(m.ID, p.Lang)
	if err != nil {
		return err
	}
	s.opened, err = s.world.Clerk.Open(s.ctx, registry.Opening{Draft: draft, Member: m, Complaint: k, Grounds: grounds, Person: p})
	if err != nil {
		return err
	}
	s.consumer = registry.Viewer{
		Actor:   procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: procedure.ByCode},
		Dispute: s.opened.ID,
	}
	return nil
}

// byConsumer plays an act of the consumer, whose code was typed where one is asked.
func byConsumer(command func(s *scene, w *registry.Writing) procedure.Command) func(*scene) error {
	return func(s *scene) error { return s.act(s.consumer, command) }
}

// byShop plays an act of a signed-in person of the shop.
func byShop(command func(s *scene, w *registry.Writing) procedure.Command) func(*scene) error {
	return func(s *scene) error {
		if err := s.signIn(); err != nil {
			return err
		}
		return s.act(s.shop, command)
	}
}

func (s *scene) act(v registry.Viewer, command func(s *scene, w *registry.Writing) procedure.Command) error {
	return s.world.Clerk.Act(s.ctx, v, s.opened.ID, 0, func(w *registry.Writing) procedure.Command { return command(s, w) })
}

// signIn makes the account of the shop's first address, as its first sign-in does.
func (s *scene) signIn() error {
	if s.shop.Actor.Role != "" {
		return nil
	}
	m, err := s.world.Clerk.MemberByID(s.ctx, s.story.member)
	if err != nil {
		return err
	}
	email := account.NormalEmail(strings.Split(m.Emails, ",")[0])
	if _, err := s.world.Accounts.SignInShop(s.ctx, email, ""); err != nil {
		return err
	}
	people, err := s.world.Accounts.ShopPeople(s.ctx, email)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Member == m.ID {
			s.shop = registry.Viewer{
				Actor: procedure.Actor{Role: procedure.Shop, ID: p.ID, Proof: procedure.ByCode},
				Name:  p.Name, Members: []string{m.ID},
			}
		}
	}
	return nil
}
