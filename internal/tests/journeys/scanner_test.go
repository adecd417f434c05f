package journeys

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/procedure"
	"wederhoor/internal/tests/world"
)

const consumerMail = "anna@voorbeeld.example"

// atChoice gives a case whose consumer was just asked for the choice, and the letter.
func atChoice(t *testing.T) (*world.World, *world.Case, mailbox.Mail) {
	t.Helper()
	w := world.New(t, monday.Start().Add(10*time.Hour))
	c := w.Open("1001", consumerMail)
	w.To(monday.AddDays(8).Start().Add(9 * time.Hour))
	m, ok := w.Mail.Last(consumerMail)
	if !ok || !strings.Contains(m.Subject, "Is uw probleem") {
		t.Fatalf("no choice was asked: %q", m.Subject)
	}
	return w, c, m
}

func choiceLinks(t *testing.T, m mailbox.Mail) []string {
	t.Helper()
	var out []string
	for _, l := range m.Links {
		if strings.Contains(l, "keus=") {
			out = append(out, l)
		}
	}
	if len(out) != 3 {
		t.Fatalf("the letter has %d buttons: %q", len(out), m.Links)
	}
	return out
}

// TestScannerThatOpensLinks: case 5, the first half.
func TestScannerThatOpensLinks(t *testing.T) {
	t.Parallel()
	w, _, m := atChoice(t)
	before, mails := w.Dump(), w.Mail.Len()
	b := w.Browser("filter")
	for _, l := range choiceLinks(t, m) {
		for range 2 {
			if err := b.Visit(l); err != nil {
				t.Fatal(err)
			}
			if b.Status != 200 || strings.Contains(b.Body, "checked") {
				t.Fatalf("%s: status %d, preselected %v", l, b.Status, strings.Contains(b.Body, "checked"))
			}
			if err := b.Head(l); err != nil {
				t.Fatal(err)
			}
		}
	}
	if w.Dump() != before || w.Mail.Len() != mails {
		t.Fatal("opening the links changed something")
	}
}

// TestScannerThatSubmits: a filter that submits the form leaves nothing that is not mailed and undone with one step.
func TestScannerThatSubmits(t *testing.T) {
	t.Parallel()
	for _, choice := range []string{"solved", "busy", "help"} {
		t.Run(choice, func(t *testing.T) {
			t.Parallel()
			w, c, m := atChoice(t)
			mails := len(w.Mail.To(consumerMail))
			choose(t, w, "filter", choiceLinks(t, m)[0], choice)
			if c.View().Status.Task == procedure.TaskChoice {
				t.Fatalf("the choice was not kept: %s", w.Browser("filter").Text())
			}
			if got := len(w.Mail.To(consumerMail)); got != mails+1 {
				t.Fatalf("%d letters about it, want 1", got-mails)
			}
			last, _ := w.Mail.Last(consumerMail)
			b := w.Browser("consumer")
			undo := ""
			for _, l := range last.Links { // one of its links leads to where it is undone
				if err := b.Visit(l); err != nil {
					t.Fatal(err)
				}
				for _, words := range []string{"Draai mijn keuze terug", "Open mijn zaak weer", "Heropen mijn zaak", "weer open"} {
					if undo == "" && b.Press(words) == nil {
						undo = words
					}
				}
			}
			if undo == "" || c.View().Status.Task != procedure.TaskChoice {
				t.Fatalf("not undone from %q: %s\n%s", last.Subject, c.View().Status.Task, b.Text())
			}
			choose(t, w, "consumer", choiceLinks(t, m)[2], "help")
			if c.View().Status.Task != procedure.TaskMediator {
				t.Fatalf("the consumer cannot choose freely: %s", b.Text())
			}
		})
	}
}

// TestScannerThatSubmitsEverything: two different choices from browsers that were never confirmed lapse both, and a
// code is asked.
func TestScannerThatSubmitsEverything(t *testing.T) {
	t.Parallel()
	w, c, m := atChoice(t)
	links := choiceLinks(t, m)
	for i, choice := range []string{"solved", "busy", "help"} {
		choose(t, w, "filter", links[i], choice)
	}
	if c.View().Status.Task != procedure.TaskChoice {
		t.Fatalf("a filter chose: %s", c.View().Status.Task)
	}
	b := w.Browser("consumer")
	choose(t, w, "consumer", links[2], "help")
	if c.View().Status.Task != procedure.TaskChoice {
		t.Fatal("a choice without a code was kept after two had lapsed")
	}
	last, _ := w.Mail.Last(consumerMail)
	code := world.Digits(last)
	if code == "" {
		t.Fatalf("no code was sent: %q; %s", last.Subject, b.Text())
	}
	if err := b.Fill("code", code); err != nil {
		t.Fatal(err, b.Text())
	}
	if err := b.Press("keuze"); err != nil {
		t.Fatal(err, b.Text())
	}
	if c.View().Status.Task != procedure.TaskMediator {
		t.Fatalf("the consumer cannot choose with the code: %s", b.Text())
	}
}

func choose(t *testing.T, w *world.World, who, link, choice string) {
	t.Helper()
	b := w.Browser(who)
	if err := b.Visit(link); err != nil {
		t.Fatal(err)
	}
	at := *b.At
	at.RawQuery = ""
	if err := b.Post(at.String(), url.Values{"keus": {choice}, "version": {"0"}}); err != nil {
		t.Fatal(err)
	}
}
