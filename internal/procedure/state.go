package procedure

import "time"

// TaskKind names what somebody has to do, or what time has to bring.
type TaskKind string

// The tasks. Exactly one main task is open in a running dispute; the others stand beside it (Term.Beside).
const (
	TaskAdmission TaskKind = "admission" // staff judge a complaint that may fall outside (rules 0.4)
	TaskNotice    TaskKind = "notice"    // the notice is on its way to the shop (rules 1.1)
	TaskPhone     TaskKind = "phone"     // staff phone the shop (rules 1.1)
	TaskPost      TaskKind = "post"      // staff send a registered letter (rules 1.1)
	TaskAnswer    TaskKind = "answer"    // the shop's term (rules 1.1)
	TaskNotOurs   TaskKind = "not_ours"  // staff decide whose order it is (rules 1.2)
	TaskChoice    TaskKind = "choice"    // the consumer's choice (rules 1.3)
	TaskExtension TaskKind = "extension" // the shop is working on it (rules 1.3.2)
	TaskResume    TaskKind = "resume"    // paused: the consumer may resume (rules 1.4)
	TaskMediator  TaskKind = "mediator"  // the mediation queue (rules 2.1)
	TaskPerform   TaskKind = "perform"   // the shop carries out an agreement (rules 4.1)
	TaskConfirm   TaskKind = "confirm"   // the consumer says whether it was done (rules 4.1)
	TaskRemedy    TaskKind = "remedy"    // the shop does it after all or sends proof (rules 4.3)
	TaskObject    TaskKind = "object"    // the consumer may object to the proof (rules 4.3)
	TaskJudge     TaskKind = "judge"     // staff judge the proof (rules 4.3)
	TaskGoOn      TaskKind = "go_on"     // the consumer may take a broken agreement further (rules 4.4)

	TaskOffer TaskKind = "offer" // beside: an offer to accept (rules 1.2); About is the offer
	TaskReach TaskKind = "reach" // beside: a party's address failed (rules 1.1); About is the party

	TaskLook     TaskKind = "look"     // the mediator looks again (rules 2.7)
	TaskPause    TaskKind = "pause"    // the mediation pauses (rules 2.7)
	TaskReturn   TaskKind = "return"   // stopped: the consumer may take it up again (rules 2.7)
	TaskNews     TaskKind = "news"     // beside: a word to both when nothing happens (rules 2.1)
	TaskHeld     TaskKind = "held"     // beside: the mediator decides on a message that is held (rules 2.2); About is the message
	TaskHear     TaskKind = "hear"     // beside: a party gives its account (rules 2.3); About is the party
	TaskAsk      TaskKind = "ask"      // beside: a party answers the mediator (rules 2.2); About is the message
	TaskConsider TaskKind = "consider" // beside: a party answers a proposal (rules 2.5); About is the proposal
	TaskResponse TaskKind = "response" // beside: a consumer who does not respond (rules 2.7)

	TaskRequest        TaskKind = "request"         // the consumer may ask for a ruling and pays (rules 3.1, 3.2)
	TaskFee            TaskKind = "fee"             // the fee is due again (rules 3.7)
	TaskAssign         TaskKind = "assign"          // staff find an adjudicator (rules 3.3)
	TaskDeclare        TaskKind = "declare"         // the adjudicator declares interests (rules 3.3)
	TaskJudgeChallenge TaskKind = "judge_challenge" // an administrator decides a challenge (rules 3.3)
	TaskForward        TaskKind = "forward"         // the adjudicator sends the claim to the shop (rules 3.4)
	TaskDefence        TaskKind = "defence"         // the shop's defence (rules 3.4)
	TaskReply          TaskKind = "reply"           // the consumer's reply (rules 3.4)
	TaskRejoinder      TaskKind = "rejoinder"       // the shop's last word (rules 3.4)
	TaskRespond        TaskKind = "respond"         // a party answers something new (rules 3.4)
	TaskStudy          TaskKind = "study"           // the adjudicator studies the file (rules 3.5)
	TaskRule           TaskKind = "rule"            // the file is closed; the ruling follows (rules 3.5)
	TaskSeek           TaskKind = "seek"            // beside: the day on which there must be an adjudicator (rules 3.3)
	TaskWait           TaskKind = "wait"            // beside: the consumer waits for one, or takes the fee back (rules 3.3)
	TaskChallenge      TaskKind = "challenge"       // beside: a party may challenge (rules 3.3); About is the party
	TaskLeave          TaskKind = "leave"           // beside: the adjudicator judges a request for leave (rules 3.4); About is the party
	TaskQuestion       TaskKind = "question"        // beside: a party answers the adjudicator (rules 3.5); About is the question
	TaskRest           TaskKind = "rest"            // the shop's part is settled, the consumer's is followed up (rules 4.1)
	TaskOwed           TaskKind = "owed"            // beside: the consumer carries out an agreement or a ruling (rules 4.1)
	TaskShopConfirm    TaskKind = "shop_confirm"    // beside: the shop says whether the consumer did it (rules 4.1)
	TaskMakeUp         TaskKind = "make_up"         // beside: the consumer does it after all or shows it (rules 4.3)
	TaskCounter        TaskKind = "counter"         // beside: the shop may object to that (rules 4.3)
	TaskWeigh          TaskKind = "weigh"           // beside: staff judge it (rules 4.3)
)

