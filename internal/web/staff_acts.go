package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// staffAct is a decision or a note of staff in a case: a page of its own that says what it does and who gets to read
// the reason. Its words are under "staff.act." + key.
type staffAct struct {
	path, key string
	ask       procedure.Command
	final     bool
	// give reads what is particular to the act from the form and makes the command.
	give func(p *staffCasePage, f *form) func(w *registry.Writing, reason string) procedure.Command
}

// staffActs are the acts, in the order of the procedure.
var staffActs = []*staffAct{
	{path: "toelaten", key: "admit", ask: procedure.Admit{}, give: func(*staffCasePage, *form) func(*registry.Writing, string) procedure.Command {
		return func(w *registry.Writing, reason string) procedure.Command {
			return procedure.Admit{Reason: w.Text(registry.KindAdmission, reason)}
		}
	}},
	{path: "weigeren", key: "refuse", ask: procedure.Refuse{}, final: true, give: giveRefusal},
	{path: "gebeld", key: "tell", ask: procedure.TellShop{}, give: giveTold},
	{path: "niet-van-ons", key: "notours", ask: procedure.JudgeNotOurs{}, final: true, give: giveNotOurs},
	{path: "nakoming", key: "judge", ask: procedure.JudgeProof{}, final: true, give: giveJudgement},
	{path: "klant-nakoming", key: "weigh", ask: procedure.WeighMadeUp{}, final: true, give: giveWeighing},
	{path: "termijn", key: "extend", ask: procedure.ExtendTerm{}, give: giveExtension},
}

func giveRefusal(_ *staffCasePage, f *form) func(*registry.Writing, string) procedure.Command {
	ground := one(f, "ground", procedure.Grounds, "err.staff.ground")
	return func(w *registry.Writing, reason string) procedure.Command {
		return procedure.Refuse{Ground: ground, Reason: w.Text(registry.KindRefusal, reason)}
	}
}

// tellHow are the ways in which staff tell a shop of a complaint (rules 1.1).
var tellHow = []string{"phone", "post"}

func giveTold(p *staffCasePage, f *form) func(*registry.Writing, string) procedure.Command {
	how := one(f, "how", tellHow, "err.staff.how")
	at := p.toldAt(f)
	return func(w *registry.Writing, note string) procedure.Command {
		return procedure.TellShop{ShopTold: procedure.ShopTold{How: how, At: at, Note: w.Text(registry.KindStaffNote, note)}}
	}
}

// toldAt reads the day and the time at which the shop was told, in Amsterdam.
func (p *staffCasePage) toldAt(f *form) time.Time {
	day, _ := f.date("day", true, false)
	clock, err := time.Parse("15:04", strings.ReplaceAll(f.get("time"), ".", ":"))
	if err != nil {
		f.wrong("time", "err.staff.time")
	}
	if day.IsZero() || err != nil {
		return time.Time{}
	}
	at := time.Date(day.Year, day.Month, day.Day, clock.Hour(), clock.Minute(), 0, 0, procedure.Amsterdam)
	since := p.failedOn()
	if at.After(p.app.Now()) || at.Before(since.Start()) {
		f.wrong("day", "err.staff.told", "date", text.Date(p.lang, since.Start()))
	}
	if at.Before(p.view.Opened) { // within the minute in which the case was opened
		at = p.view.Opened
	}
	return at
}

// failedOn is the day since which it is for staff to tell the shop (rules 1.1).
func (p *staffCasePage) failedOn() procedure.Date {
	day := procedure.DateOf(p.view.Opened)
	for _, e := range p.view.Timeline {
		if e.Kind == "notice_failed" {
			day = procedure.DateOf(e.At)
		}
	}
	return day
}

var yesOrNo = []string{"yes", "no"}

func giveNotOurs(_ *staffCasePage, f *form) func(*registry.Writing, string) procedure.Command {
	ours := one(f, "ours", yesOrNo, "err.staff.ours") == "yes"
	return func(w *registry.Writing, reason string) procedure.Command {
		return procedure.JudgeNotOurs{Ours: ours, Reason: w.Text(registry.KindJudgement, reason)}
	}
}

