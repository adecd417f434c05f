package demo

import (
	"encoding/json"
	"fmt"
	"time"

	"wederhoor/internal/account"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// The people of the trustmark who act in stories.
const (
	sanne = "sanne@keurmerkvoorbeeld.example"
	anouk = "anouk@keurmerkvoorbeeld.example"
	eva   = "eva.jansen@advocaat.example"
	thom  = "thomas.okafor@advocaat.example"
)

// person gives somebody of staff, or an adjudicator, as a viewer.
func (s *scene) person(email string, role p.Role) (registry.Viewer, error) {
	a, ok, err := s.world.Accounts.StaffByEmail(s.ctx, account.NormalEmail(email))
	if err == nil && !ok {
		err = fmt.Errorf("nobody of the demo has the address %s", email)
	}
	return registry.Viewer{Actor: p.Actor{Role: role, ID: a.ID, Proof: p.ByBrowser}, Name: a.Name}, err
}

// byMediator plays an act of a mediator and lets its message leave.
func byMediator(email string, command func(s *scene, w *registry.Writing) p.Command) func(*scene) error {
	return func(s *scene) error {
		v, err := s.person(email, p.Mediator)
		if err != nil {
			return err
		}
		if err := s.act(v, command); err != nil {
			return err
		}
		return s.world.Clock.travelTo(s.ctx, s.world.Worker, s.world.Clock.Now().Add(time.Minute))
	}
}

// takes: a mediator takes the case.
func takes(email string) func(*scene) error {
	return func(s *scene) error {
		v, err := s.person(email, p.Mediator)
		if err != nil {
			return err
		}
		view, err := s.world.Clerk.View(s.ctx, v, s.opened.ID)
		if err != nil {
			return err
		}
		return s.world.Clerk.Assign(s.ctx, view, 0, v.Actor.ID, "")
	}
}

// asksAccounts asks both for their account.
func asksAccounts(email, words string) func(*scene) error {
	return byMediator(email, func(_ *scene, w *registry.Writing) p.Command {
		return p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: w.NewID(), Text: w.Text(registry.KindJoint, words)}}
	})
}

func joint(words string) func(*scene, *registry.Writing) p.Command {
	return func(_ *scene, w *registry.Writing) p.Command {
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, words)}}
	}
}

func private(side p.Role, words string) func(*scene, *registry.Writing) p.Command {
	return func(_ *scene, w *registry.Writing) p.Command {
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Side: side, Text: w.Private(side, words)}}
	}
}

// advises gives advice to both.
func advises(email string, a registry.Advice) func(*scene) error {
	return byMediator(email, func(_ *scene, w *registry.Writing) p.Command {
		return p.Advise{Text: w.Text(registry.KindAdvice, marshal(a))}
	})
}

// proposes puts a compromise to both; due is in how many days from the demo's today.
func proposes(email string, remedy p.Remedy, cents int64, due int, words registry.ProposalWords) func(*scene) error {
	return byMediator(email, func(s *scene, w *registry.Writing) p.Command {
		return p.Propose{ProposalPut: p.ProposalPut{Offer: p.Offer{
			ID: w.NewID(), Remedy: remedy, Amount: cents, Due: s.today.AddDays(due), Text: w.Text(registry.KindProposal, marshal(words)),
		}, ConsumerDoes: words.ConsumerDoes != ""}}
	})
}

// concludes ends the mediation without an agreement.
func concludes(email, words string) func(*scene) error {
	return byMediator(email, func(_ *scene, w *registry.Writing) p.Command {
		return p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: w.Text(registry.KindConclusion, words)}}
	})
}

// requests asks for a ruling and pays at the simulator.
func requests(points ...registry.Point) func(*scene) error {
	return func(s *scene) error {
		err := s.act(s.consumer, func(_ *scene, w *registry.Writing) p.Command {
			b := p.RulingRequested{Consents: "2026-11", Text: w.Text(registry.KindConsents, marshal(registry.Consents{Version: "2026-11", Lang: "nl"}))}
			for i, id := range registry.ClaimIDs(len(points)) {
				b.Points = append(b.Points, p.ClaimPoint{
					ID: id, Remedy: points[i].Remedy, Amount: points[i].Amount, Text: w.Text(registry.KindClaim, points[i].Text),
				})
			}
			return p.RequestRuling{RulingRequested: b}
		})
		if err != nil {
			return err
		}
		id, err := s.world.Clerk.StartPayment(s.ctx, s.consumer, s.opened.ID, 0)
		if err != nil {
			return err
		}
		return s.world.Pay(s.ctx, s.opened.ID, id)
	}
}

