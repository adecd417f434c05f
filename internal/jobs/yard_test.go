package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/evidence"
	"wederhoor/internal/jobs"
	"wederhoor/internal/letter"
	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/mail/mailtest"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
)

var monday = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)

const (
	shopFirst  = "eerste@delindeboom.example"
	shopSecond = "tweede@delindeboom.example"
)

var staff = registry.Viewer{Actor: procedure.Actor{Role: procedure.Mediator, ID: "m1", Proof: procedure.ByBrowser}, Name: "Sanne"}

// clock only moves when told.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

func (c *clock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }

// line is the way to the mail server, which can be cut; it counts the attempts to get there.
type line struct {
	up, down *mail.Sender
	mu       sync.Mutex
	cut      bool
	tries    map[string]int // by letter
}

func (l *line) Send(ctx context.Context, m mail.Message) mail.Outcome {
	l.mu.Lock()
	l.tries[m.Letter]++
	s := l.up
	if l.cut {
		s = l.down
	}
	l.mu.Unlock()
	return s.Send(ctx, m)
}

func (l *line) Cut(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
}

func (l *line) attempts() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, t := range l.tries {
		n += t
	}
	return n
}

// yard is a worker with a real database and a real mail server.
type yard struct {
	*clock
	t        *testing.T
	store    *store.Store
	clerk    *registry.Clerk
	accounts *account.Service
	worker   *jobs.Worker
	line     *line
	box      *mailtest.Server
	bounces  *mail.Bounces
	cases    []registry.Opened
}

func newYard(t *testing.T) *yard {
	t.Helper()
	y := &yard{clock: &clock{now: monday}, t: t}
	y.box = mailtest.Start(t, y.Now, mailbox.Options{})
	dir := t.TempDir()
	var err error
	if y.store, err = store.Open(t.Context(), dir, store.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { y.must(y.store.Close()) })
	files, err := evidence.OpenStore(filepath.Join(dir, "evidence"), filepath.Join(dir, "evidence.key"), y.Now)
	y.must(err)
	words, err := text.Load(nil)
	y.must(err)
	secret := account.Secret("0123456789abcdef0123456789abcdef")
	y.clerk = registry.New(y.store, y.Now, "keurmerk.example")
	y.accounts = account.New(y.store, y.Now, secret, "keurmerk.example")
	y.bounces, err = mail.NewBounces("bounce", "bounce.example", secret.Key("bounces"))
	y.must(err)
	y.line = &line{up: y.sender(y.box.Port), down: y.sender(closedPort(t)), tries: map[string]int{}}
	log := slog.New(slog.DiscardHandler)
	post := &jobs.Post{
		Clerk: y.clerk, Accounts: y.accounts, Text: words, Sender: y.line, Base: "https://klacht.keurmerk.example",
		House: letter.House{Trustmark: "Keurmerk", Phone: "030 555 01 00", Domain: "keurmerk.example"},
		From:  mail.Address{Name: "Keurmerk", Email: "geschillen@keurmerk.example"}, Log: log,
	}
	keeper := &jobs.Keeper{Clerk: y.clerk, Accounts: y.accounts, Files: files, Log: log}
	y.worker = jobs.NewWorker(y.clerk, post, keeper, log)
	_, err = y.clerk.ImportMembers(t.Context(), []member.Member{{
		ExternalID: "1001", Name: "De Lindeboom Lampen", Domains: []string{"delindeboom.example"},
		Emails: []string{shopFirst, shopSecond}, Since: procedure.Date{Year: 2014, Month: 3, Day: 1},
	}}, nil)
	y.must(err)
	return y
}

func (y *yard) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

func (y *yard) sender(port int) *mail.Sender {
	y.t.Helper()
	s, err := mail.NewSender(mail.Settings{Host: "127.0.0.1", Port: port, TLS: mail.TLSNone, Bounces: y.bounces}, y.Now)
	y.must(err)
	y.t.Cleanup(s.Close)
	return s
}

// closedPort gives a port where nobody listens.
func closedPort(t *testing.T) int {
	t.Helper()
	l := mailtest.Listen(t)
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return port
}

// open opens a dispute of a consumer with an address of their own.
func (y *yard) open() registry.Opened {
	y.t.Helper()
	m, err := y.clerk.MemberByID(y.t.Context(), "1001")
	y.must(err)
	n := len(y.cases)
	o, err := y.clerk.Open(y.t.Context(), registry.Opening{
		Member: m,
		Complaint: registry.Complaint{
			Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: procedure.Date{Year: 2026, Month: 5, Day: 12},
			Order: fmt.Sprintf("LB %d", n), Story: "De lamp was kapot.",
		},
		Person: registry.Person{Name: "A. de Boer", Email: consumerOf(n), Lang: "nl"},
	})
	y.must(err)
	y.cases = append(y.cases, o)
	return o
}

func consumerOf(n int) string { return fmt.Sprintf("klant%d@voorbeeld.example", n) }

// drain does what is due now; a mail server that is away is no error of the worker.
func (y *yard) drain() {
	y.t.Helper()
	y.must(y.worker.Drain(y.t.Context()))
}

// letters gives all letters of the disputes, in their order.
func (y *yard) letters() []db.Letter {
	y.t.Helper()
	var out []db.Letter
	for _, c := range y.cases {
		rows, err := y.store.Queries().LettersOf(y.t.Context(), c.ID)
		y.must(err)
		out = append(out, rows...)
	}
	return out
}

// letter gives the newest letter of a dispute by its slug, to an address when one is given.
func (y *yard) letter(dispute, slug, address string) db.Letter {
	y.t.Helper()
	rows, err := y.store.Queries().LettersOf(y.t.Context(), dispute)
	y.must(err)
	for i := len(rows) - 1; i >= 0; i-- {
		if l := rows[i]; l.Slug == slug && (address == "" || l.Address == address) {
			return l
		}
	}
	y.t.Fatalf("no letter %s to %q", slug, address)
	return db.Letter{}
}

// say makes the shop write a message.
func (y *yard) say(o registry.Opened, words string) {
	y.t.Helper()
	shop := registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "s1", Proof: procedure.ByBrowser}, Members: []string{"1001"}}
	y.must(y.clerk.Act(y.t.Context(), shop, o.ID, 0, func(w *registry.Writing) procedure.Command {
		return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, words)}}
	}))
}

func (y *yard) parked() int {
	y.t.Helper()
	rows, err := y.clerk.Parked(y.t.Context(), staff)
	y.must(err)
	counts, err := y.clerk.WorkCounts(y.t.Context())
	y.must(err)
	if int64(len(rows)) != counts["letters"] {
		y.t.Errorf("%d letters are shown to staff, %d counted", len(rows), counts["letters"])
	}
	return len(rows)
}

// mails are what arrived at an address, by the ids of their letters.
func (y *yard) mails(address string) []string {
	y.t.Helper()
	var out []string
	for _, m := range y.box.To(address) {
		l, err := y.store.Queries().LetterByMessageID(y.t.Context(), "<"+m.MessageID+">")
		if err != nil {
			y.t.Fatalf("a mail of no letter: %s (%v)", m.MessageID, err)
		}
		out = append(out, l.ID)
	}
	return out
}
