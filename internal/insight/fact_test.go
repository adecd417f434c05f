package insight

import (
	"reflect"
	"testing"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/simulate"
)

var (
	consumer  = procedure.Actor{Role: procedure.Consumer, ID: "c", Proof: procedure.ByCode}
	shop      = procedure.Actor{Role: procedure.Shop, ID: "s", Proof: procedure.ByBrowser}
	mediator  = procedure.Actor{Role: procedure.Mediator, ID: "m", Proof: procedure.ByBrowser}
	judge     = procedure.Actor{Role: procedure.Adjudicator, ID: "j", Proof: procedure.ByBrowser}
	beginning = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
)

// on is the instant at which the event of a day happens.
func on(day int) time.Time { return beginning.AddDate(0, 0, day) }

// happened makes an event of a day.
func happened(day int, who procedure.Actor, b procedure.Body) procedure.Event {
	return procedure.Event{Dispute: "d", Due: on(day), Recorded: on(day), Actor: who, Body: b}
}

func opened(grounds ...procedure.Ground) procedure.Event {
	return happened(0, consumer, procedure.Opened{
		Member: "m1", Rules: "2026-11", Category: "no_refund", Remedy: "refund", Amount: 4999, Grounds: grounds, Addresses: 1,
	})
}

// noticed begins the shop's days on day 1.
func noticed() procedure.Event {
	return happened(1, procedure.Post, procedure.LetterAccepted{Letter: "m04", Party: procedure.Shop, Task: procedure.TaskNotice, At: on(1)})
}

func wrote(day int) procedure.Event {
	return happened(day, shop, procedure.MessageSent{Text: procedure.Ref{ID: "t"}})
}

func asked(day int) procedure.Event { return happened(day, procedure.Clock, procedure.ChoiceAsked{}) }

func chosen(day int, c procedure.Choice) procedure.Event {
	return happened(day, consumer, procedure.Chosen{Choice: c, Confirmed: true})
}

func ends(day int, o procedure.Outcome) procedure.Event {
	return happened(day, consumer, procedure.EndedAs{Outcome: o})
}

func offered(day int) procedure.Event {
	return happened(day, shop, procedure.OfferMade{Offer: procedure.Offer{ID: "o", By: procedure.Shop, Remedy: "explain", Due: procedure.DateOf(on(day + 5))}})
}

func agreed(day int) procedure.Event {
	return happened(day, consumer, procedure.AgreementMade{Offer: "o", Due: procedure.DateOf(on(day + 5))})
}

func paid(day int, counts bool) []procedure.Event {
	return []procedure.Event{
		happened(day, consumer, procedure.PaymentStarted{ID: "p", Cents: 2500}),
		happened(day, procedure.Till, procedure.Paid{ID: "p", Cents: 2500, At: on(day), Counts: counts}),
	}
}

func ruled(day int, o procedure.Outcome, orders ...procedure.Order) procedure.Event {
	return happened(day, judge, procedure.RulingSigned{Number: "1", Outcome: o, Orders: orders})
}

// toMediation is the way to stage 2, where the shop answered on day 3 and help was chosen on day 9.
func toMediation() []procedure.Event {
	return []procedure.Event{opened(), noticed(), wrote(3), asked(8), chosen(9, procedure.ChooseHelp)}
}

// toRuling goes on to a paid request on day 32.
func toRuling() []procedure.Event {
	log := append(toMediation(), happened(30, mediator, procedure.Concluded{How: "no_agreement"}))
	return append(log, paid(32, true)...)
}

func with(log []procedure.Event, more ...procedure.Event) []procedure.Event {
	return append(log, more...)
}

