package mail_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/mail/mailtest"
)

var at = time.Date(2026, 3, 2, 10, 30, 0, 0, time.FixedZone("CET", 3600))

func clock() time.Time { return at }

func bounces(t testing.TB) *mail.Bounces {
	t.Helper()
	b, err := mail.NewBounces("bounce", "mail.keurmerk.example", []byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func letter(to string) mail.Message {
	return mail.Message{
		Letter: "l-0001", MessageID: "l-0001@keurmerk.example",
		From: mail.Address{Name: "Keurmerk, geschillen", Email: "klachten@keurmerk.example"}, To: to,
		ReplyTo: "hulp@keurmerk.example", Subject: "Uw klacht over Café Noir is verstuurd", Lang: "nl", Case: "WH-2026-0001",
		Text: "Beste Anna,\n\nBekijk uw zaak:\nhttps://keurmerk.example/z/abc?x=1\n",
		HTML: `<!doctype html><html lang="nl"><body><h1>Uw klacht is verstuurd</h1><p>Crème €&nbsp;5</p><a href="https://keurmerk.example/z/abc?x=1&amp;y=2">Bekijk mijn zaak</a></body></html>`,
	}
}

func sender(t testing.TB, s mail.Settings, now func() time.Time) *mail.Sender {
	t.Helper()
	if now == nil {
		now = clock
	}
	if s.TLS == "" {
		s.TLS = mail.TLSNone
	}
	out, err := mail.NewSender(s, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.Close)
	return out
}

func want(t *testing.T, got mail.Outcome, status mail.Status, cause mail.Cause, code int) {
	t.Helper()
	if got.Status != status || got.Cause != cause || got.Code != code {
		t.Fatalf("got %v %q %d %q %q, want %v %q %d", got.Status, got.Cause, got.Code, got.Enhanced, got.Text, status, cause, code)
	}
}

func TestLetterArrives(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	b := bounces(t)
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port, Bounces: b}, nil)
	want(t, s.Send(t.Context(), letter("Anna.Jansen@example.nl")), mail.Accepted, "", 250)
	got, ok := server.Last("anna.jansen@example.nl")
	if !ok {
		t.Fatal("no mail, though the answer was 250")
	}
	if id, ok := b.Letter(got.From); !ok || id != "l-0001" {
		t.Errorf("envelope sender %q names letter %q", got.From, id)
	}
	m := letter("")
	if got.Subject != m.Subject || got.Text != m.Text || got.HTML != m.HTML || got.MessageID != m.MessageID {
		t.Errorf("arrived as %+v", got)
	}
	for name, value := range map[string]string{
		"Auto-Submitted": "auto-generated", "Reply-To": "<hulp@keurmerk.example>", "Content-Language": "nl",
		"Date": "Mon, 02 Mar 2026 10:30:00 +0100", "References": "<case.WH-2026-0001@keurmerk.example>",
		"From": `"Keurmerk, geschillen" <klachten@keurmerk.example>`, "X-Auto-Response-Suppress": "OOF, AutoReply",
	} {
		if got.Header(name) != value {
			t.Errorf("%s: %q, want %q", name, got.Header(name), value)
		}
	}
	for name := range got.Headers {
		if strings.HasPrefix(name, "List-") || name == "User-Agent" || name == "X-Mailer" {
			t.Errorf("header %s is there", name)
		}
	}
	if len(got.Links) != 2 || got.Links[1] != "https://keurmerk.example/z/abc?x=1&y=2" {
		t.Errorf("links %q", got.Links)
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	const to = "jan.jansen@example.nl"
	for _, c := range []struct {
		name   string
		step   mailbox.Step
		status mail.Status
		cause  mail.Cause
		code   int
	}{
		{"refused address", mailbox.Reject(550, "5.1.1", "<jan.jansen@example.nl> jan.jansen unknown, see https://x.example/?a=jan.jansen"), mail.Bounced, mail.CauseRecipient, 550},
		{"refused for now", mailbox.Defer(1), mail.Deferred, mail.CauseRecipient, 451},
		{"refused content", mailbox.RejectData(554, "5.7.1", "spam"), mail.Bounced, mail.CauseContent, 554},
		{"deferred content", mailbox.RejectData(452, "4.3.1", "disk full"), mail.Deferred, mail.CauseContent, 452},
		{"going away", mailbox.Reject(421, "4.3.2", "closing"), mail.Deferred, mail.CauseRecipient, 421},
		{"login asked for", mailbox.Reject(530, "5.7.0", "login first"), mail.Deferred, mail.CauseAuthentication, 530},
		{"lost after the dot", mailbox.HangUp(1), mail.Unknown, mail.CauseAnswer, 0},
		{"answer lost", mailbox.LoseAnswer(1), mail.Unknown, mail.CauseAnswer, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Start(t, clock, mailbox.Options{})
			s := sender(t, mail.Settings{Host: server.Host, Port: server.Port}, nil)
			server.Script(to, c.step)
			out := s.Send(t.Context(), letter(to))
			want(t, out, c.status, c.cause, c.code)
			if strings.Contains(out.Text, "jansen") || strings.Contains(out.Text, "http") {
				t.Errorf("personal data in %q", out.Text)
			}
			if kept := server.Len() == 1; kept != (c.name == "answer lost") {
				t.Errorf("%d mails kept", server.Len())
			}
			// The connection, or the next one, is good for the next letter.
			server.Script(to)
			want(t, s.Send(t.Context(), letter(to)), mail.Accepted, "", 250)
		})
	}
}

