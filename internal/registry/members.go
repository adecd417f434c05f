package registry

import (
	"context"
	"errors"
	"fmt"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Members lists members by name, or those that fit a search on name and domain; 50 a page.
func (c *Clerk) Members(ctx context.Context, search string, page int) ([]db.Member, error) {
	rows, err := c.store.Queries().SearchMembers(ctx, db.SearchMembersParams{
		Text: store.LikeText(store.Fold(search)), MaxRows: PageSize, Skip: int64(page * PageSize),
	})
	if err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	return rows, nil
}

// MemberBySlug gives a member by its public name. fault.NotFound when there is none.
func (c *Clerk) MemberBySlug(ctx context.Context, slug string) (db.Member, error) {
	m, err := c.store.Queries().MemberBySlug(ctx, slug)
	return m, outside(store.Wrap(err))
}

// MemberByID gives a member by the trustmark's number. fault.NotFound when there is none.
func (c *Clerk) MemberByID(ctx context.Context, id string) (db.Member, error) {
	m, err := c.store.Queries().MemberByID(ctx, id)
	return m, outside(store.Wrap(err))
}

// Membership gives the first and the last day of a membership; the last is zero while it goes on.
func Membership(m db.Member) (since, until procedure.Date) {
	since, _ = procedure.ParseDate(m.Since) // the import checked both
	if m.Until.Valid {
		until, _ = procedure.ParseDate(m.Until.String)
	}
	return since, until
}

// StoredFile gives the id in the file store of a document in the view: what is not in the view cannot be downloaded.
func (c *Clerk) StoredFile(ctx context.Context, v View, document string) (Document, string, error) {
	for _, d := range v.Documents {
		if d.ID != document {
			continue
		}
		row, err := c.store.Queries().DocumentByID(ctx, db.DocumentByIDParams{Dispute: v.ID, ID: d.ID})
		if err != nil {
			return Document{}, "", outside(store.Wrap(err))
		}
		return d, row.File, nil
	}
	return Document{}, "", fault.New(fault.NotFound)
}

// Survey is what a party thought of the procedure (rules 5.2); 0 is no answer, 1 to 5 are words.
type Survey struct {
	Understood, Story, Fair int
	Remark                  string
}

// SaveSurvey keeps a party's answers; answered again they replace the former ones.
func (c *Clerk) SaveSurvey(ctx context.Context, v View, s Survey) error {
	if v.Stage != procedure.Ended {
		return fault.New(fault.NotFound)
	}
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		return tx.UpsertSurvey(ctx, db.UpsertSurveyParams{
			Dispute: v.ID, Party: string(v.Viewer.Actor.Role), Understood: int64(s.Understood), Story: int64(s.Story),
			Fair: int64(s.Fair), Remark: s.Remark, At: c.now().UnixMilli(),
		})
	})
	return outside(err)
}

// Access finds the party of a case for somebody who types its number and an address: the id of the dispute, the
// party's name and language. False when they do not belong together; the page says the same in both cases.
func (c *Clerk) Access(ctx context.Context, reference, email string) (Party, bool, error) {
	ref, ok := ParseReference(reference)
	if !ok {
		return Party{}, false, nil
	}
	row, err := c.store.Queries().DisputeByReference(ctx, ref)
	if errors.Is(store.Wrap(err), store.ErrNotFound) {
		return Party{}, false, nil
	}
	if err != nil {
		return Party{}, false, fmt.Errorf("access: %w", err)
	}
	p, err := c.store.Queries().PartyOf(ctx, db.PartyOfParams{Dispute: row.ID, Role: string(procedure.Consumer)})
	if err != nil {
		return Party{}, false, fmt.Errorf("access: %w", store.Wrap(err))
	}
	if p.Email != email {
		return Party{}, false, nil
	}
	return Party{Dispute: row.ID, Reference: ref, Name: p.Name, Email: p.Email, Lang: p.Lang}, true, nil
}

// Party is the consumer of a dispute, for letters with a link or a code.
type Party struct{ Dispute, Reference, Name, Email, Lang string }

// ConsumerOf gives the consumer of a dispute to whom a code is sent.
func (c *Clerk) ConsumerOf(ctx context.Context, dispute string) (Party, error) {
	row, err := c.store.Queries().DisputeByID(ctx, dispute)
	if err != nil {
		return Party{}, outside(store.Wrap(err))
	}
	p, err := c.store.Queries().PartyOf(ctx, db.PartyOfParams{Dispute: dispute, Role: string(procedure.Consumer)})
	if err != nil {
		return Party{}, outside(store.Wrap(err))
	}
	return Party{Dispute: dispute, Reference: row.Reference, Name: p.Name, Email: p.Email, Lang: p.Lang}, nil
}

// SetEmail puts a working address in place of a consumer's that failed, with the events and letters that follow, in
// one transaction (rules 1.1).
func (c *Clerk) SetEmail(ctx context.Context, v Viewer, dispute, email, note string) error {
	if !isStaff(v.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	return c.actWith(ctx, v, dispute, 0, func(tx *store.Tx, f *file) error {
		if _, err := tx.UpdatePartyEmail(ctx, db.UpdatePartyEmailParams{Dispute: dispute, Role: string(procedure.Consumer), Email: email}); err != nil {
			return fmt.Errorf("address: %w", store.Wrap(err))
		}
		f.consumer = "" // the letters that follow go to the new one
		return nil
	}, func(w *Writing) procedure.Command {
		return procedure.SetAddress{AddressSet: procedure.AddressSet{Party: procedure.Consumer, Note: w.Text(KindStaffNote, note)}}
	})
}
