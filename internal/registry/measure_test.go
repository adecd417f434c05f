package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"wederhoor/internal/fault"
	"wederhoor/internal/letter"
	"wederhoor/internal/member"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// proposal is a measure as a page would propose it now.
func (d *desk) proposal(step registry.MeasureStep, cases ...string) registry.NewMeasure {
	d.t.Helper()
	all, err := d.MeasuresAbout(d.t.Context(), registry.Viewer{Actor: p.Actor{Role: p.Quality}}, "1001")
	if err != nil {
		d.t.Fatal(err)
	}
	return registry.NewMeasure{
		ID: registry.PublicID(), Member: "1001", Step: step, Cases: cases, Reason: "Bestellingen kwamen niet.",
		ReactDays: 14, Review: p.DateOf(d.now).AddMonths(3), Seen: len(all),
	}
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) measure(v registry.Viewer, id string) registry.Measure {
	d.t.Helper()
	m, err := d.MeasureByID(d.t.Context(), v, id)
	d.must(err)
	return m
}

func (d *desk) status() string {
	d.t.Helper()
	m, err := d.MemberByID(d.t.Context(), "1001")
	d.must(err)
	return m.Status
}

// kinds gives the history of a measure, oldest first.
func kinds(m registry.Measure) string {
	var out []string
	for _, e := range m.History {
		out = append(out, e.Kind)
	}
	slices.Reverse(out)
	return strings.Join(out, " ")
}

func TestWarningFromReactionToEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	kim := d.staffAt("kim", p.Quality)
	n := d.proposal(registry.StepWarning, d.undelivered(1)...)
	_, err := d.Propose(ctx, kim, n)
	denied(t, "a step skipped in silence", err, registry.DenySkip)
	n.Skip = "Een gesprek was er al, voor dit programma er was."
	id, err := d.Propose(ctx, kim, n)
	d.must(err)
	if _, err := d.Propose(ctx, kim, n); err != nil {
		t.Errorf("the form came twice: %v", err)
	}
	denied(t, "before the letter came", d.StartMeasure(ctx, kim, id, 1, "x"), registry.DenyEarly)
	letters := d.post()
	got := slugs(letters)
	slices.Sort(got) // letters to different addresses have no order
	if !slices.Equal(got, []string{"m91-warning-shop eerste@delindeboom.example", "m91-warning-shop tweede@delindeboom.example"}) {
		t.Errorf("letters %v", got)
	}
	m := d.measure(kim, id)
	if m.ReactUntil != registry.ReactUntil(p.DateOf(d.now), 14) || m.Told.IsZero() || m.Waits != registry.WorkNone || m.Heard() {
		t.Errorf("told: %+v", m)
	}
	_, err = d.Propose(ctx, kim, d.proposal(registry.StepTalk, n.Cases...))
	denied(t, "a second one", err, registry.DenyRunning)

	if err := d.ReactToMeasure(ctx, shop("1002"), id, 1, "x"); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("another shop reacts: %v", err)
	}
	d.must(d.ReactToMeasure(ctx, shop("1001"), id, 1, "Onze vervoerder ging failliet."))
	if err := d.StartMeasure(ctx, kim, id, 1, "x"); !errors.Is(err, fault.New(fault.Conflict)) {
		t.Errorf("decided without the reaction: %v", err)
	}
	if m = d.measure(kim, id); m.Waits != registry.WorkDecide || !m.Mine() {
		t.Errorf("after the reaction: %+v", m)
	}
	d.must(d.StartMeasure(ctx, kim, id, 2, "De klanten wachtten toch te lang."))
	if got := d.status(); got != "active" {
		t.Errorf("a warning made the member %s", got)
	}
	d.post()
	d.now = d.now.AddDate(0, 3, 0)
	if m = d.measure(kim, id); m.Waits != registry.WorkReview {
		t.Errorf("the review is not work: %+v", m)
	}
	denied(t, "continued until today", d.ContinueMeasure(ctx, kim, id, 3, p.DateOf(d.now), "x"), registry.DenyDay)
	d.must(d.ContinueMeasure(ctx, kim, id, 3, p.DateOf(d.now).AddMonths(1), "Nog even."))
	d.must(d.EndMeasure(ctx, kim, id, 4, "Alles komt weer aan."))
	m = d.measure(kim, id)
	if got := kinds(m); got != "proposed skipped told reacted started reviewed reviewed ended" {
		t.Errorf("history %q", got)
	}
	if m.Outcome != registry.OutcomeImproved || m.State != registry.MeasureEnded {
		t.Errorf("ended: %+v", m)
	}
	if next := registry.NextStep([]registry.Measure{m}, p.DateOf(d.now)); next != registry.StepPlan {
		t.Errorf("after a warning %s", next)
	}
	if next := registry.NextStep([]registry.Measure{m}, p.DateOf(d.now).AddMonths(25)); next != registry.StepTalk {
		t.Errorf("after two years %s", next)
	}
	seen, err := d.ShopMeasure(ctx, shop("1001"), id)
	if err != nil || seen.By != "" || strings.Contains(kinds(seen), "bounced") {
		t.Errorf("the shop sees %+v %v", seen, err)
	}
}