// assigns gives the case to an adjudicator.
func assigns(email string) func(*scene) error {
	return func(s *scene) error {
		v, err := s.person("youssef@keurmerkvoorbeeld.example", p.Administrator)
		if err != nil {
			return err
		}
		view, err := s.world.Clerk.View(s.ctx, v, s.opened.ID)
		if err != nil {
			return err
		}
		a, err := s.person(email, p.Adjudicator)
		if err != nil {
			return err
		}
		return s.world.Clerk.AssignAdjudicator(s.ctx, view, 0, a.Actor.ID)
	}
}

// byAdjudicator plays an act of an adjudicator.
func byAdjudicator(email string, command func(s *scene, w *registry.Writing) p.Command) func(*scene) error {
	return func(s *scene) error {
		v, err := s.person(email, p.Adjudicator)
		if err != nil {
			return err
		}
		return s.act(v, command)
	}
}

// declares has no interest and sends the claim to the shop.
func declares(email string) func(*scene) error {
	return func(s *scene) error {
		if err := byAdjudicator(email, func(*scene, *registry.Writing) p.Command { return p.Declare{} })(s); err != nil {
			return err
		}
		return byAdjudicator(email, func(*scene, *registry.Writing) p.Command { return p.SendClaim{} })(s)
	}
}

// defends answers every point claimed with the same.
func defends(agree, words string) func(*scene) error {
	return func(s *scene) error {
		if err := s.signIn(); err != nil {
			return err
		}
		view, err := s.world.Clerk.View(s.ctx, s.shop, s.opened.ID)
		if err != nil {
			return err
		}
		return s.act(s.shop, func(_ *scene, w *registry.Writing) p.Command {
			d := p.DefenceGiven{Text: w.Text(registry.KindDefence, words)}
			for _, pt := range view.File.Points {
				d.Points = append(d.Points, p.PointAnswer{ID: pt.ID, Agree: agree, Text: w.Text(registry.KindDefence, words)})
			}
			return p.Defend{DefenceGiven: d}
		})
	}
}

// replies is the consumer's reply.
func replies(words string) func(*scene) error {
	return byConsumer(func(_ *scene, w *registry.Writing) p.Command {
		return p.SendReply{Text: w.Text(registry.KindReply, words)}
	})
}

// lastWord is the shop's; no words: nothing to add.
func lastWord(words string) func(*scene) error {
	return byShop(func(_ *scene, w *registry.Writing) p.Command {
		return p.SendReply{Text: w.Text(registry.KindReply, words)}
	})
}

// rules closes the file and signs the ruling; orders are due in so many days from the demo's today.
func rules(email string, in registry.RulingInput, due int) func(*scene) error {
	return func(s *scene) error {
		if err := byAdjudicator(email, func(*scene, *registry.Writing) p.Command { return p.CloseFile{} })(s); err != nil {
			return err
		}
		v, err := s.person(email, p.Adjudicator)
		if err != nil {
			return err
		}
		f, err := s.world.Clerk.CaseFile(s.ctx, v, s.opened.Reference)
		if err != nil {
			return err
		}
		for i := range in.Orders {
			in.Orders[i].Due = s.today.AddDays(due)
		}
		return s.world.Clerk.Sign(s.ctx, v, f, 0, in)
	}
}

// publishes puts the anonymised ruling on the list.
func publishes(parts registry.PublishedParts) func(*scene) error {
	return func(s *scene) error {
		v, err := s.person(sanne, p.Mediator)
		if err != nil {
			return err
		}
		view, err := s.world.Clerk.View(s.ctx, v, s.opened.ID)
		if err != nil {
			return err
		}
		return s.world.Clerk.Publish(s.ctx, view, 0, parts)
	}
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of texts and numbers in this package's own stories
	}
	return string(b)
}
