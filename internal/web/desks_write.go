package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// askDays bounds how far on the mediator may ask for an answer (rules 2.2).
const askDays = 14

// channel is one of the three conversations as its mediator writes in it.
type channel struct {
	path string
	side procedure.Role // whose private channel; "" for the joint one
}

var channels = []*channel{{path: ""}, {path: "/klant", side: procedure.Consumer}, {path: "/winkel", side: procedure.Shop}}

// channelOf gives the channel in which a message stands.
func (p *staffCasePage) channelOf(id string) *channel {
	for i, list := range [][]registry.PrivateMessage{p.view.Room.Consumer, p.view.Room.Shop} {
		for _, m := range list {
			if m.ID == id {
				return channels[i+1]
			}
		}
	}
	return channels[0]
}

// writing is the page of a channel with its box.
type writing struct {
	*channel

	Barred   bool // the viewer may not read it
	Open     bool // the box is there; before that a button says that one begins
	Preview  bool // as it will be sent
	Messages []c.MessageView
	Held     map[string]string // of a message: the page on which it is judged
	Pages    *c.PaginationView
	Replies  []registry.SavedReply
	Others   []string // who writes here too
}

// write reads the channel for its page.
func (ch *channel) write(p *staffCasePage) writing {
	w := writing{channel: ch, Held: map[string]string{}}
	r := p.view.Room
	path := p.base + "/kamer" + ch.path
	if ch.side == "" {
		from, to, pages := p.part(path, len(r.Joint))
		for _, m := range r.Joint[from:to] {
			w.Messages = append(w.Messages, p.jointMessage(p.view, m))
			if m.State == "held" && p.view.May(procedure.JudgeHeld{}) {
				w.Held["m-"+m.ID] = p.base + "/kamer/wacht/" + m.ID
			}
		}
		w.Pages = pages
		return w
	}
	w.Barred = !r.Reads[ch.side]
	list := r.Consumer
	if ch.side == procedure.Shop {
		list = r.Shop
	}
	from, to, pages := p.part(path, len(list))
	for _, m := range list[from:to] {
		w.Messages = append(w.Messages, p.privateMessage(p.view, m))
	}
	w.Pages = pages
	return w
}

// page adds what the box needs.
func (ch *channel) page(p *staffCasePage) (writing, error) {
	w := ch.write(p)
	var err error
	if w.Others, err = p.app.Clerk.AlsoWriting(p.Context(), p.view); err != nil || !p.view.May(procedure.SendJoint{}) {
		return w, err
	}
	w.Replies, err = p.app.Clerk.SavedReplies(p.Context(), p.viewer)
	return w, err
}

// show shows the channel. A saved reply, and words that were taken back, come into the box by a link; nothing of it is
// kept or sent.
func (ch *channel) show(p *staffCasePage) error {
	if !p.inRoom() {
		return p.notNow()
	}
	w, err := ch.page(p)
	if err != nil {
		return err
	}
	asked := p.URL.Query()
	w.Open = p.form != nil || asked.Has("schrijf") || asked.Has("antwoord") || asked.Has("van")
	if w.Open && p.form == nil { // else it holds what was typed when the session had ended
		p.form = &form{q: p.request, values: url.Values{"text": {p.opening(ch, w.Replies)}}}
	}
	return p.seen(ch.seenAs(), p.render(http.StatusOK, deskRoom(p, w)))
}

func (ch *channel) seenAs() string { return "kamer" + ch.path }

// opening is the text with which the box begins.
func (p *staffCasePage) opening(ch *channel, replies []registry.SavedReply) string {
	if id := p.URL.Query().Get("van"); id != "" {
		for _, m := range p.view.Room.Joint {
			if ch.side == "" && m.ID == id && m.State == "undone" {
				return m.Text
			}
		}
		for _, m := range slices.Concat(p.view.Room.Consumer, p.view.Room.Shop) {
			if ch.side != "" && m.ID == id && m.State == "undone" && p.channelOf(id) == ch {
				return m.Text
			}
		}
	}
	i := slices.IndexFunc(replies, func(r registry.SavedReply) bool { return r.ID == p.URL.Query().Get("antwoord") })
	if i < 0 {
		return ""
	}
	if ch.side == procedure.Consumer && text.ParseLang(p.view.Consumer.Lang) == text.EN && replies[i].English != "" {
		return replies[i].English
	}
	return replies[i].Dutch
}

// begin notes that somebody begins to write, so that colleagues see it, and opens the box.
func (ch *channel) begin(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.inRoom() || !p.view.May(procedure.SendJoint{}) {
		return p.notNow()
	}
	if err := p.app.Clerk.MarkWriting(p.Context(), p.view); err != nil {
		return err
	}
	v := url.Values{"schrijf": {"1"}}
	if id := f.get("antwoord"); id != "" {
		v.Set("antwoord", id)
	}
	return p.redirect(p.base + "/kamer" + ch.path + "?" + v.Encode() + "#schrijf")
}

