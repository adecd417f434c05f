package web_test

import (
	"fmt"
	"regexp"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/tests/world"
)

// once is what differs each time that a page is drawn: the ids and tokens that go with it.
var once = regexp.MustCompile(`(nonce|value|content|id|for|aria-labelledby|aria-describedby)="[^"]*"`)

// TestFiguresAreShared: what one page counted is given to the next and to other people at the same time. None of them
// changes it for the others.
func TestFiguresAreShared(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	m.member("7001", "Winkel met een branche", "kleding", 900)
	for i := range 6 {
		m.w.Advance(40 * time.Hour)
		m.w.Open([]string{"1001", "7001"}[i%2], fmt.Sprintf("klant%d@voorbeeld.example", i))
	}
	m.w.Advance(400 * 24 * time.Hour) // the first ones are of the year before
	m.w.Open("7001", "nieuw@voorbeeld.example")
	m.sign()
	paths := []string{"/staf/inzicht", "/staf/inzicht/evaluatie", "/staf/leden/7001", "/staf/inzicht?branche=kleding"}
	for _, name := range []string{"trechter", "verdeling", "eindes", "weken", "doorlooptijd", "cohorten", "oorzaken"} {
		paths = append(paths, "/staf/inzicht/"+name+".csv")
	}
	for _, name := range []string{"stappen", "oplostijd", "keuzes", "meningen", "spreiding", "maanden", "vergelijking"} {
		paths = append(paths, "/staf/inzicht/evaluatie/"+name+".csv")
	}
	look := func(b *world.Browser) []string {
		var out []string
		for _, path := range paths {
			if err := b.Visit(path); err != nil {
				t.Error(err)
			}
			out = append(out, once.ReplaceAllString(b.Body, ""))
		}
		return out
	}
	people := make([]*world.Browser, 3)
	for i := range people {
		people[i] = m.w.Browser(fmt.Sprint("kim", i))
		people[i].AsStaff("kim@keurmerk.example")
	}
	seen := make([][]string, len(people))
	var group sync.WaitGroup
	for i, b := range people {
		group.Go(func() { seen[i] = look(b) })
	}
	group.Wait()
	seen = append(seen, look(people[0]))
	for i := range seen {
		for j, path := range paths {
			if seen[i][j] != seen[0][j] {
				t.Errorf("%s: what %d saw is not what the first saw", path, i)
			}
		}
	}
}