func giveJudgement(_ *staffCasePage, f *form) func(*registry.Writing, string) procedure.Command {
	carried := one(f, "carried", yesOrNo, "err.staff.carried") == "yes"
	return func(w *registry.Writing, reason string) procedure.Command {
		return procedure.JudgeProof{Carried: carried, Reason: w.Text(registry.KindJudgement, reason)}
	}
}

func giveWeighing(_ *staffCasePage, f *form) func(*registry.Writing, string) procedure.Command {
	carried := one(f, "carried", yesOrNo, "err.staff.carried") == "yes"
	return func(w *registry.Writing, reason string) procedure.Command {
		return procedure.WeighMadeUp{Carried: carried, Reason: w.Text(registry.KindJudgement, reason)}
	}
}

func giveExtension(p *staffCasePage, f *form) func(*registry.Writing, string) procedure.Command {
	until, _ := f.date("until", true, false)
	if !until.IsZero() && (!until.After(p.view.Status.LastDay) || until.After(p.latest())) {
		f.wrong("until", "err.staff.until", "from", p.day(p.view.Status.LastDay), "date", p.day(p.latest()))
	}
	return func(w *registry.Writing, reason string) procedure.Command {
		return procedure.ExtendTerm{Until: until, Reason: w.Text(registry.KindDecision, reason)}
	}
}

// latest is the last day to which a term can be extended now (rules 6.5).
func (p *staffCasePage) latest() procedure.Date {
	return procedure.DateOf(p.app.Now()).AddDays(procedure.CurrentRules().MostExtendDays)
}

func (a *staffAct) show(p *staffCasePage) error {
	if !p.view.May(a.ask) {
		return p.notNow()
	}
	return p.seen(a.path, p.render(http.StatusOK, staffActPage(p, a)))
}

func (a *staffAct) post(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	make := a.give(p, f)
	missing := "err.staff.reason"
	if a.key == "tell" {
		missing = ""
	}
	reason := f.words("reason", mostWords, missing)
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.Act(p.Context(), p.view.Viewer, p.view.ID, f.version(), func(w *registry.Writing) procedure.Command {
			return make(w, reason)
		}))
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "staff_"+a.key)
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.seen(a.path, p.render(http.StatusUnprocessableEntity, staffActPage(p, a)))
}

// failing says whose addresses failed, so that staff can put others in their place (rules 1.1).
func (p *staffCasePage) failing() (shop, consumer bool) {
	s := p.view.Status
	shop = s.Task == procedure.TaskPhone || s.Task == procedure.TaskPost || slices.Contains(s.Unreach, procedure.Shop)
	return shop, slices.Contains(s.Unreach, procedure.Consumer)
}

func addressShow(p *staffCasePage) error {
	if !p.view.May(procedure.SetAddress{}) {
		return p.notNow()
	}
	return p.seen("adres", p.render(http.StatusOK, staffAddress(p)))
}

// addressPost puts a working address of the consumer in place of the old one, or takes the shop's corrected addresses
// from the members' administration.
func addressPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	forConsumer := f.get("party") == string(procedure.Consumer)
	note := f.words(noteField(forConsumer), mostWords, "")
	email := ""
	if forConsumer {
		email = account.NormalEmail(f.email("email"))
	}
	if f.ok() {
		if forConsumer {
			err = p.app.Clerk.SetEmail(p.Context(), p.viewer, p.view.ID, email, note)
		} else {
			err = p.app.Clerk.Act(p.Context(), p.viewer, p.view.ID, f.version(), func(w *registry.Writing) procedure.Command {
				return procedure.SetAddress{AddressSet: procedure.AddressSet{Party: procedure.Shop, Note: w.Text(registry.KindStaffNote, note)}}
			})
		}
		ok, err := p.acted(err)
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "staff_address")
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.seen("adres", p.render(http.StatusUnprocessableEntity, staffAddress(p)))
}

// noteField names the note in each of the two forms of the page of addresses.
func noteField(forConsumer bool) string {
	if forConsumer {
		return "note-consumer"
	}
	return "note-shop"
}