// Task is one open task.
type Task struct {
	Kind     TaskKind
	Who      Role
	About    string
	Since    time.Time // opened
	Begun    time.Time // its term runs since; zero while it waits for its letter (rules 6.3)
	LastDay  Date      // last day on which it can be done; zero while not begun
	Days     int       // days of the term where they differ from the rules' (rules 1.2, 2.2)
	Reminded int       // reminders that were due
}

// Running says that the term of the task has begun.
func (t Task) Running() bool { return !t.Begun.IsZero() }

// Offer is an offer of one party to the other (rules 1.2). Amount is in cents.
type Offer struct {
	ID     string `json:"id"`
	By     Role   `json:"by"`
	Remedy Remedy `json:"remedy"`
	Amount int64  `json:"amount,omitempty"`
	Due    Date   `json:"due"`              // by when it will be done
	Return string `json:"return,omitempty"` // who pays for sending back: "", shop, consumer
	Text   Ref    `json:"text,omitzero"`
}

// Made is the last choice, with what is needed to undo it.
type Made struct {
	Choice    Choice
	At        time.Time
	Confirmed bool // by a browser confirmed by code
	Before    Task // the main task as it was
}

// State is what the events of a dispute add up to.
type State struct {
	ID       string
	Member   string
	under    *Rules // the version under which it was opened, shared: nobody changes it; nil before
	Version  int64  // sequence of the last event
	Recorded time.Time
	Opened   time.Time
	Stage    Stage
	Tasks    []Task
	Case     Opened

	Told         bool // the complaint went on to the shop; before that the shop hears nothing (rules 0.4)
	ShopAnswered bool // any act of a signed-in person of the shop (rules 1.1)
	ShopActed    time.Time
	NoticeTries  int  // addresses that failed
	NoticeFailed bool // it has been work for staff
	FailedOn     Date // since this day
	Contested    bool
	SolvedSaid   bool // the shop thinks that it is solved; the consumer has not answered
	NotOursLeft  int  // days that were left of the shop's term when it said so
	NotOursDone  bool // staff rejected it once
	NotOursFrom  Task // what stood open when it was said
	Promise      Date // by when the shop promised a solution
	Offers       []Offer

	Asked      int // how often the choice was asked, not counting resumes (invariant 40)
	Resumes    int
	Extensions int
	Last       *Made
	CodeNeeded bool // two different choices came from unconfirmed browsers (rules 1.3)

	Room  Room  // what mediation has brought
	File  File  // what the ruling has brought
	Money Money // what was paid and given back

	Agreement    *Offer // what is to be carried out: of an agreement, or of the ruling
	AgreedIn     Stage
	ConsumerDoes bool   // the consumer has something to do as well
	ConsumerDid  string // what became of it: "", done, proof, judged, not_confirmed, not_carried_out
	DoneReported bool
	Compliance   string // "", done, proof, judged, not_confirmed, not_carried_out: a fact beside the end

	Outcome     Outcome
	Ground      Ground
	EndedAt     time.Time
	ReopenUntil Date // last day to reopen; zero until the closing letter was accepted
}

// Rules gives the rules under which the dispute was opened; none before that.
func (s *State) Rules() Rules { return *s.rules() }

