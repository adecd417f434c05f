package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// RulingInput is a ruling as its adjudicator wrote it, and the draft that is kept while they write. Amounts are cents.
type RulingInput struct {
	Outcome p.Outcome             `json:"outcome"`
	Text    RulingText            `json:"text"`
	Points  map[string]PointInput `json:"points"` // by the id of the point claimed
	Orders  []OrderInput          `json:"orders"`
	FeeBy   p.Role                `json:"fee_by"`
	Notes   string                `json:"notes"` // the adjudicator's own; never in the ruling
}

// PointInput is the decision about a point.
type PointInput struct {
	Decision string   `json:"decision"`
	Amount   int64    `json:"amount"`
	Why      string   `json:"why"`
	Evidence []string `json:"evidence"`
}

// OrderInput is something that a party must do.
type OrderInput struct {
	Who    p.Role   `json:"who"`
	Remedy p.Remedy `json:"remedy"`
	Amount int64    `json:"amount"`
	Due    p.Date   `json:"due"`
	Fee    bool     `json:"fee,omitempty"` // paying back the fee: nobody types it
	Words  string   `json:"words"`
}

// OrderFix is an order of the ruling as a correction puts it: N is its place, from 1. Cents.
type OrderFix struct {
	N      int
	Amount int64
	Due    p.Date
	Words  string
}

// RulingDraft gives the draft of the adjudicator; empty when there is none.
func (c *Clerk) RulingDraft(ctx context.Context, f CaseFile) (RulingInput, time.Time, error) {
	var in RulingInput
	if !f.Mine || !f.Declared {
		return in, time.Time{}, fault.New(fault.NotFound)
	}
	row, err := c.store.Queries().RulingDraft(ctx, db.RulingDraftParams{Dispute: f.ID, Adjudicator: f.Viewer.Actor.ID})
	if errors.Is(store.Wrap(err), store.ErrNotFound) {
		return in, time.Time{}, nil
	}
	if err != nil {
		return in, time.Time{}, outside(store.Wrap(err))
	}
	if err := json.Unmarshal(row.Body, &in); err != nil {
		return in, time.Time{}, fault.Wrap(fault.Server, fmt.Errorf("draft: %w", err))
	}
	return in, millis(row.Changed), nil
}

// KeepRulingDraft stores the draft; it is nobody's but the adjudicator's.
func (c *Clerk) KeepRulingDraft(ctx context.Context, f CaseFile, in RulingInput) error {
	if !f.Mine || !f.Declared {
		return fault.New(fault.NotFound)
	}
	body, err := json.Marshal(in)
	if err != nil {
		return fault.Wrap(fault.Server, err)
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		return tx.KeepRulingDraft(ctx, db.KeepRulingDraftParams{
			Dispute: f.ID, Adjudicator: f.Viewer.Actor.ID, Body: body, Changed: c.now().UnixMilli(),
		})
	}))
}

// Sign gives the ruling its number and signs it (rules 3.5). Numbers are given out once; a ruling that is refused
// leaves a gap.
func (c *Clerk) Sign(ctx context.Context, v Viewer, f CaseFile, version int64, in RulingInput) error {
	text, err := json.Marshal(in.Text)
	if err != nil {
		return fault.Wrap(fault.Server, err)
	}
	number, err := c.number(ctx, "ruling")
	if err != nil {
		return err
	}
	return c.Act(ctx, v, f.ID, version, func(w *Writing) p.Command {
		b := p.RulingSigned{Number: number, Outcome: in.Outcome, FeeBy: in.FeeBy, Text: w.Text(KindRuling, string(text))}
		for _, pt := range f.Points {
			d, ok := in.Points[pt.ID]
			if !ok || d.Decision == "" {
				continue
			}
			b.Points = append(b.Points, p.PointDecision{
				ID: pt.ID, Decision: d.Decision, Amount: d.Amount, Evidence: d.Evidence, Text: w.Text(KindRuling, d.Why),
			})
		}
		for _, o := range in.Orders {
			b.Orders = append(b.Orders, p.Order{Who: o.Who, Remedy: o.Remedy, Amount: o.Amount, Due: o.Due, Fee: o.Fee, Text: w.Text(KindRuling, o.Words)})
		}
		return p.SignRuling{RulingSigned: b}
	})
}

