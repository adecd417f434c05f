package registry

import (
	"slices"
	"strings"
	"testing"

	p "wederhoor/internal/procedure"
)

// who may know of each type of event beside staff: c the consumer, s the shop, a the adjudicator; - nobody; x a case
// of its own below.
var known = map[string]string{
	"opened": "csa", "admitted": "cs", "refused": "cs", "letter-accepted": "cs", "letter-deferred": "cs", "letter-bounced": "cs",
	"notice-failed": "cs", "post-due": "cs", "shop-told": "cs", "address-set": "cs", "reminded": "x", "message-sent": "csa",
	"evidence-added": "csa", "offer-made": "cs", "offer-closed": "cs", "agreement-made": "cs", "solved-said": "csa",
	"solved-denied": "csa", "contested": "csa", "not-ours-said": "cs", "not-ours-rejected": "cs", "choice-asked": "cs",
	"chosen": "cs", "choice-undone": "cs", "choices-lapsed": "cs", "paused": "cs", "resumed": "cs", "reopened": "cs",
	"withdrawn": "cs", "compliance-asked": "cs", "done-reported": "cs", "compliance-answered": "cs", "not-confirmed": "cs",
	"proof-given": "cs", "proof-stands": "cs", "proof-objected": "cs", "compliance-judged": "cs", "not-carried-out": "cs",
	"went-on": "cs", "term-extended": "cs", "ended": "cs",

	"mediator-assigned": "cs", "mediator-returned": "-", "joint-sent": "cs", "joint-held": "x", "joint-hidden": "x",
	"private-sent": "x", "send-undone": "-", "note-added": "-", "facts-noted": "cs", "accounts-asked": "cs",
	"account-missed": "x", "hearing-extended": "cs", "answer-missed": "x", "advice-given": "cs", "proposal-put": "cs",
	"proposal-answered": "x", "proposal-missed": "x", "proposal-closed": "cs", "signal-raised": "-", "look-set": "-",
	"pause-asked": "cs", "pause-answered": "x", "mediation-paused": "cs", "pause-over": "cs", "nothing-new": "cs",
	"no-response": "cs", "mediation-resumed": "cs", "mediation-left": "cs", "concluded": "cs",

	"ruling-requested": "csa", "adjudicator-assigned": "-", "adjudicator-declared": "x", "adjudicator-silent": "-",
	"no-adjudicator": "c", "wait-chosen": "c", "challenged": "csa", "challenge-judged": "csa", "claim-sent": "csa",
	"defence-given": "csa", "reply-given": "csa", "turn-missed": "csa", "leave-asked": "csa", "leave-judged": "csa",
	"question-asked": "csa", "question-answered": "csa", "question-missed": "csa", "file-closed": "csa",
	"ruling-extended": "csa", "adjudicator-overdue": "cs", "ruling-signed": "csa", "ruling-corrected": "csa",
	"ruling-published": "csa", "shop-confirmed": "cs",
	"shop-asked": "cs", "shop-silent": "cs", "made-up": "cs", "made-up-stands": "cs", "made-up-disputed": "cs", "made-up-judged": "cs",
	"consumer-failed": "cs",
	"payment-started": "c", "payment-ended": "c", "paid": "x", "refund-asked": "-", "refund-due": "c", "refunded": "c",
	"refund-failed": "-",
}

func see(e p.Event, role p.Role, id string, s p.State) bool {
	v := Viewer{Actor: p.Actor{Role: role, ID: id, Proof: p.ByBrowser}}
	return eyes{v: v, events: []p.Event{e}, state: s}.sees(e)
}