// TestFactOf tells whole facts of whole histories, so that a wrong field of any kind shows.
func TestFactOf(t *testing.T) {
	t.Parallel()
	base := Fact{Dispute: "d", Member: "m1", Category: "no_refund", Rules: "2026-11", Amount: 4999, Opened: on(0), Stage: procedure.Direct}
	factWith := func(change ...func(*Fact)) Fact {
		f := base
		for _, c := range change {
			c(&f)
		}
		return f
	}
	mediation := func(f *Fact) {
		f.Told, f.Answered, f.Asked = on(1), on(3), on(8)
		f.Choice, f.Chose, f.Mediated, f.Stage = procedure.ChooseHelp, on(9), on(9), procedure.Mediation
	}
	ruling := func(f *Fact) { f.Claimed, f.Stage = on(32), procedure.Ruling }
	ended := func(day int, o procedure.Outcome, in procedure.Stage) func(*Fact) {
		return func(f *Fact) { f.Ended, f.Outcome, f.EndedIn, f.Stage = on(day), o, in, procedure.Ended }
	}
	settled := func(day int, in procedure.Stage) func(*Fact) {
		return func(f *Fact) { f.Settled, f.SettledIn = on(day), in }
	}
	toShop := procedure.Order{Who: procedure.Shop, Remedy: "explain", Due: procedure.DateOf(on(60))}
	toConsumer := procedure.Order{Who: procedure.Consumer, Remedy: "return_goods", Due: procedure.DateOf(on(60))}
	notDone := happened(70, procedure.Clock, procedure.NotCarriedOut{})

	tests := []struct {
		name string
		log  []procedure.Event
		want Fact
	}{
		{"opened", []procedure.Event{opened()}, base},
		{"examined", []procedure.Event{opened(procedure.GroundBusiness)}, factWith(func(f *Fact) { f.Stage, f.Pending = procedure.Admission, true })},
		{
			"refused",
			[]procedure.Event{
				opened(procedure.GroundBusiness), happened(2, mediator, procedure.RefusedOn{Ground: procedure.GroundBusiness}), ends(2, procedure.Refused),
			},
			factWith(func(f *Fact) { f.Ground = procedure.GroundBusiness }, ended(2, procedure.Refused, procedure.Admission)),
		},
		{
			"silent and then solved",
			[]procedure.Event{opened(), noticed(), asked(8), wrote(9), asked(10), chosen(11, procedure.ChooseSolved), ends(11, procedure.Solved)},
			factWith(func(f *Fact) {
				f.Told, f.Silent, f.Asked, f.Answered = on(1), true, on(8), on(9)
				f.Choice, f.Chose = procedure.ChooseSolved, on(11)
			}, settled(11, procedure.Direct), ended(11, procedure.Solved, procedure.Direct)),
		},
		{
			"what the other cannot see is no answer", with(toMediation()[:2], asked(8), chosen(9, procedure.ChooseHelp),
				happened(10, shop, procedure.PrivateSent{ID: "x", Side: procedure.Shop, Text: procedure.Ref{ID: "t"}})),
			factWith(mediation, func(f *Fact) { f.Answered, f.Silent = time.Time{}, true }),
		},
		{
			"reopened", with(toMediation()[:4], chosen(9, procedure.ChooseSolved), ends(9, procedure.Solved), happened(12, consumer, procedure.Reopened{})),
			factWith(func(f *Fact) { f.Told, f.Answered, f.Asked = on(1), on(3), on(8) }),
		},
		{
			"reopened after more time", with(toMediation()[:4], chosen(9, procedure.ChooseBusy), asked(16),
				chosen(17, procedure.ChooseSolved), ends(17, procedure.Solved), happened(18, consumer, procedure.Reopened{}), chosen(18, procedure.ChooseHelp)),
			factWith(mediation, func(f *Fact) { f.Choice, f.Chose, f.Mediated = procedure.ChooseBusy, on(9), on(18) }),
		},
		{
			"undone", with(toMediation(), happened(10, consumer, procedure.ChoiceUndone{})),
			factWith(func(f *Fact) { f.Told, f.Answered, f.Asked = on(1), on(3), on(8) }),
		},
		{
			"undone and chosen anew", with(toMediation(), happened(10, consumer, procedure.ChoiceUndone{}), chosen(10, procedure.ChooseBusy)),
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Asked, f.Choice, f.Chose = on(1), on(3), on(8), procedure.ChooseBusy, on(10)
			}),
		},
		{
			"a second choice undone", with(toMediation()[:4], chosen(9, procedure.ChooseBusy), asked(16), chosen(17, procedure.ChooseHelp), happened(18, consumer, procedure.ChoiceUndone{})),
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Asked, f.Choice, f.Chose = on(1), on(3), on(8), procedure.ChooseBusy, on(9)
			}),
		},
		{
			"lapsed after the end", with(toMediation()[:4], chosen(9, procedure.ChooseSolved), ends(9, procedure.Solved), happened(9, consumer, procedure.ChoicesLapsed{Second: procedure.ChooseHelp})),
			factWith(func(f *Fact) { f.Told, f.Answered, f.Asked = on(1), on(3), on(8) }),
		},
		{
			"the notice had not come", []procedure.Event{opened(), noticed(), happened(3, procedure.Post, procedure.LetterBounced{
				Party: procedure.Shop, Task: procedure.TaskNotice, Later: true,
			})}, base,
		},
		{
			"and came later", []procedure.Event{
				opened(), noticed(),
				happened(3, procedure.Post, procedure.LetterBounced{Party: procedure.Shop, Task: procedure.TaskNotice, Later: true, Last: true}),
				happened(3, procedure.Clock, procedure.NoticeFailed{}),
				happened(5, mediator, procedure.ShopTold{How: "phone", At: on(4)}),
			}, factWith(func(f *Fact) { f.Told = on(4) }),
		},
		{
			"whose order",
			[]procedure.Event{opened(), noticed(), happened(2, shop, procedure.NotOursSaid{Text: procedure.Ref{ID: "t"}, Left: 6})},
			factWith(func(f *Fact) { f.Told, f.Answered, f.Pending = on(1), on(2), true }),
		},
		{
			"not ours",
			[]procedure.Event{
				opened(), noticed(), happened(2, shop, procedure.NotOursSaid{Left: 6}),
				happened(4, mediator, procedure.RefusedOn{Ground: procedure.GroundNotOurs}), ends(4, procedure.Refused),
			},
			factWith(func(f *Fact) { f.Told, f.Answered, f.Ground = on(1), on(2), procedure.GroundNotOurs }, ended(4, procedure.Refused, procedure.Direct)),
		},
		{
			"ours after all",
			[]procedure.Event{opened(), noticed(), happened(2, shop, procedure.NotOursSaid{Left: 6}), happened(4, mediator, procedure.NotOursRejected{Days: 6})},
			factWith(func(f *Fact) { f.Told, f.Answered = on(1), on(2) }),
		},
		{
			"agreed",
			[]procedure.Event{opened(), noticed(), offered(3), agreed(4)},
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Stage, f.Ordered = on(1), on(3), procedure.Compliance, true
			}, settled(4, procedure.Direct)),
		},
		{
			"agreed and done",
			[]procedure.Event{
				opened(), noticed(), offered(3), agreed(4), happened(9, consumer, procedure.ComplianceAnswered{Answer: "done"}), ends(9, procedure.AgreedDirect),
			},
			factWith(func(f *Fact) { f.Told, f.Answered, f.Ordered, f.Compliance = on(1), on(3), true, "done" },
				settled(4, procedure.Direct), ended(9, procedure.AgreedDirect, procedure.Direct)),
		},
		{
			"broken",
			[]procedure.Event{opened(), noticed(), offered(3), agreed(4), notDone},
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Ordered, f.Stage = on(1), on(3), true, procedure.Compliance
				f.Compliance, f.Broken = "not_carried_out", on(70)
			}),
		},
		{
			"broken and left at that",
			[]procedure.Event{opened(), noticed(), offered(3), agreed(4), notDone, ends(75, procedure.AgreedDirect)},
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Ordered, f.Compliance, f.Broken = on(1), on(3), true, "not_carried_out", on(70)
			}, ended(75, procedure.AgreedDirect, procedure.Compliance)),
		},
		{
			"broken and taken further",
			[]procedure.Event{opened(), noticed(), offered(3), agreed(4), notDone, happened(72, consumer, procedure.WentOn{})},
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Ordered, f.Compliance, f.Broken = on(1), on(3), true, "not_carried_out", on(70)
				f.Mediated, f.Stage = on(72), procedure.Mediation
			}),
		},
		{
			"broken, and agreed again",
			[]procedure.Event{
				opened(), noticed(), offered(3), agreed(4), notDone, happened(72, consumer, procedure.WentOn{}), offered(80), agreed(81),
				happened(90, consumer, procedure.ComplianceAnswered{Answer: "done"}), ends(90, procedure.AgreedMediation),
			},
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Ordered, f.Compliance, f.Broken, f.Mediated = on(1), on(3), true, "done", on(70), on(72)
			}, settled(81, procedure.Mediation), ended(90, procedure.AgreedMediation, procedure.Mediation)),
		},
		{
			"broken, and ruled without an order", append([]procedure.Event{
				opened(), noticed(), wrote(3), offered(3), agreed(4), notDone, happened(72, consumer, procedure.WentOn{}),
				happened(80, mediator, procedure.Concluded{How: "no_agreement"}),
			}, append(paid(82, true), ruled(90, procedure.RuledDismissed), ends(90, procedure.RuledDismissed))...),
			factWith(func(f *Fact) {
				f.Told, f.Answered, f.Broken, f.Mediated, f.Claimed = on(1), on(3), on(70), on(72), on(82)
			}, settled(90, procedure.Ruling), ended(90, procedure.RuledDismissed, procedure.Ruling)),
		},
		{
			"no answer", with(toMediation()[:4], happened(22, procedure.Clock, procedure.PausedNoAnswer{}), ends(82, procedure.NoAnswer)),
			factWith(func(f *Fact) { f.Told, f.Answered, f.Asked = on(1), on(3), on(8) }, ended(82, procedure.NoAnswer, procedure.Direct)),
		},
		{
			"stopped", with(toMediation(), happened(40, procedure.Clock, procedure.NoResponse{}), ends(99, procedure.Stopped)),
			factWith(mediation, ended(99, procedure.Stopped, procedure.Mediation)),
		},
		{
			"not solved", with(toMediation(), happened(30, mediator, procedure.Concluded{How: "no_agreement"}), ends(60, procedure.NotSolved)),
			factWith(mediation, ended(60, procedure.NotSolved, procedure.Ruling)),
		},
		{"claimed", toRuling(), factWith(mediation, ruling)},
		{
			"money that does not count", append(with(toMediation(), happened(30, mediator, procedure.Concluded{How: "no_agreement"})), paid(32, false)...),
			factWith(mediation, func(f *Fact) { f.Stage = procedure.Ruling }),
		},
		{
			"withdrawn in stage 3", with(toRuling(), happened(35, consumer, procedure.WithdrawnBy{}), ends(35, procedure.Withdrawn)),
			factWith(mediation, ruling, ended(35, procedure.Withdrawn, procedure.Ruling)),
		},
		{
			"ruled with orders", with(toRuling(), ruled(50, procedure.RuledUpheld, toShop)),
			factWith(mediation, ruling, settled(50, procedure.Ruling), func(f *Fact) { f.Stage, f.Ordered = procedure.Compliance, true }),
		},
		{
			"ruled, and proof given", with(toRuling(), ruled(50, procedure.RuledPartly, toShop, toConsumer),
				happened(69, procedure.Clock, procedure.ProofStands{}), ends(69, procedure.RuledPartly)),
			factWith(mediation, ruling, settled(50, procedure.Ruling), ended(69, procedure.RuledPartly, procedure.Ruling),
				func(f *Fact) { f.Ordered, f.Compliance = true, "proof" }),
		},
		{
			"ruled, and not carried out", with(toRuling(), ruled(50, procedure.RuledUpheld, toShop), notDone, ends(70, procedure.RuledUpheld)),
			factWith(mediation, ruling, settled(50, procedure.Ruling), ended(70, procedure.RuledUpheld, procedure.Ruling),
				func(f *Fact) { f.Ordered, f.Compliance, f.Broken = true, "not_carried_out", on(70) }),
		},
		{
			"ruled without orders", with(toRuling(), ruled(50, procedure.RuledDismissed), ends(50, procedure.RuledDismissed)),
			factWith(mediation, ruling, settled(50, procedure.Ruling), ended(50, procedure.RuledDismissed, procedure.Ruling)),
		},
		{
			"ruled with an order to the consumer alone", with(toRuling(), ruled(50, procedure.RuledPartly, toConsumer), ends(60, procedure.RuledPartly)),
			factWith(mediation, ruling, settled(50, procedure.Ruling), ended(60, procedure.RuledPartly, procedure.Ruling)),
		},
		{
			"agreed during the ruling, broken, and paid again", append(with(toRuling(), offered(40), agreed(41),
				happened(41, consumer, procedure.RefundDue{ID: "p-back", Payment: "p", Cents: 2500, Why: "agreed"}), notDone, happened(72, consumer, procedure.WentOn{})),
				append(paid(75, true), ruled(90, procedure.RuledUpheld, toShop), happened(99, procedure.Clock, procedure.NotCarriedOut{}), ends(99, procedure.RuledUpheld))...),
			factWith(mediation, ruling, settled(90, procedure.Ruling), ended(99, procedure.RuledUpheld, procedure.Ruling),
				func(f *Fact) { f.Ordered, f.Compliance, f.Broken = true, "not_carried_out", on(70) }),
		},
		{
			"agreed during the ruling", with(toRuling(), offered(40), agreed(41), happened(50, consumer, procedure.ComplianceAnswered{Answer: "done"}), ends(50, procedure.AgreedRuling)),
			factWith(mediation, ruling, settled(41, procedure.Ruling), ended(50, procedure.AgreedRuling, procedure.Ruling),
				func(f *Fact) { f.Ordered, f.Compliance = true, "done" }),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.log {
				tt.log[i].Seq = int64(i + 1)
			}
			differs(t, FactOf(tt.log), tt.want)
		})
	}
}

