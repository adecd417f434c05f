package web

import (
	"net/http"
	"slices"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	"wederhoor/internal/web/component"
)

// sixFigures are the numbers at the top, each a link to what is behind it (screens.md 13).
func (d *insightDesk) sixFigures(f *insight.Funnel, open int) component.FiguresView {
	now := insight.NumbersOf(d.facts, d.asked.filter(), d.now)
	was := insight.NumbersOf(d.facts, d.asked.compared(), d.now)
	before := func(value string) string { return d.T("insight.was."+d.asked.Against, "value", value) }
	shared := func(key string, s, old insight.Share) component.Figure {
		note := d.shareOf(s)
		if !old.Few() {
			note = d.T("insight.note", "now", note, "was", before(d.share(old)))
		}
		return component.Figure{Label: d.T("insight.figure." + key), Number: d.share(s), Note: note, Href: d.link(behindPath, "lijst", key)}
	}
	out := component.FiguresView{Items: []component.Figure{
		{
			Label: d.T("insight.figure.nieuw"), Number: d.count(now.New), Href: d.link(behindPath, "lijst", "nieuw"),
			Note: d.T("insight.note", "now", d.changeWords(now.New, was.New), "was", before(d.count(was.New))),
		},
		shared("zelf", now.Alone, was.Alone),
		d.daysFigure(now.Days, was.Days, before),
		shared("stil", now.Silent, was.Silent),
		shared("nageleefd", now.Rulings.Share, was.Rulings.Share),
	}}
	limit := component.Figure{Label: d.T("insight.figure.grens"), Number: d.count(len(f.Above998)), Href: "#trechter", Note: d.T("insight.figure.grens.open", "n", open)}
	if !f.Known {
		limit.Number, limit.Note = d.T("insight.few"), d.T("insight.figure.grens.unknown")
	}
	out.Items = append(out.Items, limit)
	return out
}

func (d *insightDesk) daysFigure(now, was insight.Days, before func(string) string) component.Figure {
	f := component.Figure{Label: d.T("insight.figure.opgelost"), Number: d.quantile(now.Median, now.Few()), Href: d.link(behindPath, "lijst", "opgelost")}
	switch {
	case now.Few() || !now.Ninety.Ok:
		f.Note = d.T("insight.solved.n", "n", now.N)
	case was.Few() || !was.Median.Ok:
		f.Note = d.T("insight.ninety", "days", d.daysWords(now.Ninety.Day))
	default:
		f.Note = d.T("insight.note", "now", d.T("insight.ninety", "days", d.daysWords(now.Ninety.Day)), "was", before(d.daysWords(was.Median.Day)))
	}
	return f
}

// handled says as package insight does that a dispute belongs to the procedure.
func handled(f insight.Fact) bool { return f.Outcome != procedure.Refused && !f.Pending }

func pastDirect(f insight.Fact) bool {
	return f.Stage != procedure.Admission && f.Stage != procedure.Direct
}

// behindRulings is the list of rulings that had to be carried out.
const behindRulings = "nageleefd"

// behind are the lists behind the numbers at the top. A test holds them to the numbers.
var behind = []struct {
	key string
	has func(insight.Fact) bool
}{
	{"nieuw", func(insight.Fact) bool { return true }},
	{"zelf", func(f insight.Fact) bool {
		return f.Counts() && pastDirect(f) && !f.Settled.IsZero() && f.SettledIn == procedure.Direct
	}},
	{"opgelost", func(f insight.Fact) bool { return handled(f) && !f.Settled.IsZero() }},
	{"stil", func(f insight.Fact) bool { return f.Counts() && f.Silent && (!f.Asked.IsZero() || pastDirect(f)) }},
	{behindRulings, func(f insight.Fact) bool {
		known := slices.Contains([]string{"done", "proof", "judged", "not_carried_out"}, f.Compliance)
		return f.Counts() && f.Ordered && known && slices.Contains(procedure.RuledOutcomes, f.Outcome)
	}},
}

// behindList is a list behind a number.
type behindList struct {
	Key   string
	N     int
	Table component.TableView
	Pages *component.PaginationView
}

// factsBehind are the disputes of a list, newest first. fault.NotFound when there is no such list.
func (d *insightDesk) factsBehind(key string) ([]insight.Fact, error) {
	for _, l := range behind {
		if l.key == key {
			return d.factsWith(l.has), nil
		}
	}
	return nil, fault.New(fault.NotFound)
}

