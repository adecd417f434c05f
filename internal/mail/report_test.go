package mail_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"wederhoor/internal/mail"
)

func TestReturnAddresses(t *testing.T) {
	t.Parallel()
	b := bounces(t)
	for _, id := range []string{"l-0001", "0190f4c2-7b1e-7cc3-9a53-0f2d8c1b6e77", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "Brief_7", "a"} {
		address, err := b.Address(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if err := mail.CheckAddress(address); err != nil {
			t.Errorf("%s is no address: %v", address, err)
		}
		local, _, _ := strings.Cut(address, "@")
		for _, seen := range []string{address, strings.ToUpper(address), "<" + address + ">", "prvs=3141abcdef=" + address, address + "."} {
			if got, ok := b.Letter(seen); !ok || got != id {
				t.Errorf("%s reads %q %v", seen, got, ok)
			}
		}
		for _, forged := range []string{
			strings.Replace(address, "bounce+", "bounce+x", 1), local + "@example.com", address[1:], "x" + address, "bounce+" + id + "@mail.keurmerk.example",
			local[:len(local)-1] + "@mail.keurmerk.example", local + "a@mail.keurmerk.example", "bounce@mail.keurmerk.example", "",
		} {
			if got, ok := b.Letter(forged); ok {
				t.Errorf("%s believed as %q", forged, got)
			}
		}
		other, err := mail.NewBounces("bounce", "mail.keurmerk.example", []byte("another key, as long"))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := other.Letter(address); ok {
			t.Error("believed under another key")
		}
	}
	for _, id := range []string{"", strings.Repeat("a", 50), strings.Repeat("A", 40)} {
		if address, err := b.Address(id); !errors.Is(err, mail.ErrLetterID) {
			t.Errorf("%q: %s %v", id, address, err)
		}
	}
	for _, bad := range [][2]string{{"", "x.nl"}, {"bounce", ""}, {"bo+unce", "x.nl"}, {"bo unce", "x.nl"}} {
		if _, err := mail.NewBounces(bad[0], bad[1], []byte("0123456789abcdef")); err == nil {
			t.Errorf("%q taken", bad)
		}
	}
	if _, err := mail.NewBounces("bounce", "x.nl", []byte("short")); err == nil {
		t.Error("short key taken")
	}
}

// sample reads a mail of testdata with the return address of l-0001 put into it.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	address, err := bounces(t).Address("l-0001")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(raw, []byte("RETURN"), []byte(address))
}

