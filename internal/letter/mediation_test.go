package letter

import (
	"fmt"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
)

func TestLettersOfMediation(t *testing.T) {
	t.Parallel()
	x := inMediation(t)
	x.act(mila, p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: mila.ID}})
	x.want("m09-mediation-started consumer", "m09-mediation-started shop")
	x.act(mila, p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: "q", Text: words}})
	x.want("m51-account-asked consumer hear", "m51-account-asked shop hear")
	x.now = x.now.Add(time.Minute)
	x.act(consumer, p.SendPrivate{PrivateSent: p.PrivateSent{ID: "a1", Text: words}})
	x.want()
	x.act(shop, p.SendJoint{JointSent: p.JointSent{ID: "a2", Text: words}})
	x.want("m10-message consumer")
	x.act(shop, p.SendJoint{JointSent: p.JointSent{ID: "a3", Text: words}, Abusive: true})
	x.want()
	x.act(mila, p.JudgeHeld{ID: "a3", Release: true})
	x.want("m10-message consumer")
	if l := x.last("m10-message"); l.Data.Sender != p.Shop {
		t.Errorf("a held message comes from %s", l.Data.Sender)
	}
	x.act(mila, p.SendJoint{JointSent: p.JointSent{ID: "b", Text: words, Asks: []p.Role{p.Shop}, Until: p.DateOf(x.now).AddDays(4)}})
	x.want("m10-message consumer", "m10-message shop ask")
	x.act(mila, p.SendPrivate{PrivateSent: p.PrivateSent{ID: "c", Side: p.Consumer, Text: words, Until: p.DateOf(x.now).AddDays(4)}})
	x.want("m10-message consumer ask")
	x.act(mila, p.SendPrivate{PrivateSent: p.PrivateSent{ID: "d", Side: p.Shop, Text: words}})
	x.want("m10-message shop")
	x.act(mila, p.Advise{Text: words})
	x.want("m52-advice consumer", "m52-advice shop")
	x.act(mila, p.ReturnCase{})
	x.act(noor, p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: noor.ID}})
	x.want("m49-mediator-changed consumer", "m49-mediator-changed shop")
	x.act(noor, p.RaiseSignal{SignalRaised: p.SignalRaised{Kind: "fraud", Text: words}})
	x.act(noor, p.AddNote{Text: words})
	x.want()
	x.act(consumer, p.LeaveMediation{})
	x.want("m13-mediation-ended consumer request", "m13-mediation-ended-shop shop")
}

// TestBlindAnswersBringTheSame: whoever said no, and whether anybody answered, the letters are the same (rules 2.5).
func TestBlindAnswersBringTheSame(t *testing.T) {
	t.Parallel()
	yes, no := p.Command(p.AcceptProposal{ID: "v"}), p.Command(p.DeclineProposal{ID: "v"})
	var first string
	for name, answers := range map[string][2]p.Command{
		"both no": {no, no}, "consumer no": {no, yes}, "shop no": {yes, no}, "nobody": {}, "only consumer": {yes, nil}, "only shop": {nil, no},
	} {
		x := inMediation(t)
		x.heard()
		put := p.ProposalPut{Offer: p.Offer{ID: "v", Remedy: "repair", Due: p.DateOf(x.now).AddDays(40), Text: words}}
		x.act(mila, p.Propose{ProposalPut: put})
		x.want("m11-proposal consumer consider", "m11-proposal shop consider")
		for i, a := range []p.Actor{consumer, shop} {
			if answers[i] != nil {
				x.act(a, answers[i])
				if answers[1-i] == nil || i == 0 {
					x.want()
				}
			}
		}
		if answers[0] == nil || answers[1] == nil {
			x.now = x.now.AddDate(0, 0, 11)
			_, events := p.CatchUp(x.s, x.now)
			for _, e := range events {
				x.s = p.Evolve(x.s, e)
				if _, closed := e.Body.(p.ProposalClosed); closed {
					x.sent, x.all = nil, nil
					for _, l := range For(e, x.s) {
						x.sent, x.all = append(x.sent, l.Slug+" "+string(l.To)), append(x.all, l)
					}
				}
			}
			x.sent = x.sent[:min(2, len(x.sent))]
		}
		x.want("m12b-not-agreed consumer", "m12b-not-agreed shop")
		if got := fmt.Sprint(x.last("m12b-not-agreed").Data); first == "" {
			first = got
		} else if got != first {
			t.Errorf("%s: %s, others %s", name, got, first)
		}
	}
}

func TestLettersOfSilenceAndPauses(t *testing.T) {
	t.Parallel()
	x := inMediation(t)
	x.act(mila, p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: mila.ID}})
	x.took()
	x.act(mila, p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: "q", Text: words}})
	x.took()
	x.wait(30)
	got := x.took()
	for slug, n := range map[string]int{
		"m55-response-reminder consumer": 2, "m56-mediation-stopped consumer return": 1, "m56-mediation-stopped-shop shop": 1,
		"m54-weekly-word consumer": 2, "m54-weekly-word shop": 2,
	} {
		if c := count(got, slug); c != n {
			t.Errorf("%d times %s, want %d: %q", c, slug, n, got)
		}
	}
	x.act(consumer, p.ResumeMediation{})
	x.want("m57-mediation-resumed-shop shop")
	x.act(mila, p.AskPause{})
	x.want("m58-pause-asked consumer", "m58-pause-asked shop")
	x.act(consumer, p.AnswerPause{Yes: true})
	x.want()
	x.act(shop, p.AnswerPause{Yes: true})
	x.want("m59-mediation-paused consumer", "m59-mediation-paused shop")
	x.wait(15)
	x.want("m59b-pause-over consumer", "m59b-pause-over shop")
}

func count(list []string, x string) (n int) {
	for _, y := range list {
		if x == y {
			n++
		}
	}
	return n
}
