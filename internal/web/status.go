package web

import (
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// statusWords answers "where does it stand" for one viewer: whose turn it is, the one thing to do, by when.
type statusWords struct {
	State   string // row of the table of words: "status." + State + "." + viewer
	Badge   c.BadgeView
	Heading string // of the next action
	Text    string // with **strong** parts
	Date    procedure.Date
	Mine    bool   // the viewer is to act
	Also    string // an offer that lies open beside what is asked, or that what was promised was not done; "" for neither
	Steps   []c.Step
}

// The viewers of the table of words.
const (
	asConsumer = "consumer"
	asShop     = "shop"
	asStaff    = "staff"
)

func viewerKey(r procedure.Role) string {
	switch r {
	case procedure.Consumer:
		return asConsumer
	case procedure.Shop:
		return asShop
	case procedure.Mediator, procedure.Adjudicator, procedure.Quality, procedure.Administrator, procedure.System, procedure.Public:
	}
	return asStaff
}

// status gives the words of the one table state × viewer, from which all case pages read (screens.md 0.3, 0.4).
func (q *request) status(v registry.View) statusWords {
	s := statusWords{State: stateOf(v), Date: lastDayOf(v)}
	as := viewerKey(v.Viewer.Actor.Role)
	turn := v.Status.Turn
	if v.Stage == procedure.Ended && q.app.Text.Has(q.lang, "status.also."+v.Fact+"."+as) {
		s.Also = q.T("status.also."+v.Fact+"."+as, "shop", v.Shop.Name)
	}
	if offerTo(v) && s.State != "offer" {
		s.Also = q.T("status.offer.also." + as)
	}
	if s.State == "offer" || s.State == "said_done" { // the other party waits for this viewer's answer
		turn = procedure.TurnShop
		if as == asConsumer {
			turn = procedure.TurnConsumer
		}
	}
	s.Mine = turn == turnOf(as)
	s.Badge = q.badge(turn, as)
	if s.Mine && !s.Date.IsZero() && !s.Date.After(procedure.DateOf(v.Now())) {
		s.Badge.Kind = c.BadgeUrgent
	}
	rules := procedure.CurrentRules()
	args := []any{
		"shop", v.Shop.Name, "date", q.day(s.Date), "n", rules.AnswerDays, "fee", text.AmountRound(q.lang, rules.FeeCents),
	}
	s.Heading = q.T("status."+s.State+"."+as+".h", args...)
	s.Text = q.T(q.statusKey(v, s, "status."+s.State+"."+as), args...)
	s.Steps = q.steps(v, turn, as)
	return s
}

// statusKey gives the words of a row: others where no day is known, where it has passed, and for who has not shown who
// they are.
func (q *request) statusKey(v registry.View, s statusWords, key string) string {
	suffix := ""
	switch {
	case s.Date.IsZero():
		suffix = ".nodate"
	case s.Date.Before(procedure.DateOf(v.Now())):
		suffix = ".late"
	}
	for _, x := range []string{suffix, ".part"} {
		if x != "" && (x != ".part" || !v.Full) && q.app.Text.Has(q.lang, key+x) {
			return key + x
		}
	}
	return key
}

// stateOf names the row of the table: the outcome, or the main task, or what another party waits for beside it.
func stateOf(v registry.View) string {
	task, role := v.Status.Task, v.Viewer.Actor.Role
	if v.Stage == procedure.Ended {
		if v.Status.Outcome == procedure.Solved && !v.Status.CanOpen {
			return "solved_final"
		}
		return string(v.Status.Outcome)
	}
	if v.Status.Turn != turnOf(viewerKey(role)) {
		if role == procedure.Consumer && v.SaidDone {
			return "said_done"
		}
		if offerTo(v) {
			return "offer"
		}
	}
	return taskState(v, task)
}

// taskState names the row of a task, in the form that the case gives it.
func taskState(v registry.View, task procedure.TaskKind) string {
	mine := v.Status.Turn == turnOf(viewerKey(v.Viewer.Actor.Role))
	switch task { //nolint:exhaustive // the others have one row
	case procedure.TaskAnswer:
		if v.Status.Answered {
			return "answered"
		}
	case procedure.TaskChoice:
		if v.Contest {
			return "contested"
		}
	case procedure.TaskGoOn:
		if v.Status.Step > procedure.StepDirect {
			return "go_on_ruling"
		}
	case procedure.TaskRequest:
		switch {
		case v.Viewer.Actor.Role != procedure.Consumer:
		case v.May(procedure.StartPayment{}):
			return "request_pay"
		case !v.May(procedure.RequestRuling{}):
			return "request_checked"
		}
	case procedure.TaskRespond:
		if !mine && viewerKey(v.Viewer.Actor.Role) != asStaff {
			return "respond_wait"
		}
	case procedure.TaskPerform, procedure.TaskConfirm, procedure.TaskRemedy, procedure.TaskObject, procedure.TaskJudge, procedure.TaskShopConfirm:
		state := string(task)
		if task == procedure.TaskPerform && lastDayOf(v).Before(procedure.DateOf(v.Now())) {
			state = "perform_late"
		}
		if ruledIn(v) {
			state += "_ruled"
		}
		return state
	}
	return string(task)
}

// ruledIn says that a ruling was given in the case; it is in the timeline for whoever looks.
func ruledIn(v registry.View) bool { return ruledSeq(v) > 0 }

// offerTo says that an offer of the other party waits for the viewer; a link alone shows that it is there.
func offerTo(v registry.View) bool {
	role := v.Viewer.Actor.Role
	return (role == procedure.Consumer || role == procedure.Shop) && v.May(procedure.AcceptOffer{})
}

// lastDayOf gives the day that the words name: of the task, or the last on which the case can be reopened.
func lastDayOf(v registry.View) procedure.Date {
	if v.Stage == procedure.Ended {
		return v.Status.Reopen
	}
	d, _ := v.WouldEnd(v.Status.Task, v.Status.About)
	return d
}

func turnOf(as string) procedure.Turn {
	switch as {
	case asConsumer:
		return procedure.TurnConsumer
	case asShop:
		return procedure.TurnShop
	}
	return procedure.TurnUs
}

// badge says in words whose turn it is.
func (q *request) badge(t procedure.Turn, as string) c.BadgeView {
	if t == turnOf(as) {
		words := q.T("case.turn.you")
		if as == asStaff {
			words = q.T("case.turn.us")
		}
		return c.BadgeView{Kind: c.BadgeTurn, Text: words}
	}
	switch t {
	case procedure.TurnConsumer:
		return c.BadgeView{Kind: c.BadgeWait, Text: q.T("case.turn.consumer")}
	case procedure.TurnShop:
		return c.BadgeView{Kind: c.BadgeWait, Text: q.T("case.turn.shop")}
	case procedure.TurnUs:
		return c.BadgeView{Kind: c.BadgePlain, Text: q.T("case.turn.us")}
	case procedure.TurnJudge:
		return c.BadgeView{Kind: c.BadgeJudge, Text: q.T("case.turn.judge")}
	case procedure.TurnClosed:
	}
	return c.BadgeView{Kind: c.BadgeDone, Text: q.T("case.turn.closed")}
}

// steps gives the four steps, each with its state in words, and the price where one comes (screens.md 4.3).
func (q *request) steps(v registry.View, turn procedure.Turn, as string) []c.Step {
	keys := []string{"sent", "direct", "mediation", "ruling"}
	closed := v.Stage == procedure.Ended
	out := make([]c.Step, 0, len(keys))
	for i, key := range keys {
		n := procedure.Step(i + 1)
		step := c.Step{Title: q.T("step." + key)}
		switch {
		case n == procedure.StepSent && v.Stage != procedure.Admission:
			step.State, step.Text = c.StepDone, q.T("step.done", "date", q.day(procedure.DateOf(v.Opened)))
		case n < v.Status.Step:
			step.State, step.Text = c.StepDone, q.T("step.done.bare")
		case n == v.Status.Step && closed:
			step.State, step.Text = c.StepDone, q.T("step.done", "date", q.day(procedure.DateOf(endedAt(v))))
		case n == v.Status.Step:
			step.State, step.Text = c.StepNow, q.T("step.now."+nowKey(v, turn, as))
		case closed:
			step.Text = q.T("step.unused")
		default:
			step.Text = q.T("step." + key + ".later." + as)
		}
		out = append(out, step)
	}
	return out
}

func nowKey(v registry.View, turn procedure.Turn, as string) string {
	switch {
	case turn == turnOf(as) && as != asStaff:
		return "you"
	case v.Status.Task == procedure.TaskPerform && ruledIn(v):
		return "perform_ruled"
	case v.Status.Task == procedure.TaskPerform:
		return "perform"
	case v.Status.Task == procedure.TaskPause, v.Status.Task == procedure.TaskRequest, v.Status.Task == procedure.TaskFee:
		return string(v.Status.Task)
	default:
		return string(turn)
	}
}

// endedAt gives the instant of the end, from the timeline.
func endedAt(v registry.View) (at time.Time) {
	at = v.Changed
	for _, e := range v.Timeline {
		if e.Kind == "ended" {
			return e.At
		}
	}
	return at
}
