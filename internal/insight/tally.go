package insight

import "time"

// tally is what most figures need of the disputes of a selection, counted in one pass.
type tally struct {
	numbers  Numbers // without Days
	counted  int     // that count for their member
	noAnswer Share   // ended since the consumer did not answer, of those that count and ended
	carried  Carried // rulings and agreements
	flow     Flow
	choices  [4]int
	said     [2][216]int // by party: the answers to the three questions, together as they are packed
	waits    waits
}

// tally gives that of a filter at now.
func (v *View) tally(f Filter, now time.Time) *tally {
	starts, at := dayStarts(), secondOf(now)
	return gather(v, "tally", f, now, func() *tally { return new(tally) }, func(t *tally, c *chunk, rows []uint16) {
		t.numbers.New += len(rows)
		t.flow.Submitted += len(rows)
		for _, row := range rows {
			k := c.kinds[row]
			t.flow.count(c, row)
			if handled(k) {
				t.handled(c, row)
				t.waits.count(starts, c, row, at)
			}
			if counting(k) {
				t.count(c, row)
			}
		}
	})
}

func (t *tally) handled(c *chunk, row uint16) {
	t.choices[choiceAt(c.kinds[row])]++
	if c.ended[row] != 0 {
		t.said[0][c.survey[0][row]]++
		t.said[1][c.survey[1][row]]++
	}
}

func (t *tally) count(c *chunk, row uint16) {
	k := c.kinds[row]
	t.counted++
	t.numbers.count(c, row)
	t.carried.ruling(k)
	t.carried.agreement(c, row)
	if c.ended[row] != 0 {
		t.noAnswer.add(outcomeAt(k) == outNoAnswer)
	}
}

// join adds the tally of others.
func (t *tally) join(o *tally) { t.add(o, 1) }

// without gives the tally of those that are not among others.
func (t *tally) without(o *tally) *tally {
	rest := new(tally)
	rest.add(t, 1)
	rest.add(o, -1)
	return rest
}

func (t *tally) add(o *tally, times int) {
	t.numbers.New += times * o.numbers.New
	t.numbers.Alone.join(o.numbers.Alone, times)
	t.numbers.Silent.join(o.numbers.Silent, times)
	t.numbers.Rulings.join(o.numbers.Rulings, times)
	t.counted += times * o.counted
	t.noAnswer.join(o.noAnswer, times)
	t.carried.join(o.carried, times)
	t.flow.join(o.flow, times)
	for i, n := range o.choices {
		t.choices[i] += times * n
	}
	for party := range o.said {
		for i, n := range &o.said[party] {
			t.said[party][i] += times * n
		}
	}
	t.waits.join(&o.waits, times)
}

func (s *Share) join(o Share, times int) {
	s.N += times * o.N
	s.Of += times * o.Of
}

func (x *Carried) join(o Carried, times int) {
	x.Share.join(o.Share, times)
	x.Unknown += times * o.Unknown
	x.Waiting += times * o.Waiting
}

func (w *Flow) join(o Flow, times int) {
	w.Submitted += times * o.Submitted
	w.Told += times * o.Told
	w.Mediation += times * o.Mediation
	w.Claimed += times * o.Claimed
	for x, n := range o.Fates {
		w.Fates[x] += times * n
	}
}
