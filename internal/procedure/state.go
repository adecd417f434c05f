package procedure

import "time"

// TaskKind names what somebody has to do, or what time has to bring.
type TaskKind string

// The tasks of the stages built so far. Exactly one main task is open in a running dispute; offers and addresses
// to repair stand beside it.
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
)

// Task is one open task.
type Task struct {
	Kind     TaskKind
	Who      Role
	About    string
	Since    time.Time // opened
	Begun    time.Time // its term runs since; zero while it waits for its letter (rules 6.3)
	LastDay  Date      // last day on which it can be done; zero while not begun
	Days     int       // days of the term where they differ from the rules' (rules 1.2)
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
	Rules    Rules
	Version  int64 // sequence of the last event
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
	Contested    bool
	SolvedSaid   bool // the shop thinks that it is solved; the consumer has not answered
	NotOursLeft  int  // days that were left of the shop's term when it said so
	NotOursDone  bool // staff rejected it once
	Promise      Date // by when the shop promised a solution
	Offers       []Offer

	Asked      int // how often the choice was asked, not counting resumes (invariant 40)
	Resumes    int
	Extensions int
	Last       *Made
	CodeNeeded bool // two different choices came from unconfirmed browsers (rules 1.3)

	Agreement    *Offer
	AgreedIn     Stage
	DoneReported bool
	Compliance   string // "", done, proof, judged, not_confirmed, not_carried_out: a fact beside the end

	Outcome     Outcome
	Ground      Ground
	EndedAt     time.Time
	ReopenUntil Date // last day to reopen; zero until the closing letter was accepted
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
func (s State) Final() bool { return s.Extensions >= s.Rules.MostExtensions }

// ExtensionUntil gives the last day of an extension chosen at now (rules 1.3.2): the day that the shop promised
// when it lies ahead, at most PromiseDays on; else ExtensionDays on.
func (s State) ExtensionUntil(now time.Time) Date {
	today := DateOf(now)
	if s.Promise.After(today) {
		latest := today.AddDays(s.Rules.PromiseDays)
		if s.Promise.After(latest) {
			return NextWorkday(latest)
		}
		return NextWorkday(s.Promise)
	}
	return lastDay(now, s.Rules.ExtensionDays)
}

// CanReopen says whether the dispute can be reopened at now (rules 1.3.1).
func (s State) CanReopen(now time.Time) bool {
	return s.Stage == Ended && s.Outcome == Solved &&
		(s.ReopenUntil.IsZero() || now.Before(s.ReopenUntil.End()))
}

func (t Task) beside() bool { return t.Kind == TaskOffer || t.Kind == TaskReach }

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