func TestReports(t *testing.T) {
	t.Parallel()
	const id = "l-0001@keurmerk.example"
	for name, c := range map[string]mail.Report{
		"failed":           {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.1", Diagnostic: "550 5.1.1 <[address]>: Recipient address rejected: User unknown", MessageID: id},
		"failed-exchange":  {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.10", Diagnostic: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient [address] not found by SMTP address lookup", MessageID: id},
		"delayed":          {Kind: mail.KindDelivery, Action: mail.Delayed, Status: "4.4.1", Diagnostic: "connect to mx.winkel.example[192.0.2.7]:25: Connection timed out", MessageID: id},
		"delivered":        {Kind: mail.KindDelivery, Action: mail.Delivered, Status: "2.0.0", Diagnostic: "250 2.0.0 Ok: queued as 4Xyz", MessageID: id},
		"several":          {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.2.2", Diagnostic: "552 5.2.2 Mailbox full", MessageID: id},
		"no-action":        {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.4.4", Diagnostic: "host not found"},
		"broken-boundary":  {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.1", Diagnostic: "550 5.1.1 no such user"},
		"broken-header":    {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.7.1", Diagnostic: "554 5.7.1 relay denied"},
		"truncated":        {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.2", Diagnostic: "bad destination"},
		"dutch":            {Kind: mail.KindDelivery, Action: mail.Failed, Status: "", Diagnostic: "550 Postbus bestaat niet: [address]"},
		"dutch-delay":      {Kind: mail.KindDelivery, Action: mail.Delayed, Status: "", Diagnostic: "Uw bericht is nog niet bezorgd. Wij blijven het vijf dagen proberen."},
		"exim":             {Kind: mail.KindDelivery, Action: mail.Failed, Status: "", Diagnostic: "550 No such user here"},
		"qmail":            {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.1", Diagnostic: "Remote host said: 550 sorry, no mailbox here by that name (#5.1.1)"},
		"html-only":        {Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.1", Diagnostic: "Reden: 550 5.1.1 Onbekende gebruiker & postbus"},
		"holiday":          {Kind: mail.KindAutoReply},
		"holiday-dutch":    {Kind: mail.KindAutoReply},
		"holiday-exchange": {Kind: mail.KindAutoReply},
		"receipt":          {Kind: mail.KindAutoReply},
		"complaint":        {Kind: mail.KindAutoReply},
		"person":           {Kind: mail.KindOther},
		"daemon-vague":     {Kind: mail.KindOther},
		"loop":             {Kind: mail.KindLoop},
		"empty-report":     {Kind: mail.KindOther},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := sample(t, name)
			c.Letter = "l-0001"
			for ending, raw := range map[string][]byte{"LF": raw, "CRLF": bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))} {
				got, err := bounces(t).ParseReport(bytes.NewReader(raw))
				if err != nil || got != c {
					t.Errorf("%s: %v\n got %+v\nwant %+v", ending, err, got, c)
				}
			}
		})
	}
}

func TestManyHopsAreALoop(t *testing.T) {
	t.Parallel()
	raw := append(bytes.Repeat([]byte("Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0100\n"), 51), sample(t, "failed")...)
	if got, err := bounces(t).ParseReport(bytes.NewReader(raw)); err != nil || got.Kind != mail.KindLoop || got.Action != mail.ActionNone {
		t.Errorf("%+v %v", got, err)
	}
}

func TestEnvelopeGoesBeforeHeaders(t *testing.T) {
	t.Parallel()
	b := bounces(t)
	to, err := b.Address("l-0002")
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Parse(mail.Envelope{To: to}, bytes.NewReader(sample(t, "failed")))
	if err != nil || got.Letter != "l-0002" {
		t.Errorf("%+v %v", got, err)
	}
	if got, err = b.Parse(mail.Envelope{From: to, To: to}, bytes.NewReader(sample(t, "failed"))); err != nil || got.Kind != mail.KindLoop {
		t.Errorf("%+v %v", got, err)
	}
	for _, forged := range []string{"bounce+l-0001-aaaaaaaaaaaa@mail.keurmerk.example", "x@example.nl"} {
		if got, err = b.Parse(mail.Envelope{To: forged}, bytes.NewReader(sample(t, "failed"))); !errors.Is(err, mail.ErrNoLetter) || got.Action != mail.ActionNone {
			t.Errorf("%s: %+v %v", forged, got, err)
		}
	}
	if _, err = b.ParseReport(strings.NewReader("")); !errors.Is(err, mail.ErrNoLetter) {
		t.Error(err)
	}
}

func FuzzParseReport(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatal(err, len(files))
	}
	for _, file := range files {
		f.Add(sample(f, strings.TrimSuffix(filepath.Base(file), ".eml")))
	}
	b := bounces(f)
	to, err := b.Address("l-0001")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := b.Parse(mail.Envelope{To: to}, bytes.NewReader(raw))
		if err != nil || got.Letter != "l-0001" {
			t.Fatalf("%+v %v", got, err)
		}
		if (got.Kind == mail.KindDelivery) != (got.Action != mail.ActionNone) {
			t.Fatalf("kind %v with action %v", got.Kind, got.Action)
		}
		if strings.ContainsFunc(got.Diagnostic+got.MessageID+got.Status, unicode.IsControl) || strings.Contains(got.Diagnostic, "@") {
			t.Fatalf("%+v", got)
		}
		if got, err := b.ParseReport(bytes.NewReader(raw)); err == nil && !bytes.Contains(bytes.ToLower(raw), []byte("l-0001-")) && got.Letter == "l-0001" {
			t.Fatal("letter out of nothing")
		}
	})
}
