package recount_test

import (
	"strconv"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// open sends a complaint now; some must be examined first.
func (w *town) open(id string, k p.Category, grounds ...p.Ground) registry.Opened {
	w.t.Helper()
	row, err := w.House.Clerk.MemberByID(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	c := w.complaint(k, int64(8+w.r.IntN(240))*100)
	o, err := w.House.Clerk.Open(w.t.Context(), registry.Opening{Member: row, Complaint: c, Grounds: grounds, Person: w.person()})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Work()
	return o
}

// try gives a command; it says whether it was obeyed. What the rules refuse is refused.
func (w *town) try(k *kase, by p.Role, command func(*registry.Writing) p.Command) bool {
	w.t.Helper()
	v := registry.Viewer{Actor: p.Actor{Role: by, ID: string(by), Proof: p.ByCode}}
	switch by {
	case p.Consumer:
		v.Dispute = k.id
	case p.Shop:
		v.Members = []string{k.member}
	case p.Mediator:
		v.Actor.ID = w.staff.Mediator
	default: // nobody else acts here
	}
	err := w.House.Clerk.Act(w.t.Context(), v, k.id, 0, command)
	if err != nil && fault.CodeOf(err) == fault.Server {
		w.t.Fatal(err)
	}
	w.Work()
	return err == nil
}

// live lets so many things happen to cases that run, or ended of late. It gives how many were obeyed.
func (w *town) live(b *book, n int) (obeyed int) {
	w.t.Helper()
	var running []*kase
	for _, k := range b.cases {
		if k.ended.IsZero() || b.now.Sub(k.ended).Hours() < 20*24 {
			running = append(running, k)
		}
	}
	for range 6 {
		w.deal()
	}
	for _, k := range running {
		if k.stage == p.Compliance && w.r.IntN(2) == 0 {
			by, command := w.act(k)
			w.try(k, by, func(x *registry.Writing) p.Command {
				return command(x.Text(registry.KindMessage, "Woorden van de natelling."))
			})
		}
	}
	for range n {
		switch w.r.IntN(12) {
		case 0:
			w.open(w.shop(), w.category(), p.GroundNoMember)
			continue
		case 1, 2:
			w.open(w.shop(), w.category())
			continue
		}
		if len(running) == 0 {
			continue
		}
		k := running[w.r.IntN(len(running))]
		by, command := w.act(k)
		if w.try(k, by, func(x *registry.Writing) p.Command {
			return command(x.Text(registry.KindMessage, "Woorden van de natelling."))
		}) {
			obeyed++
		}
		if w.r.IntN(4) == 0 { // and takes it back
			w.try(k, p.Consumer, func(*registry.Writing) p.Command { return p.UndoChoice{} })
		}
	}
	return obeyed
}

// deal opens a case in which both agree at once; some are to be carried out next month.
func (w *town) deal() {
	w.t.Helper()
	shop := w.shop()
	k := &kase{id: w.open(shop, w.category()).ID, member: shop}
	due := p.DateOf(w.Now()).AddDays(1 + w.r.IntN(40))
	made := w.try(k, p.Shop, func(x *registry.Writing) p.Command {
		return p.MakeOffer{Offer: p.Offer{ID: "deal" + k.id, Remedy: "part_refund", Amount: 5_00, Due: due, Text: x.Text(registry.KindMessage, "Wij betalen 5 euro.")}}
	})
	if !made || !w.try(k, p.Consumer, func(*registry.Writing) p.Command { return p.AcceptOffer{ID: "deal" + k.id} }) {
		w.t.Error("an offer was not made or accepted")
	}
}

// deed is what somebody does, with the words that go with it.
type deed func(p.Ref) p.Command

func plain(c p.Command) deed { return func(p.Ref) p.Command { return c } }

// act picks what somebody might do in the stage of the case.
func (w *town) act(k *kase) (p.Role, deed) {
	n := w.r.IntN(100)
	if n < 3 {
		return p.Consumer, func(r p.Ref) p.Command { return p.Withdraw{Reason: r} }
	}
	switch k.stage {
	case p.Admission:
		if n < 55 {
			return p.Mediator, func(r p.Ref) p.Command { return p.Admit{Reason: r} }
		}
		return p.Mediator, func(r p.Ref) p.Command { return p.Refuse{Ground: p.GroundNoMember, Reason: r} }
	case p.Direct:
		return w.actDirect(k, n)
	case p.Mediation:
		return w.actRoom(k, n)
	case p.Compliance:
		return w.actOwed(n)
	case p.Ruling:
		return p.Consumer, plain(p.StopHere{})
	case p.Ended:
	}
	if n < 60 {
		return p.Consumer, plain(p.Reopen{})
	}
	return p.Consumer, plain(p.Choose{Choice: p.Choices[n%3]})
}

func (w *town) actDirect(k *kase, n int) (p.Role, deed) {
	offer := "o" + k.id + strconv.Itoa(len(k.choices))
	switch {
	case k.notOurs && n < 70:
		return p.Mediator, func(r p.Ref) p.Command { return p.JudgeNotOurs{Ours: n < 45, Reason: r} }
	case n < 22:
		due := p.DateOf(w.clock()).AddDays(7)
		return p.Shop, func(r p.Ref) p.Command {
			return p.MakeOffer{Offer: p.Offer{ID: offer, Remedy: "part_refund", Amount: 5_00, Due: due, Text: r}}
		}
	case n < 44:
		return p.Consumer, plain(p.AcceptOffer{ID: offer})
	case n < 50:
		return p.Shop, func(r p.Ref) p.Command { return p.Contest{Text: r} }
	case n < 55:
		return p.Shop, func(r p.Ref) p.Command { return p.SayNotOurs{Text: r} }
	case n < 60:
		return p.Shop, func(r p.Ref) p.Command { return p.SaySolved{Text: r} }
	case n < 72:
		return p.Consumer, plain(p.Choose{Choice: p.ChooseSolved})
	case n < 86:
		return p.Consumer, plain(p.Choose{Choice: p.ChooseBusy})
	}
	return p.Consumer, plain(p.Choose{Choice: p.ChooseHelp})
}

func (w *town) actRoom(k *kase, n int) (p.Role, deed) {
	switch {
	case n < 30:
		return p.Mediator, plain(p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: w.staff.Mediator}})
	case n < 60:
		return p.Mediator, func(r p.Ref) p.Command {
			return p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: "a" + k.id, Text: r}}
		}
	case n < 68:
		return p.Mediator, func(r p.Ref) p.Command { return p.Refuse{Ground: p.GroundCourt, Reason: r} }
	case n < 84:
		return p.Consumer, plain(p.UndoChoice{})
	}
	return p.Mediator, func(r p.Ref) p.Command {
		return p.Conclude{Concluded: p.Concluded{How: "unfounded", Reason: r}}
	}
}

