package account

import (
	"context"
	"encoding/hex"
	"time"

	"wederhoor/internal/store"
)

// PurposeIntake and PurposeResume are what codes around a draft are for.
const (
	PurposeIntake = "intake" // the first confirmation of an address; subject: IntakeSubject
	PurposeResume = "resume" // opening a saved draft in this browser; subject: the draft
)

// IntakeSubject is for what the first code is asked: a draft with this address. It holds the address, as a hash, so
// that a code that was sent to one address never confirms another that was filled in after it.
func IntakeSubject(draft, email string) string {
	return draft + " " + hex.EncodeToString(Hash(NormalEmail(email))[:12])
}

// DraftLetter fills in the letter by which somebody goes on with a saved draft: its link opens the page that asks a
// code, until the last day of the draft. now and until give how long the link works.
func DraftLetter(l CodeLetter, draft string, now, until time.Time) CodeLetter {
	l.Slug, l.Party, l.Purpose, l.Subject = "m20-draft-saved", "consumer", PurposeDraft, draft
	l.Link, l.Until, l.Life = "/verder/{token}", until.UnixMilli(), min(until.Sub(now), DraftLife)
	return l
}

// ConfirmedBy gives what opening a dispute does in its own transaction (rules 0.5): the code is used up, and the
// browser in which it was typed becomes the consumer's. token is the cookie's, once the transaction has succeeded.
func (s *Service) ConfirmedBy(codeID, lang string, token *string) func(context.Context, *store.Tx, string) error {
	return func(ctx context.Context, tx *store.Tx, dispute string) error {
		if err := s.Use(ctx, tx, codeID); err != nil {
			return err
		}
		var err error
		*token, err = s.StartIn(ctx, tx, Session{
			Kind: KindConsumer, Subject: dispute, Party: "consumer", Confirmed: true, Lang: lang,
		}, ConsumerLife)
		return err
	}
}
