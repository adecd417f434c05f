package bench

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/house"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store/db"
	"wederhoor/internal/tests/crash/visitor"
)

const (
	members   = 200
	emailMark = "vul-in@voorbeeld.example" // stands for the address of each complaint in the answers of the first
	orderMark = "BESTELLING"
)

// site is a trustmark on a loopback address, in a folder of its own. Its worker does not run: what is measured is
// what the sender of a complaint waits for.
type site struct {
	*house.House
	addr    string
	members []db.Member
	changes int           // how often answers to the three questions were stored
	ahead   *atomic.Int64 // how far the clock is before the machine's, of the large sets
}

func settings(folder string) setting.Settings {
	s := setting.Default()
	s.Organisation.Name, s.Organisation.PublicURL = "Keurmerk Voorbeeld", "http://wederhoor.test"
	s.Organisation.Phone = "030 123 45 67"
	s.Database.Folder, s.Evidence.Folder = folder, filepath.Join(folder, "evidence")
	s.Mail.Host, s.Mail.Port, s.Mail.TLS, s.Mail.FromAddress = "127.0.0.1", 25, "none", "klachten@keurmerk.example"
	s.Limits.Codes = 1_000_000 // all clients share one address here; the limiter itself works
	s.Limits.Letters = 0
	return s
}

// newSite builds the house and serves it as house.Run does.
func newSite(b *testing.B) *site {
	b.Helper()
	h, err := house.Build(b.Context(), settings(b.TempDir()), house.Now, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		b.Fatal(err)
	}
	s := &site{House: h, addr: serve(b, h.App.Handler())}
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	})
	if _, err := h.Clerk.ImportMembers(b.Context(), someMembers(), nil); err != nil {
		b.Fatal(err)
	}
	if s.members, err = h.Store.Queries().AllMembers(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

func someMembers() []member.Member {
	var out []member.Member
	for i := range members {
		out = append(out, member.Member{
			ExternalID: fmt.Sprintf("9%03d", i), Name: fmt.Sprintf("Winkel %d", i), Domains: []string{fmt.Sprintf("winkel%d.example", i)},
			Emails: []string{fmt.Sprintf("klachten@winkel%d.example", i)}, Since: procedure.Date{Year: 2014, Month: 3, Day: 1},
		})
	}
	return out
}

// serve listens on the loopback until the benchmark ends.
func serve(b *testing.B, h http.Handler) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = srv.Serve(l) // ends with ErrServerClosed
	}()
	b.Cleanup(func() {
		if err := srv.Close(); err != nil {
			b.Error(err)
		}
		<-ended
	})
	return l.Addr().String()
}

// answers gives the answers of a complaint as the forms themselves store them, with marks to fill in.
func (s *site) answers(b *testing.B) []byte {
	b.Helper()
	v, err := visitor.New("http://"+s.addr, http.DefaultTransport)
	if err != nil {
		b.Fatal(err)
	}
	draft, err := v.Write(b.Context(), visitor.Complaint{
		Shop: s.members[0].Slug, Order: orderMark, Name: "Anna de Boer", Email: emailMark, Today: time.Now(),
	})
	if err != nil {
		b.Fatal(err)
	}
	d, err := s.Clerk.Draft(b.Context(), draft)
	if err != nil {
		b.Fatal(err)
	}
	return d.Answers
}

// complaints prepares complaints that wait for nothing but their code, each of another consumer in another browser,
// and gives the last request of each.
func (s *site) complaints(b *testing.B, n int) []call {
	b.Helper()
	template := s.answers(b)
	out := make([]call, n)
	each(b, n, func(i int) error {
		var err error
		out[i], err = s.complaint(b.Context(), template, s.members[i%len(s.members)])
		return err
	})
	s.delivered(b)
	return out
}

func (s *site) complaint(ctx context.Context, template []byte, m db.Member) (call, error) {
	token := registry.PublicID()
	email := hex.EncodeToString(account.Hash(token)[:8]) + "@voorbeeld.example" // in no order, as people's addresses are
	a := bytes.ReplaceAll(template, []byte(emailMark), []byte(email))
	a = bytes.ReplaceAll(a, []byte(orderMark), []byte("LB-"+token[20:]))
	id, err := s.Clerk.NewDraft(ctx, m.ID, "nl", a)
	if err != nil {
		return nil, err
	}
	if err := s.Clerk.SaveDraft(ctx, registry.Draft{ID: id, Member: m.ID, Answers: a, Lang: "nl", Email: email}); err != nil {
		return nil, err
	}
	session, err := s.Accounts.Start(ctx, account.Session{Kind: account.KindDraft, Subject: id, Party: "consumer", Lang: "nl"}, account.DraftLife)
	if err != nil {
		return nil, err
	}
	code, err := s.Accounts.Ask(ctx, account.PurposeIntake, account.IntakeSubject(id, email), account.Hash(token), account.FirstCode,
		account.CodeLetter{
			Slug: "m01-code", To: email, Lang: "nl", Party: "consumer", Name: "Anna de Boer", Shop: m.Name,
			Link: "/bevestig/{token}", Purpose: account.PurposeCode, Subject: id,
		})
	if err != nil {
		return nil, err
	}
	return post("/klacht/"+id+"/code", "d-"+id+"="+session+"; b="+token, "code="+s.Accounts.Secret().Code(code)), nil
}

// delivered records every letter in the outbox as accepted.
func (s *site) delivered(b *testing.B) {
	b.Helper()
	for {
		letters, err := s.Clerk.Claim(b.Context(), 1000)
		if err != nil {
			b.Fatal(err)
		}
		if len(letters) == 0 {
			return
		}
		each(b, len(letters), func(i int) error {
			return s.Clerk.Record(b.Context(), letters[i].ID, registry.Sent{State: registry.LetterAccepted, Cause: "250 2.0.0 Ok"})
		})
	}
}

// each does something n times, 32 at a time.
func each(b *testing.B, n int, do func(i int) error) {
	b.Helper()
	var wg sync.WaitGroup
	work := make(chan int)
	for range 32 {
		wg.Go(func() {
			for i := range work {
				if err := do(i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
	if b.Failed() {
		b.FailNow()
	}
}
