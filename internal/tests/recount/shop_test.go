package recount_test

import (
	"slices"
	"strconv"
	"strings"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/tests/world"
)

// record is how cases of one or several members went, in a period.
type record struct {
	cases         int
	inTime, alone share
	took          took
}

func (b *book) record(s span, mine func(*kase) bool) record {
	var r record
	var part book
	part.now = b.now
	for _, k := range b.cases {
		if mine(k) {
			part.cases = append(part.cases, k)
		}
	}
	r.cases, r.alone, r.took = part.count(s, (*kase).counts), part.alone(s), tookOf(part.waits(s))
	silent := part.silent(s)
	r.inTime = share{silent.of - silent.n, silent.of}
	return r
}

// shopPages holds what a shop sees of itself, its profile for staff and its public page to a recount.
func (w *town) shopPages(b *book, id string) {
	w.t.Helper()
	m := b.members[id]
	w.ownPage(b, w.shopBrowser(id, strings.Split(m.Emails, ",")[0]), id, m.Sector)
	w.profile(b, id)
	w.publicPage(b, id, m.Slug)
}

func (w *town) shopBrowser(id, email string) *world.Browser {
	b := w.Browser("shop " + id)
	b.AsShop(email)
	return b
}

func (w *town) ownPage(b *book, as *world.Browser, id, sector string) {
	w.t.Helper()
	page := w.fetch(as, "/winkel/cijfers", nil)
	year := span{from: (b.today() + 1).months(-12), to: b.today()}
	own := b.record(year, func(k *kase) bool { return k.member == id })
	t := w.tiles(page)
	at := func(key string) tile { return t[w.T(key)] }
	w.is("own cases of "+id, at("own.cases").number, strconv.Itoa(own.cases))
	w.is("own in time of "+id, at("own.intime").number, w.inWords(own.inTime))
	w.is("own in time of "+id, at("own.intime").note, w.ofWords(own.inTime))
	w.is("own alone of "+id, at("own.alone").number, w.inWords(own.alone))
	w.is("own alone of "+id, at("own.alone").note, w.ofWords(own.alone))
	w.is("own days of "+id, at("insight.figure.opgelost").number, w.daysWords(own.took.half, own.took.n))
	w.is("own days of "+id, at("insight.figure.opgelost").note, w.T("insight.solved.n", "n", own.took.n))

	others := func(k *kase) bool { return sector != "" && k.sector == sector && k.member != id }
	rest := b.record(year, others)
	counts, largest := map[string]int{}, 0
	for _, k := range b.of(year, func(k *kase) bool { return k.counts() && others(k) }) {
		counts[k.member]++
		largest = max(largest, counts[k.member])
	}
	if len(counts) >= 5 && 2*largest <= rest.cases { // nobody else's figures can be told from these
		var want [][]any
		add := func(key, x, y string) { want = append(want, []any{w.T(key), folded(x), folded(y)}) }
		add("own.intime", w.shareWords(own.inTime), w.shareWords(rest.inTime))
		add("own.alone", w.shareWords(own.alone), w.shareWords(rest.alone))
		add("insight.figure.opgelost", w.daysWords(own.took.half, own.took.n), w.daysWords(rest.took.half, rest.took.n))
		add("own.ninety", w.daysWords(own.took.ninety, own.took.n), w.daysWords(rest.took.ninety, rest.took.n))
		w.same("beside "+id, w.rowsOf(page, "beside-caption"), want)
	} else if !holds(page, w.T("own.beside.none")) {
		w.t.Errorf("the sector of %s gives others away: %v", id, counts)
	}
	w.ownLine(b, page, id)
	before := year.yearEarlier()
	x, y := b.categories(year, id), b.categories(before, id)
	for c := range y {
		x[c] += 0
	}
	var causes [][]any
	for _, c := range most(x) {
		causes = append(causes, []any{w.T("category." + c.key), c.n, w.T("insight.before.jaar-eerder") + ": " + strconv.Itoa(y[c.key])})
	}
	if len(causes) > 0 {
		w.same("own causes of "+id, inOrder(w.rowsOf(page, "klachten"), 1), inOrderWanted(causes, 1))
	}
}

func (b *book) categories(s span, member string) map[string]int {
	s.member = member
	out := map[string]int{}
	for _, k := range b.of(s, (*kase).counts) {
		out[k.category]++
	}
	return out
}