// postCard is the registered letter to a shop that could not be reached otherwise (rules 1.1).
type postCard struct {
	Registered string
	Address    []string
	Day        string
	Subject    string
	Body       string
}

// postLetter writes the notice for paper, with the day that counts from today's post.
func postLetter(p *staffCasePage) error {
	if !p.view.May(procedure.TellShop{}) {
		return p.notNow()
	}
	m, err := p.app.Clerk.MemberByID(p.Context(), p.view.Shop.ID)
	if err != nil {
		return err
	}
	today := procedure.DateOf(p.app.Now())
	k := p.view.Complaint
	org := p.app.Settings.Organisation
	words, err := p.app.Text.Letter(text.NL, "m03-notice", text.LetterData{
		Trustmark: org.Name, Phone: org.Phone, Domain: org.Host(), Case: p.view.Reference, Shop: p.view.Shop.Name, Name: p.view.Shop.Name,
		Customer: p.view.Consumer.Name, Order: k.Order, Problem: p.app.Text.T(text.NL, "category."+string(k.Category)),
		Wish: wishIn(p.app.Text, text.NL, k), Date: text.Date(text.NL, procedure.NextWorkday(today.AddDays(procedure.CurrentRules().AnswerDays)).Start()),
		Link: strings.TrimSuffix(org.PublicURL, "/") + "/winkel/zaken/" + p.view.Reference,
	})
	if err != nil {
		return err
	}
	v := postCard{
		Registered: p.app.Text.T(text.NL, "staff.post.registered"), Address: []string{m.Name}, Day: text.Date(text.NL, today.Start()),
		Subject: words.Subject, Body: p.onPaper(words.Plain),
	}
	for _, line := range strings.Split(m.Address, ",") {
		if line = strings.TrimSpace(line); line != "" {
			v.Address = append(v.Address, line)
		}
	}
	return p.seen("brief", p.render(http.StatusOK, staffPost(p, v)))
}

// onPaper gives the words of a letter with a foot that speaks of no e-mail in place of its own.
func (p *staffCasePage) onPaper(words string) string {
	words = strings.TrimSpace(words)
	if i := strings.LastIndex(words, "\n\n"); i >= 0 {
		words = words[:i]
	}
	return words + "\n\n" + p.app.Text.T(text.NL, "letter.help.case", "tel", p.app.Settings.Organisation.Phone, "case", p.view.Reference)
}

// acts are the decisions that are open to this member of staff now.
func (p *staffCasePage) acts() []c.ChoiceCard {
	var out []c.ChoiceCard
	card := func(key, path string) {
		out = append(out, c.ChoiceCard{Title: p.T("staff.act." + key + ".card"), Hint: p.T("staff.act." + key + ".card.hint"), Href: p.base + "/" + path})
	}
	for _, a := range staffActs {
		if p.view.May(a.ask) {
			card(a.key, a.path)
		}
		if a.key == "tell" && p.view.May(procedure.TellShop{}) {
			card("post", "brief")
		}
		if a.key == "tell" && p.view.May(procedure.SetAddress{}) {
			card("address", "adres")
		}
	}
	return append(append(p.roomCards(), out...), p.officeCards()...)
}

// roomCards lead to the mediation: who has it, and the room.
func (p *staffCasePage) roomCards() []c.ChoiceCard {
	var out []c.ChoiceCard
	if p.inRoom() && p.view.Stage == procedure.Mediation {
		if p.view.May(procedure.SendJoint{}) {
			out = append(out, c.ChoiceCard{Title: p.T("desk.card.room"), Hint: p.T("desk.card.room.hint"), Href: p.base + "/kamer"})
		}
		if p.view.May(procedure.Assign{}) {
			out = append(out, c.ChoiceCard{Title: p.assignWords(), Hint: p.T("desk.act.assign.card.hint"), Href: p.base + "/toewijzen"})
		}
	}
	if p.view.May(procedure.AddNote{}) {
		out = append(out, c.ChoiceCard{Title: p.T("desk.card.note"), Hint: p.T("staff.note"), Href: p.base + "/kamer/notities"})
	}
	return out
}
