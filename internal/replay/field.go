package replay

import (
	"fmt"
	"reflect"
	"slices"

	p "wederhoor/internal/procedure"
)

// Field is a number of the rules, by its name in procedure.Rules.
type Field struct {
	Name string
	Rule string // number in docs/rules.md
	What string
	kind kind
}

// kind says what a replay can do with a field.
type kind int

const (
	term   kind = iota // a term of days, or when it is reminded of
	right              // a right that passes without an event: it can be tried shorter only
	target             // nothing follows when it has passed
	limit              // a bound on what people may do, not a term
	money
	paper // of texts, drafts and what is kept
)

// refusals say why a field cannot be tried.
var refusals = map[kind]string{
	target: "is a target: nothing follows by itself when it has passed, so that every case would go as it went",
	limit:  "is a bound on what people may do, not a term: what they would have done instead, no replay can know",
	money:  "is about money: what was paid and given back is kept as it was",
	paper:  "has no effect on how a case goes",
}

// Fields lists the numbers of the rules in the order of procedure.Rules.
var Fields = []Field{
	{"Version", "0.5", "the version of the rules", paper},
	{"DraftDays", "0.3", "days after which a draft is erased", paper},
	{"ToldMonths", "0.4", "months since the shop was told: a ground", limit},
	{"MostCents", "0.4", "cents above which it is a ground", money},
	{"AdmissionDays", "0.4", "days in which staff decide, else admitted", term},
	{"AnswerDays", "1.1", "days of the shop", term},
	{"NoticeDays", "1.1", "days in which an address must accept the notice", term},
	{"PhoneWorkdays", "1.1", "workdays in which the shop is phoned, else a registered letter", term},
	{"AnswerReminders", "1.1", "days before the shop's last day on which it is reminded", term},
	{"NotOursWorkdays", "1.2", "workdays in which staff decide whose order it is", target},
	{"NotOursLeastDays", "1.2", "days of the shop that are left at least after that", term},
	{"OfferDays", "1.2", "days that an offer stands", term},
	{"ReopenDays", "1.3.1", "days in which a solved case can be reopened", right},
	{"ExtensionDays", "1.3.2", "days after which who gave more time is asked again", term},
	{"PromiseDays", "1.3.2", "days on that a promise of the shop counts at most", term},
	{"MostExtensions", "1.3.2", "times that more time can be given", limit},
	{"LapseMinutes", "1.3", "minutes in which two different choices lapse", limit},
	{"ChoiceRemindDays", "1.4", "days after which the choice is reminded", term},
	{"ChoiceDays", "1.4", "the day on which a case without a choice pauses", term},
	{"ResumeDays", "1.4", "days in which a paused or stopped case can be taken up", term},
	{"ContactWorkdays", "2.1", "workdays to the mediator's first word", target},
	{"NewsDays", "2.1", "days without anything after which both get a word", term},
	{"UndoSeconds", "2.2", "seconds in which a message can be taken back", limit},
	{"HearDays", "2.3", "days for an account", term},
	{"HearExtensionDays", "2.3", "days by which that can be extended at most", limit},
	{"ProposalDays", "2.5", "days that a proposal stands", term},
	{"LookDays", "2.7", "days after which the mediator looks again", target},
	{"PauseDays", "2.7", "days that the mediation rests", term},
	{"ResponseRemindDays", "2.7", "days after which a consumer who does not respond is reminded", term},
	{"ResponseDays", "2.7", "days after which the mediation stops", term},
	{"MediationDays", "2.7", "days for stages 1 and 2 together", target},
	{"RequestDays", "3.1", "days in which a ruling can be asked for", term},
	{"RequestRemindDays", "3.1", "days after which that is reminded", term},
	{"FeeCents", "3.2", "the fee, in cents", money},
	{"LatePaymentMinutes", "3.2", "minutes after the end in which a payment counts", money},
	{"FeeBackDays", "3.2", "days in which the fee goes back", money},
	{"AssignWorkdays", "3.3", "workdays to an adjudicator", target},
	{"DeclareWorkdays", "3.3", "workdays for the declaration, else another one", term},
	{"NoAdjudicatorDays", "3.3", "days without an adjudicator after which the consumer chooses", term},
	{"ChallengeDays", "3.3", "days in which the adjudicator can be challenged", right},
	{"ChallengeWorkdays", "3.3", "workdays in which that is decided", target},
	{"ForwardWorkdays", "3.4", "workdays after which the claim goes to the shop", term},
	{"DefenceDays", "3.4", "days for the defence", term},
	{"ReplyDays", "3.4", "days for every word after it", term},
	{"NewUntilDay", "3.4", "day of the file after which nothing new comes in", limit},
	{"RuleByDay", "3.4", "day of the file by which the ruling comes", term},
	{"RuleExtensionDays", "3.4", "days by which that can be extended, once", term},
	{"OverdueDays", "3.4", "days late after which another adjudicator gets the file", term},
	{"ReassignedDays", "3.4", "days that the next one has at least", term},
	{"QuestionDays", "3.5", "days to answer the adjudicator", term},
	{"OrderDays", "3.5", "days in which what is ordered is done, as a rule", limit},
	{"CorrectionDays", "3.6", "days in which a ruling can be corrected", paper},
	{"ComplianceDelay", "4.1", "days after the day agreed on which it is asked", term},
	{"ConfirmRemindDays", "4.2", "days after which that is reminded", term},
	{"ConfirmDays", "4.2", "the day on which it is not confirmed", term},
	{"RemedyDays", "4.3", "days to do it after all or to send proof", term},
	{"ObjectDays", "4.3", "days to object to proof", term},
	{"JudgeWorkdays", "4.3", "workdays in which staff judge the proof", target},
	{"GoOnDays", "4.4", "days in which a broken agreement can be taken further", term},
	{"KeepYears", "5.2", "years that personal data is kept", paper},
	{"KeepRoomDays", "5.2", "days that private channels are kept", paper},
	{"MostExtendDays", "6.5", "days by which staff extend a term at most", limit},
}

