package insight

import (
	"math"
	"time"

	"wederhoor/internal/procedure"
)

// Filter says which disputes a figure is about. Zero values ask for all.
type Filter struct {
	From, To procedure.Date // first and last day of opening, in Amsterdam
	Sector   string
	Category string
	Rules    string // version of the rules under which they were opened
	Member   string // id
}

// LastMonths is the first day of the months that end with a day, as all periods of figures and signals are counted.
func LastMonths(last procedure.Date, months int) procedure.Date {
	next := last.AddDays(1)
	first := next.AddMonths(-months)
	if first.Day < next.Day { // there is no such day in that month: it would be a day too many
		return first.AddDays(1)
	}
	return first
}

// YearBefore is the same period a year earlier, under any version of the rules: those of now were not in force then.
// Both days must be given.
func (f Filter) YearBefore() Filter {
	f.From, f.To = f.From.AddMonths(-12), f.To.AddDays(1).AddMonths(-12).AddDays(-1)
	f.Rules = ""
	return f
}

// closed fills in the days that are not given: the first opening of the set, and today.
func (f Filter) closed(v *View, now time.Time) Filter {
	if f.From.IsZero() {
		least := secondOf(now)
		for _, b := range v.blocks {
			least = min(least, b.least)
		}
		f.From = procedure.DateOf(instantOf(max(least, 1)))
	}
	if f.To.IsZero() {
		f.To = procedure.DateOf(now)
	}
	return f
}

// query is a filter in the numbers of a view; -1 asks for all.
type query struct {
	from, until                       uint32 // opened from, and before
	member, sector, category, version int
	none                              bool // asks for a word that no fact has
}

func (v *View) query(f Filter) query {
	q := query{from: 1, until: math.MaxUint32, member: -1}
	if !f.From.IsZero() {
		q.from = secondOf(f.From.Start())
	}
	if !f.To.IsZero() {
		q.until = secondOf(f.To.End())
	}
	if f.Member != "" {
		at, ok := v.index[f.Member]
		q.member, q.none = int(at), !ok
	}
	pick := func(table []string, word string) int {
		if word == "" {
			return -1
		}
		for i, w := range table {
			if w == word {
				return i
			}
		}
		q.none = true
		return -1
	}
	q.sector = pick(v.sectors, f.Sector)
	q.category, q.version = pick(v.tables.categories, f.Category), pick(v.tables.rules, f.Rules)
	return q
}

// each hands out the rows that a filter asks for, chunk by chunk. The rows are not to be kept; their order says nothing.
func (v *View) each(f Filter, do func(c *chunk, rows []uint16)) {
	q := v.query(f)
	if q.none {
		return
	}
	if q.member >= 0 {
		v.eachOf(q, do)
		return
	}
	v.eachIn(v.chunks, q, do)
}

// eachIn goes through chunks, for a query that is not about one member.
func (v *View) eachIn(chunks []*chunk, q query, do func(c *chunk, rows []uint16)) {
	var room [chunkRows]uint16
	for _, c := range chunks {
		if c.least >= q.until || c.most < q.from {
			continue
		}
		if rows := v.narrow(q, c, c.within(q, room[:0])); len(rows) > 0 {
			do(c, rows)
		}
	}
}

// eachOf follows the chain of one member, however many disputes others have.
func (v *View) eachOf(q query, do func(c *chunk, rows []uint16)) {
	var room [chunkRows]uint16
	for p := v.last[q.member]; p != 0; {
		at := (p - 1) / chunkRows
		c, rows := v.chunks[at], room[:0]
		for ; p != 0 && (p-1)/chunkRows == at; p = c.before[(p-1)%chunkRows] {
			if row := uint16((p - 1) % chunkRows); c.opened[row] >= q.from && c.opened[row] < q.until {
				rows = append(rows, row)
			}
		}
		if rows = v.narrow(q, c, rows); len(rows) > 0 {
			do(c, rows)
		}
	}
}

