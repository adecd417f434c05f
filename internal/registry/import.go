package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"wederhoor/internal/member"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// ImportResult counts what an import changed.
type ImportResult struct{ New, Changed, Same int }

// importBatch is how many members share one write, so that others can write in between.
const importBatch = 200

// ImportMembers puts members in place by the trustmark's number: new ones are added, known ones changed. progress is
// called with how many are done; nil for nobody. A domain that another stored member has is fault in the file's
// administration and refused whole before anything is written.
func (c *Clerk) ImportMembers(ctx context.Context, rows []member.Member, progress func(done int)) (ImportResult, error) {
	var out ImportResult
	known, err := c.store.Queries().AllMembers(ctx)
	if err != nil {
		return out, fmt.Errorf("members: %w", err)
	}
	stored := map[string]db.Member{}
	slugs := map[string]string{}
	for _, m := range known {
		stored[m.ID], slugs[m.Slug] = m, m.ID
	}
	if err := domainsFree(rows, known); err != nil {
		return out, err
	}
	for at := 0; at < len(rows); at += importBatch {
		batch := rows[at:min(at+importBatch, len(rows))]
		err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
			for _, m := range batch {
				p := c.memberRow(m, stored[m.ExternalID], slugs)
				if err := tx.UpsertMember(ctx, p); err != nil {
					return fmt.Errorf("member %s: %w", m.ExternalID, store.Wrap(err))
				}
			}
			return nil
		})
		if err != nil {
			return out, err
		}
		for _, m := range batch {
			old, ok := stored[m.ExternalID]
			switch p := c.memberRow(m, old, slugs); {
			case !ok:
				out.New++
			case sameMember(old, p):
				out.Same++
			default:
				out.Changed++
			}
		}
		if progress != nil {
			progress(at + len(batch))
		}
	}
	return out, nil
}

// ErrDomainTaken says that a domain of an imported member belongs to another stored one.
var ErrDomainTaken = errors.New("domain belongs to another member")

func domainsFree(rows []member.Member, known []db.Member) error {
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
	for _, m := range rows {
		for _, d := range m.Domains {
			if id, ok := owner[d]; ok {
				return fmt.Errorf("member %s: domain %s is that of member %s, who is not in the file: %w", m.ExternalID, d, id, ErrDomainTaken)
			}
		}
	}
	return nil
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

func sameMember(old db.Member, p db.UpsertMemberParams) bool {
	return old.Name == p.Name && old.Domains == p.Domains && old.Emails == p.Emails && old.Phone == p.Phone &&
		old.Address == p.Address && old.Kvk == p.Kvk && old.Sector == p.Sector && old.Since == p.Since &&
		old.Until == p.Until && old.OrdersPerYear == p.OrdersPerYear && old.OrdersSource == p.OrdersSource
}
