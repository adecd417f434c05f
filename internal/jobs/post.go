package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/letter"
	"wederhoor/internal/mail"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
)

// Post sends the letters of the outbox: claim durably, write, send, record (architecture.md, Letters).
type Post struct {
	Clerk    *registry.Clerk
	Accounts *account.Service
	Text     *text.Catalog
	Sender   interface {
		Send(ctx context.Context, m mail.Message) mail.Outcome
	}
	House   letter.House
	Base    string // public address of the site, without a slash at the end
	From    mail.Address
	ReplyTo string
	Log     *slog.Logger
	// Checkpoint gives the signed state of the log for the footer, so that every party is a witness.
	Checkpoint func(ctx context.Context) (string, error)
}

// senders is how many letters are claimed and sent side by side. No more are claimed than are sent at once: what a
// killed program had claimed counts as unknown, and twice unknown is work for staff. Letters to one recipient are never
// claimed together, so their order holds.
const senders = 4

// Round claims and sends a few letters; it gives how many it took.
func (p *Post) Round(ctx context.Context) (int, error) {
	rows, err := p.Clerk.Claim(ctx, senders)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		failed error
	)
	for _, l := range rows {
		wg.Go(func() {
			if err := p.send(ctx, l); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = errors.Join(failed, err)
			}
		})
	}
	wg.Wait()
	return len(rows), failed
}

// send writes one letter, sends it and records what became of it.
func (p *Post) send(ctx context.Context, l db.Letter) error {
	m, ok, err := p.write(ctx, l)
	if err != nil {
		// A letter that cannot be written must not block those behind it: staff see it as parked, with the cause.
		p.Log.Error("letter not written", "letter", l.ID, "slug", l.Slug, "cause", err.Error())
		return p.Clerk.Record(ctx, l.ID, registry.Sent{State: registry.LetterParked, Cause: "not written: " + err.Error()})
	}
	if !ok {
		return p.Clerk.Record(ctx, l.ID, registry.Sent{State: registry.LetterCancelled, Cause: "no longer true"})
	}
	out := p.Sender.Send(ctx, m)
	p.Log.Info("letter", "letter", l.ID, "slug", l.Slug, "to", l.Party, "outcome", out.Status.String(), "code", out.Code)
	return p.Clerk.Record(ctx, l.ID, registry.Sent{State: stateOf(out.Status), Cause: strings.TrimSpace(string(out.Cause) + " " + out.Text)})
}

func stateOf(s mail.Status) string {
	switch s {
	case mail.Accepted:
		return registry.LetterAccepted
	case mail.Deferred:
		return registry.LetterDeferred
	case mail.Bounced:
		return registry.LetterBounced
	case mail.Unknown:
	}
	return registry.LetterWaiting
}

// write makes the message of a letter; false when it must not leave.
func (p *Post) write(ctx context.Context, l db.Letter) (mail.Message, bool, error) {
	lang := text.ParseLang(l.Lang)
	var (
		data text.LetterData
		ref  string
	)
	switch {
	case registry.IsMeasureLetter(l.Slug):
		var (
			ok  bool
			err error
		)
		if data, ok, err = p.Clerk.MeasureLetter(ctx, p.Text, l, p.House, p.Base); err != nil || !ok {
			return mail.Message{}, false, err
		}
	case l.Seq == 0:
		x, err := p.Accounts.Letter(l)
		if err != nil {
			return mail.Message{}, false, err
		}
		data, ref = p.besides(lang, x), x.Case
	default:
		env, err := p.Clerk.Envelope(ctx, l)
		if err != nil || env.Stale || env.Dead {
			return mail.Message{}, false, err
		}
		if data, err = p.compose(ctx, l, env); err != nil {
			return mail.Message{}, false, err
		}
		lang, ref = env.Facts.Lang, env.Facts.Case
	}
	words, err := p.Text.Letter(lang, l.Slug, data)
	if err != nil {
		return mail.Message{}, false, fmt.Errorf("words: %w", err)
	}
	return mail.Message{
		Letter: l.ID, MessageID: l.MessageID, From: p.From, To: l.Address, ReplyTo: p.ReplyTo,
		Subject: words.Subject, Text: words.Plain, HTML: words.HTML, Lang: string(lang), Case: ref,
	}, true, nil
}

