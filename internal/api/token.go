package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/hook"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Scope is one thing that a token may do.
type Scope string

// The scopes.
const (
	MembersRead    Scope = "members:read"
	MembersWrite   Scope = "members:write" // the trustmark's own administration only
	CasesRead      Scope = "cases:read"
	WebhooksManage Scope = "webhooks:manage"
)

// Scopes lists all scopes.
func Scopes() []Scope { return []Scope{MembersRead, MembersWrite, CasesRead, WebhooksManage} }

// ErrScope says that a scope does not exist, or is not for members.
var ErrScope = errors.New("no such scope")

// A token is wh_, an id of 16 characters, _, a secret of 256 bits and a checksum, all in small letters and digits. The
// checksum lets a typing error, or a search for tokens that leaked, be told from a real one without asking anybody.
const (
	tokenMark   = "wh_"
	idChars     = 16
	secretBytes = 32
	secretChars = 52
	sumChars    = 7
	tokenChars  = len(tokenMark) + idChars + 1 + secretChars + sumChars
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// checksum is the CRC-32 of what stands before it.
func checksum(s string) string {
	n := crc32.ChecksumIEEE([]byte(s))
	return letters.EncodeToString([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// parseToken takes a token apart; false for what cannot be one.
func parseToken(s string) (id, secret string, ok bool) {
	if len(s) != tokenChars || !strings.HasPrefix(s, tokenMark) {
		return "", "", false
	}
	body, sum := s[:tokenChars-sumChars], s[tokenChars-sumChars:]
	if checksum(body) != sum {
		return "", "", false
	}
	id, secret, ok = strings.Cut(body[len(tokenMark):], "_")
	if !ok || len(id) != idChars || len(secret) != secretChars || strings.Trim(id+secret, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return "", "", false
	}
	return id, secret, true
}

func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // crypto/rand never fails: it ends the program instead
	return letters.EncodeToString(b)
}

func hashOf(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// Tokens keeps the tokens of other programs.
type Tokens struct {
	store *store.Store
	now   func() time.Time
}

// NewTokens gives the tokens of a store. now gives every instant.
func NewTokens(s *store.Store, now func() time.Time) *Tokens { return &Tokens{store: s, now: now} }

// Token is a token without its secret, which nobody can tell any more.
type Token struct {
	ID, Name string
	Scopes   []Scope
	Member   string // whose it is; "" for the trustmark
	Created  time.Time
	LastUsed time.Time // zero for never; to five minutes
	Revoked  time.Time // zero while it is good
}

// May says whether the token has a scope.
func (t Token) May(s Scope) bool { return slices.Contains(t.Scopes, s) }

func tokenOf(r db.ApiToken) Token {
	t := Token{ID: r.ID, Name: r.Name, Member: r.Member, Created: time.UnixMilli(r.Created).UTC()}
	for _, s := range strings.Fields(r.Scopes) {
		t.Scopes = append(t.Scopes, Scope(s))
	}
	if r.LastUsed.Valid {
		t.LastUsed = time.UnixMilli(r.LastUsed.Int64).UTC()
	}
	if r.Revoked.Valid {
		t.Revoked = time.UnixMilli(r.Revoked.Int64).UTC()
	}
	return t
}

// Create makes a token and gives it: it is shown once. member is whose it is, "" for the trustmark. Errors: ErrScope,
// store.ErrNotFound for an unknown member.
func (k *Tokens) Create(ctx context.Context, name, member string, scopes []Scope) (string, error) {
	if len(scopes) == 0 {
		return "", fmt.Errorf("a token without a scope can do nothing: %w", ErrScope)
	}
	var words []string
	for _, s := range Scopes() { // in this order, each once
		if slices.Contains(scopes, s) {
			words = append(words, string(s))
		}
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return "", fmt.Errorf("%q: %w", s, ErrScope)
		}
		if s == MembersWrite && member != "" {
			return "", fmt.Errorf("%s is for the trustmark only: %w", s, ErrScope)
		}
	}
	// Random bits become letters without a rest: 10 bytes are 16 of them.
	body := tokenMark + random(idChars*5/8) + "_" + random(secretBytes)
	id, secret := body[len(tokenMark):len(tokenMark)+idChars], body[len(tokenMark)+idChars+1:]
	err := k.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		if member != "" {
			if _, err := tx.MemberByID(ctx, member); err != nil {
				return fmt.Errorf("member %s: %w", member, store.Wrap(err))
			}
		}
		return tx.InsertToken(ctx, db.InsertTokenParams{
			ID: id, Name: name, Hash: hashOf(secret), Scopes: strings.Join(words, " "), Member: member, Created: k.now().UnixMilli(),
		})
	})
	if err != nil {
		return "", fmt.Errorf("make token: %w", err)
	}
	return body + checksum(body), nil
}

// All lists the tokens, the oldest first.
func (k *Tokens) All(ctx context.Context) ([]Token, error) {
	rows, err := k.store.Queries().Tokens(ctx)
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", store.Wrap(err))
	}
	out := make([]Token, len(rows))
	for i, r := range rows {
		out[i] = tokenOf(r)
	}
	return out, nil
}

// Revoke ends a token by its id, and the webhooks that were made with it; it gives how many those were.
// store.ErrNotFound when there is no good token of that id.
func (k *Tokens) Revoke(ctx context.Context, id string) (hooks int, err error) {
	err = k.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		now := store.Int(k.now().UnixMilli())
		n, err := tx.RevokeToken(ctx, db.RevokeTokenParams{ID: id, Revoked: now})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		list, err := tx.WebhooksOfToken(ctx, id)
		hooks = len(list)
		for _, h := range list {
			_, e := tx.DisableWebhook(ctx, db.DisableWebhookParams{ID: h.ID, Disabled: now, Reason: hook.Revoked})
			err = errors.Join(err, e)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("revoke token: %w", err)
	}
	return hooks, nil
}

// usedEach is how exactly the last use of a token is kept: a write for each request would cost more than it tells.
const usedEach = 5 * time.Minute

// Check gives the token of a request. fault.SignIn for one that is unknown, wrong or revoked: which of these is not
// said.
func (k *Tokens) Check(ctx context.Context, raw string) (Token, error) {
	id, secret, ok := parseToken(raw)
	if !ok {
		return Token{}, fault.New(fault.SignIn)
	}
	row, err := k.store.Queries().TokenByID(ctx, id)
	err = store.Wrap(err)
	unknown := errors.Is(err, store.ErrNotFound)
	if err != nil && !unknown {
		return Token{}, fault.Wrap(fault.Server, err)
	}
	same := subtle.ConstantTimeCompare(hashOf(secret), row.Hash) == 1
	if unknown || !same || row.Revoked.Valid {
		return Token{}, fault.New(fault.SignIn)
	}
	now := k.now().UnixMilli()
	if !row.LastUsed.Valid || now-row.LastUsed.Int64 >= usedEach.Milliseconds() {
		err := k.store.Write(ctx, store.Act, func(tx *store.Tx) error {
			return tx.TouchToken(ctx, db.TouchTokenParams{ID: id, LastUsed: store.Int(now)})
		})
		if err != nil && !errors.Is(err, store.ErrFull) { // a full disk keeps nobody from reading
			return Token{}, fault.Wrap(fault.Server, err)
		}
	}
	return tokenOf(row), nil
}