// TestEveryEventHasItsEyes: for each type of event somebody has said who may know of it.
func TestEveryEventHasItsEyes(t *testing.T) {
	t.Parallel()
	letters := map[p.Role]string{p.Consumer: "c", p.Shop: "s", p.Adjudicator: "a"}
	for _, b := range p.Bodies() {
		name, _, _ := strings.Cut(p.TypeOf(b), ".")
		want, ok := known[name]
		if !ok {
			t.Errorf("%s: nobody has said who may know of it", name)
			continue
		}
		if want == "x" {
			continue
		}
		for role, letter := range letters {
			e := p.Event{Seq: 1, Actor: p.Actor{Role: p.System}, Body: b}
			if got := see(e, role, "id", p.State{}); got != strings.Contains(want, letter) {
				t.Errorf("%s: the %s sees it: %t", name, role, got)
			}
		}
	}
	if len(known) != len(p.Bodies()) {
		t.Errorf("%d rows for %d events", len(known), len(p.Bodies()))
	}
}

func TestEyesOfTheRest(t *testing.T) {
	t.Parallel()
	room := p.State{Room: p.Room{Mediator: "m1", Mediators: []string{"m1"}}}
	all := []p.Role{p.Consumer, p.Shop, p.Mediator, p.Quality, p.Administrator, p.Adjudicator}
	mine := []p.Role{p.Mediator, p.Administrator}
	people := []p.Role{p.Mediator, p.Quality, p.Administrator}
	with := func(more ...p.Role) []p.Role { return append(append([]p.Role(nil), people...), more...) }
	for _, tt := range []struct {
		name  string
		actor p.Role
		body  p.Body
		sees  []p.Role
	}{
		{"a word of the consumer to the mediator", p.Consumer, p.PrivateSent{ID: "1", Side: p.Consumer}, append([]p.Role{p.Consumer}, mine...)},
		{"a word of the mediator to the shop", p.Mediator, p.PrivateSent{ID: "1", Side: p.Shop}, append([]p.Role{p.Shop}, mine...)},
		{"a held message of the shop", p.Shop, p.JointHeld{ID: "1"}, with(p.Shop)},
		{"a blind answer of the shop", p.Shop, p.ProposalAnswered{ID: "1", Yes: true}, []p.Role{p.Shop}},
		{"a proposal that the shop missed", p.System, p.ProposalMissed{ID: "1", Party: p.Shop}, []p.Role{p.Shop}},
		{"an account that the consumer missed", p.System, p.AccountMissed{Party: p.Consumer}, with(p.Consumer)},
		{"a private question that the shop missed", p.System, p.AnswerMissed{Party: p.Shop, ID: "private:1:shop"}, append([]p.Role{p.Shop}, mine...)},
		{"a joint question that the shop missed", p.System, p.AnswerMissed{Party: p.Shop, ID: "joint:1:shop"}, with(p.Shop)},
		{"an answer about a pause", p.Consumer, p.PauseAnswered{Yes: true}, []p.Role{p.Consumer}},
		{"an interest", p.Adjudicator, p.AdjudicatorDeclared{Interest: true}, people},
		{"no interest", p.Adjudicator, p.AdjudicatorDeclared{}, all},
		{"the fee", p.System, p.Paid{ID: "1", Counts: true}, with(p.Consumer, p.Shop)},
		{"a second payment", p.System, p.Paid{ID: "1"}, with(p.Consumer)},
		{"a reminder to respond", p.System, p.Reminded{Task: p.TaskResponse}, with(p.Consumer)},
		{"a reminder to answer", p.System, p.Reminded{Task: p.TaskAnswer}, with(p.Consumer, p.Shop)},
	} {
		for _, role := range all {
			e := p.Event{Seq: 1, Actor: p.Actor{Role: tt.actor}, Body: tt.body}
			if got := see(e, role, "m1", room); got != slices.Contains(tt.sees, role) {
				t.Errorf("%s: the %s sees it: %t", tt.name, role, got)
			}
		}
		if see(p.Event{Body: p.PrivateSent{ID: "1", Side: p.Consumer}}, p.Mediator, "m2", room) {
			t.Error("another mediator reads a private channel")
		}
	}
}
