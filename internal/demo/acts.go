package demo

import (
	"errors"
	"fmt"
	"strings"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// says sends a message to the shop.
func says(words string) func(*scene) error {
	return byConsumer(func(_ *scene, w *registry.Writing) p.Command {
		return p.SendMessage{MessageSent: p.MessageSent{Text: w.Text(registry.KindMessage, words)}}
	})
}

// answers sends a message to the consumer; promised is in how many days from the demo's today a solution is promised,
// 0 for none.
func answers(words string, promised int) func(*scene) error {
	return byShop(func(s *scene, w *registry.Writing) p.Command {
		m := p.MessageSent{Text: w.Text(registry.KindMessage, words)}
		if promised != 0 {
			m.Promise = s.today.AddDays(promised)
		}
		return p.SendMessage{MessageSent: m}
	})
}

// offers makes an offer of the shop; due is in how many days from the demo's today it is carried out.
func offers(remedy p.Remedy, cents int64, due int, returns, words string) func(*scene) error {
	return byShop(func(s *scene, w *registry.Writing) p.Command {
		return p.MakeOffer{Offer: p.Offer{
			ID: registry.PublicID(), Remedy: remedy, Amount: cents, Due: s.today.AddDays(due), Return: returns,
			Text: w.Text(registry.KindOffer, words),
		}}
	})
}

// accepts is the consumer's yes to the shop's offer.
func accepts(s *scene) error {
	view, err := s.world.Clerk.View(s.ctx, s.consumer, s.opened.ID)
	if err != nil {
		return err
	}
	for _, o := range view.Offers {
		if o.By == p.Shop {
			return s.act(s.consumer, func(*scene, *registry.Writing) p.Command { return p.AcceptOffer{ID: o.ID} })
		}
	}
	return errors.New("no offer to accept")
}

// saysSolved is the shop's "I think this is solved".
func saysSolved(words string) func(*scene) error {
	return byShop(func(_ *scene, w *registry.Writing) p.Command {
		return p.SaySolved{Text: w.Text(registry.KindSolved, words)}
	})
}

// contests is the shop's final answer.
func contests(words string) func(*scene) error {
	return byShop(func(_ *scene, w *registry.Writing) p.Command {
		return p.Contest{Text: w.Text(registry.KindContest, words)}
	})
}

// notOurs says that the order is another shop's.
func notOurs(words string) func(*scene) error {
	return byShop(func(_ *scene, w *registry.Writing) p.Command {
		return p.SayNotOurs{Text: w.Text(registry.KindNotOurs, words)}
	})
}

// chooses is one of the three choices, with a note to the mediator.
func chooses(c p.Choice, note string) func(*scene) error {
	return byConsumer(func(_ *scene, w *registry.Writing) p.Command {
		return p.Choose{Choice: c, Note: w.Text(registry.KindToMediator, note)}
	})
}

// withdraws stops the complaint.
func withdraws(words string) func(*scene) error {
	return byConsumer(func(_ *scene, w *registry.Writing) p.Command {
		return p.Withdraw{Reason: w.Text(registry.KindWithdrawal, words)}
	})
}

// attachment is a text that the consumer adds to the complaint.
type attachment struct{ name, words string }

// draft puts the files of a story in a draft, from where they go into the case; "" when there are none.
func (s *scene) draft(member, lang string) (string, error) {
	if len(s.story.files) == 0 {
		return "", nil
	}
	id, err := s.world.Clerk.NewDraft(s.ctx, member, lang, []byte("{}"))
	if err != nil {
		return "", err
	}
	for _, f := range s.story.files {
		kept, err := s.world.Keep(s.ctx, f.name, strings.NewReader(f.words))
		if err != nil {
			return "", fmt.Errorf("file %s: %w", f.name, err)
		}
		err = s.world.Clerk.AddDraftFile(s.ctx, id, kept)
		if err != nil {
			return "", err
		}
	}
	return id, nil
}
