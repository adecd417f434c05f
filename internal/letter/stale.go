package letter

import p "wederhoor/internal/procedure"

// staleLater is Stale for the letters from the request for mediation on.
func staleLater(slug string, d Data, s p.State) bool {
	switch slug {
	case "m26-mediation-asked", "m26-mediation-asked-shop":
		return !s.Has(p.TaskMediator)
	case "m09-mediation-started", "m49-mediator-changed", "m57-mediation-resumed-shop":
		return s.Stage != p.Mediation
	case "m54-weekly-word", "m59b-pause-over":
		return !s.Has(p.TaskMediator) && !s.Has(p.TaskLook)
	case "m58-pause-asked":
		return !s.Room.PauseAsk
	case "m11-proposal", "m51-account-asked", "m73-question", "m71-leave-asked", "m71-leave-asked-jurist":
		return !open(s, d)
	case "m55-response-reminder":
		_, waits := s.Find(p.TaskResponse, "")
		return !waits
	case "m66-no-adjudicator":
		_, waits := s.Find(p.TaskWait, "")
		return !waits
	case "m78-shop-confirm":
		_, waits := s.Find(p.TaskShopConfirm, "")
		return !waits
	case "m79-shop-said":
		_, waits := s.Find(p.TaskMakeUp, "")
		return !waits
	case "m82-made-up":
		_, waits := s.Find(p.TaskCounter, "")
		return !waits
	case "m14b-payment-failed":
		return !s.Has(d.Task)
	case "m60-case-for-you":
		return !s.Has(p.TaskDeclare) || s.File.Adjudicator != d.About
	case "m61-adjudicator":
		return !s.File.Declared
	case "m67-adjudicator-sought":
		return s.File.Declared
	case "m68-challenge":
		return !s.File.ChallengeOpen
	case "m64-ruling-goes-on":
		return s.Stage != p.Ruling
	case "m76-ruling-extended":
		return s.File.Ruled() || s.Stage == p.Ended
	case "m15d-respond":
		t, _ := s.Main()
		return t.Kind != p.TaskRespond || t.Who == d.Sender
	}
	if k, ok := staleWithout[slug]; ok {
		return !s.Has(k)
	}
	return false
}

// staleWithout names the main task without which a letter is no longer true.
var staleWithout = map[string]p.TaskKind{
	"m56-mediation-stopped": p.TaskReturn, "m56-mediation-stopped-shop": p.TaskReturn, "m59-mediation-paused": p.TaskPause,
	"m13-mediation-ended": p.TaskRequest, "m13-mediation-ended-shop": p.TaskRequest, "m13b-request-reminder": p.TaskRequest,
	"m62-ruling-possible": p.TaskRequest, "m62-ruling-possible-shop": p.TaskRequest,
	"m63-fee-due": p.TaskFee, "m63-fee-due-shop": p.TaskFee, "m63b-fee-reminder": p.TaskFee,
	"m15-statement-shop": p.TaskDefence, "m15-statement-consumer": p.TaskDefence, "m15b-reply": p.TaskReply,
	"m15c-rejoinder": p.TaskRejoinder, "m75-file-closed": p.TaskRule, "m77-file-ready": p.TaskStudy,
}

// open says that what a letter is about still waits for an answer.
func open(s p.State, d Data) bool {
	for _, t := range s.Tasks {
		if t.Kind == d.Task && t.About == d.About {
			return true
		}
	}
	return false
}
