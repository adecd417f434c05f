// Package house puts the program together: store, clerk, people, post, pages. serve, the demo and the tests all live in
// the same one, so that what is tested is what runs.
package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/api"
	"wederhoor/internal/evidence"
	"wederhoor/internal/hook"
	"wederhoor/internal/jobs"
	"wederhoor/internal/letter"
	"wederhoor/internal/mail"
	"wederhoor/internal/quality"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store"
	"wederhoor/internal/text"
	"wederhoor/internal/web"
)

// House is the program put together.
type House struct {
	Settings setting.Settings
	Log      *slog.Logger
	Store    *store.Store
	Clerk    *registry.Clerk
	Accounts *account.Service
	Files    *evidence.Store
	Text     *text.Catalog
	Worker   *jobs.Worker
	Bounces  *mail.Bounces // nil when no bounce domain is set
	App      *web.App
	Quality  *quality.Office
	Hooks    *hook.Sender
	Tokens   *api.Tokens

	checker *evidence.Checker
	scanner *evidence.Scanner
	sender  *senders
	witness *witness
}

// Build puts the program together on the folders that the settings name. now gives every instant. The staff that the
// settings name get their accounts.
func Build(ctx context.Context, s setting.Settings, now func() time.Time, log *slog.Logger) (_ *House, err error) {
	h := &House{Settings: s, Log: log}
	if h.Store, err = store.Open(ctx, s.Database.Folder, store.Options{}); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Store.Close())
		}
	}()
	secret, err := secretOf(filepath.Join(s.Database.Folder, secretFile))
	if err != nil {
		return nil, err
	}
	if h.Text, err = text.Load(nil); err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	host := s.Organisation.Host()
	h.Clerk = registry.New(h.Store, now, host)
	h.Accounts = account.New(h.Store, now, secret, host)
	h.Accounts.LettersAnHour = int64(s.Limits.Letters)
	if err := h.evidence(now); err != nil {
		return nil, err
	}
	if err := h.post(secret, now); err != nil {
		return nil, err
	}
	h.App = &web.App{
		Clerk: h.Clerk, Accounts: h.Accounts, Text: h.Text, Settings: s, Files: h.Files, Checker: h.checker,
		Limits: h.checker.Limits(), Log: log, Now: now, Ready: h.ready,
	}
	h.papers()
	if err := h.doors(secret, now); err != nil {
		return nil, err
	}
	h.figures(now)
	if err := h.till(); err != nil {
		return nil, err
	}
	if err := h.App.Prepare(); err != nil {
		return nil, err
	}
	return h, h.staff(ctx)
}

// secretOf reads the key of codes, links and return addresses, making it on the first start.
func secretOf(path string) (account.Secret, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		b = make([]byte, 32)
		_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
		if err := os.WriteFile(path, b, 0o600); err != nil {
			return nil, fmt.Errorf("key file: %w", err)
		}
		return b, nil
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if len(b) != 32 {
		return nil, fmt.Errorf("key file %s has %d bytes, want 32: restore it from the backup", filepath.Base(path), len(b))
	}
	return b, nil
}

func (h *House) evidence(now func() time.Time) (err error) {
	e := h.Settings.Evidence
	if h.Files, err = evidence.OpenStore(e.Folder, filepath.Join(h.Settings.Database.Folder, "evidence.key"), now); err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	if e.Clamd != "" {
		if h.scanner, err = evidence.NewScanner(e.Clamd); err != nil {
			return fmt.Errorf("virus scanner: %w", err)
		}
	}
	h.checker = evidence.NewChecker(evidence.Options{
		Limits: evidence.Limits{Files: e.MaxFiles, Bytes: int64(e.MaxMB) * 1_000_000}, Scanner: h.scanner,
	})
	return nil
}

// post makes what sends letters and the worker around it.
func (h *House) post(secret account.Secret, now func() time.Time) (err error) {
	m := h.Settings.Mail
	out := mail.Settings{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password, TLS: mail.TLSMode(m.TLS), Helo: h.Settings.Organisation.Host()}
	if m.BounceDomain != "" {
		if h.Bounces, err = mail.NewBounces("bounce", m.BounceDomain, secret.Key("bounces")); err != nil {
			return err
		}
		out.Bounces = h.Bounces
	}
	if m.DKIMKeyFile != "" {
		pem, err := os.ReadFile(m.DKIMKeyFile)
		if err != nil {
			return fmt.Errorf("mail.dkim_key_file: %w", err)
		}
		if out.DKIM, err = mail.NewDKIM(m.DKIMDomain, m.DKIMSelector, pem); err != nil {
			return fmt.Errorf("mail.dkim_key_file: %w", err)
		}
	}
	if h.sender, err = newSenders(out, now); err != nil {
		return err
	}
	org := h.Settings.Organisation
	name := m.FromName
	if name == "" {
		name = org.Name
	}
	if h.witness, err = newWitness(h.Store, secret.Key("log"), org.Host()); err != nil {
		return err
	}
	post := &jobs.Post{
		Clerk: h.Clerk, Accounts: h.Accounts, Text: h.Text, Sender: h.sender, Base: org.PublicURL, ReplyTo: org.ReplyTo,
		House: letter.House{Trustmark: org.Name, Phone: org.Phone, Domain: org.Host(), VATPercent: h.Settings.Payment.VATPercent},
		From:  mail.Address{Name: name, Email: m.FromAddress}, Log: h.Log, Checkpoint: h.witness.line,
	}
	keeper := &jobs.Keeper{Clerk: h.Clerk, Accounts: h.Accounts, Files: h.Files, Log: h.Log}
	h.Worker = jobs.NewWorker(h.Clerk, post, keeper, h.Log)
	h.Clerk.Wake, h.Accounts.Wake = h.Worker.Wake, h.Worker.Wake
	return nil
}

// staff makes the accounts that the settings name.
func (h *House) staff(ctx context.Context) error {
	var people []account.Person
	for _, p := range h.Settings.Staff {
		people = append(people, account.Person{Name: p.Name, Email: p.Email, Roles: p.Roles})
	}
	return h.Accounts.KeepStaff(ctx, people)
}

// ready reports what must work, and what staff should know.
func (h *House) ready(r *http.Request) []web.Check {
	checks := []web.Check{{Name: "database", Err: h.Store.Ping(r.Context())}}
	post := web.Check{Name: "letters"}
	counts, err := h.Clerk.WorkCounts(r.Context())
	switch {
	case err != nil:
		post.Err = err
	case counts["letters"] > 0:
		post.Warning = fmt.Sprintf("%d letters are parked and wait for staff", counts["letters"])
	case counts["deferred"] > 0:
		post.Warning = fmt.Sprintf("%d letters could not be sent yet", counts["deferred"])
	}
	scan := web.Check{Name: "virus scanner"}
	if h.scanner == nil {
		scan.Warning = "not configured: files are not scanned"
	} else if err := h.scanner.Ping(r.Context()); err != nil {
		scan.Warning = "does not answer: uploads are refused"
	}
	return append(checks, post, scan, h.hooksCheck(r.Context()))
}

// Close ends what Build began.
func (h *House) Close() error {
	h.sender.close()
	return h.Store.Close()
}
