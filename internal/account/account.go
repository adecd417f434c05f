// Package account knows who somebody is: browsers and their sessions, codes, links in letters, and the people of
// shops and staff. It knows nothing of the procedure of a dispute and nothing of pages; letters it asks for go into
// the same outbox as all others.
package account

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// The terms of rules 7.1 and 7.2.
const (
	FirstCode    = 60 * time.Minute    // the first confirmation, and signing in
	ActCode      = 10 * time.Minute    // a code for an act
	CodeTries    = 5                   // wrong codes before a new one must be asked
	CodeAgain    = 30 * time.Second    // between two codes for the same
	LinkLife     = 30 * 24 * time.Hour // of a link in a letter
	ConsumerLife = 30 * 24 * time.Hour // of a confirmed browser
	ShopLife     = 7 * 24 * time.Hour
	StaffLife    = 12 * time.Hour
	DraftLife    = 31 * 24 * time.Hour
)

// The kinds of session.
const (
	KindConsumer = "consumer" // subject: a dispute
	KindShop     = "shop"     // subject: an e-mail address
	KindStaff    = "staff"    // subject: an account
	KindDraft    = "draft"    // subject: a draft
)

// Service keeps browsers, codes and people.
type Service struct {
	store  *store.Store
	now    func() time.Time
	secret Secret
	domain string
	Wake   func()
	// LettersAnHour is how many letters with a code or a link go to one address, whoever asks; 0 for no limit.
	LettersAnHour int64
}

// New gives a service on a store.
func New(s *store.Store, now func() time.Time, secret Secret, domain string) *Service {
	return &Service{store: s, now: now, secret: secret, domain: domain}
}

// Secret gives the key of codes and links.
func (s *Service) Secret() Secret { return s.secret }

// Session is a browser that proved something.
type Session struct {
	Kind, Subject, Party string
	Confirmed            bool      // by a code (rules 7.1)
	ActUntil             time.Time // a code for an act was typed: it holds until
	Lang                 string
	token                string
}

// Start makes a session in its own transaction and gives the token for the cookie. Life is how long it lasts.
func (s *Service) Start(ctx context.Context, x Session, life time.Duration) (string, error) {
	var token string
	err := s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		var err error
		token, err = s.StartIn(ctx, tx, x, life)
		return err
	})
	return token, err
}

// StartIn makes a session in a transaction of the caller. Every rise gets a new token, so that a token that
// somebody planted in a browser is worth nothing (fixation).
func (s *Service) StartIn(ctx context.Context, tx *store.Tx, x Session, life time.Duration) (string, error) {
	now := s.now()
	token := newSessionToken(now)
	p := db.InsertSessionParams{
		Hash: sessionKey(token), Kind: x.Kind, Subject: x.Subject, Party: x.Party, Lang: x.Lang,
		Created: now.UnixMilli(), Seen: now.UnixMilli(), Expires: now.Add(life).UnixMilli(),
	}
	if x.Confirmed {
		p.Confirmed = store.Int(now.UnixMilli())
	}
	if !x.ActUntil.IsZero() {
		p.ActUntil = store.Int(x.ActUntil.UnixMilli())
	}
	if err := tx.InsertSession(ctx, p); err != nil {
		return "", fmt.Errorf("session: %w", store.Wrap(err))
	}
	return token, nil
}

// Look gives the session of a token; false when there is none, or it has expired.
func (s *Service) Look(ctx context.Context, token, kind string) (Session, bool, error) {
	if token == "" {
		return Session{}, false, nil
	}
	row, err := s.store.Queries().SessionByHash(ctx, sessionKey(token))
	if errors.Is(store.Wrap(err), store.ErrNotFound) {
		return Session{}, false, nil
	}
	if err != nil {
		return Session{}, false, fmt.Errorf("session: %w", err)
	}
	if row.Kind != kind || row.Expires <= s.now().UnixMilli() {
		return Session{}, false, nil
	}
	out := Session{Kind: row.Kind, Subject: row.Subject, Party: row.Party, Confirmed: row.Confirmed.Valid, Lang: row.Lang, token: token}
	if row.ActUntil.Valid {
		out.ActUntil = time.UnixMilli(row.ActUntil.Int64)
	}
	return out, true, nil
}

// End ends a session.
func (s *Service) End(ctx context.Context, token string) error {
	return s.store.Write(ctx, store.Act, func(tx *store.Tx) error { return tx.DeleteSession(ctx, sessionKey(token)) })
}