// FieldOf gives a field by its name.
func FieldOf(name string) (Field, bool) {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return Fields[i], true
}

// Tried says that a replay can try other values of the field.
func (f Field) Tried() bool { return f.kind == term || f.kind == right }

// Value gives the field of rules: a string, an int, an int64 or a []int.
func (f Field) Value(r p.Rules) any { return reflect.ValueOf(r).FieldByName(f.Name).Interface() }

// longest bounds a term, in days.
const longest = 1000

// Set sets a field of rules to a value as a TOML file gives it. The error is a sentence that begins behind the name.
func (f Field) Set(r *p.Rules, value any) error {
	into := reflect.ValueOf(r).Elem().FieldByName(f.Name)
	switch now := into.Interface().(type) {
	case string:
		s, ok := value.(string)
		return f.keep(ok && s == now)
	case int64:
		n, ok := value.(int64)
		return f.keep(ok && n == now)
	case []int:
		list, err := numbers(value)
		if err == nil && !slices.Equal(list, now) {
			into.Set(reflect.ValueOf(list))
		}
		return err
	case int:
		n, ok := value.(int64)
		switch {
		case !ok:
			return fmt.Errorf("is a whole number, such as %d", now)
		case n == int64(now):
			return nil
		case !f.Tried():
			return f.keep(false)
		case n < 1 || n > longest:
			return fmt.Errorf("is a number from 1 to %d, not %d", longest, n)
		case f.kind == right && n > int64(now):
			return fmt.Errorf("can be tried shorter than %d only: who would have used a longer right, no replay can know", now)
		}
		into.SetInt(n)
		return nil
	default:
		return f.keep(false)
	}
}

// keep refuses another value of a field that cannot be tried.
func (f Field) keep(same bool) error {
	if same {
		return nil
	}
	return fmt.Errorf("cannot be tried: it %s", refusals[f.kind])
}

func numbers(value any) ([]int, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("is a list of days, such as [4, 1]")
	}
	out := []int{}
	for _, v := range list {
		n, ok := v.(int64)
		if !ok || n < 1 || n > longest {
			return nil, fmt.Errorf("is a list of days, each a number from 1 to %d", longest)
		}
		out = append(out, int(n))
	}
	return out, nil
}

// Fault is what is wrong between fields: the name of one of them, and a sentence that begins behind it.
type Fault struct{ Name, Sentence string }

// Check gives the first thing that is wrong between the fields of rules: a reminder that does not come before the end
// of its term, or reminders that are not in order.
func Check(r p.Rules) (Fault, bool) {
	for _, x := range []struct {
		name   string
		remind int
		end    string
		last   int
	}{
		{"ChoiceRemindDays", r.ChoiceRemindDays, "ChoiceDays", r.ChoiceDays},
		{"RequestRemindDays", r.RequestRemindDays, "RequestDays", r.RequestDays},
		{"ConfirmRemindDays", r.ConfirmRemindDays, "ConfirmDays", r.ConfirmDays},
	} {
		if x.remind >= x.last {
			return Fault{x.name, fmt.Sprintf("(%d) must be less than %s (%d): a reminder comes before the end", x.remind, x.end, x.last)}, true
		}
	}
	for i, n := range r.AnswerReminders {
		switch {
		case n >= r.AnswerDays:
			return Fault{"AnswerReminders", fmt.Sprintf("has %d, which is not before the last of AnswerDays (%d)", n, r.AnswerDays)}, true
		case i > 0 && n >= r.AnswerReminders[i-1]:
			return Fault{"AnswerReminders", "counts back from the last day: largest number first, no number twice"}, true
		}
	}
	for i, n := range r.ResponseRemindDays {
		switch {
		case n >= r.ResponseDays:
			return Fault{"ResponseRemindDays", fmt.Sprintf("has %d, which is not before the end of ResponseDays (%d)", n, r.ResponseDays)}, true
		case i > 0 && n <= r.ResponseRemindDays[i-1]:
			return Fault{"ResponseRemindDays", "counts from the beginning: smallest number first, no number twice"}, true
		}
	}
	return Fault{}, false
}
