package procedure

import "time"

// Term is a row of the table of tasks: who has it, when its term begins, how it is counted and what its end brings.
type Term struct {
	Rule   string
	Kind   TaskKind
	Who    Role
	Letter bool // begins when the letter that opens it was accepted (rules 6.3); else at once
	Beside bool // stands beside the main task

	last    func(r *Rules, from time.Time) Date // last day, counted from the beginning; nil: a fixed day
	remind  func(r *Rules, t Task) []time.Time  // instants of the reminders, in order
	expires func(r *Rules, t Task) time.Time    // instant of the end; nil: the end of the last day
	ends    func(s *State, t Task) []Body       // what the end brings; nil: nothing but that staff see it is late
	awaits  bool                                // the fate of a payment is awaited before its end brings anything
}

// Terms is the table of tasks.
var Terms = []Term{
	{
		Rule: "0.4", Kind: TaskAdmission, Who: Mediator, last: days(func(r *Rules) int { return r.AdmissionDays }),
		ends: func(*State, Task) []Body { return []Body{Admitted{ByTime: true}} },
	},
	{
		Rule: "1.1", Kind: TaskNotice, Who: System,
		last: func(r *Rules, from time.Time) Date { return DateOf(from).AddDays(r.NoticeDays) },
		ends: func(*State, Task) []Body { return []Body{NoticeFailed{}} },
	},
	{
		Rule: "1.1", Kind: TaskPhone, Who: Mediator, last: workdays(func(r *Rules) int { return r.PhoneWorkdays }),
		ends: func(*State, Task) []Body { return []Body{PostDue{}} },
	},
	{Rule: "1.1", Kind: TaskPost, Who: Mediator, last: workdays(func(*Rules) int { return 1 })},
	{
		Rule: "1.1", Kind: TaskAnswer, Who: Shop, Letter: true, last: days(func(r *Rules) int { return r.AnswerDays }),
		remind: remindShop,
		ends:   func(s *State, _ Task) []Body { return []Body{s.askChoice()} },
	},
	{Rule: "1.2", Kind: TaskNotOurs, Who: Mediator, last: workdays(func(r *Rules) int { return r.NotOursWorkdays })},
	{
		Rule: "1.4", Kind: TaskChoice, Who: Consumer, Letter: true,
		last:   days(func(r *Rules) int { return r.ChoiceDays - 1 }), // on the 14th day the case pauses
		remind: remindAfter(func(r *Rules) int { return r.ChoiceRemindDays }),
		ends:   func(*State, Task) []Body { return []Body{PausedNoAnswer{}} },
	},
	{
		Rule: "1.3.2", Kind: TaskExtension, Who: Shop,
		ends: func(s *State, _ Task) []Body { return []Body{s.askChoice()} },
	},
	{
		Rule: "1.4", Kind: TaskResume, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.ResumeDays }),
		ends: func(*State, Task) []Body { return []Body{EndedAs{NoAnswer}} },
	},
	{Rule: "2.1", Kind: TaskMediator, Who: Mediator, last: workdays(func(r *Rules) int { return r.ContactWorkdays })},
	{
		Rule: "4.1", Kind: TaskPerform, Who: Shop,
		expires: askedAfter,
		ends:    func(s *State, _ Task) []Body { return []Body{ComplianceAsked{ShopToo: !s.DoneReported}} },
	},
	{
		Rule: "4.2", Kind: TaskConfirm, Who: Consumer, Letter: true,
		last:   days(func(r *Rules) int { return r.ConfirmDays - 1 }),
		remind: remindAfter(func(r *Rules) int { return r.ConfirmRemindDays }),
		ends:   func(s *State, _ Task) []Body { return append([]Body{NotConfirmed{}}, s.settled()...) },
	},
	{
		Rule: "4.3", Kind: TaskRemedy, Who: Shop, Letter: true, last: days(func(r *Rules) int { return r.RemedyDays }),
		ends: func(s *State, _ Task) []Body { return s.notCarriedOut() },
	},
	{
		Rule: "4.3", Kind: TaskObject, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.ObjectDays }),
		ends: func(s *State, _ Task) []Body { return append([]Body{ProofStands{}}, s.settled()...) },
	},
	{Rule: "4.3", Kind: TaskJudge, Who: Mediator, last: workdays(func(r *Rules) int { return r.JudgeWorkdays })},
	{
		Rule: "4.4", Kind: TaskGoOn, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.GoOnDays }),
		ends: func(s *State, _ Task) []Body { return []Body{s.endCarried()} },
	},
	{
		Rule: "1.2", Kind: TaskOffer, Letter: true, Beside: true, last: days(func(r *Rules) int { return r.OfferDays }),
		ends: func(_ *State, t Task) []Body { return []Body{OfferClosed{ID: t.About, How: "lapsed"}} },
	},
	{Rule: "1.1", Kind: TaskReach, Who: Mediator, Beside: true, last: workdays(func(r *Rules) int { return r.PhoneWorkdays })},

	{
		Rule: "2.7", Kind: TaskLook, Who: Mediator,
		last: func(r *Rules, from time.Time) Date { return DateOf(from).AddDays(r.LookDays) },
	},
	{
		Rule: "2.7", Kind: TaskPause, Who: System,
		last: func(r *Rules, from time.Time) Date { return DateOf(from).AddDays(r.PauseDays) },
		ends: func(*State, Task) []Body { return []Body{PauseOver{}} },
	},
	{
		Rule: "2.7", Kind: TaskReturn, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.ResumeDays }),
		ends: func(*State, Task) []Body { return []Body{EndedAs{Stopped}} },
	},
	{
		Rule: "2.1", Kind: TaskNews, Who: System, Beside: true,
		last: func(r *Rules, from time.Time) Date { return DateOf(from).AddDays(r.NewsDays) },
		ends: func(*State, Task) []Body { return []Body{NothingNew{}} },
	},
	{Rule: "2.2", Kind: TaskHeld, Who: Mediator, Beside: true, last: workdays(func(*Rules) int { return 1 })},
	{
		Rule: "2.3", Kind: TaskHear, Letter: true, Beside: true, last: days(func(r *Rules) int { return r.HearDays }),
		ends: func(_ *State, t Task) []Body { return []Body{AccountMissed{Party: t.Who}} },
	},
	{
		Rule: "2.2", Kind: TaskAsk, Letter: true, Beside: true, // Days: as the mediator said
		ends: func(_ *State, t Task) []Body { return []Body{AnswerMissed{Party: t.Who, ID: t.About}} },
	},
	{
		Rule: "2.5", Kind: TaskConsider, Letter: true, Beside: true, last: days(func(r *Rules) int { return r.ProposalDays }),
		ends: func(s *State, t Task) []Body { return s.missedProposal(t) },
	},
	{
		Rule: "2.7", Kind: TaskResponse, Who: Consumer, Letter: true, Beside: true,
		last:   days(func(r *Rules) int { return r.ResponseDays }),
		remind: remindResponse,
		ends:   func(*State, Task) []Body { return []Body{NoResponse{}} },
	},

	{
		Rule: "3.1", Kind: TaskRequest, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.RequestDays }),
		remind: remindAfter(func(r *Rules) int { return r.RequestRemindDays }),
		awaits: true,
		ends:   func(*State, Task) []Body { return []Body{EndedAs{NotSolved}} },
	},
	{
		Rule: "3.7", Kind: TaskFee, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.RequestDays }),
		remind: remindAfter(func(r *Rules) int { return r.RequestRemindDays }),
		awaits: true,
		ends:   func(s *State, _ Task) []Body { return []Body{s.endCarried()} },
	},
	{Rule: "3.3", Kind: TaskAssign, Who: Mediator, last: workdays(func(r *Rules) int { return r.AssignWorkdays })},
	{
		Rule: "3.3", Kind: TaskDeclare, Who: Adjudicator, last: workdays(func(r *Rules) int { return r.DeclareWorkdays }),
		ends: func(*State, Task) []Body { return []Body{AdjudicatorSilent{}} },
	},
	{Rule: "3.3", Kind: TaskJudgeChallenge, Who: Administrator, last: workdays(func(r *Rules) int { return r.ChallengeWorkdays })},
	{
		Rule: "3.4", Kind: TaskForward, Who: Adjudicator, last: workdays(func(r *Rules) int { return r.ForwardWorkdays }),
		ends: func(*State, Task) []Body { return []Body{ClaimSent{ByTime: true}} },
	},
	{
		Rule: "3.4", Kind: TaskDefence, Who: Shop, Letter: true, last: days(func(r *Rules) int { return r.DefenceDays }),
		ends: missedTurn,
	},
	{
		Rule: "3.4", Kind: TaskReply, Who: Consumer, Letter: true, last: days(func(r *Rules) int { return r.ReplyDays }),
		ends: missedTurn,
	},
	{
		Rule: "3.4", Kind: TaskRejoinder, Who: Shop, Letter: true, last: days(func(r *Rules) int { return r.ReplyDays }),
		ends: missedTurn,
	},
	{
		Rule: "3.4", Kind: TaskRespond, Letter: true, last: days(func(r *Rules) int { return r.ReplyDays }),
		ends: missedTurn,
	},
	{Rule: "3.4", Kind: TaskStudy, Who: Adjudicator, expires: overdue, ends: overdueBody}, // by the day of the ruling
	{Rule: "3.4", Kind: TaskRule, Who: Adjudicator, expires: overdue, ends: overdueBody},
	{
		Rule: "3.3", Kind: TaskSeek, Who: System, Beside: true,
		last: func(r *Rules, from time.Time) Date { return DateOf(from).AddDays(r.NoAdjudicatorDays) },
		ends: func(*State, Task) []Body { return []Body{NoAdjudicator{}} },
	},
	{Rule: "3.3", Kind: TaskWait, Who: Consumer, Letter: true, Beside: true},
	{Rule: "3.3", Kind: TaskChallenge, Letter: true, Beside: true, last: days(func(r *Rules) int { return r.ChallengeDays })},
	{Rule: "3.4", Kind: TaskLeave, Who: Adjudicator, Beside: true, last: workdays(func(r *Rules) int { return r.ChallengeWorkdays })},
	{
		Rule: "3.5", Kind: TaskQuestion, Letter: true, Beside: true, last: days(func(r *Rules) int { return r.QuestionDays }),
		ends: func(_ *State, t Task) []Body { return []Body{QuestionMissed{ID: t.About, Party: t.Who}} },
	},
	{
		Rule: "4.2", Kind: TaskRest, Who: System, // ends when what the consumer had to do is known
		last:    func(_ *Rules, from time.Time) Date { return DateOf(from) },
		expires: func(_ *Rules, t Task) time.Time { return t.Begun },
		ends:    func(s *State, _ Task) []Body { return []Body{s.endCarried()} },
	},
	{
		Rule: "4.1", Kind: TaskOwed, Who: Consumer, Beside: true,
		expires: askedAfter,
		ends:    func(*State, Task) []Body { return []Body{ShopAsked{}} },
	},
	{
		Rule: "4.2", Kind: TaskShopConfirm, Who: Shop, Letter: true, Beside: true,
		last:   days(func(r *Rules) int { return r.ConfirmDays - 1 }),
		remind: remindAfter(func(r *Rules) int { return r.ConfirmRemindDays }),
		ends:   func(*State, Task) []Body { return []Body{ShopSilent{}} },
	},
	{
		Rule: "4.3", Kind: TaskMakeUp, Who: Consumer, Letter: true, Beside: true,
		last: days(func(r *Rules) int { return r.RemedyDays }),
		ends: func(*State, Task) []Body { return []Body{ConsumerFailed{}} },
	},
	{
		Rule: "4.3", Kind: TaskCounter, Who: Shop, Letter: true, Beside: true,
		last: days(func(r *Rules) int { return r.ObjectDays }),
		ends: func(*State, Task) []Body { return []Body{MadeUpStands{}} },
	},
	{Rule: "4.3", Kind: TaskWeigh, Who: Mediator, Beside: true, last: workdays(func(r *Rules) int { return r.JudgeWorkdays })},
}