// differs tells which fields are wrong.
func differs(t *testing.T, got, want Fact) {
	t.Helper()
	a, b := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range a.NumField() {
		if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			t.Errorf("%s: %v, want %v", a.Type().Field(i).Name, a.Field(i).Interface(), b.Field(i).Interface())
		}
	}
}

// TestFactOfSimulated reads the facts of played cases from their events in another way: see reading.
func TestFactOfSimulated(t *testing.T) {
	t.Parallel()
	cases := 3000
	if testing.Short() {
		cases = 300
	}
	seen := map[string]int{}
	for _, log := range simulated(t, cases, 4) {
		for n := 1; n <= len(log); n += 1 + n/4 { // while they run, too
			checkReading(t, log[:n])
		}
		f := FactOf(log)
		checkReading(t, log)
		seen[string(f.Outcome)]++
		seen["settled in "+string(f.SettledIn)]++
		if !f.Broken.IsZero() && f.Outcome != procedure.AgreedDirect {
			seen["broken, and not left at that"]++
		}
	}
	for _, what := range []string{"settled in direct", "settled in mediation", "settled in ruling", "broken, and not left at that"} {
		if seen[what] == 0 {
			t.Errorf("none was %s: %v", what, seen)
		}
	}
	for _, o := range procedure.Outcomes {
		if seen[string(o)] == 0 && cases >= 3000 {
			t.Errorf("none ended as %s", o)
		}
	}
}

// simulated plays cases, and listens where their letters are chosen.
func simulated(t *testing.T, cases int, seed uint64) [][]procedure.Event {
	t.Helper()
	var logs [][]procedure.Event
	at := map[string]int{}
	_, err := simulate.Run(simulate.Options{
		Cases: cases, Seed: seed, Now: beginning,
		Table: func(e procedure.Event, s procedure.State) []letter.Letter {
			i, known := at[e.Dispute]
			if !known {
				i, logs = len(logs), append(logs, nil)
				at[e.Dispute] = i
			}
			logs[i] = append(logs[i], e)
			return letter.For(e, s)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return logs
}

func checkReading(t *testing.T, log []procedure.Event) {
	t.Helper()
	got, want := FactOf(log), readFact(log)
	if !reflect.DeepEqual(got, want) {
		differs(t, got, want)
		for _, e := range log {
			t.Logf("%3d %s %-10s %T %+v", e.Seq, e.Due.Format("2006-01-02 15:04"), e.Actor.Role, e.Body, e.Body)
		}
		t.FailNow()
	}
}
