package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// deskAct is an act of the mediator: a page of its own that says what it does and who gets to read the words. Its own
// words are under "desk.act." + key.
type deskAct struct {
	path, key string
	ask       procedure.Command
	missing   string // key of the error when nothing was written; "" when that may be
	words     bool   // there is a text
	heard     bool   // only when both were heard, or let their date pass (rules 2.3)
	warn      bool
	to        string // where it leads afterwards, below the case
	// fill gives what the form begins with.
	fill func(p *staffCasePage) url.Values
	// give reads what is particular to the act from the form and makes the command.
	give func(p *staffCasePage, f *form, words string) func(w *registry.Writing) procedure.Command
}

// deskActs are the acts, in the order in which a mediation goes.
var deskActs = []*deskAct{
	{path: "teruggeven", key: "return", ask: procedure.ReturnCase{}, words: true, give: giveReturn},
	{path: "kamer/verhaal", key: "accounts", ask: procedure.AskAccounts{}, words: true, missing: "err.room.text", to: "/kamer", fill: fillAccounts, give: giveAccounts},
	{path: "kamer/uitstel", key: "hearing", ask: procedure.ExtendHearing{}, words: true, missing: "err.staff.reason", to: "/kamer", give: giveHearing},
	{path: "kamer/feiten", key: "facts", ask: procedure.NoteFacts{}, to: "/kamer", fill: fillFacts, give: giveFacts},
	{path: "kamer/advies", key: "advice", ask: procedure.Advise{}, words: true, missing: "err.desk.advice", heard: true, to: "/kamer", give: giveAdvice},
	{path: "kamer/kijk", key: "look", ask: procedure.SetLook{}, to: "/kamer", give: giveLook},
	{path: "kamer/pauze", key: "pause", ask: procedure.AskPause{}, words: true, to: "/kamer", give: givePause},
	{path: "kamer/signaal", key: "signal", ask: procedure.RaiseSignal{}, words: true, missing: "err.desk.signal", to: "/kamer", give: giveSignal},
	{path: "kamer/afronden", key: "conclude", ask: procedure.Conclude{}, words: true, missing: "err.staff.reason", warn: true, give: giveConclusion},
}

func giveReturn(_ *staffCasePage, _ *form, words string) func(*registry.Writing) procedure.Command {
	return func(w *registry.Writing) procedure.Command {
		return procedure.ReturnCase{Note: w.Text(registry.KindHandOver, words)}
	}
}

func fillAccounts(p *staffCasePage) url.Values {
	return url.Values{"text": {p.T("desk.act.accounts.start", "name", firstName(p.viewer.Name))}}
}

func giveAccounts(_ *staffCasePage, _ *form, words string) func(*registry.Writing) procedure.Command {
	return func(w *registry.Writing) procedure.Command {
		return procedure.AskAccounts{AccountsAsked: procedure.AccountsAsked{ID: w.NewID(), Text: w.Text(registry.KindJoint, words)}}
	}
}

func giveHearing(p *staffCasePage, f *form, words string) func(*registry.Writing) procedure.Command {
	party := one(f, "party", p.extendable(), "err.desk.party")
	until, _ := f.date("until", true, false)
	if at := p.accountUntil(p.view, party); !until.IsZero() && party != "" {
		if most := at.AddDays(procedure.CurrentRules().HearExtensionDays); !until.After(at) || until.After(most) {
			f.wrong("until", "err.desk.until", "from", p.day(at.AddDays(1)), "date", p.day(most))
		}
	}
	return func(w *registry.Writing) procedure.Command {
		return procedure.ExtendHearing{HearingExtended: procedure.HearingExtended{
			Party: party, Until: until, Reason: w.Text(registry.KindExtension, words),
		}}
	}
}

// extendable are the parties whose time for their account runs and was not extended before (rules 2.3).
func (p *staffCasePage) extendable() []procedure.Role {
	var out []procedure.Role
	r := p.view.Room
	for _, party := range []procedure.Role{procedure.Consumer, procedure.Shop} {
		h := r.Consumers
		if party == procedure.Shop {
			h = r.Shops
		}
		if !h.Extended && !p.accountUntil(p.view, party).IsZero() {
			out = append(out, party)
		}
	}
	return out
}

