package insight

import (
	"time"

	"wederhoor/internal/procedure"
)

// Fate is what became of a dispute. Each has exactly one: together they are all disputes.
type Fate int

// The fates. Silence is "no answer", never solved (rules 1.4).
const (
	FateDirect    Fate = iota // solved or agreed in stage 1, without us; also while the agreement is carried out
	FateMediation             // agreed in stage 2
	FateRuling                // ruled, or agreed during the ruling
	FateNotSolved             // ended after mediation, or after an agreement that was not carried out
	FateStopped               // the consumer no longer responded in mediation
	FateNoAnswer              // the consumer did not answer the choice
	FateWithdrawn
	FateRefused
	FateRunning
	fates
)

var fateNames = [fates]string{"direct", "mediation", "ruling", "not_solved", "stopped", "no_answer", "withdrawn", "refused", "running"}

// String gives the key of its words: direct, mediation, ruling, not_solved, stopped, no_answer, withdrawn, refused,
// running.
func (x Fate) String() string { return fateNames[x] }

// Fates lists all, in the order of the chart.
func Fates() []Fate {
	all := make([]Fate, fates)
	for i := range all {
		all[i] = Fate(i)
	}
	return all
}

var fateOf = [16]Fate{
	outWithdrawn: FateWithdrawn, outRefused: FateRefused, outNoAnswer: FateNoAnswer, outStopped: FateStopped,
	outSolved: FateNotSolved, outAgreedDirect: FateNotSolved, outAgreedMediation: FateNotSolved, // settled no more
	outAgreedRuling: FateNotSolved, outNotSolved: FateNotSolved,
	outUpheld: FateRuling, outPartly: FateRuling, outDismissed: FateRuling, outInadmissible: FateRuling,
}

// fateAt gives the fate for what a row has of it: bit 0 settled, bit 1 ended, then where it was settled, then the
// outcome. Looking it up is several times as fast as asking one thing after the other, which nothing predicts.
var fateAt = func() (table [1 << 9]Fate) {
	for i := range table {
		outcome, in := i>>5, i>>2&7
		switch {
		case i&1 != 0:
			table[i] = Fate(causeOf(uint32(in) << settledInBit)) // the first three are in the order of the stages
		case i&2 == 0:
			table[i] = FateRunning
		default:
			table[i] = fateOf[outcome]
		}
	}
	return table
}()

func (c *chunk) fate(row uint16) Fate {
	k := c.kinds[row]
	return fateAt[one(c.settled[row] != 0)|one(c.ended[row] != 0)<<1|settledIn(k)<<2|outcomeAt(k)<<5]
}

func one(yes bool) uint32 {
	if yes {
		return 1
	}
	return 0
}

// Numbers are the figures at the top of the page (screens.md 13). The members above the limit come from the signals.
type Numbers struct {
	New     int     // disputes opened, whatever became of them
	Alone   Share   // solved in stage 1, of those that ended or passed stage 1
	Days    Days    // until a solution
	Silent  Share   // the shop had said nothing when its days were over, of those where they are over or it answered
	Rulings Carried // of rulings that order something
}

// Carried says how much of what was agreed or ruled was carried out: of those of which it is known.
type Carried struct {
	Share
	Unknown int // nobody confirmed it (rules 4.2)
	Waiting int // not ended yet
}

// NumbersOf gives the numbers of one period at now. Disputes that were withdrawn, refused or not the shop's, and those
// that staff still look at, count as new and nowhere else.
func NumbersOf(v *View, f Filter, now time.Time) Numbers {
	return keep(&v.kept, questionOf("numbers", f, now), func() Numbers {
		t := v.tally(f, now)
		n := t.numbers
		n.Days = t.waits.course().took()
		return n
	})
}

func (n *Numbers) count(c *chunk, row uint16) {
	k := c.kinds[row]
	if passed(k) {
		n.Alone.add(c.settled[row] != 0 && settledIn(k) == inDirect)
	}
	if silent, known := c.silence(row); known {
		n.Silent.add(silent)
	}
	n.Rulings.ruling(k)
}

// silence says whether the shop let its days pass without a word, and whether that is known: the choice was asked, or
// stage 1 is over, and it was one or the other. A shop that answered while its days still run is not counted before
// those that may yet be silent, so that the newest disputes look no better than the others.
func (c *chunk) silence(row uint16) (silent, known bool) {
	k := c.kinds[row]
	silent = k&isSilent != 0
	return silent, (silent || c.answered[row] != 0) && (c.asked[row] != 0 || passed(k))
}

func (x *Carried) ruling(k uint32) {
	if o := outcomeAt(k); k&isOrdered != 0 && o >= outUpheld {
		x.ended(k)
	} else if k&isOrdered != 0 && o == 0 && settledIn(k) == inRuling { // or an agreement during the ruling
		x.Waiting++
	}
}

