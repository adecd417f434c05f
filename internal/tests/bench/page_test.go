package bench

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"wederhoor/internal/account"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
)

const (
	readers = 8
	entries = 20 // lines of the timeline
	pages   = 10_000
	cases   = 200
)

// BenchmarkCasePage opens the page of consumers whose cases have twenty lines on their timeline.
func BenchmarkCasePage(b *testing.B) {
	s := newSite(b)
	calls := make([]call, cases)
	each(b, cases, func(i int) error {
		var err error
		calls[i], err = s.talk(b.Context(), s.members[i%len(s.members)])
		return err
	})
	calls = slices.Repeat(calls, pages/cases)
	load(b, s.addr, readers, http.StatusOK, calls[:cases]) // the first look at each is not the measured one
	var ours []figures
	b.ResetTimer()
	for range rounds {
		runtime.GC()
		ours = append(ours, load(b, s.addr, readers, http.StatusOK, calls))
	}
	b.StopTimer()
	f := median(ours)
	f.report(b, "page")
}

// talk opens a case in which both sides write until the timeline has its lines, and gives the request for its page in
// the consumer's own browser.
func (s *site) talk(ctx context.Context, m db.Member) (call, error) {
	today := procedure.DateOf(s.Clerk.Now())
	email := registry.PublicID() + "@voorbeeld.example"
	o, err := s.Clerk.Open(ctx, registry.Opening{
		Member: m,
		Complaint: registry.Complaint{
			Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: today.AddDays(-30), Told: today.AddDays(-10),
			Product: "Lamp", Story: "De lamp kwam kapot aan. De winkel antwoordt niet op mijn e-mails.",
		},
		Person: registry.Person{Name: "Anna de Boer", Email: email, Lang: "nl"},
	})
	if err != nil {
		return nil, err
	}
	letters, err := s.Store.Queries().LettersOf(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range letters {
		if err := s.Clerk.Record(ctx, l.ID, registry.Sent{State: registry.LetterAccepted}); err != nil {
			return nil, err
		}
	}
	consumer := registry.Viewer{Actor: procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: procedure.ByBrowser}, Dispute: o.ID}
	shop := registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "shop", Proof: procedure.ByBrowser}, Members: []string{m.ID}}
	for n := 0; ; n++ {
		view, err := s.Clerk.View(ctx, consumer, o.ID)
		if err != nil {
			return nil, err
		}
		if len(view.Timeline) >= entries {
			break
		}
		who := []registry.Viewer{shop, consumer}[n%2]
		text := fmt.Sprintf("Bericht %d: ik heb u een foto van de lamp gestuurd en wacht op uw antwoord.", n)
		err = s.Clerk.Act(ctx, who, o.ID, 0, func(w *registry.Writing) procedure.Command {
			return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, text)}}
		})
		if err != nil {
			return nil, err
		}
	}
	token, err := s.Accounts.Start(ctx, account.Session{Kind: account.KindConsumer, Subject: o.ID, Party: "consumer", Confirmed: true, Lang: "nl"}, account.ConsumerLife)
	if err != nil {
		return nil, err
	}
	return get("/zaak/"+o.Reference, "c-"+strings.ReplaceAll(o.Reference, "-", "")+"="+token), nil
}
