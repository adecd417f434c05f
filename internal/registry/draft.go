package registry

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Draft is a complaint that has not been sent; its answers are the form's, as JSON.
type Draft struct {
	ID      string
	Member  string
	Answers []byte
	Lang    string
	Email   string
	Changed time.Time
	Until   procedure.Date // last day before it is erased (rules 0.3)

	Passed string // a step of the form that is to be counted with the next save, or ""
}

// NewDraft begins a complaint about a member.
func (c *Clerk) NewDraft(ctx context.Context, member, lang string, answers []byte) (string, error) {
	id := newID()
	now := c.now().UnixMilli()
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		err := tx.InsertDraft(ctx, db.InsertDraftParams{ID: id, Member: member, Answers: answers, Lang: lang, Created: now, Changed: now})
		if err != nil {
			return err
		}
		return c.countStep(ctx, tx, StepBegun)
	})
	return id, outside(err)
}

// Draft gives a draft. fault.NotFound when it was sent or erased.
func (c *Clerk) Draft(ctx context.Context, id string) (Draft, error) {
	row, err := c.store.Queries().DraftByID(ctx, id)
	if err != nil {
		return Draft{}, outside(store.Wrap(err))
	}
	changed := millis(row.Changed)
	return Draft{
		ID: row.ID, Member: row.Member, Answers: row.Answers, Lang: row.Lang, Email: row.Email, Changed: changed,
		Until: procedure.DateOf(changed).AddDays(procedure.CurrentRules().DraftDays),
	}, nil
}

// The first and the last step of the intake, as they are counted.
const (
	StepBegun     = "begun"
	StepConfirmed = "confirmed"
)

// IntakeSteps are the steps of the intake in the order in which they are taken (screens.md 2).
var IntakeSteps = []string{StepBegun, "told", "problem", "order", "story", "wish", "you", "check", StepConfirmed}

// countStep counts that a complaint passed a step of the intake today; whose it is, is not kept.
func (c *Clerk) countStep(ctx context.Context, tx *store.Tx, step string) error {
	if step == "" {
		return nil
	}
	return countStepOn(ctx, tx, procedure.DateOf(c.now()), step)
}

func countStepOn(ctx context.Context, tx *store.Tx, day procedure.Date, step string) error {
	err := tx.CountIntakeStep(ctx, db.CountIntakeStepParams{Day: day.String(), Step: step})
	if err != nil {
		return fmt.Errorf("step of the intake: %w", store.Wrap(err))
	}
	return nil
}

// SaveDraft keeps what was typed. Its 30 days begin anew (rules 0.3).
func (c *Clerk) SaveDraft(ctx context.Context, d Draft) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		n, err := tx.UpdateDraft(ctx, db.UpdateDraftParams{
			ID: d.ID, Answers: d.Answers, Lang: d.Lang, Email: d.Email, Changed: c.now().UnixMilli(),
		})
		switch {
		case err != nil:
			return err
		case n == 0:
			return store.ErrNotFound
		}
		return c.countStep(ctx, tx, d.Passed)
	})
	return outside(err)
}

// RemindOfShop asks to be reminded, after the days that a shop gets, of going on with a complaint that the shop is told
// of first (rules 0.4); false takes it back.
func (c *Clerk) RemindOfShop(ctx context.Context, draft string, wanted bool) error {
	var at sql.NullInt64
	if wanted {
		at = store.Int(procedure.DateOf(c.now()).AddDays(procedure.CurrentRules().AnswerDays).Start().UnixMilli())
	}
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		_, err := tx.RemindDraft(ctx, db.RemindDraftParams{ID: draft, ToldReminder: at})
		return err
	})
	return outside(err)
}

// DueReminder is a draft whose owner asked to be reminded, with the shop's name.
type DueReminder struct {
	Draft
	Shop string
}

// DueReminders lists the drafts of which somebody is to be reminded now.
func (c *Clerk) DueReminders(ctx context.Context) ([]DueReminder, error) {
	rows, err := c.store.Queries().DraftsToRemind(ctx, db.DraftsToRemindParams{Now: c.now().UnixMilli(), MaxRows: sweepBatch})
	if err != nil {
		return nil, fmt.Errorf("reminders: %w", err)
	}
	var out []DueReminder
	for _, r := range rows {
		d, err := c.Draft(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		m, err := c.MemberByID(ctx, r.Member)
		if err != nil {
			return nil, err
		}
		out = append(out, DueReminder{Draft: d, Shop: m.Name})
	}
	return out, nil
}

// DraftFiles lists the files of a draft.
func (c *Clerk) DraftFiles(ctx context.Context, draft string) ([]Document, error) {
	rows, err := c.store.Queries().DocumentsOf(ctx, draft)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	var out []Document
	for _, d := range rows {
		out = append(out, Document{ID: d.ID, Party: procedure.Consumer, Name: d.Name, MediaType: d.MediaType, Size: d.Size, Added: millis(d.Created)})
	}
	return out, nil
}

// AddDraftFile puts a checked file in a draft.
func (c *Clerk) AddDraftFile(ctx context.Context, draft string, f File) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		now := c.now().UnixMilli()
		return tx.InsertDocument(ctx, db.InsertDocumentParams{
			Dispute: draft, ID: newID(), Party: string(procedure.Consumer), Step: "intake", Number: now,
			Name: f.Name, MediaType: f.MediaType, Size: f.Size, Sha256: f.SHA256[:], File: f.Stored, Created: now,
		})
	})
	return outside(err)
}

// DropDraftFile takes a file out of a draft and gives its id in the file store, for the caller to erase.
func (c *Clerk) DropDraftFile(ctx context.Context, draft, id string) (string, error) {
	var stored string
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		d, err := tx.DocumentByID(ctx, db.DocumentByIDParams{Dispute: draft, ID: id})
		if err != nil {
			return store.Wrap(err)
		}
		stored = d.File
		_, err = tx.DeleteDocument(ctx, db.DeleteDocumentParams{Dispute: draft, ID: id})
		return err
	})
	return stored, outside(err)
}

// EraseDrafts erases drafts, files and all, whose last change is longer ago than the rules allow (rules 0.3). It
// gives the ids of their files in the file store.
func (c *Clerk) EraseDrafts(ctx context.Context) ([]string, error) {
	today := procedure.DateOf(c.now())
	before := today.AddDays(-procedure.CurrentRules().DraftDays).Start().UnixMilli()
	rows, err := c.store.Queries().DraftsChangedBefore(ctx, db.DraftsChangedBeforeParams{Changed: before, Limit: sweepBatch})
	if err != nil {
		return nil, fmt.Errorf("drafts: %w", err)
	}
	var files []string
	for _, d := range rows {
		err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
			held, err := tx.DocumentsBare(ctx, d.ID)
			if err != nil {
				return fmt.Errorf("files: %w", err)
			}
			if _, err := tx.DocumentsErase(ctx, d.ID); err != nil {
				return fmt.Errorf("files: %w", err)
			}
			if _, err := tx.DeleteDraft(ctx, d.ID); err != nil {
				return fmt.Errorf("draft: %w", err)
			}
			files = append(files, held...)
			return nil
		})
		if err != nil {
			return files, fmt.Errorf("erase draft: %w", err)
		}
	}
	return files, nil
}
