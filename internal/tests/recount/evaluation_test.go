package recount_test

import (
	"math"
	"slices"

	p "wederhoor/internal/procedure"
)

const evaluation = insight + "/evaluatie"

// evaluationPage holds the sheets of the evaluation of the procedure to a recount. The steps of the form are no events:
// nobody is followed there, so there is nothing to count again.
func (w *town) evaluationPage(b *book, a asked) {
	w.t.Helper()
	now, was := a.spans(b.today())
	q := a.query()
	w.fetch(w.quality, evaluation, q)

	type end struct{ stage, outcome string }
	ends, over := map[end]int{}, 0
	for _, k := range b.of(now, func(k *kase) bool { return !k.ended.IsZero() }) {
		ends[end{string(k.endedIn), string(k.outcome)}]++
		over++
	}
	var stages [][]any
	for e, n := range ends {
		stages = append(stages, []any{w.T("insight.stage." + e.stage), w.T("signal.outcome." + e.outcome), n, percent(share{n, over})})
	}
	w.same("stappen", inOrder(w.sheet(evaluation+"/stappen.csv", q), 2), inOrderWanted(stages, 2))

	var months, solved [][]any
	for _, m := range now.months() {
		in := now.in(m)
		row := []any{m.from.String(), b.count(in, all)}
		for _, f := range fates {
			row = append(row, b.count(in, func(k *kase) bool { return k.fate() == f }))
		}
		months = append(months, row)
		solved = append(solved, solvedRow(m, tookOf(b.waits(in))))
	}
	w.same("maanden", w.sheet(evaluation+"/maanden.csv", q), months)
	w.same("oplostijd", w.sheet(evaluation+"/oplostijd.csv", q), solved)

	var choices [][]any
	chose := func(k *kase) bool { return k.handled() && k.first() != "" }
	for _, c := range []p.Choice{p.ChooseSolved, p.ChooseBusy, p.ChooseHelp} {
		s := b.share(now, chose, func(k *kase) bool { return k.first() == c })
		if e := s.estimate(); e.ok {
			choices = append(choices, []any{w.T("insight.choice." + string(c)), s.n, percent(s), number{e.low * 100, 1}, number{e.high * 100, 1}})
		}
	}
	w.same("keuzes", w.sheet(evaluation+"/keuzes.csv", q), choices)
	w.said(b, now, w.sheet(evaluation+"/meningen.csv", q))
	w.concentration(b, a, now, w.sheet(evaluation+"/spreiding.csv", q))
	w.compared(b, was, now, w.sheet(evaluation+"/vergelijking.csv", q))
}

// solvedRow is a month with the days by which half and 90 % of its solutions had come.
func solvedRow(m month, x took) []any {
	row := []any{m.from.String(), x.n, "", "", "", ""}
	if x.n >= few && x.half.day >= 0 {
		row[2], row[3] = x.half.day, max(x.half.low, 0)
		if x.half.high >= 0 {
			row[4] = x.half.high
		}
	}
	if x.n >= few && x.ninety.day >= 0 {
		row[5] = x.ninety.day
	}
	return row
}

// said are the answers to the three questions.
func (w *town) said(b *book, s span, got [][]string) {
	w.t.Helper()
	var want [][]any
	for i, question := range []string{"understood", "story", "fair"} {
		for _, party := range []p.Role{p.Consumer, p.Shop} {
			given := b.opinions(s, party, i)
			high := highOf(given)
			e := high.estimate()
			row := []any{w.T("eval.question." + question), w.T("eval.party." + string(party))}
			for _, n := range given {
				row = append(row, n)
			}
			row = append(row, percent(high), number{e.low * 100, 1}, number{e.high * 100, 1}, "")
			if high.of >= few {
				row[len(row)-1] = middleOf(given)
			}
			want = append(want, row)
		}
	}
	w.same("meningen", got, want)
}