// factFields are the three lists, as fields.
var factFields = []string{"agreed", "disputed", "missing"}

func fillFacts(p *staffCasePage) url.Values {
	f := p.view.Room.Facts
	return url.Values{
		"agreed": {strings.Join(f.Agreed, "\n")}, "disputed": {strings.Join(f.Disputed, "\n")}, "missing": {strings.Join(f.Missing, "\n")},
	}
}

func giveFacts(_ *staffCasePage, f *form, _ string) func(*registry.Writing) procedure.Command {
	list := map[string][]string{}
	for _, name := range factFields {
		for _, line := range strings.Split(f.words(name, mostWords, ""), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				list[name] = append(list[name], line)
			}
		}
	}
	facts := registry.Facts{Agreed: list["agreed"], Disputed: list["disputed"], Missing: list["missing"]}
	return func(w *registry.Writing) procedure.Command {
		return procedure.NoteFacts{Text: w.Text(registry.KindFacts, asJSON(facts))}
	}
}

// adviceSides answer who stands stronger.
var adviceSides = []string{"consumer", "shop", "both"}

func giveAdvice(_ *staffCasePage, f *form, words string) func(*registry.Writing) procedure.Command {
	a := registry.Advice{Side: one(f, "side", adviceSides, "err.desk.side"), Text: words, Law: f.line("law", mostLaw, "")}
	return func(w *registry.Writing) procedure.Command {
		return procedure.Advise{Text: w.Text(registry.KindAdvice, asJSON(a))}
	}
}

// mostLaw bounds the articles beside advice or a proposal, in characters.
const mostLaw = 300

func giveLook(p *staffCasePage, f *form, _ string) func(*registry.Writing) procedure.Command {
	until, _ := f.date("until", true, false)
	today := procedure.DateOf(p.app.Now())
	if most := today.AddDays(procedure.CurrentRules().LookDays); !until.IsZero() && (until.Before(today) || until.After(most)) {
		f.wrong("until", "err.desk.until", "from", p.day(today), "date", p.day(most))
	}
	return func(*registry.Writing) procedure.Command { return procedure.SetLook{Until: until} }
}

func givePause(_ *staffCasePage, _ *form, words string) func(*registry.Writing) procedure.Command {
	return func(w *registry.Writing) procedure.Command {
		return procedure.AskPause{Text: w.Text(registry.KindPause, words)}
	}
}

func giveSignal(_ *staffCasePage, f *form, words string) func(*registry.Writing) procedure.Command {
	kind := one(f, "kind", procedure.SignalKinds, "err.desk.kind")
	return func(w *registry.Writing) procedure.Command {
		return procedure.RaiseSignal{SignalRaised: procedure.SignalRaised{Kind: kind, Text: w.Text(registry.KindSignal, words)}}
	}
}

func giveConclusion(_ *staffCasePage, f *form, words string) func(*registry.Writing) procedure.Command {
	how := one(f, "how", procedure.ConcludedHows, "err.desk.how")
	return func(w *registry.Writing) procedure.Command {
		return procedure.Conclude{Concluded: procedure.Concluded{How: how, Reason: w.Text(registry.KindConclusion, words)}}
	}
}

// asJSON writes words that have parts; structs of strings always can be.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// may says that the act is open to the viewer now.
func (a *deskAct) may(p *staffCasePage) bool {
	if a.key == "hearing" && p.inRoom() && len(p.extendable()) == 0 {
		return false
	}
	return p.inRoom() && p.view.May(a.ask)
}

func (a *deskAct) show(p *staffCasePage) error {
	if !a.may(p) {
		return p.notNow()
	}
	if a.fill != nil && p.form == nil {
		p.form = &form{q: p.request, values: a.fill(p)}
	}
	return p.seen(a.path, p.render(http.StatusOK, deskActPage(p, a)))
}

