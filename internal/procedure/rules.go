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

	ContactWorkdays    int   // 2.1: first contact by the mediator, a target
	NewsDays           int   // 2.1: nothing happened for this long: a word to both
	UndoSeconds        int   // 2.2: a mediator's message can be taken back, and leaves after
	HearDays           int   // 2.3: each party gives its account
	HearExtensionDays  int   // 2.3: once
	ProposalDays       int   // 2.5
	LookDays           int   // 2.7: the mediator looks again at the latest after
	PauseDays          int   // 2.7: once, when both agree
	ResponseRemindDays []int // 2.7: reminders to a consumer who does not respond
	ResponseDays       int   // 2.7: then the mediation stops
	MediationDays      int   // 2.7: target for stages 1 and 2 together

	RequestDays        int   // 3.1: a ruling can be asked for
	RequestRemindDays  int   // 3.1
	FeeCents           int64 // 3.2
	LatePaymentMinutes int   // 3.2: paid this long after the end still counts
	FeeBackDays        int   // 3.2: withdrawn within: the fee goes back
	AssignWorkdays     int   // 3.3: an adjudicator is assigned and has declared
	DeclareWorkdays    int   // 3.3: an assigned adjudicator declares within, else another one
	NoAdjudicatorDays  int   // 3.3: then the consumer chooses: the fee back, or wait
	ChallengeDays      int   // 3.3
	ChallengeWorkdays  int   // 3.3: an administrator decides
	ForwardWorkdays    int   // 3.4: the claim goes to the shop at the latest
	DefenceDays        int   // 3.4
	ReplyDays          int   // 3.4: reply, rejoinder, and every answer to something new
	NewUntilDay        int   // 3.4: nothing new after this day of the file
	RuleByDay          int   // 3.4: art. 8(e)
	RuleExtensionDays  int   // 3.4: once, with a reason
	OverdueDays        int   // 3.4: reassigned
	ReassignedDays     int   // 3.4: what the next adjudicator has at least
	QuestionDays       int   // 3.5
	OrderDays          int   // 3.5: what a ruling orders is done within
	CorrectionDays     int   // 3.6

	ComplianceDelay   int // 4.1: days after the agreed date that the question comes
	ConfirmRemindDays int // 4.2
	ConfirmDays       int // 4.2: without an answer: not confirmed
	RemedyDays        int // 4.3: the other side does it or sends proof
	ObjectDays        int // 4.3: objecting to the proof
	JudgeWorkdays     int // 4.3
	GoOnDays          int // 4.4: how long a broken agreement can be taken further

	KeepYears      int // 5.2: personal data after the end
	KeepRoomDays   int // 5.2: private channels after mediation
	MostExtendDays int // 6.5: how far staff may extend a running term at once
}

// RulesOf gives the rules of a version and whether it exists.
func RulesOf(version string) (Rules, bool) {
	r, ok := allRules[version]
	if !ok {
		return Rules{}, false
	}
	return *r, true
}

// CurrentRules are the rules under which new disputes are opened.
func CurrentRules() Rules { return *allRules[currentRules] }

const currentRules = "2026-11"

// noRules are those of a dispute of which nobody knows when it was opened.
var noRules = new(Rules)

var allRules = map[string]*Rules{
	currentRules: {
		Version:   currentRules,
		DraftDays: 30, ToldMonths: 12, MostCents: 25_000_00, AdmissionDays: 21,
		AnswerDays: 7, NoticeDays: 2, PhoneWorkdays: 5, AnswerReminders: []int{4, 1},
		NotOursWorkdays: 5, NotOursLeastDays: 2, OfferDays: 7,
		ReopenDays: 14, ExtensionDays: 7, PromiseDays: 21, MostExtensions: 2, LapseMinutes: 10,
		ChoiceRemindDays: 7, ChoiceDays: 14, ResumeDays: 60,
		ContactWorkdays: 3, NewsDays: 7, UndoSeconds: 30, HearDays: 7, HearExtensionDays: 7, ProposalDays: 7,
		LookDays: 7, PauseDays: 14, ResponseRemindDays: []int{7, 14}, ResponseDays: 21, MediationDays: 60,
		RequestDays: 30, RequestRemindDays: 20, FeeCents: 25_00, LatePaymentMinutes: 60, FeeBackDays: 14,
		AssignWorkdays: 5, DeclareWorkdays: 3, NoAdjudicatorDays: 21, ChallengeDays: 5, ChallengeWorkdays: 3,
		ForwardWorkdays: 2, DefenceDays: 14, ReplyDays: 7, NewUntilDay: 53, RuleByDay: 90, RuleExtensionDays: 30,
		OverdueDays: 5, ReassignedDays: 21, QuestionDays: 7, OrderDays: 14, CorrectionDays: 14,
		ComplianceDelay: 2, ConfirmRemindDays: 7, ConfirmDays: 14, RemedyDays: 7, ObjectDays: 7,
		JudgeWorkdays: 5, GoOnDays: 30,
		KeepYears: 5, KeepRoomDays: 90, MostExtendDays: 30,
	},
}