func TestSuspensionNeedsTwo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	kim, bas := d.staffAt("kim", p.Quality), d.staffAt("bas", p.Administrator)
	ids := d.undelivered(3)
	n := d.proposal(registry.StepSuspension, ids...)
	n.Skip, n.Provisional = "Klanten verliezen elke dag geld.", true
	few := n
	few.Cases = ids[:2]
	_, err := d.Propose(ctx, kim, few)
	denied(t, "two cases", err, registry.DenyUndelivered)
	id, err := d.Propose(ctx, kim, n)
	d.must(err)
	d.post()

	denied(t, "by the same", d.JudgeProvisional(ctx, kim, id, 1, true, "x"), registry.DenySame)
	if m := d.measure(bas, id); m.Waits != registry.WorkProvisional || !m.Mine() || d.measure(kim, id).Mine() {
		t.Errorf("provisional: %+v", m)
	}
	d.must(d.JudgeProvisional(ctx, bas, id, 1, true, "Drie keer betaald, drie keer niets."))
	if d.status() != "suspended" {
		t.Error("not suspended at once")
	}
	denied(t, "before the reaction", d.StartMeasure(ctx, bas, id, 2, "x"), registry.DenyEarly)
	d.post()
	d.importAgain()
	if d.status() != "suspended" {
		t.Error("an import undid the suspension")
	}

	d.now = d.now.Add(18 * day)
	denied(t, "by the same", d.StartMeasure(ctx, kim, id, 2, "x"), registry.DenySame)
	d.must(d.StartMeasure(ctx, bas, id, 2, "Er kwam geen reactie."))
	m := d.measure(bas, id)
	if got := kinds(m); got != "proposed skipped provisional_asked told provisional approved started" || m.Second != "Naam bas" {
		t.Errorf("history %q, second %q", got, m.Second)
	}
	denied(t, "continued by who proposed", d.ContinueMeasure(ctx, kim, id, 3, p.DateOf(d.now).AddMonths(1), "x"), registry.DenySame)

	ex := d.proposal(registry.StepExpulsion, ids...)
	ex.Former = id
	out, err := d.Propose(ctx, bas, ex)
	d.must(err)
	d.post()
	if got := d.measure(bas, id).Review; got != d.measure(bas, out).ReactUntil.AddDays(14) {
		t.Errorf("the suspension is looked at again on %s", got)
	}
	d.now = d.now.Add(18 * day)
	d.must(d.StartMeasure(ctx, kim, out, 1, "Er is niets verbeterd."))
	if m = d.measure(bas, id); d.status() != "expelled" || m.State != registry.MeasureEnded || m.Outcome != registry.OutcomeNext {
		t.Errorf("expelled: %s, the suspension %+v", d.status(), m)
	}
	d.importAgain()
	_, err = d.Propose(ctx, kim, d.proposal(registry.StepTalk, ids...))
	denied(t, "after the expulsion", err, registry.DenyExpelled)
	if d.status() != "expelled" {
		t.Error("an import undid the expulsion")
	}
}

