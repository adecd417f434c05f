package recount_test

import (
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
)

const insight = "/staf/inzicht"

// insightPage holds the page of members and its sheets to a recount.
func (w *town) insightPage(b *book, a asked) {
	w.t.Helper()
	now, was := a.spans(b.today())
	q := a.query()
	w.sixNumbers(b, a, now, was)
	w.lists(b, a, now)

	bars := [][]any{}
	if b.count(now, all) > 0 {
		n, m := b.count(now, all), b.count(was, all)
		bars = append(bars, []any{w.T("insight.submitted"), n, percent(share{n, n}), m, percent(share{m, m})})
		for _, f := range fates {
			is := func(k *kase) bool { return k.fate() == f }
			x, y := b.count(now, is), b.count(was, is)
			bars = append(bars, []any{w.T("insight.fate." + f), x, percent(share{x, n}), y, percent(share{y, m})})
		}
	}
	w.same("eindes", w.sheet(insight+"/eindes.csv", q), bars)

	counts := most(b.byMember(now))
	total, sum := 0, 0
	for _, c := range counts {
		total += c.n
	}
	var top [][]any
	for _, c := range counts[:min(8, len(counts))] {
		sum += c.n
		top = append(top, []any{c.key, b.members[c.key].Name, c.n, percent(share{c.n, total}), percent(share{sum, total}), anything{}})
	}
	w.same("verdeling", w.sheet(insight+"/verdeling.csv", q), top)

	w.weeks(b, now, w.sheet(insight+"/weken.csv", q))
	w.curves(b, now, w.sheet(insight+"/doorlooptijd.csv", q))
	w.cohorts(b, now, w.sheet(insight+"/cohorten.csv", q))
	w.causes(b, a, now, was, w.sheet(insight+"/oorzaken.csv", q))
}

// fates are all that can become of a case.
var fates = []string{"direct", "mediation", "ruling", "not_solved", "stopped", "no_answer", "withdrawn", "refused", "running"}

// sixNumbers are those at the top.
func (w *town) sixNumbers(b *book, a asked, now, was span) {
	w.t.Helper()
	t := w.tiles(w.fetch(w.quality, insight, a.query()))
	before := func(v string) string { return w.T("insight.was."+a.against, "value", v) }
	tile := func(key string) tile { return t[w.T("insight.figure."+key)] }
	w.is("nieuw", tile("nieuw").number, strconv.Itoa(b.count(now, all)))
	if !strings.HasSuffix(tile("nieuw").note, "("+before(strconv.Itoa(b.count(was, all)))+")") {
		w.t.Errorf("nieuw: the page has %q, counted %d before", tile("nieuw").note, b.count(was, all))
	}
	for key, of := range map[string]func(span) share{"zelf": b.alone, "stil": b.silent, "nageleefd": b.carried} {
		x, y := of(now), of(was)
		note := w.ofWords(x)
		if y.of >= few {
			note = w.T("insight.note", "now", note, "was", before(w.inWords(y)))
		}
		w.is(key, tile(key).number, w.inWords(x))
		w.is(key+", below", tile(key).note, note)
	}
	x, y := tookOf(b.waits(now)), tookOf(b.waits(was))
	note := w.T("insight.solved.n", "n", x.n)
	if x.n >= few && x.ninety.day >= 0 {
		note = w.T("insight.ninety", "days", w.T("insight.days", "n", x.ninety.day))
		if y.n >= few && y.half.day >= 0 {
			note = w.T("insight.note", "now", note, "was", before(w.T("insight.days", "n", y.half.day)))
		}
	}
	w.is("opgelost", tile("opgelost").number, w.daysWords(x.half, x.n))
	w.is("opgelost, below", tile("opgelost").note, note)
}

// lists are the cases behind the numbers, with what is known of each.
func (w *town) lists(b *book, a asked, now span) {
	w.t.Helper()
	for list, is := range map[string]func(*kase) bool{
		"nieuw":     all,
		"zelf":      func(k *kase) bool { return k.counts() && k.beyond() && k.alone() },
		"opgelost":  func(k *kase) bool { return k.handled() && k.solved() },
		"stil":      func(k *kase) bool { return k.counts() && k.knownSilent() && k.silent },
		"nageleefd": func(k *kase) bool { return k.counts() && k.endedByRuling() && knownDone(k) },
	} {
		q := a.query()
		q.Set("lijst", list)
		var want [][]any
		for _, k := range b.of(now, is) {
			want = append(want, w.line(k))
		}
		w.same("zaken "+list, inOrder(w.sheet(insight+"/zaken.csv", q), 1), inOrderWanted(want, 1))
	}
}

// line is all that the file of cases tells of one.
func (w *town) line(k *kase) []any {
	word := func(prefix, key string) string {
		if key == "" {
			return ""
		}
		return w.T(prefix + key)
	}
	solvedIn, amount := "", any("")
	if k.solved() {
		solvedIn = word("insight.stage.", string(k.solvedIn))
	}
	if k.amount != 0 {
		amount = number{float64(k.amount) / 100, 2}
	}
	yes := w.T("word.no")
	if k.silent {
		yes = w.T("word.yes")
	}
	return []any{
		k.reference, k.member, word("category.", k.category), k.rules, amount, iso(k.opened), iso(k.told), iso(k.answered), yes, iso(k.asked),
		word("insight.choice.", string(k.first())), iso(k.mediated), iso(k.claimed), iso(k.solvedAt), solvedIn, word("insight.stage.", string(k.stage)),
		word("signal.outcome.", string(k.outcome)), iso(k.ended), word("insight.compliance.", k.compliance()),
	}
}