// Correct adds a second document about an obvious error, with the orders that it puts right (rules 3.6).
func (c *Clerk) Correct(ctx context.Context, v Viewer, f CaseFile, version int64, words string, orders ...OrderFix) error {
	if f.Ruling == nil {
		return fault.New(fault.NotFound)
	}
	number := fmt.Sprintf("%s-H%d", f.Ruling.Number, len(f.Ruling.Corrections)+1)
	return c.Act(ctx, v, f.ID, version, func(w *Writing) p.Command {
		b := p.RulingCorrected{Number: number, Text: w.Text(KindCorrection, words)}
		for _, x := range orders {
			if x.N < 1 || x.N > len(f.Ruling.Orders) {
				continue
			}
			o := f.Ruling.Orders[x.N-1].Order
			o.Amount, o.Due, o.Text = x.Amount, x.Due, w.Text(KindCorrection, x.Words)
			b.Orders = append(b.Orders, p.OrderCorrected{N: x.N, Order: o})
		}
		return p.CorrectRuling{RulingCorrected: b}
	})
}

// number gives the next number of a series of this year: 2026-0001.
func (c *Clerk) number(ctx context.Context, series string) (out string, err error) {
	err = c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		out, err = nextNumber(ctx, tx, series, p.DateOf(c.now()).Year)
		return err
	})
	return out, outside(err)
}

// nextNumber counts a series of a year on. Its counter is never cleaned up as those of limits are: a number that was
// given out is not given out again.
func nextNumber(ctx context.Context, tx *store.Tx, series string, year int) (string, error) {
	n, err := tx.Bump(ctx, db.BumpParams{Name: fmt.Sprintf("%s %d", series, year), Bucket: math.MaxInt64})
	if err != nil {
		return "", fmt.Errorf("number of a %s: %w", series, store.Wrap(err))
	}
	return fmt.Sprintf("%d-%04d", year, n), nil
}