func (w *town) actOwed(n int) (p.Role, deed) {
	switch {
	case n < 20:
		return p.Consumer, plain(p.AnswerCompliance{Answer: "done"})
	case n < 45:
		return p.Consumer, plain(p.AnswerCompliance{Answer: "not"})
	case n < 55:
		return p.Shop, func(r p.Ref) p.Command { return p.ReportDone{Text: r} }
	case n < 65:
		return p.Shop, func(r p.Ref) p.Command { return p.GiveProof{Text: r} }
	case n < 75:
		return p.Consumer, func(r p.Ref) p.Command { return p.ObjectToProof{Text: r} }
	case n < 85:
		return p.Mediator, func(r p.Ref) p.Command { return p.JudgeProof{Carried: n < 80, Reason: r} }
	case n < 93:
		return p.Consumer, plain(p.GoOn{})
	}
	return p.Consumer, plain(p.StopHere{})
}

// survey lets people answer the three questions about cases that have ended.
func (w *town) survey(b *book) {
	w.t.Helper()
	for _, k := range b.cases {
		if k.ended.IsZero() || k.told.IsZero() || len(k.surveys) > 0 || w.r.IntN(4) > 0 { // a shop that was not told is not asked
			continue
		}
		v := registry.Viewer{Actor: p.Actor{Role: p.Consumer, ID: "consumer", Proof: p.ByCode}, Dispute: k.id}
		if w.r.IntN(3) == 0 {
			v = registry.Viewer{Actor: p.Actor{Role: p.Shop, ID: "shop", Proof: p.ByCode}, Members: []string{k.member}}
		}
		view, err := w.House.Clerk.View(w.t.Context(), v, k.id)
		if err == nil {
			err = w.House.Clerk.SaveSurvey(w.t.Context(), view, registry.Survey{Understood: w.r.IntN(6), Story: w.r.IntN(6), Fair: 1 + w.r.IntN(5)})
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
}