// CodeLetter is a letter beside the procedure: a code, a link, a saved draft. It is stored as JSON with the letter,
// without the code and the token, which are made anew from its ids at each attempt.
type CodeLetter struct {
	Slug    string `json:"-"`
	To      string `json:"-"` // address
	Lang    string `json:"-"`
	Party   string `json:"-"` // consumer, shop, staff
	Dispute string `json:"-"` // "" outside a dispute

	CodeID string `json:"code_id,omitempty"`
	Name   string `json:"name,omitempty"`
	Shop   string `json:"shop,omitempty"`
	Reason string `json:"reason,omitempty"` // catalogue key: what the code is for
	Link   string `json:"link,omitempty"`   // path; "{token}" in it becomes the token of this letter
	Case   string `json:"case,omitempty"`
	Until  int64  `json:"until,omitempty"` // until when code, link or draft works; Unix ms, 0 for none

	// What the token opens, when Link has one: it is stored (as a hash) with the letter.
	Purpose string        `json:"-"` // PurposeCase, PurposeDraft, PurposeCode
	Subject string        `json:"-"` // the dispute, the draft or the address
	Life    time.Duration `json:"-"` // of the link

	Code  string `json:"-"` // filled in when it is written
	Token string `json:"-"`
}

// The purposes of links.
const (
	PurposeCase  = "case"  // subject: a dispute; status and choice, nothing more
	PurposeDraft = "draft" // subject: a draft; the page that asks a code
	PurposeCode  = "code"  // subject: what the code is for; the page with the field for the code
)

// Ask makes a code for a purpose and a subject, bound to the browser, and puts its letter in the outbox. A new code
// replaces the old one (rules 7.2). It gives the id of the code. fault.TooMany when asked too often.
func (s *Service) Ask(ctx context.Context, purpose, subject string, browser []byte, life time.Duration, l CodeLetter) (string, error) {
	now := s.now()
	id := store.NewID(now) // no secret: the code is made from it with the key
	if err := s.limitLetters(ctx, l.To); err != nil {
		return "", err
	}
	err := s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		old, err := tx.LatestCode(ctx, db.LatestCodeParams{Purpose: purpose, Subject: subject})
		switch {
		case err == nil && hmac.Equal(old.Browser, browser) && !old.Used.Valid && now.UnixMilli()-old.Created < CodeAgain.Milliseconds() &&
			now.UnixMilli() >= old.Created:
			id = old.ID // pressed twice in this browser: the letter is on its way
			return nil
		case err != nil && !errors.Is(store.Wrap(err), store.ErrNotFound):
			return fmt.Errorf("code: %w", err)
		}
		if err := tx.InsertCode(ctx, db.InsertCodeParams{
			ID: id, Purpose: purpose, Subject: subject, Browser: browser, Created: now.UnixMilli(),
			Expires: now.Add(life).UnixMilli(),
		}); err != nil {
			return fmt.Errorf("code: %w", store.Wrap(err))
		}
		l.CodeID, l.Until, l.Life = id, now.Add(life).UnixMilli(), life
		return s.PutLetter(ctx, tx, l)
	})
	s.wake()
	return id, err
}

// PutLetter puts a letter beside the procedure in the outbox: a code, a link.
func (s *Service) PutLetter(ctx context.Context, tx *store.Tx, l CodeLetter) error {
	data, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	id := store.NewID(s.now())
	now := s.now().UnixMilli()
	err = tx.InsertLetter(ctx, db.InsertLetterParams{
		Dispute: l.Dispute, ID: id, Created: now, Seq: 0, Slug: l.Slug, Party: l.Party, Address: l.To, Lang: l.Lang,
		Data: data, State: store.LetterWaiting, NotBefore: now, MessageID: "<" + id + "@" + s.domain + ">",
	})
	if err != nil {
		return fmt.Errorf("letter: %w", store.Wrap(err))
	}
	if l.Purpose == "" {
		return nil
	}
	err = tx.InsertLink(ctx, db.InsertLinkParams{
		Hash: Hash(s.secret.LinkToken(id)), Dispute: l.Subject, Party: l.Party, Letter: id, Purpose: l.Purpose,
		Created: now, Expires: now + l.Life.Milliseconds(),
	})
	if err != nil {
		return fmt.Errorf("link: %w", store.Wrap(err))
	}
	return nil
}