func (s *State) rules() *Rules {
	if s.under == nil {
		return noRules
	}
	return s.under
}

// Main gives the main task: whose turn it is. False when the dispute has ended.
func (s State) Main() (Task, bool) {
	for _, t := range s.Tasks {
		if !t.beside() {
			return t, true
		}
	}
	return Task{}, false
}

// Has says that a main task of the kind is open.
func (s State) Has(k TaskKind) bool {
	t, ok := s.Main()
	return ok && t.Kind == k
}

// Find gives the task of a kind about something.
func (s State) Find(k TaskKind, about string) (Task, bool) {
	for _, t := range s.Tasks {
		if t.Kind == k && t.About == about {
			return t, true
		}
	}
	return Task{}, false
}

// OfferByID gives an open offer.
func (s State) OfferByID(id string) (Offer, bool) {
	for _, o := range s.Offers {
		if o.ID == id {
			return o, true
		}
	}
	return Offer{}, false
}

// OfferBy gives the open offer of a party.
func (s State) OfferBy(r Role) (Offer, bool) {
	for _, o := range s.Offers {
		if o.By == r {
			return o, true
		}
	}
	return Offer{}, false
}

// Final says that no extension is left, so that only solved and help are offered (rules 1.3.2).
func (s State) Final() bool { return s.Extensions >= s.rules().MostExtensions }

// ExtensionUntil gives the last day of an extension chosen at now (rules 1.3.2): the day that the shop promised
// when it lies ahead, at most PromiseDays on; else ExtensionDays on.
func (s State) ExtensionUntil(now time.Time) Date {
	today := DateOf(now)
	if s.Promise.After(today) {
		latest := today.AddDays(s.rules().PromiseDays)
		if s.Promise.After(latest) {
			return NextWorkday(latest)
		}
		return NextWorkday(s.Promise)
	}
	return lastDay(now, s.rules().ExtensionDays)
}

// CanReopen says whether the dispute can be reopened at now (rules 1.3.1).
func (s State) CanReopen(now time.Time) bool {
	return s.Stage == Ended && s.Outcome == Solved &&
		(s.ReopenUntil.IsZero() || now.Before(s.ReopenUntil.End()))
}

func (t Task) beside() bool { return termOf[t.Kind].Beside }

// setMain puts a task in place of the main one.
func (s *State) setMain(t Task) {
	kept := s.besides(nil)
	s.Tasks = append(kept, t)
}

// besides copies the tasks beside the main one that keep says yes to (nil: all).
func (s *State) besides(keep func(Task) bool) []Task {
	var kept []Task
	for _, t := range s.Tasks {
		if t.beside() && (keep == nil || keep(t)) {
			kept = append(kept, t)
		}
	}
	return kept
}

// change applies f to a copy of each task.
func (s *State) change(f func(*Task)) {
	tasks := make([]Task, len(s.Tasks))
	copy(tasks, s.Tasks)
	for i := range tasks {
		f(&tasks[i])
	}
	s.Tasks = tasks
}

// add puts a task beside the main one.
func (s *State) add(t Task) { s.Tasks = append(append([]Task(nil), s.Tasks...), t) }

// drop takes away the tasks that gone says yes to.
func (s *State) drop(gone func(Task) bool) {
	var tasks []Task
	for _, t := range s.Tasks {
		if !gone(t) {
			tasks = append(tasks, t)
		}
	}
	s.Tasks = tasks
}

// dropKinds takes away all tasks of the kinds.
func (s *State) dropKinds(kinds ...TaskKind) {
	s.drop(func(t Task) bool { return has(kinds, t.Kind) })
}

// dropOffer takes an offer and its task away.
func (s *State) dropOffer(id string) {
	var offers []Offer
	for _, o := range s.Offers {
		if o.ID != id {
			offers = append(offers, o)
		}
	}
	s.Offers = offers
	var tasks []Task
	for _, t := range s.Tasks {
		if t.Kind != TaskOffer || t.About != id {
			tasks = append(tasks, t)
		}
	}
	s.Tasks = tasks
}

// dropOffers ends all offers, as the end of a stage does (rules 1.2).
func (s *State) dropOffers() {
	s.Offers = nil
	var tasks []Task
	for _, t := range s.Tasks {
		if t.Kind != TaskOffer {
			tasks = append(tasks, t)
		}
	}
	s.Tasks = tasks
}
