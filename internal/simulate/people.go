package simulate

import (
	"time"

	"wederhoor/internal/procedure"
)

// The people of a case.
func consumer(p procedure.Proof) procedure.Actor {
	return procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: p}
}

func shop(p procedure.Proof) procedure.Actor {
	return procedure.Actor{Role: procedure.Shop, ID: "shop", Proof: p}
}

func party(r procedure.Role) procedure.Actor {
	if r == procedure.Consumer {
		return consumer(procedure.ByCode)
	}
	return shop(procedure.ByCode)
}

func (d *dispute) mediator() procedure.Actor {
	return procedure.Actor{Role: procedure.Mediator, ID: d.s.Room.Mediator, Proof: procedure.ByBrowser}
}

func (d *dispute) adjudicator() procedure.Actor {
	return procedure.Actor{Role: procedure.Adjudicator, ID: d.s.File.Adjudicator, Proof: procedure.ByBrowser}
}

var (
	staff = procedure.Actor{Role: procedure.Mediator, ID: "m0", Proof: procedure.ByBrowser}
	chief = procedure.Actor{Role: procedure.Administrator, ID: "chief", Proof: procedure.ByBrowser}
	other = procedure.Actor{Role: procedure.Administrator, ID: "other", Proof: procedure.ByBrowser}
	text  = procedure.Ref{ID: "text", Hash: "hash"}
)

// never is later than all tasks.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// plan sees what is to be done now. Staff come back to what they have not finished; a party decides once, when it is
// asked, whether it does anything, and may be late or silent. Tasks opened since fresh are new.
func (d *dispute) plan(fresh time.Time) {
	for i := range d.s.Tasks {
		t := &d.s.Tasks[i]
		theirs := t.Who == procedure.Consumer || t.Who == procedure.Shop
		if t.Who == procedure.System || theirs && t.Since.Before(fresh) || d.planned(t) {
			continue
		}
		if theirs {
			silent := d.pack.consumerSilent
			if t.Who == procedure.Shop {
				silent = d.pack.shopSilent
			}
			if d.chance(silent) {
				continue
			}
		}
		least, most := d.pace(t)
		d.later(item{what: act, task: t.Kind, about: t.About, who: t.Who}, least, most)
	}
}

// pace gives after how many hours somebody acts on a task, at the least and at the most.
func (d *dispute) pace(t *procedure.Task) (least, most int) {
	switch t.Kind {
	case procedure.TaskAdmission:
		return 24, 24 * 26 // now and then later than its 21 days
	case procedure.TaskPhone, procedure.TaskPost, procedure.TaskReach, procedure.TaskNotOurs, procedure.TaskJudge:
		return 4, 24 * 9
	case procedure.TaskAssign:
		if d.chance(8) { // nobody is found
			return 24 * 22, 24 * 50
		}
		return 4, 24 * 6
	case procedure.TaskDeclare, procedure.TaskForward:
		if d.chance(8) { // silent
			return 24 * 7, 24 * 9
		}
		return 2, 48
	case procedure.TaskStudy, procedure.TaskRule:
		if d.chance(3) { // never comes to it
			return 24 * 80, 24 * 140
		}
		return 12, 24 * 9
	case procedure.TaskMediator, procedure.TaskLook, procedure.TaskLeave, procedure.TaskJudgeChallenge:
		return 2, 24 * 5
	case procedure.TaskRequest, procedure.TaskFee, procedure.TaskResume, procedure.TaskReturn, procedure.TaskGoOn:
		return 1, 24 * 36
	case procedure.TaskDefence, procedure.TaskConfirm:
		return 2, 24 * 15
	default:
		return 1, 24 * 8
	}
}

