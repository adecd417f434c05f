// Package firewall plants a marker in every secret of a case and searches every byte that everybody else can get:
// pages, letters, documents, downloads, what programs are told (docs/rules.md 2.2).
package firewall

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// The people of the test.
const (
	theConsumer    = "consumer"
	theShop        = "shop"
	theMediator    = "mediator"
	otherMediator  = "other mediator"
	administrator  = "administrator"
	quality        = "quality"
	theAdjudicator = "adjudicator"
	otherConsumer  = "other consumer"
	otherShop      = "other shop"
	public         = "public"
)

var (
	staff    = []string{theMediator, otherMediator, administrator, quality}
	roomOpen = append([]string{theConsumer, theShop}, staff...)
	ofOne    = []string{theMediator, administrator}
)

// secret is a marker and who may read it. Nobody else may get it by any route.
type secret struct {
	may  []string
	must []string // who does read it, so that the search is known to find what is there
}

var secrets = map[string]secret{
	"MARKER-choice-note":        {append([]string{theConsumer}, ofOne...), []string{theMediator}},
	"MARKER-consumer-private":   {append([]string{theConsumer}, ofOne...), []string{theConsumer, theMediator}},
	"MARKER-to-consumer":        {append([]string{theConsumer}, ofOne...), []string{theConsumer}},
	"MARKER-shop-private":       {append([]string{theShop}, ofOne...), []string{theShop, theMediator}},
	"MARKER-to-shop":            {append([]string{theShop}, ofOne...), []string{theShop}},
	"MARKER-accounts":           {roomOpen, []string{theConsumer, theShop, theMediator}},
	"MARKER-consumer-joint":     {roomOpen, []string{theConsumer, theShop, theMediator}},
	"MARKER-shop-joint":         {roomOpen, []string{theConsumer, theShop, theMediator}},
	"MARKER-facts":              {roomOpen, []string{theConsumer, theShop}},
	"MARKER-advice":             {roomOpen, []string{theConsumer, theShop}},
	"MARKER-proposal":           {roomOpen, []string{theConsumer, theShop}},
	"MARKER-second-proposal":    {roomOpen, []string{theConsumer, theShop}},
	"MARKER-offer":              {roomOpen, nil},
	"MARKER-conclusion":         {roomOpen, []string{theConsumer, theShop}},
	"MARKER-reason-of-consumer": {append([]string{theConsumer}, ofOne...), []string{theMediator}},
	"MARKER-file-of-consumer":   {append([]string{theConsumer}, ofOne...), []string{theConsumer, theMediator}},
	"MARKER-file-to-consumer":   {append([]string{theConsumer}, ofOne...), []string{theConsumer, theMediator}},
	"MARKER-file-of-shop":       {append([]string{theShop}, ofOne...), []string{theShop, theMediator}},
	"MARKER-file-joint":         {roomOpen, []string{theConsumer, theShop, theMediator}},
	"MARKER-file-undone":        {staff, nil},
	"MARKER-name-of-shop":       {nil, nil}, // under a yes that became no agreement
	"MARKER-note":               {staff, []string{theMediator}},
	"MARKER-hand-over":          {staff, nil},
	"MARKER-signal":             {staff, []string{quality}},
	"MARKER-undone":             {staff, nil},
	"MARKER-draft":              {[]string{theAdjudicator}, []string{theAdjudicator}},
}

// search reports each marker in what somebody got, who may not have it.
func search(t *testing.T, who, where, text string) {
	t.Helper()
	for m, s := range secrets {
		if strings.Contains(text, m) && !slices.Contains(s.may, who) {
			t.Errorf("%s gets %s on %s", who, m, where)
		}
	}
}

// look lets everybody look at everything there is, and searches it.
func (s *scene) look(t *testing.T, when string) {
	t.Helper()
	for _, who := range slices.Sorted(maps.Keys(s.people)) {
		for where, text := range s.crawl(t, who) {
			search(t, who, when+", "+where, text)
			for m := range secrets {
				if strings.Contains(text, m) {
					s.found[who+" "+m] = true
				}
			}
		}
	}
	for who, told := range s.machines(t) {
		for where, text := range told {
			search(t, who, when+", a program, "+where, text)
		}
	}
	for address, who := range s.addresses {
		for _, m := range s.w.Mail.To(address) {
			search(t, who, when+", letter "+m.Subject, m.Subject+"\n"+m.Text+"\n"+m.HTML)
		}
	}
}

// TestNothingLeaks plays mediation and ruling with a marker in every secret.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.mediation(t)
	s.look(t, "in mediation")
	s.fetch(t, "in mediation")
	s.refusedProposal()
	s.look(t, "after a proposal")
	s.concluded()
	s.look(t, "when a ruling can be asked for")
	s.requested(t)
	s.look(t, "before the lawyer has declared")
	s.heard(t)
	s.look(t, "when the lawyer reads the file")
	s.ruled(t)
	s.look(t, "after the ruling")
	s.fetch(t, "after the ruling")
	for m, sec := range secrets {
		for _, who := range sec.must {
			if !s.found[who+" "+m] {
				t.Errorf("%s never saw %s: the search would not find a leak", who, m)
			}
		}
	}
}

// TestABlindAnswerChangesNothing: what everybody else gets is the same before and after a lone answer, byte for byte.
func TestABlindAnswerChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.mediation(t)
	others := []string{theShop, theMediator, otherMediator, administrator, quality, public, otherShop}
	now := s.w.Now()
	before := map[string]map[string]string{}
	for _, who := range others {
		s.w.Set(now)
		before[who] = s.crawl(t, who)
	}
	mails := len(s.w.Mail.To(shopAddress))
	s.w.Set(now)
	told := s.machines(t)
	s.w.Set(now)
	s.act(s.c.Consumer(p.ByCode), func(w *registry.Writing) p.Command {
		return p.AcceptProposal{ID: s.proposal, Name: w.Text(registry.KindConsentName, "Nina")}
	})
	for _, who := range others {
		s.w.Set(now)
		after := s.crawl(t, who)
		for where, text := range before[who] {
			if after[where] != text {
				t.Errorf("%s sees on %s that the consumer has answered:\n%s", who, where, difference(text, after[where]))
			}
		}
		if len(after) != len(before[who]) {
			t.Errorf("%s gets %d pages, before %d", who, len(after), len(before[who]))
		}
	}
	s.w.Set(now)
	for who, texts := range s.machines(t) {
		for where, text := range texts {
			if told[who][where] != text {
				t.Errorf("the program of %s learns on %s that the consumer has answered:\n%s", who, where, difference(told[who][where], text))
			}
		}
	}
	if n := len(s.w.Mail.To(shopAddress)); n != mails {
		t.Errorf("a letter to the shop about a lone answer")
	}
}

// difference gives the first place where two texts differ.
func difference(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	cut := func(s string) string { return s[max(0, min(n-80, len(s))):min(len(s), n+80)] }
	return "before: " + cut(a) + "\nafter:  " + cut(b)
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of this test
	}
	return string(b)
}

var _ = world.Base