// AdjudicatorCases lists the cases of an adjudicator, most urgent first (screens.md 10).
func (c *Clerk) AdjudicatorCases(ctx context.Context, v Viewer, page int) ([]Row, error) {
	if v.Actor.Role != p.Adjudicator || v.Actor.ID == "" {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().DisputesOfAdjudicator(ctx, db.DisputesOfAdjudicatorParams{
		Adjudicator: v.Actor.ID, MaxRows: PageSize, Skip: int64(page * PageSize),
	})
	if err != nil {
		return nil, outside(fmt.Errorf("cases of adjudicator: %w", err))
	}
	named, err := c.named(ctx, v, rows)
	for i := range named { // the list shows names, step and days; of what was asked before it nothing
		named[i].Amount, named[i].Order, named[i].Mediator, named[i].Work = 0, "", "", ""
	}
	return named, err
}

// Published is a ruling in its anonymised form.
type Published struct {
	Number   string
	Shop     string
	Slug     string
	Category p.Category
	Outcome  p.Outcome
	Ruled    time.Time
	At       time.Time
	Parts    PublishedParts
}

// PublishedParts are the anonymised parts of a ruling.
type PublishedParts struct {
	Text   RulingText  `json:"text"`
	Points []PartPoint `json:"points"`
	Orders []string    `json:"orders"`

	Corrections []PartCorrection `json:"corrections,omitempty"`
}

// PartCorrection is an anonymised correction.
type PartCorrection struct {
	Number string    `json:"number"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
}

// PartPoint is an anonymised point with its decision.
type PartPoint struct {
	Asked    string `json:"asked"`
	Decision string `json:"decision"`
	Why      string `json:"why"`
}

// Publish publishes the anonymised parts of a ruling that a person has checked (rules 3.6); after a correction, in the
// place of what was published before.
func (c *Clerk) Publish(ctx context.Context, v View, version int64, parts PublishedParts) error {
	if !isStaff(v.Viewer.Actor.Role) || v.File == nil || v.File.Ruling == nil {
		return fault.New(fault.NotFound)
	}
	body, err := json.Marshal(parts)
	if err != nil {
		return fault.Wrap(fault.Server, err)
	}
	r := v.File.Ruling
	also := func(tx *store.Tx, _ *file) error {
		return tx.UpsertPublication(ctx, db.UpsertPublicationParams{
			Number: r.Number, Dispute: v.ID, Member: v.Shop.ID, Shop: v.Shop.Name, Category: string(v.Category),
			Outcome: string(r.Outcome), Ruled: r.At.UnixMilli(), Published: c.now().UnixMilli(),
			Search: store.Fold(v.Shop.Name + " " + r.Number + " " + parts.words()), Body: body,
		})
	}
	return c.actWith(ctx, v.Viewer, v.ID, version, also, func(w *Writing) p.Command {
		return p.PublishRuling{Text: w.Text(KindPublished, string(body))}
	})
}

func (x PublishedParts) words() string {
	all := []string{x.Text.Short, x.Text.Facts, x.Text.ConsumerSays, x.Text.ShopSays, x.Text.Law, x.Text.Why}
	for _, pt := range x.Points {
		all = append(all, pt.Asked, pt.Why)
	}
	for _, k := range x.Corrections {
		all = append(all, k.Text)
	}
	return strings.Join(append(all, x.Orders...), " ")
}

// Rulings lists published rulings, newest first; everybody may read them. Empty strings stand for all.
func (c *Clerk) Rulings(ctx context.Context, search, category, outcome string, page int) ([]Published, error) {
	rows, err := c.store.Queries().Publications(ctx, db.PublicationsParams{
		Since: 0, Category: category, Outcome: outcome, Text: store.LikeText(store.Fold(strings.TrimSpace(search))),
		MaxRows: PageSize, Skip: int64(page * PageSize),
	})
	if err != nil {
		return nil, outside(fmt.Errorf("rulings: %w", err))
	}
	return published(rows)
}

// RulingsOf lists the published rulings about a member.
func (c *Clerk) RulingsOf(ctx context.Context, member string) ([]Published, error) {
	rows, err := c.store.Queries().PublicationsOfMember(ctx, member)
	if err != nil {
		return nil, outside(fmt.Errorf("rulings: %w", err))
	}
	return published(rows)
}

// RulingByNumber gives a published ruling. A fault.NotFound when there is none.
func (c *Clerk) RulingByNumber(ctx context.Context, number string) (Published, error) {
	row, err := c.store.Queries().PublicationByNumber(ctx, number)
	if err != nil {
		return Published{}, outside(store.Wrap(err))
	}
	all, err := published([]db.Publication{row})
	if err != nil {
		return Published{}, err
	}
	m, err := c.store.Queries().MemberByID(ctx, row.Member)
	if err == nil {
		all[0].Slug = m.Slug
	}
	return all[0], nil
}

func published(rows []db.Publication) ([]Published, error) {
	out := make([]Published, 0, len(rows))
	for _, r := range rows {
		x := Published{
			Number: r.Number, Shop: r.Shop, Category: p.Category(r.Category), Outcome: p.Outcome(r.Outcome),
			Ruled: millis(r.Ruled), At: millis(r.Published),
		}
		if err := json.Unmarshal(r.Body, &x.Parts); err != nil {
			return nil, fault.Wrap(fault.Server, fmt.Errorf("published ruling %s: %w", r.Number, err))
		}
		out = append(out, x)
	}
	return out, nil
}
