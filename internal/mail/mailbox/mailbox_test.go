package mailbox_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/mail/mailtest"
)

func clock() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

const twoParts = "From: =?utf-8?q?Caf=C3=A9?= <a@example.nl>\r\nSubject: =?utf-8?q?H=C3=A9?=\r\nMessage-ID: <1@example.nl>\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=E9 https://x.example/a?b=3D1. (http://x.example/b)\r\n" +
	"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<a href='https://x.example/a?b=1'>1</a> <a class=x HREF=\"https://x.example/c?d=1&amp;e=2\">2</a> <a href=\"mailto:x@y.nl\">3</a>\r\n--b--\r\n"

func TestMailIsTakenApart(t *testing.T) {
	t.Parallel()
	m := mailbox.New(clock, 0).Add("from@example.nl", "to@example.nl", []byte(twoParts))
	if m.Subject != "Hé" || m.Sender != "Café <a@example.nl>" || m.MessageID != "1@example.nl" || !strings.HasPrefix(m.Text, "Café ") {
		t.Errorf("%+v", m)
	}
	if want := []string{"https://x.example/a?b=1", "http://x.example/b", "https://x.example/c?d=1&e=2"}; !slices.Equal(m.Links, want) {
		t.Errorf("links %q, want %q", m.Links, want)
	}
	out, err := json.Marshal(m)
	if err != nil || !strings.Contains(string(out), `"messageId":"1@example.nl"`) || strings.Contains(string(out), "Raw") {
		t.Errorf("%s %v", out, err)
	}
	for _, broken := range []string{"", "\r\n", "no header at all", "A: b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", "Content-Type: text/plain; charset=none\r\n\r\nhé"} {
		mailbox.New(clock, 0).Add("", "", []byte(broken))
	}
}

func TestBoxKeepsAndForgets(t *testing.T) {
	t.Parallel()
	b := mailbox.New(clock, 3)
	for i := range 5 {
		b.Add("f@example.nl", fmt.Sprintf("A%d@example.nl", i), []byte("Subject: x\r\n\r\nx"))
	}
	if _, ok := b.Last("a1@example.nl"); ok || b.Len() != 3 {
		t.Errorf("%d kept", b.Len())
	}
	if m, ok := b.Last("a4@EXAMPLE.nl"); !ok || m.Number != 5 || !m.At.Equal(clock()) {
		t.Errorf("%+v", m)
	}
	if m, ok := b.Find(4); !ok || m.To != "A3@example.nl" {
		t.Errorf("%+v", m)
	}
	b.Clear()
	if _, ok := b.Find(5); ok || b.Add("", "", nil).Number != 6 {
		t.Error("numbers are used again")
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	addr := fmt.Sprintf("%s:%d", server.Host, server.Port)
	server.Script("A@example.nl", mailbox.Accept(), mailbox.Defer(2), mailbox.LoseAnswer(1), mailbox.HangUp(1), mailbox.Reject(550, "5.1.1", "no"))
	want := []string{"", "451", "451", "EOF", "EOF", "550", "550"}
	for i, w := range want {
		err := mailtest.Deliver(addr, "f@example.nl", "a@example.nl", []byte("Subject: x\r\n\r\nx\r\n"))
		if (w == "") != (err == nil) || (err != nil && !strings.Contains(err.Error(), w) && !strings.Contains(err.Error(), "reset")) {
			t.Errorf("mail %d: %v, want %q", i, err, w)
		}
	}
	if n := len(server.To("a@example.nl")); n != 2 {
		t.Errorf("%d kept, want the first and the one with the lost answer", n)
	}
	server.Script("a@example.nl")
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if err := mailtest.Deliver(addr, "f@example.nl", "a@example.nl", []byte(twoParts)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := server.Len(); n != 12 {
		t.Errorf("%d mails", n)
	}
}
