package insight

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// MemberCount is a member with its disputes, beside others.
type MemberCount struct {
	Member     string // id
	N          int
	Share      Share // of all disputes
	Cumulative Share // with all members before it
}

// LorenzPoint says that the members with the most disputes, so many of all members, have so many of all disputes.
type LorenzPoint struct{ Members, Disputes Share }

// Concentration says which share of the disputes comes from which share of the members. It is a fact about where work
// is, not about who is bad: a member that sells much has much (screens.md 17.2).
type Concentration struct {
	Members int // that were members in the period, and others with disputes in it
	With    int // of those, with a dispute at least
	Cases   int
	Half    int           // so many members have half of the disputes
	Top     []MemberCount // those with the most
	Curve   []LorenzPoint // about a hundred points, from none to all members
	Gini    float64       // 0: all members have as many; near 1: one has all
}

// ConcentrationOf gives the concentration of a period, with the n members that have the most. Members without disputes
// count among the members; disputes that do not count for their member are left out.
func ConcentrationOf(v *View, f Filter, now time.Time, n int) Concentration {
	q := questionOf("concentration", f, now)
	q.other = n
	return keep(&v.kept, q, func() Concentration { return v.concentration(f, now, n) })
}

func (v *View) concentration(f Filter, now time.Time, n int) Concentration {
	f = f.closed(v, now)
	by := v.byMember(f, now)
	q := v.query(f)
	var list []MemberCount
	out := Concentration{}
	for i, m := range v.members {
		cases := by.at(i)
		if cases == 0 && (!memberIn(m, f) || q.member >= 0 && q.member != i || q.none ||
			q.sector >= 0 && int(v.sector[i]) != q.sector) {
			continue
		}
		list = append(list, MemberCount{Member: m.ID, N: cases})
		out.Cases += cases
		if cases > 0 {
			out.With++
		}
	}
	out.Members = len(list)
	slices.SortFunc(list, func(a, b MemberCount) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Member, b.Member)) })
	sum, area := 0, 0.0
	every := max(len(list)/100, 1)
	out.Curve = append(out.Curve, LorenzPoint{Share{0, out.Members}, Share{0, out.Cases}})
	for i := range list {
		x := &list[i]
		area += float64(sum) + float64(x.N)/2
		sum += x.N
		x.Share, x.Cumulative = Share{x.N, out.Cases}, Share{sum, out.Cases}
		if out.Half == 0 && out.Cases > 0 && 2*sum >= out.Cases {
			out.Half = i + 1
		}
		if (i+1)%every == 0 || i+1 == len(list) {
			out.Curve = append(out.Curve, LorenzPoint{Share{i + 1, out.Members}, Share{sum, out.Cases}})
		}
	}
	if out.Cases > 0 {
		out.Gini = 2*area/(float64(out.Members)*float64(out.Cases)) - 1
	}
	for i := range min(n, out.With) {
		out.Top = append(out.Top, list[i])
	}
	return out
}

// memberIn says that the membership touches a period.
func memberIn(m Member, f Filter) bool {
	return !m.Since.After(f.To) && (m.Until.IsZero() || !m.Until.Before(f.From))
}

// byMember counts the disputes that count, by the number of their member.
func (v *View) byMember(f Filter, now time.Time) *counts {
	return gather(v, "members", f, now, newCounts, func(n *counts, c *chunk, rows []uint16) {
		for _, row := range rows {
			if counting(c.kinds[row]) {
				n.add(int(c.member[row]))
			}
		}
	})
}

// MonthCount is a month of a member's line.
type MonthCount struct {
	Month procedure.Date
	N     int
	Whole bool // the month is over
}

// LineOf gives the disputes that count for a member in the last months up to that of now, oldest first.
func LineOf(v *View, member string, months int, now time.Time) []MonthCount {
	today := procedure.DateOf(now)
	f := Filter{Member: member, From: monthOf(today).AddMonths(1 - months), To: today}
	if months < 1 {
		return nil
	}
	s := monthsOf(f.From, f.To)
	out := make([]MonthCount, len(s.first))
	for i, d := range s.first {
		out[i] = MonthCount{Month: d, Whole: i+1 < len(s.first)}
	}
	v.each(f, func(c *chunk, rows []uint16) {
		for _, row := range rows {
			if i, ok := s.at(c.opened[row]); ok && counting(c.kinds[row]) {
				out[i].N++
			}
		}
	})
	return out
}

// Record is how disputes of a member, or of several, went.
type Record struct {
	Cases  int   // that count
	InTime Share // answered before the choice was asked
	Alone  Share // solved in stage 1
	Days   Days
}

