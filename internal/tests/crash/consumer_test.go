package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/tests/crash/visitor"
)

// ledger is what the consumers were told, and the mail that arrived.
type ledger struct {
	mu    sync.Mutex
	acked map[string]string // e-mail address of the consumer → case number that the site acknowledged
	open  map[string]bool   // addresses whose code was typed without an answer that told how it ended
	again int               // requests that were sent once more, because the program died under them

	news chan struct{} // one at each acknowledgement that somebody waits for

	arrived map[string]int // Message-ID → how often it came
	last    int            // number of the last mail that was counted
	begun   int64          // Unix ms of the first start: letters accepted before it went another way
}

func (l *ledger) sent(email, reference string) {
	select {
	case l.news <- struct{}{}:
	default: // nobody waits for it
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked[email] = reference
	delete(l.open, email)
}

// nextAck waits for the next acknowledgement, but no longer than most.
func (l *ledger) nextAck(most time.Duration) {
	select {
	case <-l.news:
	case <-time.After(most):
	}
}

func (l *ledger) typed(email string, tries int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.again += tries - 1
	if _, ok := l.acked[email]; !ok {
		l.open[email] = true
	}
}

// consumers send complaints, one after another in each of n browsers, until halt is closed. What is under way then is
// finished.
func consumers(t *testing.T, p *program, l *ledger, slugs []string, n int, halt <-chan struct{}) *sync.WaitGroup {
	var wg sync.WaitGroup
	transport := &http.Transport{MaxIdleConnsPerHost: n}
	t.Cleanup(transport.CloseIdleConnections)
	for i := range n {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		wg.Go(func() {
			for number := 0; ; number++ {
				select {
				case <-halt:
					return
				case <-t.Context().Done():
					return
				default:
				}
				email := fmt.Sprintf("klant-%d-%d@voorbeeld.example", i, number)
				if err := complain(t.Context(), p, l, transport, slugs[rng.IntN(len(slugs))], email); err != nil {
					t.Errorf("%s: %v", email, err)
					return
				}
			}
		})
	}
	return &wg
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// complain sends one complaint through the forms, with the code that was mailed.
func complain(ctx context.Context, p *program, l *ledger, transport http.RoundTripper, slug, email string) error {
	v, err := visitor.New("http://"+p.addr, transport)
	if err != nil {
		return err
	}
	v.Up = p.wait
	draft, err := v.Write(ctx, visitor.Complaint{Shop: slug, Order: "LB-" + email, Name: "Anna de Boer", Email: email, Today: time.Now()})
	if err != nil {
		return err
	}
	var m mailbox.Mail
	for {
		m, err = nextMail(ctx, p.box, email, m.Number)
		if errors.Is(err, errNoMail) { // parked, having been unknown twice: they ask for another, as the page says
			if _, err := v.Post(ctx, "/klacht/"+draft+"/opnieuw", url.Values{}); err != nil {
				return err
			}
			m, err = nextMail(ctx, p.box, email, m.Number)
		}
		if err != nil {
			return err
		}
		code := sixDigits.FindString(m.Subject + " " + m.Text)
		a, err := v.Post(ctx, "/klacht/"+draft+"/code", url.Values{"code": {code}})
		if err != nil {
			return err
		}
		ref, ok := a.Sent()
		if ok {
			l.sent(email, ref)
		}
		l.typed(email, a.Tries)
		switch {
		case ok:
			return nil
		case a.Status == http.StatusNotFound && a.Tries > 1:
			return nil // it was sent by the request that got no answer: the page says so
		case a.Status != http.StatusUnprocessableEntity:
			return fmt.Errorf("code: status %d after %d tries: %s", a.Status, a.Tries, a.Words())
		}
		// The page says to look in the newest letter: when the answer to the request that asked for the code was lost,
		// it was asked for once more.
	}
}

var errNoMail = errors.New("no mail came")

// nextMail waits for the next letter to an address after the one with the number given.
func nextMail(ctx context.Context, box *mailbox.Box, email string, after int) (mailbox.Mail, error) {
	ctx, cancel := context.WithTimeout(ctx, account.CodeAgain+time.Second)
	defer cancel()
	for {
		if m, ok := box.Last(email); ok && m.Number > after {
			return m, nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return mailbox.Mail{Number: after}, errNoMail
		}
	}
}
