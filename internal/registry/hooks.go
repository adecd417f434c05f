package registry

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/store"
)

// EndedHook is a webhook that is not called any more because nobody took its messages. Of its address only the host is
// told: the rest may hold a secret of the receiver.
type EndedHook struct {
	Host   string
	Member string // number of the member whose it is; "" for the trustmark
	Shop   string // its name
	Gone   bool   // the receiver said so itself (410); else nobody took a message in three days
	Ended  time.Time
	Last   string // why the last try failed, in English; "" when it is no longer known
}

// EndedHooks lists the webhooks that nobody answers, newest first. fault.NotFound for who is not of staff.
func (c *Clerk) EndedHooks(ctx context.Context, v Viewer) ([]EndedHook, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	rows, err := q.EndedWebhooks(ctx, PageSize)
	if err != nil {
		return nil, outside(fmt.Errorf("webhooks: %w", store.Wrap(err)))
	}
	out := make([]EndedHook, 0, len(rows))
	for _, r := range rows {
		h := EndedHook{Member: r.Member, Gone: r.Reason == "gone", Ended: millis(r.Ended), Last: r.Error}
		if u, err := url.Parse(r.Url); err == nil {
			h.Host = u.Host
		}
		if r.Member != "" {
			m, err := q.MemberByID(ctx, r.Member)
			if err = store.Wrap(err); err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, outside(fmt.Errorf("member: %w", err))
			}
			h.Shop = m.Name
		}
		out = append(out, h)
	}
	return out, nil
}

// CountEndedHooks counts the webhooks that nobody answers.
func (c *Clerk) CountEndedHooks(ctx context.Context) (int64, error) {
	n, err := c.store.Queries().CountDisabledWebhooks(ctx)
	if err != nil {
		return 0, outside(fmt.Errorf("webhooks: %w", store.Wrap(err)))
	}
	return n, nil
}