// TestMeasureRestsOnItsOwnCases: those of another member, and such as nobody knows, are no ground.
func TestMeasureRestsOnItsOwnCases(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	kim := d.staffAt("kim", p.Quality)
	_, err := d.ImportMembers(ctx, []member.Member{{
		ExternalID: "1002", Name: "Een andere winkel", Domains: []string{"ander.example"}, Emails: []string{"wij@ander.example"},
		Since: p.Date{Year: 2020, Month: 1, Day: 1},
	}}, nil)
	d.must(err)
	n := d.proposal(registry.StepTalk, d.undelivered(1)...)
	n.Member = "1002"
	_, err = d.Propose(ctx, kim, n)
	denied(t, "a case of another member", err, registry.DenyCases)
	denied(t, "the same, before it is sent", d.CheckMeasure(ctx, kim, n), registry.DenyCases)
	n.Cases = []string{"nobody-knows-it"}
	_, err = d.Propose(ctx, kim, n)
	denied(t, "an unknown case", err, registry.DenyCases)
	n.Cases = nil
	_, err = d.Propose(ctx, kim, n)
	denied(t, "no case", err, registry.DenyCases)
}

// TestMemberCases: the newest ones, and of those that are asked for by name only the member's own.
func TestMemberCases(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kim := d.staffAt("kim", p.Quality)
	ids := d.undelivered(4)
	for name, tt := range map[string]struct {
		member string
		others []string
		want   []string
	}{
		"the newest":       {member: "1001", want: []string{ids[3], ids[2]}},
		"an old one too":   {member: "1001", others: []string{ids[0], ids[3], "nobody-knows-it"}, want: []string{ids[3], ids[2], ids[0]}},
		"another's is not": {member: "1002", others: ids},
	} {
		list, err := d.MemberCases(t.Context(), kim, tt.member, 2, tt.others...)
		d.must(err)
		var got []string
		for _, k := range list {
			got = append(got, k.Dispute)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	if _, err := d.MemberCases(t.Context(), registry.Viewer{Actor: p.Actor{Role: p.Shop}}, "1001", 2); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("a shop asks: %v", err)
	}
}

// importAgain imports the member as the administration knows it.
func (d *desk) importAgain() {
	d.t.Helper()
	_, err := d.ImportMembers(d.t.Context(), []member.Member{{
		ExternalID: "1001", Name: "De Lindeboom Lampen BV", Domains: []string{"delindeboom.example"},
		Emails: []string{"eerste@delindeboom.example"}, Since: p.Date{Year: 2014, Month: 3, Day: 1},
	}}, nil)
	d.must(err)
}

// TestSuspensionEnds: what is lifted or refused gives the member its place back.
func TestSuspensionEnds(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"improved", "refused", "dropped"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			ctx := t.Context()
			kim, bas := d.staffAt("kim", p.Quality), d.staffAt("bas", p.Administrator)
			n := d.proposal(registry.StepSuspension, d.undelivered(3)...)
			n.Skip, n.Provisional = "x", true
			id, err := d.Propose(ctx, kim, n)
			d.must(err)
			d.must(d.JudgeProvisional(ctx, bas, id, 1, true, "x"))
			d.post()
			switch end {
			case "improved":
				d.must(d.ReactToMeasure(ctx, shop("1001"), id, 2, "Alles is bezorgd."))
				d.must(d.StartMeasure(ctx, bas, id, 3, "Nog niet alles."))
				d.must(d.EndMeasure(ctx, kim, id, 4, "Nu wel."))
			case "refused":
				d.must(d.DropMeasure(ctx, bas, id, 2, "Dit is te zwaar."))
			case "dropped":
				d.must(d.DropMeasure(ctx, kim, id, 2, "Het klopt niet."))
			}
			if got := d.measure(kim, id).Outcome; d.status() != "active" || got != end {
				t.Errorf("%s, outcome %q", d.status(), got)
			}
			d.post()
		})
	}
}

