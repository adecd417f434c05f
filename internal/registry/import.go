package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/member"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// ImportResult counts what an import changed; an ended membership counts as changed.
type ImportResult struct{ New, Changed, Same int }

func (r *ImportResult) count(list []MemberChange) {
	for _, x := range list {
		switch x.Kind {
		case MemberNew:
			r.New++
		case MemberSame:
			r.Same++
		case MemberChanged, MemberEnded, MemberMissing:
			r.Changed++
		}
	}
}

// importBatch is how many members share one write, so that others can write in between.
const importBatch = 200

// ImportMembers puts members in place by the trustmark's number: new ones are added, known ones changed, and what is
// the same is left alone. progress is called with how many are done; nil for nobody. A domain that another stored
// member has is a fault in the file's administration and refused whole before anything is written.
func (c *Clerk) ImportMembers(ctx context.Context, rows []member.Member, progress func(done int)) (ImportResult, error) {
	var out ImportResult
	known, err := c.store.Queries().AllMembers(ctx)
	if err != nil {
		return out, fmt.Errorf("members: %w", err)
	}
	if err := domainsFree(rows, known); err != nil {
		return out, err
	}
	plan := c.changes(rows, known)
	for at := 0; at < len(plan); at += importBatch {
		batch := plan[at:min(at+importBatch, len(plan))]
		if err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error { return putMembers(ctx, tx, batch) }); err != nil {
			return out, err
		}
		out.count(batch)
		if progress != nil {
			progress(at + len(batch))
		}
	}
	c.wake()
	return out, nil
}

// PutMembers puts members in place as ImportMembers does, all or none. base, when given, is the Base of the plan that a
// person looked at: when the stored members are others by now it is a fault.Conflict and nothing is changed.
func (c *Clerk) PutMembers(ctx context.Context, rows []member.Member, base string) ([]MemberChange, error) {
	var out []MemberChange
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		known, err := tx.AllMembers(ctx)
		if err != nil {
			return fmt.Errorf("members: %w", err)
		}
		if base != "" && base != baseOf(known) {
			return fault.New(fault.Conflict)
		}
		if err := domainsFree(rows, known); err != nil {
			return err
		}
		out = c.changes(rows, known)
		return putMembers(ctx, tx, out)
	})
	c.wake()
	if errors.Is(err, ErrDomainTaken) {
		return nil, err
	}
	return out, outside(err)
}

func putMembers(ctx context.Context, tx *store.Tx, batch []MemberChange) error {
	for _, x := range batch {
		if x.Kind == MemberSame {
			continue
		}
		if err := tx.UpsertMember(ctx, x.row); err != nil {
			return fmt.Errorf("member %s: %w", x.ID, store.Wrap(err))
		}
	}
	return nil
}

// ErrDomainTaken says that a domain of an imported member belongs to another stored one.
var ErrDomainTaken = errors.New("domain belongs to another member")

// TakenDomain is a domain of an imported member that belongs to another stored one.
type TakenDomain struct {
	Member, Domain, Owner string
}

// Error says whose it is.
func (d *TakenDomain) Error() string {
	return fmt.Sprintf("member %s: domain %s is that of member %s, who is not in the file: %v", d.Member, d.Domain, d.Owner, ErrDomainTaken)
}

// Unwrap gives ErrDomainTaken.
func (d *TakenDomain) Unwrap() error { return ErrDomainTaken }

func domainsFree(rows []member.Member, known []db.Member) error {
	if taken := takenDomains(rows, known); len(taken) > 0 {
		return &taken[0]
	}
	return nil
}

// takenDomains finds the domains that stored members have who are not among the rows.
func takenDomains(rows []member.Member, known []db.Member) []TakenDomain {
	inFile := map[string]bool{}
	for _, m := range rows {
		inFile[m.ExternalID] = true
	}
	owner := map[string]string{}
	for _, m := range known {
		if inFile[m.ID] {
			continue // its domains are those of the file from now on
		}
		for _, d := range strings.Split(m.Domains, ",") {
			owner[d] = m.ID
		}
	}
	var out []TakenDomain
	for _, m := range rows {
		for _, d := range m.Domains {
			if id, ok := owner[d]; ok {
				out = append(out, TakenDomain{m.ExternalID, d, id})
			}
		}
	}
	return out
}

// memberRow gives the row of a member; a stored slug stays, because people keep links.
func (c *Clerk) memberRow(m member.Member, old db.Member, slugs map[string]string) db.UpsertMemberParams {
	now := c.now().UnixMilli()
	p := db.UpsertMemberParams{
		ID: m.ExternalID, Slug: old.Slug, Name: m.Name, Domains: strings.Join(m.Domains, ","), Emails: strings.Join(m.Emails, ","),
		Phone: m.Phone, Address: m.Address, Kvk: m.KvK, Sector: m.Sector, Since: m.Since.String(),
		Status: old.Status, StatusSince: old.StatusSince, OrdersSource: m.OrdersSource,
		Search: store.Fold(m.Name + " " + strings.Join(m.Domains, " ")), Updated: now,
	}
	if p.Slug == "" {
		p.Slug = member.UniqueSlug(m.Name, m.ExternalID, func(s string) bool { id, ok := slugs[s]; return ok && id != m.ExternalID })
		slugs[p.Slug] = m.ExternalID
		p.Status, p.StatusSince = "active", now
	}
	if m.Until != nil {
		p.Until = sql.NullString{String: m.Until.String(), Valid: true}
	}
	if m.OrdersPerYear != nil {
		p.OrdersPerYear = sql.NullInt64{Int64: *m.OrdersPerYear, Valid: true}
	}
	return p
}