// concentration is which share of the complaints comes from which share of the members.
func (w *town) concentration(b *book, a asked, s span, got [][]string) {
	w.t.Helper()
	members, counts := b.membersOf(s), b.byMember(s)
	var sorted []int
	cases := 0
	for _, id := range members {
		sorted = append(sorted, counts[id])
		cases += counts[id]
	}
	slices.SortFunc(sorted, func(a, b int) int { return b - a })
	var want [][]any
	last := 0
	for _, part := range []int{1, 5, 10, 20, 50, 100} {
		n := (part*len(sorted) + 99) / 100 // so many members are that share of all, at least
		if cases == 0 || n == last {
			continue
		}
		last = n
		have := 0
		for _, x := range sorted[:n] {
			have += x
		}
		want = append(want, []any{w.percentWords(float64(part) / 100), n, have, percent(share{have, cases})})
	}
	w.same("spreiding", got, want)
	page := w.fetch(w.quality, evaluation, a.query())
	none := share{len(sorted) - len(counts), len(sorted)}
	if cases > 0 {
		how := func(g float64) string {
			return w.T("insight.how.spreiding", "none", w.shareWords(none), "gini", decimal(g, 2))
		}
		g := gini(sorted)
		if !holds(page, how(g-1e-9)) && !holds(page, how(g+1e-9)) { // a half is rounded either way
			w.t.Errorf("spreiding: the page does not say %q", how(g))
		}
	}
}

// compared sets the main figures of two periods side by side.
func (w *town) compared(b *book, was, now span, got [][]string) {
	w.t.Helper()
	x, y := b.main(was), b.main(now)
	var want [][]any
	for i := range x {
		decimals, unit := 1, 100.0
		if x[i].days {
			decimals, unit = 0, 1
		}
		cell := func(v float64, ok bool) any {
			if !ok {
				return ""
			}
			return number{v * unit, decimals}
		}
		row := []any{w.T("eval.figure." + x[i].key)}
		for _, e := range []estimate{x[i].estimate, y[i].estimate} {
			row = append(row, cell(e.value, e.ok), cell(e.low, e.ok), cell(e.high, e.ok), e.of)
		}
		m, n := x[i].estimate, y[i].estimate
		ok := m.ok && n.ok
		d := n.value - m.value // Newcombe's tenth method
		low := d - math.Sqrt(square(n.value-n.low)+square(m.high-m.value))
		high := d + math.Sqrt(square(n.high-n.value)+square(m.value-m.low))
		row = append(row, cell(d, ok), cell(low, ok), cell(high, ok), anything{})
		want = append(want, row)
	}
	w.same("vergelijking", got, want)
}

func square(x float64) float64 { return x * x }

// mainFigure is one of those that are compared.
type mainFigure struct {
	key  string
	days bool
	estimate
}

func (b *book) main(s span) []mainFigure {
	waits := b.waits(s)
	t := tookOf(waits)
	within := by(waits)
	day := func(q quantile) estimate {
		return estimate{float64(q.day), float64(q.low), float64(q.high), t.n, q.day >= 0 && q.high >= 0}
	}
	high := func(party p.Role, question int) estimate {
		given := b.opinions(s, party, question)
		return highOf(given).estimate()
	}
	return []mainFigure{
		{"alone", false, b.alone(s).estimate()},
		{"solved_30", false, within(30)},
		{"solved_60", false, within(60)},
		{"solved_90", false, within(90)},
		{"median_days", true, day(t.half)},
		{"ninety_days", true, day(t.ninety)},
		{"silent", false, b.silent(s).estimate()},
		{"no_answer", false, b.noAnswer(s).estimate()},
		{"carried_out", false, b.carriedOut(s).estimate()},
		{"fair_consumer", false, high(p.Consumer, 2)},
		{"fair_shop", false, high(p.Shop, 2)},
		{"understood_consumer", false, high(p.Consumer, 0)},
	}
}