var termOf map[TaskKind]*Term

func init() { // Terms names functions that look themselves up here
	termOf = make(map[TaskKind]*Term, len(Terms))
	for i := range Terms {
		termOf[Terms[i].Kind] = &Terms[i]
	}
}

// askedAfter is when it is asked whether something was carried out (rules 4.1).
func askedAfter(r *Rules, t Task) time.Time { return t.LastDay.AddDays(r.ComplianceDelay).Start() }

func missedTurn(_ *State, t Task) []Body { return []Body{TurnMissed{Turn: t.Kind, Party: t.Who}} }

// overdue gives an adjudicator OverdueDays after the day of the ruling; a file that comes to the desk after that day,
// because a party could not be reached, is not overdue before it is there (rules 3.4).
func overdue(r *Rules, t Task) time.Time {
	from := t.LastDay
	if came := DateOf(t.Since); came.After(from) {
		from = came
	}
	return from.AddDays(r.OverdueDays).End()
}

func overdueBody(*State, Task) []Body { return []Body{AdjudicatorOverdue{}} }

// remindResponse reminds a consumer who does not respond to the mediator (rules 2.7).
func remindResponse(r *Rules, t Task) []time.Time {
	var at []time.Time
	for _, n := range r.ResponseRemindDays {
		at = append(at, DateOf(t.Begun).AddDays(n).Start())
	}
	return at
}

