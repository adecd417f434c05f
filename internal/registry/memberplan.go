package registry

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// ChangeKind is what an import does with a member.
type ChangeKind string

// The kinds of change. A membership that gets a last day, or another one, has ended or will: people look at it apart.
const (
	MemberNew     ChangeKind = "new"
	MemberChanged ChangeKind = "changed"
	MemberEnded   ChangeKind = "ended"
	MemberSame    ChangeKind = "same"
	MemberMissing ChangeKind = "missing" // stored and running, but not in the file: nothing happens to it
)

// FieldChange is one field that gets another value. Field is the name of the column in the file.
type FieldChange struct{ Field, Old, New string }

// MemberChange is what an import does with one member.
type MemberChange struct {
	ID, Name string
	Kind     ChangeKind
	Fields   []FieldChange // of a changed or ended one

	row db.UpsertMemberParams
}

// MemberPlan is what an import would do, before it does.
type MemberPlan struct {
	Changes []MemberChange // in the order of the file, then the missing by number
	Taken   []TakenDomain  // why it cannot be done
	Base    string         // names the stored members from which this follows
}

// Of gives the changes of a kind.
func (p MemberPlan) Of(k ChangeKind) []MemberChange {
	var out []MemberChange
	for _, x := range p.Changes {
		if x.Kind == k {
			out = append(out, x)
		}
	}
	return out
}

// PlanMembers says what importing the rows would change; it changes nothing. whole says that the rows are all members,
// so that those who are not among them are named.
func (c *Clerk) PlanMembers(ctx context.Context, rows []member.Member, whole bool) (MemberPlan, error) {
	known, err := c.store.Queries().AllMembers(ctx)
	if err != nil {
		return MemberPlan{}, fmt.Errorf("members: %w", err)
	}
	out := MemberPlan{Changes: c.changes(rows, known), Taken: takenDomains(rows, known), Base: baseOf(known)}
	if !whole {
		return out, nil
	}
	in := map[string]bool{}
	for _, m := range rows {
		in[m.ExternalID] = true
	}
	today := procedure.DateOf(c.now())
	for _, m := range known {
		_, until := Membership(m)
		if !in[m.ID] && (until.IsZero() || !until.Before(today)) {
			out.Changes = append(out.Changes, MemberChange{ID: m.ID, Name: m.Name, Kind: MemberMissing})
		}
	}
	return out, nil
}

// changes compares rows with what is stored.
func (c *Clerk) changes(rows []member.Member, known []db.Member) []MemberChange {
	stored := make(map[string]db.Member, len(known))
	slugs := make(map[string]string, len(known))
	for _, m := range known {
		stored[m.ID], slugs[m.Slug] = m, m.ID
	}
	out := make([]MemberChange, 0, len(rows))
	for _, m := range rows {
		old, ok := stored[m.ExternalID]
		x := MemberChange{ID: m.ExternalID, Name: m.Name, Kind: MemberNew, row: c.memberRow(m, old, slugs)}
		if ok {
			x.Fields = fieldChanges(old, x.row)
			x.Kind = kindOf(x.Fields)
		}
		out = append(out, x)
	}
	return out
}

func kindOf(fields []FieldChange) ChangeKind {
	if len(fields) == 0 {
		return MemberSame
	}
	if slices.ContainsFunc(fields, func(f FieldChange) bool { return f.Field == "member_until" && f.New != "" }) {
		return MemberEnded
	}
	return MemberChanged
}

// fieldChanges names the fields that differ, as the columns of the file.
func fieldChanges(old db.Member, p db.UpsertMemberParams) []FieldChange {
	var out []FieldChange
	for _, f := range []FieldChange{
		{"name", old.Name, p.Name},
		{"domains", old.Domains, p.Domains},
		{"emails", old.Emails, p.Emails},
		{"phone", old.Phone, p.Phone},
		{"address", old.Address, p.Address},
		{"kvk", old.Kvk, p.Kvk},
		{"sector", old.Sector, p.Sector},
		{"member_since", old.Since, p.Since},
		{"member_until", old.Until.String, p.Until.String},
		{"orders_per_year", number(old.OrdersPerYear), number(p.OrdersPerYear)},
		{"orders_source", old.OrdersSource, p.OrdersSource},
	} {
		if f.Old != f.New {
			out = append(out, f)
		}
	}
	return out
}

func number(n sql.NullInt64) string {
	if !n.Valid {
		return ""
	}
	return strconv.FormatInt(n.Int64, 10)
}

// baseOf names the stored members: it is another as soon as one of them is.
func baseOf(known []db.Member) string {
	h := sha256.New()
	for _, m := range known {
		fmt.Fprintf(h, "%q %q %d\n", m.ID, strings.Join([]string{
			m.Name, m.Domains, m.Emails, m.Phone, m.Address, m.Kvk, m.Sector, m.Since, m.Until.String, number(m.OrdersPerYear), m.OrdersSource, m.Status,
		}, "\x00"), m.StatusSince)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// EntryOf gives a stored member in the form in which programs exchange it.
func EntryOf(m db.Member) member.Entry {
	e := member.Entry{
		ExternalID: m.ID, Name: m.Name, Domains: strings.Split(m.Domains, ","), Emails: strings.Split(m.Emails, ","),
		Phone: m.Phone, Address: m.Address, KvK: m.Kvk, Sector: m.Sector, Since: m.Since, Until: m.Until.String, OrdersSource: m.OrdersSource,
	}
	if m.OrdersPerYear.Valid {
		e.OrdersPerYear = &m.OrdersPerYear.Int64
	}
	return e
}

// ChangeMember changes a stored member, with nobody in between: change gets it as it is and gives it as it is to be. Its
// domains cannot be changed by this. fault.NotFound when there is no such member.
func (c *Clerk) ChangeMember(ctx context.Context, id string, change func(member.Entry) (member.Member, error)) (MemberChange, error) {
	var out MemberChange
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		old, err := tx.MemberByID(ctx, id)
		if err != nil {
			return fmt.Errorf("member: %w", store.Wrap(err))
		}
		m, err := change(EntryOf(old))
		if err != nil {
			return err
		}
		out = c.changes([]member.Member{m}, []db.Member{old})[0]
		return putMembers(ctx, tx, []MemberChange{out})
	})
	c.wake()
	return out, err
}

// MembersFrom lists members by number, after one.
func (c *Clerk) MembersFrom(ctx context.Context, after string, most int) ([]db.Member, error) {
	rows, err := c.store.Queries().MembersAfter(ctx, db.MembersAfterParams{After: after, MaxRows: int64(most)})
	if err != nil {
		return nil, outside(fmt.Errorf("members: %w", store.Wrap(err)))
	}
	return rows, nil
}
