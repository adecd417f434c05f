package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
)

// The letters of measures. They are beside the procedure of a dispute: their place in the outbox has the id of the
// measure where others have that of a dispute, and no event.
const (
	provisionalSlug = "m95-provisional-shop"
	startedSlug     = "m96-measure-started-shop"
	continuedSlug   = "m97-measure-continued-shop"
	endedSlug       = "m98-measure-ended-shop"
)

// tellSlugs are the letters by which a member hears of a step that is meant to come.
var tellSlugs = map[MeasureStep]string{
	StepTalk: "m90-talk-shop", StepWarning: "m91-warning-shop", StepPlan: "m92-plan-shop",
	StepSuspension: "m93-suspension-shop", StepExpulsion: "m94-expulsion-shop",
}

// TellSlug names the letter by which a member hears of a step that is meant to come.
func TellSlug(s MeasureStep) string { return tellSlugs[s] }

// measureSlugs are all letters of measures.
var measureSlugs = []string{
	"m90-talk-shop", "m91-warning-shop", "m92-plan-shop", "m93-suspension-shop", "m94-expulsion-shop",
	provisionalSlug, startedSlug, continuedSlug, endedSlug,
}

// IsMeasureLetter says that a letter is about a measure, not about a dispute, a code or a link.
func IsMeasureLetter(slug string) bool { return slices.Contains(measureSlugs, slug) }

// sentences names the sentences of the letters that tell of any step or outcome.
var sentences = map[string]string{startedSlug: "started", continuedSlug: "continued", endedSlug: "ended"}

// measureData is what is stored with a letter of a measure.
type measureData struct {
	Step int64  `json:"step"`          // the entry of the history that it tells of
	How  string `json:"how,omitempty"` // what it tells: a step, an outcome
}

// letter puts a letter in the outbox, to every address of the member: a measure is no matter for one mailbox.
func (w *measureWriting) letter(ctx context.Context, member, slug, how string) {
	if w.err != nil {
		return
	}
	w.err = w.letters(ctx, member, slug, how)
}

func (w *measureWriting) letters(ctx context.Context, member, slug, how string) error {
	m, err := w.tx.MemberByID(ctx, member)
	if err != nil {
		return fmt.Errorf("member: %w", store.Wrap(err))
	}
	steps, err := w.tx.StepsOfMeasure(ctx, w.id)
	if err != nil {
		return fmt.Errorf("steps: %w", err)
	}
	data, err := json.Marshal(measureData{Step: steps[len(steps)-1].Seq, How: how})
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	for i, address := range Addresses(m) {
		id := newID()
		err := w.tx.InsertLetter(ctx, db.InsertLetterParams{
			Dispute: w.id, ID: id, Created: w.now.UnixMilli(), Seq: 0, Slug: slug, Party: string(procedure.Shop), Address: address,
			Position: int64(i), Lang: string(text.NL), Data: data, State: LetterWaiting, NotBefore: w.now.UnixMilli(),
			MessageID: messageID(id, w.c.domain),
		})
		if err != nil {
			return fmt.Errorf("letter: %w", store.Wrap(err))
		}
	}
	return nil
}

// MeasureFacts are what a letter of a measure tells.
type MeasureFacts struct {
	Slug     string
	Shop     string
	Reason   string
	How      string   // the step that is in force, or the outcome; "" where the letter itself is about one
	Cases    []string // references
	React    procedure.Date
	Review   procedure.Date
	Skip     string // why lower steps were not taken first
	Link     string // the page of the measure
	Restored bool   // it is a full member again
}

// MeasureWords gives the data of a letter of a measure in a language.
func MeasureWords(t *text.Catalog, lang text.Lang, house letter.House, f MeasureFacts) text.LetterData {
	d := text.LetterData{
		Trustmark: house.Trustmark, Phone: house.Phone, Domain: house.Domain, Name: f.Shop, Shop: f.Shop, Reason: f.Reason,
		Cases: strings.Join(f.Cases, ", "), Link: f.Link, ToShop: true, Skip: f.Skip, Granted: f.Restored,
	}
	if f.How != "" {
		d.How = t.T(lang, "measure.letter."+sentences[f.Slug]+"."+f.How)
	}
	if !f.React.IsZero() {
		d.Date = text.Date(lang, f.React.Start())
	}
	if !f.Review.IsZero() {
		d.Date2 = text.Date(lang, f.Review.Start())
	}
	return d
}

// MeasureLetter gives the data of a claimed letter of a measure as of now; base is the public address of the site.
// False when it is no longer true and must not leave: it asks for a reaction to what was decided or taken back.
func (c *Clerk) MeasureLetter(ctx context.Context, t *text.Catalog, l db.Letter, house letter.House, base string) (text.LetterData, bool, error) {
	var stored measureData
	if err := json.Unmarshal(l.Data, &stored); err != nil {
		return text.LetterData{}, false, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	var f MeasureFacts
	ok := false
	err := c.store.Read(ctx, func(q *db.Queries) error {
		m, err := q.MeasureByID(ctx, l.Dispute)
		if err != nil {
			return fmt.Errorf("measure: %w", store.Wrap(err))
		}
		tells := l.Slug == TellSlug(MeasureStep(m.Step)) || l.Slug == provisionalSlug
		if ok = !tells || undecided(m); !ok {
			return nil
		}
		f, err = letterFacts(ctx, q, m, l.Slug, stored, c.now())
		return err
	})
	if err != nil || !ok {
		return text.LetterData{}, false, outside(err)
	}
	f.Link = base + "/winkel/maatregelen/" + l.Dispute
	return MeasureWords(t, text.ParseLang(l.Lang), house, f), true, nil
}

func letterFacts(ctx context.Context, q *db.Queries, m db.Measure, slug string, stored measureData, now time.Time) (MeasureFacts, error) {
	f := MeasureFacts{Slug: slug, How: stored.How, Reason: m.Reason}
	member, err := q.MemberByID(ctx, m.Member)
	if err != nil {
		return f, fmt.Errorf("member: %w", store.Wrap(err))
	}
	f.Shop = member.Name
	f.Restored = MeasureStep(m.Step).NeedsSecond() && m.Started.Valid && member.Status == memberActive
	ids, err := measureCases(m)
	if err != nil {
		return f, err
	}
	cases, err := signalCases(ctx, q, ids)
	if err != nil {
		return f, err
	}
	for _, k := range cases {
		f.Cases = append(f.Cases, k.Reference)
	}
	t, err := toldOf(ctx, q, m)
	if err != nil {
		return f, err
	}
	if f.React = t.until; t.at.IsZero() {
		f.React = movedUntil(m, t.until, now) // this letter is what tells it
	}
	if f.Review, err = procedure.ParseDate(m.Review); err != nil {
		return f, fmt.Errorf("review: %w", err)
	}
	steps, err := q.StepsOfMeasure(ctx, m.ID)
	if err != nil {
		return f, fmt.Errorf("steps: %w", err)
	}
	for _, s := range steps {
		switch {
		case s.Kind == stepSkipped:
			f.Skip = s.Text
		case slug == TellSlug(MeasureStep(m.Step)): // it gives the reason of the measure
		case s.Seq <= stored.Step && s.Text != "" && s.Kind != stepReacted:
			f.Reason = s.Text // the last words of the trustmark before the letter
		}
	}
	return f, nil
}
