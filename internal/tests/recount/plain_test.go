package recount_test

import (
	"cmp"
	"math"
	"slices"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/store/db"
)

// book is all that was read at an instant.
type book struct {
	now     time.Time
	cases   []*kase // in the order of the log
	members map[string]db.Member
	inOrder []db.Member
}

func (b *book) today() date { return dateOf(b.now) }

// of gives the cases opened in a period for which something holds.
func (b *book) of(s span, is func(*kase) bool) []*kase {
	var out []*kase
	for _, k := range b.cases {
		if s.has(k) && is(k) {
			out = append(out, k)
		}
	}
	return out
}

func (b *book) count(s span, is func(*kase) bool) int { return len(b.of(s, is)) }

// share is so many of so many.
type share struct{ n, of int }

func (s share) value() float64 {
	if s.of == 0 {
		return 0
	}
	return float64(s.n) / float64(s.of)
}

// estimate is a value with its interval, and on how many it rests; ok says that there is one.
type estimate struct {
	value, low, high float64
	of               int
	ok               bool
}

func (s share) estimate() estimate {
	low, high := wilson(s.value(), float64(s.of))
	return estimate{s.value(), low, high, s.of, s.of > 0}
}

func all(*kase) bool { return true }

// share counts those that hold among those for which it is known.
func (b *book) share(s span, known, is func(*kase) bool) share {
	var out share
	for _, k := range b.of(s, known) {
		out.of++
		if is(k) {
			out.n++
		}
	}
	return out
}

// alone: solved in step 1, of those past step 1 that count.
func (b *book) alone(s span) share {
	return b.share(s, func(k *kase) bool { return k.counts() && k.beyond() }, (*kase).alone)
}

// silent: the shop let its days pass, of those of which it is known.
func (b *book) silent(s span) share {
	return b.share(s, func(k *kase) bool { return k.counts() && k.knownSilent() }, func(k *kase) bool { return k.silent })
}

func wasDone(k *kase) bool {
	return k.compliance() == "done" || k.compliance() == "proof" || k.compliance() == "judged"
}

func knownDone(k *kase) bool { return wasDone(k) || k.compliance() == "not_carried_out" }

// carried: rulings that the shop carried out, of those of which it is known.
func (b *book) carried(s span) share {
	return b.share(s, func(k *kase) bool { return k.counts() && k.endedByRuling() && knownDone(k) }, wasDone)
}

// agreement says of a case whether an agreement in it was carried out, and whether that is known; broken ones count
// also when the case went on from there without a ruling.
func agreement(k *kase) (done, known bool) {
	switch {
	case k.endedByRuling() || !k.agreed:
		return false, false
	case !k.broken.IsZero():
		return false, true
	case k.endedByAgreement():
		return wasDone(k), knownDone(k)
	}
	return false, false
}

// carriedOut: agreements and rulings together.
func (b *book) carriedOut(s span) share {
	out := b.carried(s)
	for _, k := range b.of(s, (*kase).counts) {
		if done, known := agreement(k); known {
			out.of++
			if done {
				out.n++
			}
		}
	}
	return out
}

func (b *book) noAnswer(s span) share {
	return b.share(s, func(k *kase) bool { return k.counts() && !k.ended.IsZero() }, func(k *kase) bool { return k.outcome == p.NoAnswer })
}

// tally is something with its number.
type tally struct {
	key string
	n   int
}

// most puts the largest first, equals by key.
func most(of map[string]int) []tally {
	var out []tally
	for k, n := range of {
		out = append(out, tally{k, n})
	}
	slices.SortFunc(out, func(a, b tally) int { return cmp.Or(b.n-a.n, cmp.Compare(a.key, b.key)) })
	return out
}

// byMember counts the cases that count of each member.
func (b *book) byMember(s span) map[string]int {
	out := map[string]int{}
	for _, k := range b.of(s, (*kase).counts) {
		out[k.member]++
	}
	return out
}

// membership of a row.
func membership(m db.Member) (since, until date) {
	until = math.MaxInt32
	parse := func(s string) date {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return -math.MaxInt32
		}
		return day(t.Year(), t.Month(), t.Day())
	}
	since = parse(m.Since)
	if m.Until.Valid && m.Until.String != "" {
		until = parse(m.Until.String)
	}
	return since, until
}

// membersOf are the members of the sector that were one in the period, or have a case in it.
func (b *book) membersOf(s span) []string {
	counts := b.byMember(s)
	var out []string
	for _, m := range b.inOrder {
		since, until := membership(m)
		in := since <= s.to && until >= s.from && (s.sector == "" || m.Sector == s.sector)
		if in || counts[m.ID] > 0 {
			out = append(out, m.ID)
		}
	}
	return out
}

// gini by its definition: the mean difference between two members over twice the mean.
func gini(counts []int) float64 {
	sum, apart := 0.0, 0.0
	for _, x := range counts {
		sum += float64(x)
		for _, y := range counts {
			apart += math.Abs(float64(x - y))
		}
	}
	if sum == 0 {
		return 0
	}
	n := float64(len(counts))
	return apart / (2 * n * sum)
}

// opinions are the answers of a party to a question, 1 to 5, in ended cases that were handled.
func (b *book) opinions(s span, party p.Role, question int) (given [5]int) {
	for _, k := range b.of(s, func(k *kase) bool { return k.handled() && !k.ended.IsZero() }) {
		if a := k.surveys[party][question]; a > 0 {
			given[a-1]++
		}
	}
	return given
}

func highOf(given [5]int) share {
	return share{given[3] + given[4], given[0] + given[1] + given[2] + given[3] + given[4]}
}

// middleOf is the middle answer, the lower of two.
func middleOf(given [5]int) int {
	var list []int
	for i, n := range given {
		for range n {
			list = append(list, i+1)
		}
	}
	if len(list) == 0 {
		return 0
	}
	return list[(len(list)-1)/2]
}

// month is a month of a period: its first day in it, and its last.
type month struct{ from, to date }

func (s span) months() []month {
	var out []month
	for d := s.from; d <= s.to; {
		t := d.time()
		next := day(t.Year(), t.Month()+1, 1)
		out = append(out, month{d, min(next-1, s.to)})
		d = next
	}
	return out
}

func (s span) in(m month) span {
	s.from, s.to = m.from, m.to
	return s
}