// post shows the message as it will be sent, and sends it when it was seen so, with the files that were chosen there.
func (ch *channel) post(p *staffCasePage) error {
	files, f, err := p.upload(0)
	if err != nil {
		return errors.Join(err, p.dropFiles(files))
	}
	if !p.inRoom() {
		return errors.Join(p.dropFiles(files), p.notNow())
	}
	words := f.words("text", mostWords, "err.room.text")
	asks, until := ch.asked(p, f)
	status := http.StatusUnprocessableEntity
	preview := f.only(filesField) && f.get("stap") != "aanpassen"
	again := filesField
	switch {
	case f.ok() && preview && f.get("stap") == "stuur":
		ok, err := p.give(f.version(), ch.command(words, asks, until, files))
		if err != nil {
			return errors.Join(err, p.dropFiles(files))
		}
		if ok {
			return p.done(p.base+"/kamer"+ch.path, "desk_sent")
		}
		preview, again = false, "" // the box has no field for files
	case f.ok() && len(files) == 0:
		status = http.StatusOK
	case !preview:
		again = ""
	}
	if err := f.unsent(again, files); err != nil {
		return err
	}
	if !p.inRoom() {
		return p.notNow()
	}
	w, err := ch.page(p)
	if err != nil {
		return err
	}
	w.Open, w.Preview = true, preview
	return p.seen(ch.seenAs(), p.render(status, deskRoom(p, w)))
}

// asked reads of whom an answer is wanted, and by when (rules 2.2).
func (ch *channel) asked(p *staffCasePage, f *form) ([]procedure.Role, procedure.Date) {
	of := ch.ticked(f)
	until, _ := f.date("until", false, false)
	today := procedure.DateOf(p.app.Now())
	switch {
	case len(of) > 0 && until.IsZero() && f.errorOf("until") == "":
		f.wrong("until", "err.desk.until", "from", p.day(today.AddDays(1)), "date", p.day(today.AddDays(askDays)))
	case until.IsZero():
	case len(of) == 0:
		f.wrong("vraag", "err.desk.of")
	case !until.After(today) || until.After(today.AddDays(askDays)):
		f.wrong("until", "err.desk.until", "from", p.day(today.AddDays(1)), "date", p.day(today.AddDays(askDays)))
	}
	return of, until
}

// ticked gives the parties of whom an answer is wanted: those that read the channel.
func (ch *channel) ticked(f *form) []procedure.Role {
	var of []procedure.Role
	for _, r := range []procedure.Role{procedure.Consumer, procedure.Shop} {
		if slices.Contains(f.all("vraag"), string(r)) && (ch.side == "" || ch.side == r) {
			of = append(of, r)
		}
	}
	return of
}

func (ch *channel) command(words string, asks []procedure.Role, until procedure.Date, files []registry.File) func(w *registry.Writing) procedure.Command {
	return func(w *registry.Writing) procedure.Command {
		if ch.side == "" {
			return procedure.SendJoint{JointSent: procedure.JointSent{
				ID: w.NewID(), Text: w.Text(registry.KindJoint, words), Asks: asks, Until: until, Files: w.MessageFiles("", files),
			}}
		}
		return procedure.SendPrivate{PrivateSent: procedure.PrivateSent{
			ID: w.NewID(), Side: ch.side, Text: w.Private(ch.side, words), Until: until, Files: w.MessageFiles(ch.side, files),
		}}
	}
}

// recipients names in words who will read what is written here.
func (ch *channel) recipients(p *staffCasePage) string {
	consumer, shop := p.T("room.by.consumer", "name", p.view.Consumer.Name), p.T("room.by.shop", "name", p.view.Shop.Name)
	switch ch.side {
	case procedure.Consumer:
		return p.T("desk.to.only", "name", consumer)
	case procedure.Shop:
		return p.T("desk.to.only", "name", shop)
	default:
		return p.T("desk.to.both", "consumer", consumer, "shop", shop)
	}
}

// key names the channel in the catalogue.
func (ch *channel) key() string {
	if ch.side == "" {
		return "joint"
	}
	return string(ch.side)
}

func (ch *channel) kind() c.MessageKind {
	if ch.side == "" {
		return c.MessageJoint
	}
	return c.MessagePrivate
}

// askBoxes ask of whom an answer is wanted.
func (w writing) askBoxes(p *staffCasePage) c.CheckboxesView {
	v := c.CheckboxesView{
		ID: "vraag", Name: "vraag", Legend: p.T("desk.ask"), LegendSize: c.SizeS, Error: p.form.errorOf("vraag"), Values: p.form.all("vraag"), Small: true,
	}
	for _, r := range []procedure.Role{procedure.Consumer, procedure.Shop} {
		if w.side == "" || w.side == r {
			v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.T("desk.ask." + string(r))})
		}
	}
	return v
}

// kept carries what was typed through the preview.
func (w writing) kept(p *staffCasePage) []c.Hidden {
	out := []c.Hidden{{Name: "version", Value: p.form.get("version")}, {Name: "text", Value: p.form.get("text")}}
	for _, name := range []string{"until-day", "until-month", "until-year"} {
		out = append(out, c.Hidden{Name: name, Value: p.form.get(name)})
	}
	for _, r := range w.ticked(p.form) {
		out = append(out, c.Hidden{Name: "vraag", Value: string(r)})
	}
	return out
}

// asPreview is the message as its readers will see it.
func (w writing) asPreview(p *staffCasePage) c.MessageView {
	v := c.MessageView{Kind: w.kind(), Author: p.T("room.by.mediator", "name", firstName(p.viewer.Name)), When: p.T("desk.preview.now"), Text: p.form.get("text")}
	if until, _ := p.form.date("until", false, false); !until.IsZero() {
		var who []string
		for _, r := range w.ticked(p.form) {
			who = append(who, p.T("who."+string(r)+".in"))
		}
		v.Note = p.T("room.asks.of", "who", strings.Join(who, p.T("desk.and")), "date", p.day(until))
	}
	return v
}

// replyOptions are the saved replies to begin with.
func (w writing) replyOptions(p *staffCasePage) []c.Option {
	out := []c.Option{{Value: "", Text: p.T("desk.reply.none")}}
	for _, r := range w.Replies {
		out = append(out, c.Option{Value: r.ID, Text: r.Title})
	}
	return out
}