// TermOf gives the row of a task.
func TermOf(k TaskKind) Term { return *termOf[k] }

// days counts a person's term, moved to a workday (rules 6.1, 6.2).
func days(n func(*Rules) int) func(*Rules, time.Time) Date {
	return func(r *Rules, from time.Time) Date { return lastDay(from, n(r)) }
}

func workdays(n func(*Rules) int) func(*Rules, time.Time) Date {
	return func(r *Rules, from time.Time) Date { return AddWorkdays(DateOf(from), n(r)) }
}

// remindShop counts back from the moved last day (rules 1.1, 6.2).
func remindShop(r *Rules, t Task) []time.Time {
	var at []time.Time
	for _, n := range r.AnswerReminders {
		if i := t.LastDay.AddDays(-n).Start(); i.After(t.Begun) {
			at = append(at, i)
		}
	}
	return at
}

func remindAfter(n func(*Rules) int) func(*Rules, Task) []time.Time {
	return func(r *Rules, t Task) []time.Time {
		return []time.Time{DateOf(t.Begun).AddDays(n(r)).Start()}
	}
}

// open gives a task of the kind as it is when opened at the instant.
func (s *State) open(k TaskKind, at time.Time) Task {
	row := termOf[k]
	t := Task{Kind: k, Who: row.Who, Since: at}
	if !row.Letter {
		s.begin(&t, at)
	}
	return t
}

