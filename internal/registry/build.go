package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// ByReference gives the view of a dispute by its case number. What the viewer may not see answers as what does not
// exist.
func (c *Clerk) ByReference(ctx context.Context, v Viewer, reference string) (View, error) {
	var id string
	ref, ok := ParseReference(reference)
	if !ok {
		return View{}, fault.New(fault.NotFound)
	}
	row, err := c.store.Queries().DisputeByReference(ctx, ref)
	if err != nil {
		return View{}, outside(store.Wrap(err))
	}
	id = row.ID
	if v.Actor.Role == procedure.Consumer && v.Dispute == "" {
		return View{}, fault.New(fault.NotFound)
	}
	return c.View(ctx, v, id)
}

// View gives a dispute as the viewer may see it, caught up in memory to now.
func (c *Clerk) View(ctx context.Context, v Viewer, id string) (View, error) {
	var out View
	err := c.store.Read(ctx, func(q *db.Queries) error {
		f, err := load(ctx, q, id)
		if err != nil {
			return err
		}
		if v.Actor.Role == procedure.Adjudicator || !v.may(f.row) { // an adjudicator sees the file: Clerk.CaseFile
			return fault.New(fault.NotFound)
		}
		now := c.now()
		state, owed := procedure.CatchUp(f.state, now)
		f.state, f.events = state, append(f.events, owed...)
		if v.Actor.Role == procedure.Consumer || v.Actor.Role == procedure.Shop {
			f.state = state.AsRead(now)
		}
		b := builder{q: q, f: f, v: v, now: now}
		out, err = b.view(ctx)
		return err
	})
	return out, outside(err)
}

// builder makes the view of one dispute for one viewer: the one function through which a dispute gets out.
type builder struct {
	q     *db.Queries
	f     file
	v     Viewer
	now   time.Time
	texts map[string]string   // what the viewer may read, by id
	names map[string]string   // of staff, by account
	sent  map[string]RoomFile // of messages that the viewer may read, by id
}

func (b *builder) eyes() eyes { return eyes{v: b.v, events: b.f.events, state: b.f.state, now: b.now} }

func (b *builder) view(ctx context.Context) (View, error) {
	s := b.f.state
	staff := isStaff(b.v.Actor.Role)
	upTo, version, changed := b.eyes().last(b.f.stored)
	v := View{
		ID: s.ID, Reference: b.f.row.Reference, Version: version, Viewer: b.v,
		Full:   b.v.Actor.Proof >= procedure.ByBrowser,
		Status: procedure.StatusFor(s, b.v.Actor.Role, b.now), Stage: s.Stage, Opened: s.Opened, Changed: changed,
		Final: s.Final(), BusyTill: s.ExtensionUntil(b.now), Asked: s.Has(procedure.TaskChoice), Code: s.CodeNeeded,
		Contest: s.Contested, SaidDone: s.SolvedSaid, Ground: s.Ground, Fact: s.Compliance, Did: s.ConsumerDid,
		Category: s.Case.Category, state: s, now: b.now, upTo: upTo,
	}
	if s.Last != nil {
		v.Choice = s.Last.Choice
	}
	if staff {
		v.Grounds = s.Case.Grounds
	}
	if s.Stage == procedure.Ended {
		v.KeptUntil = procedure.DateOf(s.EndedAt).AddMonths(12 * s.Rules().KeepYears)
	}
	if err := b.shop(ctx, &v); err != nil {
		return View{}, err
	}
	if v.Full {
		if err := b.secrets(ctx, &v); err != nil {
			return View{}, err
		}
	}
	if err := b.staffNames(ctx); err != nil {
		return View{}, err
	}
	v.Timeline = b.timeline(v.Full, v.Documents)
	return v, b.letters(ctx, &v, staff)
}

// called gives the name by which the viewer knows a person: parties know staff by their first name, and the adjudicator,
// who answers for the ruling, by the whole (screens.md 7).
func (b *builder) called(a db.Account) string {
	s := b.f.state.File
	if isStaff(b.v.Actor.Role) || a.ID == s.Adjudicator || slices.Contains(s.Barred, a.ID) {
		return a.Name
	}
	return FirstName(a.Name)
}

// FirstName is what parties call a person of staff.
func FirstName(name string) string { return first(strings.Fields(name)) }