// TestMeasureTold: the days begin when a letter reached the member, or when staff told it.
func TestMeasureTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	kim := d.staffAt("kim", p.Quality)
	id, err := d.Propose(ctx, kim, d.proposal(registry.StepTalk, d.undelivered(1)...))
	d.must(err)
	rows, err := d.Claim(ctx, 9)
	d.must(err)
	for _, l := range rows {
		d.must(d.Record(ctx, l.ID, registry.Sent{State: registry.LetterBounced, Cause: "550"}))
	}
	d.now = d.now.Add(30 * day)
	m := d.measure(kim, id)
	if m.Waits != registry.WorkTell || !m.Told.IsZero() || m.Over {
		t.Fatalf("a letter that came to nobody: %+v", m)
	}
	denied(t, "nobody was told", d.StartMeasure(ctx, kim, id, 1, "x"), registry.DenyEarly)
	d.must(d.TellByHand(ctx, kim, id, 1, "Gebeld met de eigenaar."))
	m = d.measure(kim, id)
	if m.ReactUntil != registry.ReactUntil(p.DateOf(d.now), 14) || m.Waits != registry.WorkNone {
		t.Errorf("told by hand: until %s, %q", m.ReactUntil, m.Waits)
	}
	denied(t, "told twice", d.TellByHand(ctx, kim, id, 2, "x"), registry.DenyState)
}

// TestMeasureLetters: each letter can be written in each language, and what is no longer true does not leave.
func TestMeasureLetters(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	words, err := text.Load(nil)
	d.must(err)
	kim, bas := d.staffAt("kim", p.Quality), d.staffAt("bas", p.Administrator)
	house := letter.House{Trustmark: "Keurmerk Voorbeeld", Phone: "030 123 45 67", Domain: "test.example"}
	var seen []string
	write := func() (left int) {
		rows, err := d.Claim(ctx, 20)
		d.must(err)
		for _, l := range rows {
			if !registry.IsMeasureLetter(l.Slug) {
				t.Errorf("%s is not known", l.Slug)
			}
			for _, lang := range text.Langs() {
				l.Lang = string(lang)
				data, ok, err := d.MeasureLetter(ctx, words, l, house, "https://test.example")
				d.must(err)
				if !ok {
					left++
					continue
				}
				r, err := words.Letter(lang, l.Slug, data)
				d.must(err)
				if strings.Contains(r.Plain, "Marker") || strings.Contains(r.Plain, "‹") || !strings.Contains(r.Plain, "/winkel/maatregelen/") {
					t.Errorf("%s %s:\n%s", lang, l.Slug, r.Plain)
				}
			}
			seen = append(seen, l.Slug)
			d.must(d.Record(ctx, l.ID, registry.Sent{State: registry.LetterAccepted}))
		}
		return left
	}
	ids := d.undelivered(3)
	for _, step := range registry.MeasureSteps {
		n := d.proposal(step, ids...)
		n.Provisional = step == registry.StepSuspension
		id, err := d.Propose(ctx, kim, n)
		d.must(err)
		version := int64(1)
		write()
		if n.Provisional {
			d.must(d.JudgeProvisional(ctx, bas, id, version, true, "Dit kan niet wachten."))
			version++
			write()
		}
		d.must(d.ReactToMeasure(ctx, shop("1001"), id, version, "Wij doen ons best."))
		d.must(d.StartMeasure(ctx, bas, id, version+1, "Dat is niet genoeg."))
		write()
		d.must(d.ContinueMeasure(ctx, bas, id, version+2, p.DateOf(d.now).AddMonths(2), "Nog niet klaar."))
		write()
		if step == registry.StepExpulsion {
			d.must(d.EndMeasure(ctx, bas, id, version+3, "Alles is opgelost."))
			write()
		}
	}
	slices.Sort(seen)
	if got := len(slices.Compact(seen)); got != 9 {
		t.Errorf("%d letters were written: %v", got, seen)
	}

	d.now = d.now.AddDate(3, 0, 0)
	id, err := d.Propose(ctx, kim, d.proposal(registry.StepTalk, ids...))
	d.must(err)
	d.must(d.DropMeasure(ctx, kim, id, 1, "Een vergissing."))
	if left := write(); left == 0 {
		t.Error("the letter of what was dropped left")
	}
}
