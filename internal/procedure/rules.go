package procedure

// Rules are the numbers of the procedure. A dispute keeps the version under which it was opened until it ends, so
// that a change of rules never moves a running term (process.md). Days count as in rules 6.1; amounts are cents.
type Rules struct {
	Version string

	DraftDays     int   // 0.3: a draft is erased this long after its last change
	ToldMonths    int   // 0.4: told the shop longer ago than this: a ground for refusal
	MostCents     int64 // 0.4: over this value: a ground for refusal
	AdmissionDays int   // 0.4: staff decide within, else admitted

	AnswerDays       int   // 1.1: the shop's term
	NoticeDays       int   // 1.1: none of the addresses accepted within: work for staff
	PhoneWorkdays    int   // 1.1: not reached by phone within: a registered letter
	AnswerReminders  []int // 1.1: days before the last day
	NotOursWorkdays  int   // 1.2: staff decide whether the order is the shop's
	NotOursLeastDays int   // 1.2: least that is left of the shop's term after a rejection
	OfferDays        int   // 1.2: how long an offer stands
	ReopenDays       int   // 1.3.1
	ExtensionDays    int   // 1.3.2: asked again after
	PromiseDays      int   // 1.3.2: the latest promised date that counts
	MostExtensions   int   // 1.3.2
	LapseMinutes     int   // 1.3: two different choices from unconfirmed browsers within
	ChoiceRemindDays int   // 1.4: reminder of the choice
	ChoiceDays       int   // 1.4: the case pauses
	ResumeDays       int   // 1.4: a paused case can be resumed

	ContactWorkdays int // 2.1: first contact by the mediator, a target

	ComplianceDelay   int // 4.1: days after the agreed date that the question comes
	ConfirmRemindDays int // 4.2
	ConfirmDays       int // 4.2: without an answer: not confirmed
	RemedyDays        int // 4.3: the other side does it or sends proof
	ObjectDays        int // 4.3: objecting to the proof
	JudgeWorkdays     int // 4.3
	GoOnDays          int // 4.4: how long a broken agreement can be taken further

	KeepYears      int // 5.2: personal data after the end
	MostExtendDays int // 6.5: how far staff may extend a running term at once
}

// RulesOf gives the rules of a version and whether it exists.
func RulesOf(version string) (Rules, bool) {
	r, ok := allRules[version]
	return r, ok
}

// CurrentRules are the rules under which new disputes are opened.
func CurrentRules() Rules { return allRules["2026-11"] }

var allRules = map[string]Rules{
	"2026-11": {
		Version:   "2026-11",
		DraftDays: 30, ToldMonths: 12, MostCents: 25_000_00, AdmissionDays: 21,
		AnswerDays: 7, NoticeDays: 2, PhoneWorkdays: 5, AnswerReminders: []int{4, 1},
		NotOursWorkdays: 5, NotOursLeastDays: 2, OfferDays: 7,
		ReopenDays: 14, ExtensionDays: 7, PromiseDays: 21, MostExtensions: 2, LapseMinutes: 10,
		ChoiceRemindDays: 7, ChoiceDays: 14, ResumeDays: 60,
		ContactWorkdays: 3,
		ComplianceDelay: 2, ConfirmRemindDays: 7, ConfirmDays: 14, RemedyDays: 7, ObjectDays: 7,
		JudgeWorkdays: 5, GoOnDays: 30,
		KeepYears: 5, MostExtendDays: 30,
	},
}