// act does a task, or something about it, as its person would.
func (d *dispute) act(t procedure.Task) error {
	switch t.Kind {
	case procedure.TaskAnswer, procedure.TaskExtension:
		return d.shopActs()
	case procedure.TaskChoice:
		return d.chooses()
	case procedure.TaskOffer:
		if d.chance(70) {
			return d.give(party(t.Who), procedure.AcceptOffer{ID: t.About})
		}
		return d.give(party(t.Who), procedure.DeclineOffer{ID: t.About})
	case procedure.TaskResume:
		return d.give(consumer(procedure.ByLink), procedure.Resume{})
	case procedure.TaskPerform, procedure.TaskConfirm, procedure.TaskShopConfirm, procedure.TaskMakeUp, procedure.TaskCounter, procedure.TaskRemedy, procedure.TaskObject,
		procedure.TaskGoOn:
		return d.carries(t)
	case procedure.TaskHear, procedure.TaskAsk, procedure.TaskConsider, procedure.TaskReturn:
		return d.talks(t)
	case procedure.TaskRequest, procedure.TaskFee, procedure.TaskWait, procedure.TaskChallenge, procedure.TaskDefence,
		procedure.TaskReply, procedure.TaskRejoinder, procedure.TaskRespond, procedure.TaskQuestion:
		return d.pleads(t)
	case procedure.TaskMediator, procedure.TaskLook:
		return d.mediates()
	case procedure.TaskDeclare, procedure.TaskForward, procedure.TaskStudy, procedure.TaskRule, procedure.TaskLeave:
		return d.judges(t)
	default:
		return d.office(t)
	}
}

// open sends the complaint.
func (d *dispute) open() error {
	today := procedure.DateOf(d.now)
	remedy := procedure.Remedies[d.r.IntN(len(procedure.Remedies))]
	o := procedure.Opened{
		Member: "m", Rules: procedure.CurrentRules().Version, Calendar: procedure.CalendarVersion,
		Category: procedure.Categories[d.r.IntN(len(procedure.Categories))], Remedy: remedy, Purchase: today.AddDays(-30),
		Addresses: 1 + d.r.IntN(3), Complaint: text,
	}
	if remedy.AsksMoney() {
		o.Amount = int64(1+d.r.IntN(500)) * 100
	}
	if d.chance(4) {
		o.Grounds = []procedure.Ground{procedure.GroundNoMember}
	}
	return d.give(consumer(procedure.ByCode), procedure.OpenDispute{Opened: o})
}

// shopActs is the shop in stage 1.
func (d *dispute) shopActs() error {
	switch n := d.r.IntN(100); {
	case n < 45:
		return d.give(shop(procedure.ByBrowser), procedure.MakeOffer{Offer: d.offer()})
	case n < 70:
		m := procedure.MessageSent{Text: text}
		if d.chance(50) {
			m.Promise = procedure.DateOf(d.now).AddDays(d.r.IntN(30))
		}
		return d.give(shop(procedure.ByBrowser), procedure.SendMessage{MessageSent: m})
	case n < 82:
		return d.give(shop(procedure.ByBrowser), procedure.SaySolved{Text: text})
	case n < 92:
		return d.give(shop(procedure.ByBrowser), procedure.Contest{Text: text})
	case n < 96:
		return d.give(shop(procedure.ByBrowser), procedure.SayNotOurs{Text: text})
	default:
		return d.give(shop(procedure.ByBrowser), procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: []procedure.Ref{text}}})
	}
}

func (d *dispute) offer() procedure.Offer {
	o := procedure.Offer{ID: d.id("o"), Remedy: "resend", Due: procedure.DateOf(d.now).AddDays(1 + d.r.IntN(20)), Text: text}
	if d.chance(60) {
		o.Remedy, o.Amount = "part_refund", int64(1+d.r.IntN(90))*100
	}
	if d.chance(20) {
		o.Return = "shop"
	}
	return o
}

func (d *dispute) chooses() error {
	c := procedure.Choose{Choice: procedure.ChooseSolved}
	switch n := d.r.IntN(100); {
	case n < 20:
		c.Choice = procedure.ChooseBusy
	case n < 55:
		c.Choice = procedure.ChooseHelp
	case n < 60:
		return d.give(consumer(procedure.ByCode), procedure.Withdraw{Reason: text})
	default:
	}
	proof := procedure.Proof(d.r.IntN(3))
	if err := d.give(consumer(proof), c); err != nil {
		return err
	}
	if d.chance(4) { // a mail filter presses the buttons
		for _, choice := range procedure.Choices {
			if err := d.give(consumer(procedure.ByLink), procedure.Choose{Choice: choice}); err != nil {
				return err
			}
		}
	}
	if d.chance(4) {
		d.forward(d.now.Add(time.Hour))
		return d.give(consumer(procedure.ByLink), procedure.UndoChoice{})
	}
	return nil
}

