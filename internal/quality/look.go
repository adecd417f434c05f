package quality

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
)

// Round looks for signals: at night at all members, in between at those about whom something changed, so that money
// taken and nothing delivered is on the quality manager's list the same day.
func (o *Office) Round(ctx context.Context) error {
	o.turn.Lock()
	defer o.turn.Unlock()
	if err := o.read(ctx); err != nil {
		return err
	}
	now := o.Now()
	today := procedure.DateOf(now)
	if o.night != today || o.stale(o.set.View()) {
		if err := o.lookAtAll(ctx); err != nil {
			return err
		}
		o.night, o.changed = today, map[string]bool{}
		return nil
	}
	if len(o.changed) == 0 {
		return nil
	}
	judged, err := o.Clerk.Judged(ctx)
	if err != nil {
		return fmt.Errorf("signals: %w", err)
	}
	v := o.set.View()
	var found []insight.Found
	for _, id := range slices.Sorted(maps.Keys(o.changed)) {
		if m, ok := v.Member(id); ok {
			found = append(found, insight.DetectMember(m, v.Facts(id), o.baseline, now, o.Rules, judged)...)
		}
	}
	if err := o.Clerk.RaiseFound(ctx, found); err != nil {
		return fmt.Errorf("signals: %w", err)
	}
	o.changed = map[string]bool{}
	return nil
}

func (o *Office) lookAtAll(ctx context.Context) error {
	judged, err := o.Clerk.Judged(ctx)
	if err != nil {
		return fmt.Errorf("signals: %w", err)
	}
	v := o.set.View()
	found, baseline := insight.Detect(v.Members(), v.All, o.Now(), o.Rules, judged)
	if err := o.Clerk.RaiseFound(ctx, found); err != nil {
		return fmt.Errorf("signals: %w", err)
	}
	o.baseline, o.fitted = baseline, v.Len()
	o.Log.Info("looked for signals", "members", len(v.Members()), "disputes", v.Len(), "found", len(found))
	return nil
}