// RecordOf gives the record of a member in a period at now. It goes through the disputes of that member alone, however
// many others there are.
func RecordOf(v *View, member string, f Filter, now time.Time) Record {
	return v.tally(Filter{Member: member, From: f.From, To: f.To}, now).record()
}

func (t *tally) record() Record {
	silent := t.numbers.Silent
	return Record{
		Cases: t.counted, InTime: Share{silent.Of - silent.N, silent.Of}, Alone: t.numbers.Alone, Days: t.waits.course().took(),
	}
}

// Profile is the record of a member beside that of the others in its sector. The sector's is given only where it cannot
// give away another member: at least 5 others have disputes, and none of them has more than half (Shown).
type Profile struct {
	Own    Record
	Sector Record
	Others int // members of the sector with disputes, without this one
	Shown  bool
}

// leastOthers is of how many other members a figure is made at least.
const leastOthers = 5

// ProfileOf gives the profile of a member in a period at now; Filter.Member and Filter.Sector are not looked at.
func ProfileOf(v *View, member string, f Filter, now time.Time) Profile {
	q := questionOf("profile", f, now)
	q.other = member
	return keep(&v.kept, q, func() Profile { return v.profile(member, f, now) })
}

func (v *View) profile(member string, f Filter, now time.Time) Profile {
	at, ok := v.index[member]
	if !ok {
		return Profile{}
	}
	f.Member, f.Sector = member, ""
	own := v.tally(f, now)
	p := Profile{Own: own.record()}
	if f.Sector = v.members[at].Sector; f.Sector == "" { // all of those without a sector are no sector
		return p
	}
	f.Member = ""
	rest := v.tally(f, now).without(own)
	most := 0
	for i, n := range *v.byMember(f, now) {
		if n > 0 && i != int(at) {
			p.Others++
			most = max(most, int(n))
		}
	}
	if p.Shown = p.Others >= leastOthers && 2*most <= rest.counted; p.Shown {
		p.Sector = rest.record()
	}
	return p
}

// RatePart is a rate in a span of time.
type RatePart struct {
	From, To procedure.Date
	Cases    int
	Orders   float64 // in that time, from the orders a year of now; 0 when unknown
	Days     int     // of membership
}

// Rate per 1,000 orders; false when the orders are not known.
func (r RatePart) Rate() (float64, bool) {
	if r.Orders <= 0 {
		return 0, false
	}
	return float64(r.Cases) / r.Orders * 1000, true
}

// Effect is the rate of disputes of a member before and after a measure (screens.md 17.9). Where its volume is unknown
// or zero, Change compares disputes per day.
type Effect struct {
	Before, After RatePart
	Change        Change // after to before, with an exact 95 % interval
	Whole         bool   // the time after it is over
}

// EffectOf compares the months before the day of a measure with as many months from that day on, up to now.
// False when the member is not known or nothing has passed since.
func EffectOf(v *View, member string, day procedure.Date, months int, now time.Time) (Effect, bool) {
	m, ok := v.Member(member)
	if !ok {
		return Effect{}, false
	}
	yesterday := procedure.DateOf(now).AddDays(-1) // whole days only
	last := day.AddMonths(months).AddDays(-1)
	e := Effect{Whole: !yesterday.Before(last)}
	if yesterday.Before(last) {
		last = yesterday
	}
	if last.Before(day) {
		return Effect{}, false
	}
	e.Before = v.ratePart(m, day.AddMonths(-months), day.AddDays(-1))
	e.After = v.ratePart(m, day, last)
	e1, e2 := e.Before.Orders, e.After.Orders
	if m.Orders <= 0 {
		e1, e2 = float64(e.Before.Days), float64(e.After.Days)
	}
	e.Change = RateChange(e.Before.Cases, e1, e.After.Cases, e2, Certainty)
	return e, true
}

func (v *View) ratePart(m Member, from, to procedure.Date) RatePart {
	if m.Since.After(from) {
		from = m.Since
	}
	if !m.Until.IsZero() && m.Until.Before(to) {
		to = m.Until
	}
	r := RatePart{From: from, To: to}
	if to.Before(from) {
		return r
	}
	r.Days = from.DaysUntil(to) + 1
	r.Orders = float64(m.Orders) * float64(r.Days) / 365.25
	v.each(Filter{Member: m.ID, From: from, To: to}, func(c *chunk, rows []uint16) {
		for _, row := range rows {
			r.Cases += int(one(counting(c.kinds[row])))
		}
	})
	return r
}