func (a *deskAct) post(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.inRoom() {
		return p.notNow()
	}
	if a.key == "advice" && a.may(p) && p.addLaw(f, "text", "law", f.get("wet")) { // nothing is sent
		return p.seen(a.path, p.render(http.StatusOK, deskActPage(p, a)))
	}
	words := ""
	if a.words {
		words = f.words("text", mostWords, a.missing)
	}
	make := a.give(p, f, words)
	if f.ok() {
		ok, err := p.give(f.version(), func(w *registry.Writing) procedure.Command { return make(w) })
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+a.to, "desk_"+a.key)
		}
	}
	if !a.may(p) {
		return p.seen("case", p.render(http.StatusUnprocessableEntity, staffCase(p)))
	}
	return p.seen(a.path, p.render(http.StatusUnprocessableEntity, deskActPage(p, a)))
}

// unheard says of whom the account is still awaited, and until when; "" when both were heard.
func (p *staffCasePage) unheard() string {
	r := p.view.Room
	if r.Heard {
		return ""
	}
	if !r.Consumers.Asked && !r.Shops.Asked {
		return p.T("desk.unheard.ask")
	}
	var who []string
	for _, x := range []struct {
		party procedure.Role
		done  bool
	}{{procedure.Consumer, r.Consumers.Done()}, {procedure.Shop, r.Shops.Done()}} {
		if x.done {
			continue
		}
		words := p.T("who." + string(x.party) + ".in")
		if until := p.accountUntil(p.view, x.party); !until.IsZero() {
			words = p.T("desk.unheard.until", "who", words, "date", p.day(until))
		}
		who = append(who, words)
	}
	return p.T("desk.unheard", "who", strings.Join(who, p.T("desk.and")))
}

// deskLinks lead to the acts that are open now.
func (p *staffCasePage) deskLinks() []c.Link {
	var out []c.Link
	if p.view.May(procedure.Assign{}) {
		out = append(out, c.Link{Text: p.assignWords(), Href: p.base + "/toewijzen"})
	}
	for _, a := range deskActs {
		if a.may(p) {
			out = append(out, c.Link{Text: p.T("desk.act." + a.key + ".card"), Href: p.base + "/" + a.path})
		}
		if a.key == "advice" && p.view.May(procedure.Propose{}) {
			out = append(out, c.Link{Text: p.T("desk.act.propose.card"), Href: p.base + "/kamer/voorstel"})
		}
	}
	if p.view.May(procedure.Refuse{}) {
		out = append(out, c.Link{Text: p.T("staff.act.refuse.card"), Href: p.base + "/weigeren"})
	}
	return out
}

// people are to whom a case can be given, with what they have already; one with a conflict cannot be chosen.
func (p *staffCasePage) people(all []registry.Colleague) c.RadiosView {
	v := c.RadiosView{
		ID: "bemiddelaar", Name: "bemiddelaar", Legend: p.T("desk.mediator"), LegendSize: c.SizeS, Error: p.form.errorOf("bemiddelaar"), Value: p.form.get("bemiddelaar"),
	}
	for _, a := range all {
		if a.Conflict || p.view.Room != nil && a.ID == p.view.Room.MediatorID {
			continue
		}
		item := c.ChoiceItem{Value: a.ID, Label: a.Name, Hint: p.T("desk.load", "n", strconv.FormatInt(a.Open, 10), "waits", strconv.FormatInt(a.Waiting, 10))}
		if a.ID == p.viewer.Actor.ID {
			item.Label = p.T("desk.me", "name", a.Name)
		}
		if v.Value == "" && p.form == nil { // the one with the least is proposed
			v.Value = a.ID
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// barred names who cannot get the case, because of a conflict.
func barred(all []registry.Colleague) string {
	var names []string
	for _, a := range all {
		if a.Conflict {
			names = append(names, a.Name)
		}
	}
	return strings.Join(names, ", ")
}

// canTake says that the viewer can take the case.
func (p *staffCasePage) canTake(all []registry.Colleague) bool {
	return slices.ContainsFunc(all, func(a registry.Colleague) bool {
		return a.ID == p.viewer.Actor.ID && !a.Conflict && p.view.Room.MediatorID != a.ID
	})
}

// assignWords name the act of giving the case to a mediator: at first, or on.
func (p *staffCasePage) assignWords() string {
	if p.view.Room != nil && p.view.Room.Mediator != "" {
		return p.T("desk.act.assign.over")
	}
	return p.T("desk.act.assign.card")
}
