package recount_test

import (
	"slices"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/store/db"
)

// eventsPage is how many events are read from the log at once.
const eventsPage = 2000

// read reads the whole log, the members and the answers to the questions, and counts nothing yet.
func (w *town) read() *book {
	w.t.Helper()
	ctx, q := w.t.Context(), w.House.Store.Queries()
	must := func(err error) {
		if err != nil {
			w.t.Helper()
			w.t.Fatal(err)
		}
	}
	by := map[string][]p.Event{}
	var ids []string // in order of opening
	total, err := q.CountEvents(ctx)
	must(err)
	for leaf := int64(0); ; leaf += eventsPage {
		rows, err := q.EventsByLeaf(ctx, db.EventsByLeafParams{FirstLeaf: leaf, EndLeaf: leaf + eventsPage})
		must(err)
		for _, r := range rows {
			body, err := p.DecodeBody(r.Type, r.Payload)
			must(err)
			if by[r.Dispute] == nil {
				ids = append(ids, r.Dispute)
			}
			by[r.Dispute] = append(by[r.Dispute], p.Event{
				Dispute: r.Dispute, Seq: r.Seq, Due: time.UnixMilli(r.Due).UTC(), Recorded: time.UnixMilli(r.Recorded).UTC(),
				Actor: p.Actor{Role: p.Role(r.ActorRole), ID: r.Actor}, Rule: r.Rule, Body: body,
			})
		}
		if total -= int64(len(rows)); total <= 0 {
			break
		}
	}
	b := &book{now: w.Now(), members: map[string]db.Member{}}
	b.inOrder, err = q.AllMembers(ctx)
	must(err)
	for _, m := range b.inOrder {
		b.members[m.ID] = m
	}
	for _, id := range ids {
		events := by[id]
		slices.SortFunc(events, func(x, y p.Event) int { return int(x.Seq - y.Seq) })
		k := read(events)
		k.sector = b.members[k.member].Sector
		row, err := q.DisputeByID(ctx, id)
		must(err)
		k.reference = row.Reference
		answers, err := q.SurveysOf(ctx, id)
		must(err)
		for _, a := range answers {
			k.surveys[p.Role(a.Party)] = [3]int{int(a.Understood), int(a.Story), int(a.Fair)}
		}
		b.cases = append(b.cases, k)
	}
	w.quality.AsStaff("kim@keurmerk.example") // a session does not outlast a move of the clock
	return b
}

// kinds counts what became of cases, to see that something of everything happened.
func (b *book) kinds() map[string]int {
	out := map[string]int{}
	for _, k := range b.cases {
		out["stage "+string(k.stage)]++
		out["end "+string(k.outcome)]++
		out["fate "+k.fate()]++
		out["compliance "+k.compliance()]++
		out["choice "+string(k.first())]++
		for _, c := range k.choices {
			if c.gone {
				out["gone"]++
			}
		}
		for is, n := range map[string]bool{"not ours": k.notOurs, "admission": k.admission, "silent": k.silent, "broken": !k.broken.IsZero()} {
			if n {
				out[is]++
			}
		}
	}
	return out
}
