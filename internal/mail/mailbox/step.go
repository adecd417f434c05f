package mailbox

import "strings"

// Step is what the server does with a mail for a scripted address.
type Step struct {
	what     deed
	code     int
	enhanced [3]int
	text     string
	times    int // 0 is for ever
}

type deed int

const (
	accept     deed = iota
	refuse          // at RCPT
	refuseData      // after the final dot
	hangUp          // after the final dot, without an answer
	loseAnswer      // the same, but the mail is kept
)

// Accept takes the mail, as an address without script does.
func Accept() Step { return Step{what: accept} }

// Reject refuses the address for ever, such as with 550 and "5.1.1".
func Reject(code int, enhanced, text string) Step {
	return Step{what: refuse, code: code, enhanced: numbers(enhanced), text: text}
}

// RejectData refuses the mail after its final dot, for ever.
func RejectData(code int, enhanced, text string) Step {
	return Step{what: refuseData, code: code, enhanced: numbers(enhanced), text: text}
}

// Defer says 451 to the next n mails.
func Defer(n int) Step {
	return Step{what: refuse, code: 451, enhanced: [3]int{4, 2, 0}, text: "Please try again later", times: max(n, 1)}
}

// HangUp drops the connection after the final dot of the next n mails, without an answer; they are lost.
func HangUp(n int) Step { return Step{what: hangUp, times: max(n, 1)} }

// LoseAnswer does the same, but the mails are kept: the sender does not know that they arrived.
func LoseAnswer(n int) Step { return Step{what: loseAnswer, times: max(n, 1)} }

// Script says what happens to the next mails for an address. Steps follow one another; after the last the address
// takes mail again. No steps end a script.
func (b *Box) Script(address string, steps ...Step) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.script[strings.ToLower(address)] = append([]Step(nil), steps...)
}

// next is the step for a mail that begins now; it counts.
func (b *Box) next(address string) Step {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := strings.ToLower(address)
	steps := b.script[key]
	if len(steps) == 0 {
		return Accept()
	}
	step := steps[0]
	switch {
	case step.times > 1:
		steps[0].times--
	case step.times == 1 || step.what == accept:
		b.script[key] = steps[1:]
	}
	return step
}

func numbers(enhanced string) [3]int {
	var n [3]int
	for i, part := range strings.SplitN(enhanced, ".", 3) {
		for _, c := range part {
			if c >= '0' && c <= '9' {
				n[i] = n[i]*10 + int(c-'0')
			}
		}
	}
	return n
}