// ownLine is the line of 24 months.
func (w *town) ownLine(b *book, page, id string) {
	w.t.Helper()
	t := b.today().time()
	s := span{from: day(t.Year(), t.Month(), 1).months(-23), to: b.today(), member: id}
	var want [][]any
	for _, m := range s.months() {
		want = append(want, []any{anything{}, b.count(s.in(m), (*kase).counts)})
	}
	w.same("line of "+id, w.rowsOf(page, "maandlijn"), want)
}

// profile is what staff see of a member.
func (w *town) profile(b *book, id string) {
	w.t.Helper()
	page := w.fetch(w.quality, "/staf/leden/"+id, nil)
	s := span{from: (b.today() + 1).months(-12), to: b.today(), member: id}
	t := w.tiles(page)
	w.is("profile of "+id, t[w.T("profile.cases")].number, strconv.Itoa(b.count(s, (*kase).counts)))
	is := func(key string, x share) {
		w.t.Helper()
		got, number, note := t[w.T(key)], w.T("profile.nothing"), ""
		if x.of > 0 {
			number, note = w.inWords(x), w.T("profile.of", "n", x.n, "all", x.of)
		}
		w.is(key+" of "+id, got.number, number)
		w.is(key+" of "+id, got.note, note)
	}
	counting := func(of func(*kase) bool) func(*kase) bool {
		return func(k *kase) bool { return k.counts() && of(k) }
	}
	is("profile.intime", b.share(s, counting((*kase).knownSilent), func(k *kase) bool { return !k.silent }))
	is("profile.direct", b.share(s, counting((*kase).beyond), (*kase).alone))
	is("profile.rulings", b.share(s, counting(inSubstance), func(k *kase) bool { return k.outcome != p.RuledDismissed }))
	known := func(k *kase) bool {
		return !k.broken.IsZero() || k.agreed && slices.Contains([]string{"done", "proof", "judged"}, k.compliance())
	}
	is("profile.done", b.share(s, counting(known), func(k *kase) bool { return k.broken.IsZero() }))
	var causes [][]any
	for _, c := range most(b.categories(s, id)) {
		causes = append(causes, []any{w.T("category." + c.key), c.n})
	}
	if len(causes) > 0 {
		w.same("causes of "+id, inOrder(w.rowsOf(page, "causes-caption"), 1), inOrderWanted(causes, 1))
	}
	w.ownLine(b, page, id)
}

func inSubstance(k *kase) bool { return k.endedByRuling() && k.outcome != p.RuledInadmissible }

// publicPage is what everybody sees, from ten complaints on.
func (w *town) publicPage(b *book, id, slug string) {
	w.t.Helper()
	page := w.fetch(w.public, "/leden/"+slug, nil)
	s := span{from: (b.today() + 1).months(-12), to: b.today(), member: id}
	n := b.count(s, (*kase).counts)
	if n < 10 {
		if !holds(page, w.T("memberfigures.few", "least", 10)) {
			w.t.Errorf("%s has %d complaints, and public figures", id, n)
		}
		return
	}
	rulings := func(o p.Outcome) int {
		return b.count(s, func(k *kase) bool { return k.counts() && k.outcome == o })
	}
	answered := b.share(s, func(k *kase) bool { return k.counts() && k.knownSilent() }, func(k *kase) bool { return !k.silent })
	solved := b.share(s, func(k *kase) bool { return k.counts() && !k.ended.IsZero() }, (*kase).solved)
	own := b.record(span{from: s.from, to: s.to}, func(k *kase) bool { return k.member == id })
	for _, words := range []string{
		w.T("memberfigures.complaints") + " " + strconv.Itoa(n),
		w.T("memberfigures.solved") + " " + w.shareWords(solved),
		w.T("memberfigures.direct") + " " + w.shareWords(own.alone),
		w.T("memberfigures.half") + " " + w.daysWords(own.took.half, own.took.n),
		w.T("memberfigures.answered") + " " + w.shareWords(answered),
		w.T("memberfigures.rulings") + " " + w.T("memberfigures.rulings.text", "all", rulings(p.RuledUpheld), "part", rulings(p.RuledPartly), "none", rulings(p.RuledDismissed)),
	} {
		if !holds(page, words) {
			w.t.Errorf("the public page of %s does not say %q", id, words)
		}
	}
}