// weeks are the whole weeks with the limit, and a sum that climbs.
func (w *town) weeks(b *book, s span, got [][]string) {
	w.t.Helper()
	var mondays []date
	var counts []float64
	for m := s.from.monday(); m <= s.to; m += 7 {
		if m >= s.from && m+6 <= s.to && m+6 < b.today() {
			mondays = append(mondays, m)
			week := s
			week.from, week.to = m, m+6
			counts = append(counts, float64(b.count(week, all)))
		}
	}
	mean, steps := 0.0, 0.0
	for i, n := range counts {
		mean += n / float64(len(counts))
		if i > 0 {
			steps += math.Abs(n-counts[i-1]) / float64(len(counts)-1)
		}
	}
	steady, spread := len(counts) >= 8, 1.0
	if mean > 0 && len(counts) > 1 { // the mean step of independent normal numbers is 2σ/√π
		sd := steps * math.Sqrt(math.Pi) / 2
		spread = max(1, sd*sd/mean)
	}
	upper := mean + 3*math.Sqrt(mean*spread)
	want := [][]any{}
	sum := 0.0
	for i, m := range mondays {
		year, week := m.time().ISOWeek()
		row := []any{strconv.Itoa(year) + "-W" + pad(week), m.String(), int(counts[i]), "", "", "", "", anything{}}
		if steady && i < len(got) && len(got[i]) == len(row) {
			climb := func(from float64) float64 {
				if mean == 0 {
					return 0
				}
				return max(0, from+counts[i]-(4.0/3-1)/math.Log(4.0/3)*mean)
			}
			next := climb(sum)
			if i > 0 && got[i-1][6] == w.T("word.yes") && says(got[i][5], number{climb(0), 1}) {
				next = climb(0) // it gave a signal and began anew; the table of its limit is held to published ones elsewhere
			}
			sum = next
			row[3], row[4], row[5], row[6] = number{mean, 1}, number{upper, 1}, number{sum, 1}, anything{}
			if counts[i] > upper+1e-9 {
				row[6] = w.T("word.yes")
			}
		}
		want = append(want, row)
	}
	w.same("weken", got, want)
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// curves are the shares solved by each of the first 90 days.
func (w *town) curves(b *book, s span, got [][]string) {
	w.t.Helper()
	waits := b.waits(s)
	want := [][]any{}
	for _, c := range []struct {
		key  string
		ways []string
	}{{"all", []string{"direct", "mediation", "ruling"}}, {"direct", []string{"direct"}}, {"mediation", []string{"mediation"}}, {"ruling", []string{"ruling"}}} {
		if !slices.ContainsFunc(waits, func(x wait) bool { return slices.Contains(c.ways, x.how) }) {
			continue
		}
		dots, _ := curve(waits, c.ways...)
		for d := 0; d <= lastDay; d++ {
			x := dots[min(d, len(dots)-1)]
			if d >= len(dots) {
				x.atRisk = 0
			}
			want = append(want, []any{w.T("insight.curve." + c.key), d, number{x.share * 100, 1}, number{x.low * 100, 1}, number{x.high * 100, 1}, x.atRisk})
		}
	}
	w.same("doorlooptijd", got, want)
}

// cohorts are the months with what was solved in so many days.
func (w *town) cohorts(b *book, s span, got [][]string) {
	w.t.Helper()
	want := [][]any{}
	for _, m := range s.months() {
		in := s.in(m)
		n := b.count(in, (*kase).handled)
		row := []any{m.from.String(), n}
		for _, most := range []int{7, 30, 60, 90} {
			x := share{b.count(in, func(k *kase) bool { return k.handled() && k.solved() && k.took(k.solvedAt) <= most }), n}
			if b.today() <= m.to+date(most) || n < few {
				row = append(row, "")
			} else {
				row = append(row, percent(x))
			}
		}
		want = append(want, row)
	}
	w.same("cohorten", got, want)
}

// causes are the causes of all sectors together, and of each.
func (w *town) causes(b *book, a asked, now, was span, got [][]string) {
	w.t.Helper()
	want := [][]any{}
	add := func(name string, s, t span) {
		counts := map[string][2]int{}
		for i, x := range []span{s, t} {
			for _, k := range b.of(x, (*kase).counts) {
				n := counts[k.category]
				n[i]++
				counts[k.category] = n
			}
		}
		for _, c := range slices.Sorted(maps.Keys(counts)) {
			n := counts[c]
			v, low, high := ratio(n[1], float64(t.length()), n[0], float64(s.length()))
			want = append(want, []any{name, w.T("category." + c), n[0], n[1], number{v, 2}, number{low, 2}, number{high, 2}})
		}
	}
	add(w.T("insight.sector.all"), now, was)
	for _, sector := range b.sectors() {
		if sector == "" || a.sector != "" && a.sector != sector {
			continue
		}
		s, t := now, was
		s.sector, t.sector = sector, sector
		add(w.sector(sector), s, t)
	}
	w.same("oorzaken", inOrder(got, 2), inOrderWanted(want, 2))
}

func (b *book) sectors() []string {
	out := map[string]bool{}
	for _, m := range b.inOrder {
		out[m.Sector] = true
	}
	list := slices.Collect(maps.Keys(out))
	sort.Strings(list)
	return list
}

func (w *town) sector(s string) string {
	if key := "sector." + s; w.House.App.Text.Has("nl", key) {
		return w.T(key)
	}
	return s
}