// Letter reads a stored letter beside the procedure and makes its code and its token again.
func (s *Service) Letter(l db.Letter) (CodeLetter, error) {
	var x CodeLetter
	if err := json.Unmarshal(l.Data, &x); err != nil {
		return x, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	if x.CodeID != "" {
		x.Code = s.secret.Code(x.CodeID)
	}
	x.Token = s.secret.LinkToken(l.ID)
	return x, nil
}

// Send puts a letter beside the procedure in the outbox, in its own transaction.
func (s *Service) Send(ctx context.Context, l CodeLetter) error {
	if err := s.limitLetters(ctx, l.To); err != nil {
		return err
	}
	err := s.store.Write(ctx, store.Act, func(tx *store.Tx) error { return s.PutLetter(ctx, tx, l) })
	s.wake()
	return err
}

// limitLetters keeps a stranger from filling somebody's mailbox through our forms. The counter's name is a hash: it
// stays longer than the address may.
func (s *Service) limitLetters(ctx context.Context, address string) error {
	if s.LettersAnHour == 0 {
		return nil
	}
	return s.Limit(ctx, "letters "+hex.EncodeToString(Hash(NormalEmail(address))[:12]), time.Hour, s.LettersAnHour)
}

func (s *Service) wake() {
	if s.Wake != nil {
		s.Wake()
	}
}

// Check compares a typed code. The code must be the newest for its purpose and subject, be typed in the browser
// that asked for it (or on the page that its own letter's link opened: trusted), and in time. It counts wrong tries:
// after CodeTries a new code must be asked. A code that fits is not used up yet: Use does that in the transaction
// of the act.
func (s *Service) Check(ctx context.Context, purpose, subject, typed string, browser []byte, trusted bool) (string, error) {
	now := s.now().UnixMilli()
	row, err := s.store.Queries().LatestCode(ctx, db.LatestCodeParams{Purpose: purpose, Subject: subject})
	if err != nil {
		if errors.Is(store.Wrap(err), store.ErrNotFound) {
			return "", fault.New(fault.CodeSpent)
		}
		return "", fmt.Errorf("code: %w", err)
	}
	if row.Used.Valid || row.Expires <= now || row.Tries >= CodeTries {
		return "", fault.New(fault.CodeSpent)
	}
	fits := hmac.Equal([]byte(s.secret.Code(row.ID)), []byte(Digits(typed)))
	bound := trusted || len(row.Browser) > 0 && hmac.Equal(row.Browser, browser)
	if fits && bound {
		return row.ID, nil
	}
	var tries int64
	err = s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		var err error
		tries, err = tx.TryCode(ctx, row.ID)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("code: %w", err)
	}
	if tries >= CodeTries {
		return "", fault.New(fault.CodeSpent)
	}
	return "", fault.New(fault.BadCode)
}

// Use uses a code up in a transaction of the caller; fault.CodeSpent when another request was first.
func (s *Service) Use(ctx context.Context, tx *store.Tx, id string) error {
	n, err := tx.UseCode(ctx, db.UseCodeParams{ID: id, Used: store.Int(s.now().UnixMilli())})
	if err != nil {
		return fmt.Errorf("use code: %w", store.Wrap(err))
	}
	if n == 0 {
		return fault.New(fault.CodeSpent)
	}
	return nil
}

// UseNow uses a code up in its own transaction.
func (s *Service) UseNow(ctx context.Context, id string) error {
	return s.store.Write(ctx, store.Act, func(tx *store.Tx) error { return s.Use(ctx, tx, id) })
}

// Link gives what a token in a letter's link opens. fault.LinkOld when it is unknown or has expired.
func (s *Service) Link(ctx context.Context, token string) (db.Link, error) {
	row, err := s.store.Queries().LinkByHash(ctx, Hash(token))
	if err != nil {
		if errors.Is(store.Wrap(err), store.ErrNotFound) {
			return db.Link{}, fault.New(fault.LinkOld)
		}
		return db.Link{}, fmt.Errorf("link: %w", err)
	}
	if row.Expires <= s.now().UnixMilli() {
		return db.Link{}, fault.New(fault.LinkOld)
	}
	return row, nil
}

// Limit counts a try under a name within the current window and gives fault.TooMany above most. The counters are in
// the database, so that several nodes count together.
func (s *Service) Limit(ctx context.Context, name string, window time.Duration, most int64) error {
	now := s.now().UnixMilli()
	bucket := now - now%window.Milliseconds()
	var n int64
	err := s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		var err error
		n, err = tx.Bump(ctx, db.BumpParams{Name: name, Bucket: bucket})
		return err
	})
	if err != nil {
		return fmt.Errorf("limit: %w", err)
	}
	if n > most {
		return fault.New(fault.TooMany)
	}
	return nil
}

// NormalEmail is how an address is compared.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