func TestDeferTwiceThenAccept(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port}, nil)
	server.Script("a@example.nl", mailbox.Defer(2), mailbox.LoseAnswer(1))
	for i, status := range []mail.Status{mail.Deferred, mail.Deferred, mail.Unknown, mail.Accepted} {
		if out := s.Send(t.Context(), letter("a@example.nl")); out.Status != status {
			t.Fatalf("attempt %d: %v, want %v", i+1, out, status)
		}
	}
	if got := server.To("a@example.nl"); len(got) != 2 || got[0].MessageID != got[1].MessageID {
		t.Errorf("%d copies", len(got))
	}
}

func TestConnectionIsKept(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	var mu sync.Mutex
	now := at
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port, PerConnection: 20, IdleFor: time.Minute}, func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	})
	server.Script("no@example.nl", mailbox.Reject(550, "5.1.1", "no"))
	send := func(n int) {
		for i := range n {
			to := "a@example.nl"
			if i == 3 {
				to = "no@example.nl"
			}
			s.Send(t.Context(), letter(to))
		}
	}
	send(10)
	if n := server.SMTP.Connections(); n != 1 {
		t.Fatalf("%d connections for 10 letters, one of them refused", n)
	}
	send(15)
	if n := server.SMTP.Connections(); n != 2 {
		t.Fatalf("%d connections for 25 letters, 20 on each", n)
	}
	mu.Lock()
	now = now.Add(2 * time.Minute)
	mu.Unlock()
	send(1)
	if n := server.SMTP.Connections(); n != 3 {
		t.Fatalf("%d connections after a pause", n)
	}
	if server.Len() != 24 {
		t.Errorf("%d mails, want 24", server.Len())
	}
}

