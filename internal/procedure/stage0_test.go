package procedure

import (
	"slices"
	"testing"
	"time"
)

func TestGroundsForRefusal(t *testing.T) { // rules 0.4
	t.Parallel()
	now := Date{2026, time.September, 7}.Start().Add(9 * time.Hour)
	good := Intake{
		Purchase: day(t, "2026-08-01"), Told: day(t, "2026-08-20"), AmountCents: 149_95,
		MemberSince: day(t, "2020-01-01"), Now: now,
	}
	for _, c := range []struct {
		name string
		with func(*Intake)
		want []Ground
	}{
		{"nothing against it", func(*Intake) {}, nil},
		{"bought the day before the membership", func(i *Intake) { i.MemberSince = day(t, "2026-08-02") }, []Ground{GroundNoMember}},
		{"bought on its first day", func(i *Intake) { i.MemberSince = day(t, "2026-08-01") }, nil},
		{"bought on its last day", func(i *Intake) { i.MemberUntil = day(t, "2026-08-01") }, nil},
		{"bought after its last day", func(i *Intake) { i.MemberUntil = day(t, "2026-07-31") }, []Ground{GroundNoMember}},
		{"as a business", func(i *Intake) { i.Business = true }, []Ground{GroundBusiness}},
		{"told 12 months ago to the day", func(i *Intake) { i.Told = day(t, "2025-09-07") }, nil},
		{"told a day longer ago", func(i *Intake) { i.Told = day(t, "2025-09-06") }, []Ground{GroundTooOld}},
		{"never told", func(i *Intake) { i.Told = Date{} }, nil},
		{"the same complaint", func(i *Intake) { i.Same = true }, []Ground{GroundSame}},
		{"before a court", func(i *Intake) { i.Court = true }, []Ground{GroundCourt}},
		{"paid back", func(i *Intake) { i.PaidBack = true }, []Ground{GroundPaidBack}},
		{"25,000 euro", func(i *Intake) { i.AmountCents = 25_000_00 }, nil},
		{"a cent more", func(i *Intake) { i.AmountCents = 25_000_01 }, []Ground{GroundTooMuch}},
		{"all at once", func(i *Intake) {
			*i = Intake{
				Purchase: day(t, "2019-12-31"), Told: day(t, "2020-01-01"), AmountCents: 25_000_01, Business: true,
				Court: true, PaidBack: true, Same: true, MemberSince: day(t, "2020-01-01"), Now: now,
			}
		}, []Ground{GroundNoMember, GroundBusiness, GroundTooOld, GroundSame, GroundCourt, GroundPaidBack, GroundTooMuch}},
	} {
		in := good
		c.with(&in)
		if got := CurrentRules().GroundsOf(in); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestToldTwelveMonthsAgoIsReckonedInAmsterdam(t *testing.T) { // rules 0.4, 6.1
	t.Parallel()
	in := Intake{Purchase: day(t, "2025-01-01"), Told: day(t, "2025-09-07")}
	in.Now = time.Date(2026, 9, 7, 21, 59, 59, 0, time.UTC)
	if g := CurrentRules().GroundsOf(in); len(g) != 0 {
		t.Errorf("on the last second of the day: %v", g)
	}
	in.Now = in.Now.Add(time.Second)
	if g := CurrentRules().GroundsOf(in); !slices.Equal(g, []Ground{GroundTooOld}) {
		t.Errorf("on the day after: %v", g)
	}
}

func TestAdmission(t *testing.T) { // rules 0.4
	t.Parallel()
	p := confirmed(t, monday, GroundTooMuch)
	p.wants(TaskAdmission, 21)
	p.refused(consumerByCode, Admit{}, NotYours)
	p.refused(shopHere, AddEvidence{EvidenceAdded{[]Ref{text}}}, NotNow)
	p.refused(consumerHere, SendMessage{MessageSent{Text: text}}, NotNow)
	p.do(consumerHere, AddEvidence{EvidenceAdded{[]Ref{text}}})
	p.at(21, "23:59")
	p.do(mediatorHere, Admit{Reason: text})
	p.wants(TaskNotice, 23)
	if !p.s.Told || StatusOf(p.s, p.now).Step != StepDirect {
		t.Error("the complaint did not go on to the shop")
	}
}

func TestAdmissionEndsOffDaysOfRest(t *testing.T) { // rules 0.4, 6.2
	t.Parallel()
	p := confirmed(t, Date{2026, time.September, 12}, GroundTooMuch) // a Saturday; 21 days on is one too
	p.wants(TaskAdmission, 23)
	p.at(24, "00:00")
	p.wants(TaskNotice, 26)
}

func TestWithdrawnBeforeTheShopHeard(t *testing.T) { // rules 1.2
	t.Parallel()
	p := confirmed(t, monday, GroundTooMuch)
	p.refused(consumerHere, Withdraw{}, CodeAsked)
	p.do(consumerByCode, Withdraw{Reason: text})
	p.ended(Withdrawn)
	if p.s.Told {
		t.Error("told")
	}
}

func TestOpening(t *testing.T) { // rules 0.5
	t.Parallel()
	p := confirmed(t, monday)
	p.wants(TaskNotice, 2)
	p.refused(consumerByCode, OpenDispute{p.s.Case}, NotNow)
	for name, o := range map[string]Opened{
		"rules that do not exist": {Rules: "1900-01"},
		"amount below nothing":    {Rules: CurrentRules().Version, Amount: -1},
		"addresses below nothing": {Rules: CurrentRules().Version, Addresses: -1},
	} {
		if _, err := Decide(&State{ID: "d"}, consumerByCode, OpenDispute{o}, p.now); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if _, err := Decide(&State{ID: "d"}, consumerHere, OpenDispute{p.s.Case}, p.now); err == nil {
		t.Error("opened without a code")
	}
	if _, err := Decide(&State{ID: "d"}, consumerByCode, Withdraw{}, p.now); err == nil {
		t.Error("withdrew what does not exist")
	}
	if len(Open(State{ID: "d"}, consumerByCode, p.now)) != 1 {
		t.Error("only opening is open")
	}
}

func TestRulesKeepTheirVersion(t *testing.T) {
	t.Parallel()
	if r, ok := RulesOf(CurrentRules().Version); !ok || r.AnswerDays != 7 || r.ChoiceDays != 14 || r.ResumeDays != 60 ||
		r.ReopenDays != 14 || r.MostExtensions != 2 || r.AdmissionDays != 21 || r.PromiseDays != 21 || r.OfferDays != 7 ||
		r.NoticeDays != 2 || r.PhoneWorkdays != 5 || r.NotOursWorkdays != 5 || r.NotOursLeastDays != 2 || r.LapseMinutes != 10 ||
		r.ComplianceDelay != 2 || r.ConfirmRemindDays != 7 || r.ConfirmDays != 14 || r.RemedyDays != 7 || r.ObjectDays != 7 ||
		r.JudgeWorkdays != 5 || r.GoOnDays != 30 || r.DraftDays != 30 || r.ToldMonths != 12 || r.MostCents != 25_000_00 ||
		r.ContactWorkdays != 3 || r.ExtensionDays != 7 || r.ChoiceRemindDays != 7 || r.KeepYears != 5 ||
		!slices.Equal(r.AnswerReminders, []int{4, 1}) {
		t.Errorf("version %s has changed: %+v", CurrentRules().Version, r)
	}
	if _, ok := RulesOf("1900-01"); ok {
		t.Error("rules of 1900")
	}
}

func TestRemediesFit(t *testing.T) { // rules 0.2
	t.Parallel()
	for _, c := range append([]Category{"unheard_of"}, Categories...) {
		fit := RemediesFor(c)
		if len(fit) == 0 || fit[len(fit)-1] != "other" {
			t.Errorf("%s: %v does not end with other", c, fit)
		}
		for _, r := range fit {
			if !has(Remedies, r) {
				t.Errorf("%s: %s is no remedy", c, r)
			}
		}
	}
}
