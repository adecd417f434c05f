package mail_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/mail/mailtest"
)

func TestHeaderInjection(t *testing.T) {
	t.Parallel()
	breaks := []string{"x\r\nBcc: boef@example.com", "x\nBcc: boef@example.com", "x\rBcc: boef@example.com", "x\r\n\r\nbody", "x\x00y", "x\u2028Bcc: a@b.nl", "x\xff"}
	places := map[string]func(*mail.Message, string){
		"subject":      func(m *mail.Message, s string) { m.Subject = s },
		"from name":    func(m *mail.Message, s string) { m.From.Name = s },
		"from address": func(m *mail.Message, s string) { m.From.Email = s + "@example.nl" },
		"to":           func(m *mail.Message, s string) { m.To = "a@example.nl" + s },
		"to local":     func(m *mail.Message, s string) { m.To = s + "@example.nl" },
		"reply-to":     func(m *mail.Message, s string) { m.ReplyTo = "a@example.nl" + s },
		"message-id":   func(m *mail.Message, s string) { m.MessageID = s + "@example.nl" },
		"lang":         func(m *mail.Message, s string) { m.Lang = s },
		"case":         func(m *mail.Message, s string) { m.Case = s },
		"value":        func(m *mail.Message, s string) { m.Headers = map[string]string{"X-Note": s} },
		"name":         func(m *mail.Message, s string) { m.Headers = map[string]string{s: "x"} },
	}
	for name, put := range places {
		for _, s := range breaks {
			m := letter("a@example.nl")
			put(&m, s)
			if raw, err := m.Render(at, nil); err == nil {
				t.Errorf("%s %q rendered:\n%s", name, s, raw)
			}
		}
	}
}

func TestRefusedMessages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*mail.Message)
		want   error
	}{
		"no text":           {func(m *mail.Message) { m.Text = " \n" }, mail.ErrEmpty},
		"no message-id":     {func(m *mail.Message) { m.MessageID = "" }, mail.ErrHeader},
		"broken message-id": {func(m *mail.Message) { m.MessageID = "a b@example.nl" }, mail.ErrHeader},
		"no recipient":      {func(m *mail.Message) { m.To = "" }, mail.ErrAddress},
		"two recipients":    {func(m *mail.Message) { m.To = "a@example.nl, b@example.nl" }, mail.ErrAddress},
		"own From":          {func(m *mail.Message) { m.Headers = map[string]string{"FROM": "x"} }, mail.ErrHeader},
		"own Content-Type":  {func(m *mail.Message) { m.Headers = map[string]string{"Content-Type": "x"} }, mail.ErrHeader},
		"read receipt":      {func(m *mail.Message) { m.Headers = map[string]string{"Disposition-Notification-To": "x"} }, mail.ErrHeader},
	} {
		m := letter("a@example.nl")
		c.change(&m)
		if _, err := m.Render(at, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	s := sender(t, mail.Settings{Host: "127.0.0.1", Port: 1, Bounces: bounces(t)}, nil)
	m := letter("niemand thuis")
	want(t, s.Send(t.Context(), m), mail.Bounced, mail.CauseRecipient, 0)
	m = letter("a@example.nl")
	m.From.Email = "stuk"
	want(t, s.Send(t.Context(), m), mail.Deferred, mail.CauseSender, 0)
	m = letter("a@example.nl")
	m.Subject = "a\r\nBcc: b@example.nl"
	want(t, s.Send(t.Context(), m), mail.Bounced, mail.CauseMessage, 0)
	m = letter("a@example.nl")
	m.Letter = strings.Repeat("x", 60)
	want(t, s.Send(t.Context(), m), mail.Bounced, mail.CauseMessage, 0)
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"a@example.nl": true, "jan.de-vries+w@sub.example.co.uk": true, "jan@café.nl": true, "josé@example.nl": true,
		"o'neil@example.ie": true, "a@b@example.nl": false, "": false, "@example.nl": false, "a@": false, "a b@example.nl": false,
		"a@exa mple.nl": false, "a..b@example.nl": false, ".a@example.nl": false, "<a@example.nl>": false, "a@-x.nl": false,
		strings.Repeat("a", 65) + "@example.nl": false, "a@" + strings.Repeat("b.", 140) + "nl": false, "a\t@example.nl": false,
	} {
		if err := mail.CheckAddress(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestForeignLetters(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port}, nil)
	want(t, s.Send(t.Context(), letter("jan@café.nl")), mail.Accepted, "", 250)
	want(t, s.Send(t.Context(), letter("josé@example.nl")), mail.Accepted, "", 250)
	if got := server.All(); got[0].To != "jan@xn--caf-dma.nl" || got[1].To != "josé@example.nl" {
		t.Errorf("to %q and %q", got[0].To, got[1].To)
	}
	// A server without SMTPUTF8 cannot take the second, and hears nothing of it.
	s = sender(t, mail.Settings{Host: "127.0.0.1", Port: script(t, "220 x", "250 hello", "221 bye")}, nil)
	want(t, s.Send(t.Context(), letter("josé@example.nl")), mail.Bounced, mail.CauseRecipient, 0)
}

func TestPlainOnlyAndDots(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t, clock, mailbox.Options{})
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port}, nil)
	m := letter("a@example.nl")
	m.HTML, m.Text = "", ".\n..\n.punt\n"+strings.Repeat("lang ", 400)+"\nFrom wie?\n"
	m.Subject = strings.Repeat("Zeer lange naam van een winkel € ", 10)
	want(t, s.Send(t.Context(), m), mail.Accepted, "", 250)
	got, _ := server.Last("a@example.nl")
	if got.Text != m.Text || got.HTML != "" || strings.TrimSpace(got.Subject) != strings.TrimSpace(m.Subject) {
		t.Errorf("arrived as %q %q", got.Subject, got.Text)
	}
	for line := range bytes.SplitSeq(got.Raw, []byte("\r\n")) {
		if len(line) > 200 {
			t.Errorf("line of %d bytes", len(line))
		}
	}
}