func isStaff(r procedure.Role) bool {
	return r == procedure.Mediator || r == procedure.Administrator || r == procedure.Quality
}

func (b *builder) shop(ctx context.Context, v *View) error {
	m, err := b.q.MemberByID(ctx, b.f.row.Member)
	if err != nil {
		return fmt.Errorf("member: %w", store.Wrap(err))
	}
	v.Shop = ShopFacts{ID: m.ID, Name: m.Name, Slug: m.Slug, Domain: first(strings.Split(m.Domains, ",")), Phone: m.Phone, Status: m.Status}
	return nil
}

// secrets adds what only a viewer who proved who they are may see (rules 7.1).
func (b *builder) secrets(ctx context.Context, v *View) error {
	p, err := b.q.PartyOf(ctx, db.PartyOfParams{Dispute: b.f.row.ID, Role: string(procedure.Consumer)})
	if err != nil {
		return fmt.Errorf("party: %w", store.Wrap(err))
	}
	v.Consumer = &Person{Name: p.Name, Email: p.Email, Phone: p.Phone, Lang: p.Lang, Helper: p.Extra}
	if b.v.Actor.Role == procedure.Shop {
		v.Consumer.Helper, v.Consumer.Phone = "", "" // asked "only if we have questions"
	}
	contents, err := b.q.ContentsOf(ctx, b.f.row.ID)
	if err != nil {
		return fmt.Errorf("contents: %w", err)
	}
	b.texts = make(map[string]string, len(contents))
	for _, t := range contents {
		switch t.Kind {
		case "complaint":
			k := Complaint{}
			if err := json.Unmarshal(t.Body, &k); err != nil {
				return fmt.Errorf("complaint of %s: %w", b.f.row.ID, err)
			}
			o := b.f.state.Case
			k.Category, k.Remedy, k.Amount, k.Purchase, k.Told = o.Category, o.Remedy, o.Amount, o.Purchase, o.Told
			v.Complaint = &k
		case "mediation-note":
			if b.eyes().private(procedure.Consumer) { // the consumer's word to the mediator alone (rules 2.2)
				b.texts[t.ID] = string(t.Body)
			}
		case "staff-note":
			if isStaff(b.v.Actor.Role) {
				b.texts[t.ID] = string(t.Body)
			}
		case "file-hash":
		default:
			b.texts[t.ID] = string(t.Body)
		}
	}
	for _, o := range b.f.state.Offers {
		until, _ := b.f.state.WouldEnd(procedure.TaskOffer, o.ID, b.now)
		v.Offers = append(v.Offers, OfferView{Offer: o, Words: b.texts[o.Text.ID], Until: until})
	}
	v.Agreement = b.f.state.Agreement
	if err := b.documents(ctx, v); err != nil {
		return err
	}
	if err := b.room(ctx, v); err != nil {
		return err
	}
	v.Consents = b.consents()
	return b.ruling(ctx, v)
}

func (b *builder) documents(ctx context.Context, v *View) error {
	rows, err := b.q.DocumentsOf(ctx, b.f.row.ID)
	if err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	n := map[string]int{}
	for _, d := range rows {
		n[d.Party]++
		letter := "K" // klant
		if d.Party == string(procedure.Shop) {
			letter = "W" // winkel
		}
		v.Documents = append(v.Documents, Document{
			ID: d.ID, Number: letter + strconv.Itoa(n[d.Party]), Party: procedure.Role(d.Party), Name: d.Name,
			MediaType: d.MediaType, Size: d.Size, Added: millis(d.Created),
		})
	}
	return nil
}

func (b *builder) letters(ctx context.Context, v *View, staff bool) error {
	if !staff {
		return nil
	}
	rows, err := b.q.LettersOf(ctx, b.f.row.ID)
	if err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	for _, l := range rows {
		d := Delivery{
			ID: l.ID, Slug: l.Slug, Party: procedure.Role(l.Party), State: l.State, Created: millis(l.Created),
			Address: l.Address, Error: l.Error,
		}
		if l.AcceptedAt.Valid {
			d.Accepted = millis(l.AcceptedAt.Int64)
		}
		v.Letters = append(v.Letters, d)
	}
	return nil
}