func (d *insightDesk) factsWith(has func(insight.Fact) bool) []insight.Fact {
	a := d.asked
	from, until := a.From.Start(), a.To.End()
	var out []insight.Fact
	for f := range d.facts.All {
		if f.Opened.Before(from) || !f.Opened.Before(until) || !has(f) {
			continue
		}
		if m, ok := d.facts.Member(f.Member); a.Sector == "" || ok && m.Sector == a.Sector {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(x, y insight.Fact) int { return y.Opened.Compare(x.Opened) })
	return out
}

// listKey is which list the address asks for.
func (d *insightDesk) listKey() string {
	if key := d.URL.Query().Get("lijst"); key != "" {
		return key
	}
	return behind[0].key
}

func behindShow(d *insightDesk) error {
	v := behindList{Key: d.listKey()}
	list, err := d.factsBehind(v.Key)
	if err != nil {
		return err
	}
	v.N = len(list)
	page := pageNumber(d.URL.Query())
	part, more := pageOf(list, page)
	v.Table = d.behindTable(v.Key, part)
	values := d.asked.values()
	values.Set("lijst", v.Key)
	v.Pages = d.paging(behindPath, values, page, more)
	return d.render(http.StatusOK, behindPage(d, v))
}

// behindTable lists cases with their shop, without a name of a customer.
func (d *insightDesk) behindTable(key string, list []insight.Fact) component.TableView {
	last := d.T("word.status")
	if key == behindRulings {
		last = d.T("insight.fact.compliance") // what the number counts
	}
	t := component.TableView{ID: "behind", Caption: d.T("insight.list." + key), HideCaption: true, Stack: true, Columns: []component.TableColumn{
		{Text: d.T("queue.case")}, {Text: d.T("word.shop")}, {Text: d.T("word.problem")}, {Text: d.T("signal.opened")}, {Text: last}, {Text: d.T("word.amount"), Numeric: true},
	}}
	for _, f := range list {
		state := d.caseState(registry.SignalCase{Stage: f.Stage, Outcome: f.Outcome})
		if key == behindRulings {
			state = d.T("insight.compliance." + f.Compliance)
		}
		t.Rows = append(t.Rows, []component.TableCell{
			{Text: f.Reference, Href: "/staf/zaken/" + f.Reference},
			{Text: d.name(f.Member), Href: memberPath(f.Member)},
			{Text: d.T("category." + string(f.Category))},
			{Text: text.DateShort(d.lang, f.Opened)},
			{Text: state},
			{Text: amountOrNone(d.request, f.Amount)},
		})
	}
	return t
}

// behindCSV gives the facts of a list, without a word or a name of anybody.
func behindCSV(d *insightDesk) error {
	key := d.listKey()
	list, err := d.factsBehind(key)
	if err != nil {
		return err
	}
	head := []string{}
	for _, k := range factColumns {
		head = append(head, d.T("insight.fact."+k))
	}
	lines := [][]string{head}
	for _, f := range list {
		lines = append(lines, d.factLine(f))
	}
	return d.sendSheet("zaken-"+key, lines)
}

// factColumns are the columns of the file of cases.
var factColumns = []string{
	"reference", "member", "category", "rules", "amount", "opened", "told", "answered", "silent", "asked", "choice", "mediated", "claimed",
	"settled", "settledin", "stage", "outcome", "ended", "compliance",
}

func (d *insightDesk) factLine(f insight.Fact) []string {
	outcome := ""
	if f.Outcome != "" {
		outcome = d.T("signal.outcome." + string(f.Outcome))
	}
	settled := ""
	if !f.Settled.IsZero() {
		settled = d.T("insight.stage." + string(f.SettledIn))
	}
	choice := ""
	if f.Choice != "" {
		choice = d.T("insight.choice." + string(f.Choice))
	}
	done := ""
	if f.Compliance != "" {
		done = d.T("insight.compliance." + f.Compliance)
	}
	return []string{
		f.Reference, f.Member, d.T("category." + string(f.Category)), f.Rules, plainAmount(d.lang, f.Amount), isoDay(f.Opened), isoDay(f.Told),
		isoDay(f.Answered), d.yesOr(f.Silent), isoDay(f.Asked), choice, isoDay(f.Mediated), isoDay(f.Claimed),
		isoDay(f.Settled), settled, d.T("insight.stage." + string(f.Stage)), outcome, isoDay(f.Ended), done,
	}
}