func TestDKIM(t *testing.T) {
	t.Parallel()
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for kind, key := range map[string]crypto.Signer{"ed25519": ed, "rsa": rsaKey} {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := mail.NewDKIM("keurmerk.example", "wh1", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
		if err != nil {
			t.Fatal(err)
		}
		public := []byte(ed.Public().(ed25519.PublicKey))
		if kind == "rsa" {
			if public, err = x509.MarshalPKIXPublicKey(key.Public()); err != nil {
				t.Fatal(err)
			}
		}
		server := mailtest.Start(t, clock, mailbox.Options{})
		s := sender(t, mail.Settings{Host: server.Host, Port: server.Port, DKIM: signer}, nil)
		want(t, s.Send(t.Context(), letter("a@example.nl")), mail.Accepted, "", 250)
		got, _ := server.Last("a@example.nl")
		verify := func(raw []byte) error {
			found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
				if name != "wh1._domainkey.keurmerk.example" {
					t.Errorf("asked for %q", name)
				}
				return []string{"v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(public)}, nil
			}})
			if err != nil {
				return err
			}
			if len(found) != 1 || found[0].Domain != "keurmerk.example" || !found[0].Time.Equal(at) {
				t.Errorf("signatures %+v", found)
			}
			return found[0].Err
		}
		if err := verify(got.Raw); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		for name, forged := range map[string][]byte{
			"body":           bytes.Replace(got.Raw, []byte("Beste Anna"), []byte("Beste Anne"), 1),
			"date":           bytes.Replace(got.Raw, []byte("10:30:00"), []byte("10:31:00"), 1),
			"second subject": append([]byte("Subject: anders\r\n"), got.Raw...),
			"second from":    append([]byte("From: x@example.com\r\n"), got.Raw...),
		} {
			if bytes.Equal(forged, got.Raw) || verify(forged) == nil {
				t.Errorf("%s: forged %s passes", kind, name)
			}
		}
	}
	for _, bad := range []string{"", "geen sleutel", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if _, err := mail.NewDKIM("keurmerk.example", "wh1", []byte(bad)); err == nil {
			t.Errorf("key %q taken", bad)
		}
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add("Onderwerp", "Naam", "a@example.nl", "nl", "WH-1", "waarde")
	f.Add("a\r\nb", "é\n", "a@b\r\n", "", "x@y", "\x7f")
	f.Add("=?utf-8?q?=0d=0aBcc:_x?=", "\"", "a@b.nl", "nl", "WH-1", " \t ")
	f.Fuzz(func(t *testing.T, subject, name, to, lang, ref, value string) {
		m := letter(to)
		m.Subject, m.From.Name, m.Lang, m.Case, m.Headers = subject, name, lang, ref, map[string]string{"X-Note": value}
		raw, err := m.Render(at, nil)
		if err != nil {
			return
		}
		head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		allowed := map[string]bool{}
		for _, n := range strings.Fields("From To Reply-To Subject Date Message-ID MIME-Version Auto-Submitted X-Auto-Response-Suppress Content-Language References X-Note Content-Type") {
			allowed[n] = true
		}
		for line := range bytes.SplitSeq(head, []byte("\r\n")) {
			if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
				continue
			}
			field, _, ok := strings.Cut(string(line), ":")
			if !ok || !allowed[field] || bytes.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("header line %q", line)
			}
			delete(allowed, field)
		}
	})
}
