package letter

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

var monday = time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)

// opened gives a dispute and its first event.
func opened(t *testing.T, grounds ...p.Ground) (p.State, p.Event) {
	t.Helper()
	events, err := p.Decide(&p.State{ID: "d"}, p.Actor{Role: p.Consumer, Proof: p.ByCode}, p.OpenDispute{Opened: p.Opened{
		Member: "m", Rules: p.CurrentRules().Version, Category: "faulty", Remedy: "refund", Amount: 100, Grounds: grounds, Addresses: 1,
	}}, monday)
	if err != nil {
		t.Fatal(err)
	}
	return p.Fold(events), events[0]
}

// letters gives what a command brings, as "slug to" in order.
func letters(t *testing.T, s *p.State, a p.Actor, c p.Command, now time.Time) []string {
	t.Helper()
	events, err := p.Decide(s, a, c, now)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		*s = p.Evolve(*s, e)
		for _, l := range For(e, *s) {
			out = append(out, l.Slug+" "+string(l.To))
		}
	}
	return out
}

func TestEveryLetterHasWords(t *testing.T) {
	t.Parallel()
	known := text.Slugs()
	for _, slug := range Slugs() {
		if !slices.Contains(known, slug) {
			t.Errorf("no words for %s", slug)
		}
	}
}

func TestSlugsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	var src []byte
	for _, name := range []string{"table.go", "table_mediation.go", "table_ruling.go", "again.go"} {
		part, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		src = append(src, part...)
	}
	inTable := map[string]bool{}
	for _, m := range regexp.MustCompile(`(consumerShop\()?"(m\d\d[a-z]?-[a-z-]+)"`).FindAllStringSubmatch(string(src), -1) {
		inTable[m[2]] = true
		if m[1] != "" {
			inTable[m[2]+"-shop"] = true
		}
	}
	for slug := range inTable {
		if !slices.Contains(Slugs(), slug) {
			t.Errorf("%s is in the table and not in Slugs", slug)
		}
	}
	for _, slug := range Slugs() {
		if !inTable[slug] {
			t.Errorf("nothing sends %s", slug)
		}
	}
}

// quiet are the events that bring no letter: what only the queue shows, what another event's letter tells, and what
// nobody else may learn (rules 2.2, 2.5).
var quiet = []p.Body{
	p.LetterDeferred{},
	p.LetterBounced{},
	p.PostDue{},
	p.SolvedDenied{},
	p.WithdrawnBy{},
	p.DoneReported{},
	p.NotConfirmed{},
	p.ProofStands{},
	p.ProofObjected{},
	p.ComplianceJudged{},
	p.MediatorReturned{},
	p.JointHeld{},
	p.SendUndone{},
	p.NoteAdded{},
	p.FactsNoted{},
	p.AccountMissed{},
	p.AnswerMissed{},
	p.ProposalAnswered{},
	p.ProposalMissed{},
	p.SignalRaised{},
	p.LookSet{},
	p.PauseAnswered{},
	p.MediationLeft{},
	p.RulingRequested{},
	p.AdjudicatorSilent{},
	p.WaitChosen{},
	p.RulingPublished{},
	p.ShopSilent{},
	p.MadeUpStands{},
	p.MadeUpDisputed{},
	p.PaymentStarted{},
	p.RefundAsked{},
	p.Refunded{},
	p.RefundFailed{},
}

func TestEveryEventIsDecided(t *testing.T) {
	t.Parallel()
	for _, b := range p.Bodies() {
		_, sends := table[p.TypeOf(b)]
		silent := slices.ContainsFunc(quiet, func(q p.Body) bool { return p.TypeOf(q) == p.TypeOf(b) })
		if sends == silent {
			t.Errorf("%s: has a row %v, is listed as quiet %v", p.TypeOf(b), sends, silent)
		}
	}
}

func TestShopHearsNothingBeforeItIsTold(t *testing.T) { // rules 0.4
	t.Parallel()
	staff := p.Actor{Role: p.Mediator, Proof: p.ByBrowser}
	for name, c := range map[string]struct {
		who p.Actor
		cmd p.Command
	}{
		"refused":   {staff, p.Refuse{Ground: p.GroundBusiness, Reason: p.Ref{ID: "r"}}},
		"withdrawn": {p.Actor{Role: p.Consumer, Proof: p.ByCode}, p.Withdraw{}},
	} {
		s, first := opened(t, p.GroundBusiness)
		var all []string
		for _, l := range For(first, s) {
			all = append(all, l.Slug+" "+string(l.To))
		}
		all = append(all, letters(t, &s, c.who, c.cmd, monday.Add(time.Hour))...)
		for _, l := range all {
			if strings.HasSuffix(l, " shop") {
				t.Errorf("%s: the shop gets %s", name, l)
			}
		}
	}
}

func TestLettersOfAWay(t *testing.T) {
	t.Parallel()
	s, first := opened(t)
	var got []string
	for _, l := range For(first, s) {
		got = append(got, l.Slug+" "+string(l.To))
	}
	consumer, shop := p.Actor{Role: p.Consumer, Proof: p.ByCode}, p.Actor{Role: p.Shop, Proof: p.ByCode}
	accepted := p.RecordAccepted{LetterAccepted: p.LetterAccepted{Letter: "m03-notice", Party: p.Shop, Task: p.TaskNotice, At: monday}}
	offer := p.Offer{ID: "o", Remedy: "resend", Due: p.DateOf(monday).AddDays(5)}
	for _, c := range []struct {
		who p.Actor
		cmd p.Command
	}{{p.Post, accepted}, {shop, p.MakeOffer{Offer: offer}}, {consumer, p.AcceptOffer{ID: "o"}}, {consumer, p.AnswerCompliance{Answer: "done"}}} {
		got = append(got, letters(t, &s, c.who, c.cmd, monday.Add(time.Hour))...)
	}
	want := []string{
		"m02-confirmation consumer", "m03-notice shop", "m22-offer consumer", "m12a-agreement consumer", "m12a-agreement shop",
		"m18-closed consumer", "m18-closed shop",
	}
	if !slices.Equal(got, want) {
		t.Errorf("letters\n%q, want\n%q", got, want)
	}
}

// TestNoticeNamesTheDayOfItsAttempt: the date in the letter is computed at each attempt (rules 1.1).
func TestNoticeNamesTheDayOfItsAttempt(t *testing.T) {
	t.Parallel()
	words, err := text.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := opened(t)
	for days, want := range map[int]string{0: "maandag 10 augustus 2026", 2: "woensdag 12 augustus 2026", 5: "maandag 17 augustus 2026"} {
		d := Compose(words, "m03-notice", p.Shop, p.TaskNotice, Data{}, Facts{Lang: text.NL, Now: monday.AddDate(0, 0, days), State: s})
		if d.Date != want {
			t.Errorf("after %d days: %s, want %s", days, d.Date, want)
		}
	}
}

// TestDataHoldsNoTexts: what is stored with a letter are references, days and kinds, so that erasing the texts is enough.
func TestDataHoldsNoTexts(t *testing.T) {
	t.Parallel()
	buf, err := json.Marshal(Data{Reason: "id", Offer: &p.Offer{ID: "o", Text: p.Ref{ID: "t", Hash: "h"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"name", "email", "story", "body"} {
		if strings.Contains(string(buf), `"`+word+`"`) {
			t.Errorf("a letter keeps %q: %s", word, buf)
		}
	}
}