// carries is what becomes of what was agreed or ordered.
func (d *dispute) carries(t procedure.Task) error {
	here := consumer(procedure.ByBrowser)
	switch t.Kind {
	case procedure.TaskPerform:
		return d.give(shop(procedure.ByBrowser), procedure.ReportDone{Text: text})
	case procedure.TaskShopConfirm:
		return d.give(shop(procedure.ByBrowser), procedure.ConfirmShop{ShopConfirmed: procedure.ShopConfirmed{Answer: d.answer()}})
	case procedure.TaskMakeUp:
		return d.give(here, procedure.MakeUp{Text: text})
	case procedure.TaskCounter:
		if d.chance(30) {
			return d.give(shop(procedure.ByBrowser), procedure.ConfirmShop{ShopConfirmed: procedure.ShopConfirmed{Answer: "done"}})
		}
		return d.give(shop(procedure.ByBrowser), procedure.CounterMadeUp{Text: text})
	case procedure.TaskRemedy:
		if d.chance(20) {
			return d.give(here, procedure.AnswerCompliance{Answer: "done"})
		}
		return d.give(shop(procedure.ByBrowser), procedure.GiveProof{Text: text})
	case procedure.TaskObject:
		return d.give(here, procedure.ObjectToProof{Text: text})
	case procedure.TaskGoOn:
		if d.chance(25) {
			return d.give(here, procedure.StopHere{})
		}
		return d.give(here, procedure.GoOn{})
	default:
		return d.give(here, procedure.AnswerCompliance{Answer: d.answer(), Text: text})
	}
}

func (d *dispute) answer() string {
	switch n := d.r.IntN(10); {
	case n < 6:
		return "done"
	case n < 8:
		return "partly"
	default:
		return "not"
	}
}

// office is the other work of staff.
func (d *dispute) office(t procedure.Task) error {
	switch t.Kind {
	case procedure.TaskAdmission:
		if d.chance(50) {
			return d.give(staff, procedure.Refuse{Ground: procedure.GroundNoMember, Reason: text})
		}
		return d.give(staff, procedure.Admit{Reason: text})
	case procedure.TaskPhone, procedure.TaskPost:
		how := "phone"
		if t.Kind == procedure.TaskPost {
			how = "post"
		}
		return d.give(staff, procedure.TellShop{ShopTold: procedure.ShopTold{How: how, At: d.now.Add(-time.Minute), Note: text}})
	case procedure.TaskReach:
		return d.give(staff, procedure.SetAddress{AddressSet: procedure.AddressSet{Party: procedure.Role(t.About), Note: text}})
	case procedure.TaskNotOurs:
		return d.give(staff, procedure.JudgeNotOurs{Ours: d.chance(60), Reason: text})
	case procedure.TaskJudge:
		return d.give(staff, procedure.JudgeProof{Carried: d.chance(50), Reason: text})
	case procedure.TaskWeigh:
		return d.give(staff, procedure.WeighMadeUp{Carried: d.chance(50), Reason: text})
	case procedure.TaskJudgeChallenge:
		return d.give(chief, procedure.JudgeChallenge{ChallengeJudged: procedure.ChallengeJudged{Granted: d.chance(40), Reason: text}})
	case procedure.TaskAssign:
		who := procedure.AdjudicatorAssigned{Adjudicator: d.id("j")}
		if d.chance(5) && len(d.s.Room.Mediators) > 0 { // must be refused
			who.Adjudicator = d.s.Room.Mediators[0]
		}
		return d.give(chief, procedure.AssignAdjudicator{AdjudicatorAssigned: who})
	default:
		return nil
	}
}