// compose gathers the data of a letter of a dispute and stores its link.
func (p *Post) compose(ctx context.Context, l db.Letter, env registry.Envelope) (text.LetterData, error) {
	f := env.Facts
	f.House = p.House
	if p.Checkpoint != nil {
		line, err := p.Checkpoint(ctx)
		if err != nil {
			return text.LetterData{}, err
		}
		f.Log = line
	}
	switch l.Party {
	case string(procedure.Shop):
		page := p.Base + "/winkel/zaken/" + f.Case
		f.Links = letter.Links{Page: page + pathOf(l.Slug, env.Data.About), Survey: page + "/vragen"}
	case string(procedure.Adjudicator):
		f.Links.Page = p.Base + "/jurist/zaken/" + f.Case
	default:
		token := p.Accounts.Secret().LinkToken(l.ID)
		if err := p.Clerk.AddLink(ctx, l, token, "case", f.Now.Add(account.LinkLife)); err != nil {
			return text.LetterData{}, err
		}
		page := p.Base + "/z/" + token
		f.Links = linksOf(page, l.Slug, env.Data.About)
	}
	return letter.Compose(p.Text, l.Slug, procedure.Role(l.Party), procedure.TaskKind(l.Task), env.Data, f), nil
}

// linksOf points the buttons of a letter to a consumer at the page where its one thing is done.
func linksOf(page, slug, about string) letter.Links {
	out := letter.Links{Page: page, Survey: page + "/vragen"}
	answers := func(path string, keys ...string) {
		for i, k := range keys {
			out.Buttons[i] = page + path + "?keus=" + k
		}
	}
	switch slug {
	case "m06-choice", "m07-choice-reminder":
		answers("/keuze", string(procedure.ChooseSolved), string(procedure.ChooseBusy), string(procedure.ChooseHelp))
	case "m08-extension-consumer", "m26-mediation-asked", "m38-choice-lapsed":
		out.Page = page + "/keuze"
	case "m17-compliance-consumer", "m39-compliance-reminder":
		out.Page = page + "/nakoming"
		answers("/nakoming", "done", "partly", "not")
	case "m24-shop-says-solved":
		out.Page = page + "/opgelost"
		answers("/opgelost", "yes", "no")
	case "m22-offer":
		out.Page = page + "/aanbod/" + about
	default:
		out.Page = page + pathOf(slug, about)
	}
	return out
}

// pathOf gives the page below a case, of either party, on which the one thing of a letter is done or read; "" is the
// case itself.
func pathOf(slug, about string) string {
	switch slug {
	case "m10-message":
		if strings.HasPrefix(about, "private:") {
			return "/bemiddeling/prive"
		}
		if strings.HasPrefix(about, "joint:") {
			return "/bemiddeling"
		}
	case "m09-mediation-started", "m49-mediator-changed", "m50-message-hidden", "m51-account-asked", "m52-advice",
		"m55-response-reminder", "m58-pause-asked":
		return "/bemiddeling"
	case "m11-proposal":
		return "/voorstel"
	case "m12a-agreement":
		return "/afspraak"
	case "m13-mediation-ended", "m13b-request-reminder", "m62-ruling-possible":
		return "/uitspraak/vragen"
	case "m14b-payment-failed", "m63-fee-due", "m63b-fee-reminder":
		return "/uitspraak/betalen"
	case "m15-statement-shop":
		return "/uitspraak/verweer"
	case "m15b-reply", "m15c-rejoinder", "m15d-respond":
		return "/uitspraak/antwoord"
	case "m16-ruling", "m16b-correction":
		return "/uitspraak"
	case "m66-no-adjudicator":
		return "/uitspraak/wachten"
	case "m70-file-changed", "m74-question-answered":
		return "/uitspraak/dossier"
	case "m73-question":
		return "/uitspraak/vraag"
	case "m78-shop-confirm":
		return "/klant-gedaan"
	case "m79-shop-said":
		return "/alsnog"
	}
	return ""
}

// besides gives the data of a letter beside the procedure: a code, a link, a saved draft.
func (p *Post) besides(lang text.Lang, x account.CodeLetter) text.LetterData {
	d := text.LetterData{
		Trustmark: p.House.Trustmark, Phone: p.House.Phone, Domain: p.House.Domain,
		Case: x.Case, Name: x.Name, Shop: x.Shop, Code: x.Code,
	}
	if x.Reason != "" {
		d.Reason = p.Text.T(lang, x.Reason)
	}
	if x.Until != 0 {
		d.Time = text.DateTime(lang, time.UnixMilli(x.Until))
		d.Date = text.Date(lang, time.UnixMilli(x.Until))
	}
	if x.Link != "" {
		d.Link = p.Base + strings.ReplaceAll(x.Link, "{token}", x.Token)
	}
	return d
}