// begin starts the term of a task.
func (s *State) begin(t *Task, at time.Time) {
	t.Begun = at
	switch row := termOf[t.Kind]; {
	case t.Days > 0:
		t.LastDay = lastDay(at, t.Days)
	case row.last != nil:
		t.LastDay = row.last(s.rules(), at)
	}
	if done := s.doneBy(t); !done.IsZero() && t.LastDay.After(done) {
		t.LastDay = done
		if today := DateOf(at); done.Before(today) {
			t.LastDay = today
		}
	}
}

// doneBy gives the day by which an offer or a proposal that a task asks about would be carried out: it does not stand
// longer. Zero for any other task (rules 1.2, 2.5).
func (s *State) doneBy(t *Task) Date {
	switch t.Kind {
	case TaskOffer:
		o, _ := s.OfferByID(t.About)
		return o.Due
	case TaskConsider:
		if p := s.Room.Proposal; p != nil && t.About == ConsiderAbout(p.ID, t.Who) {
			return p.Due
		}
	default:
	}
	return Date{}
}

// alarm gives the next instant at which time changes something in a task; false when none is set.
func (s *State) alarm(t *Task) (at time.Time, reminder, ok bool) {
	if !t.Running() {
		return time.Time{}, false, false
	}
	row := termOf[t.Kind]
	if row.remind != nil && (t.Kind != TaskAnswer || !s.ShopAnswered) { // a shop that has answered is not reminded (rules 1.1)
		if all := row.remind(s.rules(), *t); t.Reminded < len(all) {
			return all[t.Reminded], true, true
		}
	}
	switch {
	case row.ends == nil || t.LastDay.IsZero() || row.awaits && s.Money.open():
		return time.Time{}, false, false
	case row.expires != nil:
		return row.expires(s.rules(), *t), false, true
	case row.awaits:
		return later(t.LastDay.End(), s.Money.Settled), false, true
	default:
		return t.LastDay.End(), false, true
	}
}

// askChoice is what follows when the shop's time is over: its silence ends nothing (rules 1.5).
func (s *State) askChoice() Body {
	return ChoiceAsked{Final: s.Final(), Contested: s.Contested}
}

// endCarried is the end of what was to be carried out: of an agreement by the stage in which it was made, or of the
// ruling (rules 5.1).
func (s *State) endCarried() Body {
	switch {
	case s.File.Ruled():
		return EndedAs{s.File.Outcome}
	case s.AgreedIn == Mediation:
		return EndedAs{AgreedMediation}
	case s.AgreedIn == Ruling:
		return EndedAs{AgreedRuling}
	default:
		return EndedAs{AgreedDirect}
	}
}

// WouldEnd gives the last day of an open task: the stored one when its term runs, else the one that it would get
// if its letter were accepted at now. Letters name this day, computed at each attempt (rules 1.1). False when no
// such task is open or it has no last day.
func (s State) WouldEnd(k TaskKind, about string, now time.Time) (Date, bool) {
	t, ok := s.Find(k, about)
	if k == TaskAnswer && !ok { // the notice itself begins the shop's term
		if ok = s.Has(TaskNotice) || s.Has(TaskPhone) || s.Has(TaskPost); ok {
			t = s.open(TaskAnswer, now)
		}
	}
	if !ok {
		return Date{}, false
	}
	if !t.Running() {
		s.begin(&t, now)
	}
	return t.LastDay, !t.LastDay.IsZero()
}

// ResumeUntil gives the last day on which a case that pauses after its choice could be resumed (rules 1.4).
func (s State) ResumeUntil(now time.Time) Date {
	last, ok := s.WouldEnd(TaskChoice, "", now)
	if !ok {
		last = DateOf(now)
	}
	return lastDay(last.End(), s.rules().ResumeDays)
}