// agreement counts one that the dispute ended with, or that was broken before it ended otherwise than by a ruling: of a
// ruling it is not told apart what was not carried out.
func (x *Carried) agreement(c *chunk, row uint16) {
	k := c.kinds[row]
	switch o := outcomeAt(k); {
	case o >= outUpheld, k&isOrdered == 0:
	case k&isLate != 0 && c.later(int(row)).broken != 0: // also when the dispute went on from there
		x.add(false)
	case o >= outAgreedDirect && o <= outAgreedRuling:
		x.ended(k)
	case o == 0 && c.settled[row] != 0:
		x.Waiting++
	}
}

func (x *Carried) ended(k uint32) {
	switch complianceAt(k) {
	case 1, 2, 3: // done, proof, judged
		x.add(true)
	case 5: // not_carried_out
		x.add(false)
	default:
		x.Unknown++
	}
}

// Flow is the way of the disputes of a period through the procedure. Submitted = the sum of the fates.
type Flow struct {
	Submitted int
	Told      int // the shop's days began, or it answered without
	Mediation int // came to stage 2
	Claimed   int // a ruling was asked for and paid
	Fates     [fates]int
}

// Share of a fate, of all that were submitted.
func (w Flow) Share(x Fate) Share { return Share{w.Fates[x], w.Submitted} }

// FlowOf gives the flow of one period at now.
func FlowOf(v *View, f Filter, now time.Time) Flow { return v.tally(f, now).flow }

func (w *Flow) count(c *chunk, row uint16) {
	k := c.kinds[row]
	w.Fates[c.fate(row)]++
	w.Told += int(one(c.told[row]|c.answered[row] != 0))
	w.Mediation += int(one(k&isMediate != 0))
	w.Claimed += int(one(k&isClaimed != 0))
}

// MonthEnds are the fates of the disputes opened in a month; Month is its first day, or that of the period.
type MonthEnds struct {
	Month     procedure.Date
	Submitted int
	Fates     [fates]int
}

// StageEnd counts the disputes that ended in a stage in a way.
type StageEnd struct {
	Stage   procedure.Stage
	Outcome procedure.Outcome
	N       int
}

// Ends says where disputes ended, by month of opening, and by stage and outcome.
type Ends struct {
	Months []MonthEnds
	Stages []StageEnd // in the order of the stages and of rules 5.1; only those that occur
}

// EndsOf gives the ends of a period.
func EndsOf(v *View, f Filter, now time.Time) Ends {
	return keep(&v.kept, questionOf("ends", f, now), func() Ends { return v.ends(f, now) })
}

func (v *View) ends(f Filter, now time.Time) Ends {
	f = f.closed(v, now)
	firsts, t := v.monthly(f, now)
	e := Ends{Months: make([]MonthEnds, len(firsts))}
	for i, d := range firsts {
		e.Months[i] = MonthEnds{Month: d, Submitted: t.months[i].submitted, Fates: t.months[i].fates}
	}
	for s, stage := range stages {
		for o, outcome := range outcomes {
			if n := t.by[s][o]; n > 0 {
				e.Stages = append(e.Stages, StageEnd{stage, outcome, n})
			}
		}
	}
	return e
}

// monthly is what the figures by month of opening need.
type monthly struct {
	months []month
	by     [8][16]int // by the stage and the outcome of the end
}

type month struct {
	submitted, handled int
	fates              [fates]int
	within             [len(CohortDays)]int // solved within as many days, of those that were handled
}

// monthly counts the months of a period that has both its days; it gives their first days too.
func (v *View) monthly(f Filter, now time.Time) ([]procedure.Date, *monthly) {
	spans, starts := monthsOf(f.From, f.To), dayStarts()
	fresh := func() *monthly { return &monthly{months: make([]month, len(spans.first))} }
	return spans.first, gather(v, "monthly", f, now, fresh, func(t *monthly, c *chunk, rows []uint16) {
		for _, row := range rows {
			k := c.kinds[row]
			if c.ended[row] != 0 {
				t.by[k>>endedInBit&7][outcomeAt(k)]++
			}
			i, ok := spans.at(c.opened[row])
			if !ok {
				continue
			}
			m := &t.months[i]
			m.submitted++
			m.fates[c.fate(row)]++
			if handled(k) {
				m.handled++
				m.solve(starts, c, row)
			}
		}
	})
}

func (m *month) solve(starts []uint32, c *chunk, row uint16) {
	if c.settled[row] == 0 {
		return
	}
	took := ageOf(starts, c.opened[row], c.settled[row])
	for i, days := range CohortDays {
		m.within[i] += int(one(took <= days))
	}
}

func (t *monthly) join(o *monthly) {
	for i := range o.months {
		m, n := &t.months[i], &o.months[i]
		m.submitted, m.handled = m.submitted+n.submitted, m.handled+n.handled
		for x := range n.fates {
			m.fates[x] += n.fates[x]
		}
		for x := range n.within {
			m.within[x] += n.within[x]
		}
	}
	for s := range o.by {
		for x, n := range o.by[s] {
			t.by[s][x] += n
		}
	}
}
