package insight

import (
	"time"

	"wederhoor/internal/procedure"
)

// ChoiceShares gives the share of each first choice that stood, in the order of procedure.Choices, of all disputes
// with a choice (rules 1.3). Choices that were undone, changed or reopened did not stand.
func ChoiceShares(v *View, f Filter, now time.Time) [3]Share {
	n := v.tally(f, now).choices
	all := n[1] + n[2] + n[3]
	return [3]Share{{n[1], all}, {n[2], all}, {n[3], all}}
}

// StepCount is how often a step of the intake was shown and passed, counted without knowing by whom.
type StepCount struct {
	Step          string
	Shown, Passed int64
}

// StepDrop is what a step of the intake loses.
type StepDrop struct {
	Step    string
	Dropped Share // left at this step, of those who saw it
	Left    Share // passed it, of those who saw the first step
}

// DropOut gives what each step loses, in the order given. Counts can be a little uneven, since nobody is followed: a
// step is never passed more often than it was shown, nor by more than saw the first.
func DropOut(steps []StepCount) []StepDrop {
	var out []StepDrop
	for _, s := range steps {
		shown := max(s.Shown, 0)
		passed := min(max(s.Passed, 0), shown)
		first := int(max(steps[0].Shown, 0))
		out = append(out, StepDrop{
			Step: s.Step, Dropped: Share{int(shown - passed), int(shown)}, Left: Share{min(int(passed), first), first},
		})
	}
	return out
}

// Questions are the keys of the three questions (rules 5.1), in order.
var Questions = [3]string{"understood", "story", "fair"}

// Opinion is how a party's people answered a question: 1 to 5. The answers are ranks, so that they have no mean.
type Opinion struct {
	Question string
	Given    [5]int // how often 1, 2, 3, 4, 5
	High     Share  // 4 or 5, of the answers
	Middle   int    // the answer in the middle (the lower one of two); 0 without answers
}

// Opinions are those of a party.
type Opinions struct {
	Party    procedure.Role
	Answered Share // answered a question at least, of those who were asked: of disputes that ended and were not refused
	Answers  [3]Opinion
}

// Surveys gives the answers of consumers and of shops, in that order. Those who answer are not all who were asked: a
// low share that Answered makes the rest a report about those who did, not about all.
func Surveys(v *View, f Filter, now time.Time) [2]Opinions {
	out := [2]Opinions{{Party: procedure.Consumer}, {Party: procedure.Shop}}
	seen := &v.tally(f, now).said
	for side := range out {
		o := &out[side]
		for p, n := range seen[side] {
			a := unpackAnswers(uint8(p))
			o.Answered.Of += n
			if a != (Answers{}) {
				o.Answered.N += n
			}
			for i, v := range [3]int8{a.Understood, a.Story, a.Fair} {
				if v > 0 {
					o.Answers[i].Given[v-1] += n
				}
			}
		}
		for i := range o.Answers {
			o.Answers[i].sum(Questions[i])
		}
	}
	return out
}

func (o *Opinion) sum(question string) {
	o.Question = question
	all := 0
	for _, n := range o.Given {
		all += n
	}
	o.High = Share{o.Given[3] + o.Given[4], all}
	below := 0
	for i, n := range o.Given {
		if below += n; o.Middle == 0 && all > 0 && 2*below >= all {
			o.Middle = i + 1
		}
	}
}