func TestEncrypted(t *testing.T) {
	t.Parallel()
	config, roots := mailtest.Certificate(t, "127.0.0.1")
	other, strangers := mailtest.Certificate(t, "127.0.0.1")
	wrongName, wrongRoots := mailtest.Certificate(t, "mail.example.net")
	for _, c := range []struct {
		name   string
		server mailbox.Options
		s      mail.Settings
		status mail.Status
		cause  mail.Cause
		code   int
	}{
		{"starttls", mailbox.Options{TLS: config}, mail.Settings{TLS: mail.StartTLS, Roots: roots}, mail.Accepted, "", 250},
		{"starttls by default", mailbox.Options{TLS: config}, mail.Settings{Roots: roots}, mail.Accepted, "", 250},
		{"tls", mailbox.Options{TLS: config, OnlyTLS: true}, mail.Settings{TLS: mail.TLSOnly, Roots: roots}, mail.Accepted, "", 250},
		{"login", mailbox.Options{TLS: config, User: "u", Password: "p"}, mail.Settings{TLS: mail.StartTLS, Roots: roots, User: "u", Password: "p"}, mail.Accepted, "", 250},
		{"wrong password", mailbox.Options{TLS: config, User: "u", Password: "p"}, mail.Settings{TLS: mail.StartTLS, Roots: roots, User: "u", Password: "x"}, mail.Deferred, mail.CauseAuthentication, 535},
		{"no login set", mailbox.Options{TLS: config, User: "u", Password: "p"}, mail.Settings{TLS: mail.StartTLS, Roots: roots}, mail.Deferred, mail.CauseAuthentication, 530},
		{"no login offered", mailbox.Options{TLS: config}, mail.Settings{TLS: mail.StartTLS, Roots: roots, User: "u", Password: "p"}, mail.Deferred, mail.CauseAuthentication, 0},
		{"unknown authority", mailbox.Options{TLS: other}, mail.Settings{TLS: mail.StartTLS, Roots: roots}, mail.Deferred, mail.CauseCertificate, 0},
		{"unknown authority, tls", mailbox.Options{TLS: config, OnlyTLS: true}, mail.Settings{TLS: mail.TLSOnly, Roots: strangers}, mail.Deferred, mail.CauseCertificate, 0},
		{"wrong name", mailbox.Options{TLS: wrongName}, mail.Settings{TLS: mail.StartTLS, Roots: wrongRoots}, mail.Deferred, mail.CauseCertificate, 0},
		{"no starttls offered", mailbox.Options{}, mail.Settings{TLS: mail.StartTLS, Roots: roots}, mail.Deferred, mail.CauseTLS, 0},
		{"tls to a plain port", mailbox.Options{}, mail.Settings{TLS: mail.TLSOnly, Roots: roots}, mail.Deferred, mail.CauseTLS, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Start(t, clock, c.server)
			c.s.Host, c.s.Port = server.Host, server.Port
			if c.s.TLS == "" {
				c.s.TLS = mail.StartTLS
			}
			s := sender(t, c.s, nil)
			out := s.Send(t.Context(), letter("a@example.nl"))
			want(t, out, c.status, c.cause, c.code)
			if out.Status != mail.Accepted && out.Text == "" {
				t.Error("no text for staff")
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	l := mailtest.Listen(t)
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	s := sender(t, mail.Settings{Host: "127.0.0.1", Port: port}, nil)
	want(t, s.Send(t.Context(), letter("a@example.nl")), mail.Deferred, mail.CauseConnection, 0)
	s.Close()
	want(t, s.Send(t.Context(), letter("a@example.nl")), mail.Deferred, mail.CauseClosed, 0)
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port}, nil)
	want(t, s.Send(ctx, letter("a@example.nl")), mail.Deferred, mail.CauseCancelled, 0)
	want(t, s.Send(t.Context(), letter("a@example.nl")), mail.Accepted, "", 250)

	for _, c := range []struct {
		answers []string
		status  mail.Status
		cause   mail.Cause
	}{
		{[]string{"220 x", "250 hello", "wait"}, mail.Deferred, mail.CauseCancelled},
		{[]string{"220 x", "250 hello", "250 ok", "250 ok", "354 go", "read", "wait"}, mail.Unknown, mail.CauseAnswer},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		s := sender(t, mail.Settings{Host: "127.0.0.1", Port: script(t, c.answers...)}, nil)
		want(t, s.Send(ctx, letter("a@example.nl")), c.status, c.cause, 0)
		cancel()
	}
}

func TestPasswordNotInTheClear(t *testing.T) {
	t.Parallel()
	// 127.0.0.2 is the loopback, but not a name for which the password may go in the clear.
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	server := mailbox.NewServer(mailbox.New(clock, 0), mailbox.Options{User: "u", Password: "p"})
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	s := sender(t, mail.Settings{Host: "127.0.0.2", Port: l.Addr().(*net.TCPAddr).Port, User: "u", Password: "p"}, nil)
	out := s.Send(t.Context(), letter("a@example.nl"))
	want(t, out, mail.Deferred, mail.CauseAuthentication, 0)
}

func TestManySendersAtOnce(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port}, nil)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 5 {
				if out := s.Send(t.Context(), letter(fmt.Sprintf("a%d@example.nl", i))); out.Status != mail.Accepted {
					t.Errorf("%+v", out)
				}
			}
		})
	}
	all.Wait()
	if server.Len() != 40 || server.SMTP.Connections() != 1 {
		t.Errorf("%d mails over %d connections", server.Len(), server.SMTP.Connections())
	}
}

func TestSettingsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []mail.Settings{{}, {Host: "x", TLS: "maybe"}, {Host: "x", Helo: "a\r\nQUIT"}} {
		if _, err := mail.NewSender(s, clock); err == nil {
			t.Errorf("%+v taken", s)
		}
	}
}

func BenchmarkFiftyLarge(b *testing.B) {
	server := mailtest.Start(b, clock, mailbox.Options{})
	s := sender(b, mail.Settings{Host: server.Host, Port: server.Port, Bounces: bounces(b)}, nil)
	m := letter("a@example.nl")
	m.HTML = "<p>" + strings.Repeat("Dit is een regel van een brief die lang is. ", 100_000/45) + "</p>"
	b.ReportAllocs()
	for b.Loop() {
		for range 50 {
			if out := s.Send(b.Context(), m); out.Status != mail.Accepted {
				b.Fatal(out)
			}
		}
		server.Clear()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/50mails")
}