// within adds the rows that were opened in the period.
func (c *chunk) within(q query, rows []uint16) []uint16 {
	if q.from <= c.least && q.until > c.most {
		for i := range c.rows {
			rows = append(rows, uint16(i))
		}
		return rows
	}
	for i, opened := range c.opened[:c.rows] {
		if opened >= q.from && opened < q.until {
			rows = append(rows, uint16(i))
		}
	}
	return rows
}

// narrow leaves the rows of the sector, the category and the version of the rules, where these are asked for.
func (v *View) narrow(q query, c *chunk, rows []uint16) []uint16 {
	only := func(fits func(row uint16) bool) {
		kept := rows[:0]
		for _, row := range rows {
			if fits(row) {
				kept = append(kept, row)
			}
		}
		rows = kept
	}
	if q.sector >= 0 {
		only(func(row uint16) bool { return int(v.sector[c.member[row]]) == q.sector })
	}
	if q.category >= 0 {
		only(func(row uint16) bool { return int(c.category[row]) == q.category })
	}
	if q.version >= 0 {
		only(func(row uint16) bool { return int(c.rules[row]) == q.version })
	}
	return rows
}

// counting says as Fact.Counts does whether a dispute counts for its member.
func counting(k uint32) bool {
	o := outcomeAt(k)
	return o != outWithdrawn && o != outRefused && k&isPending == 0
}

// handled says that a dispute belongs to the procedure: it was not refused, and staff do not look whether it will be.
// One that was withdrawn was handled until then: to leave it out would be to know the future of those that run.
func handled(k uint32) bool { return outcomeAt(k) != outRefused && k&isPending == 0 }

// passed says that stage 1 is over for a dispute.
func passed(k uint32) bool {
	s := stageIn(k)
	return s != inAdmission && s != inDirect
}

// Indexes into outcomes; a test holds them to procedure.Outcomes.
const (
	outWithdrawn = iota + 1
	outRefused
	outSolved
	outAgreedDirect
	outAgreedMediation
	outAgreedRuling
	outNoAnswer
	outNotSolved
	outStopped
	outUpheld
	outPartly
	outDismissed
	outInadmissible
)

// Share is so many of so many. Without any it has no value.
type Share struct{ N, Of int }

func (s *Share) add(yes bool) {
	s.Of++
	if yes {
		s.N++
	}
}

// few is how many make a share that says something.
const few = 5

// Few says that the share rests on less than 5: it is shown with that word, or not at all.
func (s Share) Few() bool { return s.Of < few }

// Value is from 0 to 1; 0 when there are none.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.N) / float64(s.Of)
}

// z is the quantile of the normal distribution for a certainty of 95 %.
const z = 1.959963984540054

// Interval is the 95 % interval of Wilson (1927); all of 0 to 1 when there are none.
func (s Share) Interval() Interval { return wilson(s.Value(), float64(s.Of)) }

// Estimate gives the share with its interval.
func (s Share) Estimate() Estimate { return Estimate{s.Value(), s.Interval(), s.Of, s.Of > 0} }

// wilson gives the interval of a share p of n; n need not be whole. It solves |p−x| = z·√(x(1−x)/n) for x.
func wilson(p, n float64) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	i := Interval{max(mid-half, 0), min(mid+half, 1)}
	if p <= 0 {
		i.Low = 0
	}
	if p >= 1 {
		i.High = 1
	}
	return i
}

// Estimate is a value with its 95 % interval, and the number of disputes that it rests on. Where Ok is false there is
// no value.
type Estimate struct {
	Value float64
	Interval
	Of int
	Ok bool
}

// Few says that it rests on less than 5.
func (e Estimate) Few() bool { return e.Of < few }

// differ gives b−a with an interval from those of both, by the method of Newcombe (1998, method 10): each limit takes
// the distance to the nearer limits of the two, squared, added. With the intervals of Wilson that is Newcombe's
// interval for the difference of two shares; with others it is known as MOVER (Zou and Donner, 2008).
func differ(a, b Estimate) (d float64, i Interval) {
	d = b.Value - a.Value
	i.Low = d - math.Hypot(b.Value-b.Low, a.High-a.Value)
	i.High = d + math.Hypot(b.High-b.Value, a.Value-a.Low)
	return d, i
}
