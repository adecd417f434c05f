package web

import (
	"net/http"
	"slices"
	"strconv"

	"wederhoor/internal/fault"
	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// publishing is the ruling of a case while somebody checks it before it is published.
type publishing struct {
	Parts []registry.PublishPart
	Texts map[string]string // by the key of the part, as they would be published
	Left  map[string][]registry.Hide
	Edit  bool // the second step: the texts themselves
}

// publishing gives the parts of the ruling that waits to be published.
func (p *staffCasePage) publishing() (publishing, error) {
	v := publishing{Texts: map[string]string{}, Left: map[string][]registry.Hide{}}
	if p.view.File == nil || p.view.File.Ruling == nil {
		return v, fault.New(fault.NotFound)
	}
	v.Parts = p.view.Proposal(func(pt registry.Point) string { // in Dutch, as the ruling is
		w := p.app.askedIn(text.NL, pt)
		if pt.Text != "" {
			w += "\n" + pt.Text
		}
		return w
	}, func(o registry.OrderView) string {
		return letter.OrderWords(p.app.Text, text.NL, o.Order, o.Words, o.From)
	})
	return v, nil
}

func officePublishShow(p *staffCasePage) error {
	if !p.view.May(procedure.PublishRuling{}) {
		return p.notNow()
	}
	v, err := p.publishing()
	if err != nil {
		return err
	}
	return p.seen("publication", p.render(http.StatusOK, officePublish(p, v)))
}

// officePublishPost takes the first step, what to hide, to the second, in which a person reads and can change every text;
// and publishes what they have read.
func officePublishPost(p *staffCasePage) error {
	if !p.view.May(procedure.PublishRuling{}) {
		return p.notNow()
	}
	f, err := p.parse()
	if err != nil {
		return err
	}
	v, err := p.publishing()
	if err != nil {
		return err
	}
	v.Edit = true
	if f.get("step") == "hide" {
		for _, part := range v.Parts {
			v.Texts[part.Key] = p.hidden(f, part)
		}
		return p.seen("publication", p.render(http.StatusOK, officePublish(p, v)))
	}
	for _, part := range v.Parts {
		v.Texts[part.Key] = f.words("text-"+part.Key, mostRulingWords, "")
		v.Left[part.Key] = p.view.StillToHide(v.Texts[part.Key])
	}
	if f.get("read") != "yes" {
		f.wrong("read", "err.office.read")
	}
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.Publish(p.Context(), p.view, f.version(), p.published(v)))
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "office_publish")
		}
	}
	return p.seen("publication", p.render(http.StatusUnprocessableEntity, officePublish(p, v)))
}

// hidden gives the text of a part without what was ticked to be hidden.
func (p *staffCasePage) hidden(f *form, part registry.PublishPart) string {
	var pieces []registry.Hide
	for i, h := range part.Hides {
		if slices.Contains(f.all("hide-"+part.Key), strconv.Itoa(i)) {
			pieces = append(pieces, h)
		}
	}
	return part.Without(pieces, p.hideWord)
}

// hideWord is what stands in the place of what is hidden: "[naam]". Rulings are Dutch, so the words are too.
func (p *staffCasePage) hideWord(kind string) string {
	return p.app.Text.T(text.NL, "anonym.word."+kind)
}

// published puts the texts in their places.
func (p *staffCasePage) published(v publishing) registry.PublishedParts {
	t := v.Texts
	out := registry.PublishedParts{Text: registry.RulingText{
		Short: t["short"], Facts: t["facts"], ConsumerSays: t["consumer_says"], ShopSays: t["shop_says"], Law: t["law"], Why: t["why"],
	}}
	for i, d := range p.view.File.Ruling.Points {
		n := strconv.Itoa(i + 1)
		out.Points = append(out.Points, registry.PartPoint{Asked: t["asked."+n], Decision: d.Decision, Why: t["point."+n]})
	}
	for i := range p.view.File.Ruling.Orders {
		if words := t["order."+strconv.Itoa(i+1)]; words != "" {
			out.Orders = append(out.Orders, words)
		}
	}
	for i, k := range p.view.File.Ruling.Corrections {
		out.Corrections = append(out.Corrections, registry.PartCorrection{Number: k.Number, At: k.At, Text: t["correction."+strconv.Itoa(i+1)]})
	}
	return out
}

// partHead names a part of a ruling: "Beslissing over punt 1".
func (p *staffCasePage) partHead(key string) string {
	name, n := key, ""
	for i := range key {
		if key[i] == '.' {
			name, n = key[:i], key[i+1:]
			break
		}
	}
	return p.T("office.part."+name, "n", n)
}

// marked shows a text with what is proposed to be hidden.
func (p *staffCasePage) marked(part registry.PublishPart) c.Marked {
	v := c.Marked{Label: p.T("office.hide.mark")}
	at := 0
	for _, h := range part.Hides {
		v.Pieces = append(v.Pieces, c.MarkedPiece{Text: part.Text[at:h.Start]}, c.MarkedPiece{Text: part.Text[h.Start:h.End], Mark: true})
		at = h.End
	}
	v.Pieces = append(v.Pieces, c.MarkedPiece{Text: part.Text[at:]})
	return v
}

// hideBoxes ask of each piece whether to hide it; all are ticked, because what is hidden by mistake does no harm.
func (p *staffCasePage) hideBoxes(part registry.PublishPart) c.CheckboxesView {
	name := "hide-" + part.Key
	v := c.CheckboxesView{ID: name, Name: name, Legend: p.T("office.hide.legend"), LegendSize: c.SizeS, Small: true}
	for i, h := range part.Hides {
		n := strconv.Itoa(i)
		v.Items = append(v.Items, c.ChoiceItem{Value: n, Label: p.T("office.hide.item", "text", h.Text, "word", p.hideWord(h.Kind)), Hint: p.T(h.Why)})
		v.Values = append(v.Values, n)
	}
	return v
}

func (p *staffCasePage) textField(v publishing, part registry.PublishPart) c.TextareaView {
	name := "text-" + part.Key
	out := c.TextareaView{ID: name, Name: name, Label: p.partHead(part.Key), LabelSize: c.SizeS, Error: p.form.errorOf(name), Value: v.Texts[part.Key], Rows: 3 + len(v.Texts[part.Key])/70}
	for i, h := range v.Left[part.Key] {
		if i == 0 {
			out.Hint = p.T("office.left")
		}
		out.Hint += " ‘" + h.Text + "’"
	}
	return out
}
