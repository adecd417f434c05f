package letter

import (
	"testing"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

// TestAdjudicatorsLettersNameOnlyTheParties: before the declaration the case is shut (rules 3.3).
func TestAdjudicatorsLettersNameOnlyTheParties(t *testing.T) {
	t.Parallel()
	x := atRuling(t)
	x.act(chief, p.AssignAdjudicator{AdjudicatorAssigned: p.AdjudicatorAssigned{Adjudicator: visser.ID}})
	d := x.compose(x.last("m60-case-for-you"))
	if d.Customer == "" || d.Shop == "" || d.Date == "" {
		t.Errorf("lacks what it is about: %+v", d)
	}
	d.Trustmark, d.Case, d.Name, d.Shop, d.Customer, d.Date, d.Link = "", "", "", "", "", "", ""
	if d != (text.LetterData{}) {
		t.Errorf("tells more: %+v", d)
	}
}

// TestLettersAgain: a repaired address gets anew every letter whose term waits (rules 1.1).
func TestLettersAgain(t *testing.T) {
	t.Parallel()
	consumers := []p.TaskKind{
		p.TaskChoice, p.TaskResume, p.TaskConfirm, p.TaskObject, p.TaskGoOn, p.TaskOffer, p.TaskHear, p.TaskAsk, p.TaskConsider,
		p.TaskReturn, p.TaskRequest, p.TaskFee, p.TaskReply, p.TaskRespond, p.TaskWait, p.TaskChallenge, p.TaskQuestion,
		p.TaskResponse, p.TaskMakeUp,
	}
	shops := []p.TaskKind{
		p.TaskAnswer, p.TaskRemedy, p.TaskOffer, p.TaskHear, p.TaskAsk, p.TaskConsider, p.TaskDefence, p.TaskRejoinder,
		p.TaskRespond, p.TaskChallenge, p.TaskQuestion, p.TaskShopConfirm, p.TaskCounter,
	}
	covered := map[p.TaskKind]bool{}
	for who, kinds := range map[p.Role][]p.TaskKind{p.Consumer: consumers, p.Shop: shops} {
		for _, k := range kinds {
			covered[k] = true
			s, _ := opened(t)
			offer := p.Offer{ID: "about", By: who.Other(), Remedy: "repair"}
			s.Offers, s.Agreement = []p.Offer{offer}, &offer
			s.Tasks = []p.Task{{Kind: k, Who: who, About: "about"}}
			got := again(p.Event{Body: p.AddressSet{Party: who}}, s)
			if len(got) != 1 || got[0].To != who || k != p.TaskAnswer && got[0].Task != k || k == p.TaskOffer && got[0].Data.About != "about" {
				t.Errorf("%s of the %s: %v", k, who, got)
			}
		}
	}
	for _, row := range p.Terms {
		if row.Letter && !covered[row.Kind] {
			t.Errorf("%s begins with a letter and is not written anew", row.Kind)
		}
	}
}

// TestNoLetterLacksAValue renders every letter of the plays above as it leaves.
func TestNoLetterLacksAValue(t *testing.T) {
	t.Parallel()
	c, err := text.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	x := atRuling(t)
	x.seat(visser)
	x.act(visser, p.SendClaim{})
	x.act(shop, p.Defend{DefenceGiven: defended})
	x.act(consumer, p.SendReply{Text: words})
	x.act(shop, p.SendReply{})
	x.wait(9)
	x.act(visser, p.CloseFile{})
	for _, l := range x.all {
		if Stale(l.Slug, l.Data, x.s) {
			continue
		}
		if _, err := c.Letter(text.EN, l.Slug, x.compose(l)); err != nil {
			t.Errorf("%s to %s: %v", l.Slug, l.To, err)
		}
	}
}

// TestStaleLetters: what is overtaken does not leave (invariant 27).
func TestStaleLetters(t *testing.T) {
	t.Parallel()
	x := inMediation(t)
	x.heard()
	x.act(mila, p.Propose{ProposalPut: p.ProposalPut{Offer: p.Offer{ID: "v", Remedy: "repair", Due: p.DateOf(x.now).AddDays(40), Text: words}}})
	put := x.last("m11-proposal")
	if Stale(put.Slug, put.Data, x.s) {
		t.Error("an open proposal is stale")
	}
	x.act(shop, p.AcceptProposal{ID: "v"})
	if !Stale(put.Slug, put.Data, x.s) { // the last one went to the shop
		t.Error("a proposal that was answered is not stale")
	}
	for _, l := range x.all {
		if l.Slug == "m11-proposal" && l.To == p.Consumer && Stale(l.Slug, l.Data, x.s) {
			t.Error("the other's answer shows in what leaves")
		}
	}
	x.act(mila, p.WithdrawProposal{ID: "v"})
	x.act(mila, p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: words}})
	for slug := range map[string]bool{"m11-proposal": true, "m09-mediation-started": true, "m51-account-asked": true} {
		if l := x.last(slug); !Stale(l.Slug, l.Data, x.s) {
			t.Errorf("%s is not stale after mediation", slug)
		}
	}
	if l := x.last("m13-mediation-ended"); Stale(l.Slug, l.Data, x.s) {
		t.Error("the way on is stale")
	}
}

func TestNotOursDuringTheChoice(t *testing.T) {
	t.Parallel()
	s, _ := opened(t)
	x := &play{t: t, s: s, now: monday}
	x.accept(notice)
	x.act(shop, p.Contest{Text: words})
	x.act(shop, p.SayNotOurs{Text: words})
	x.took()
	x.act(chief, p.JudgeNotOurs{Ours: true, Reason: words})
	x.want("m33-not-ours-rejected shop", "m33-not-ours-rejected-consumer consumer")
	if d := x.compose(x.last("m33-not-ours-rejected")); d.Date != "" {
		t.Errorf("the shop's letter names %s", d.Date)
	}
	if d := x.compose(x.last("m33-not-ours-rejected-consumer")); d.Date != "" || d.Date2 == "" {
		t.Errorf("the consumer's letter names %q and %q", d.Date, d.Date2)
	}
	x.act(shop, p.MakeOffer{Offer: repairOffer})
	if d := x.compose(Letter{Slug: "m06-choice", To: p.Consumer, Task: p.TaskChoice}); !d.OpenOffer {
		t.Error("the choice does not tell of the open offer")
	}
}

func TestVATIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cents   int64
		percent int
		want    int64
	}{{2500, 21, 434}, {2500, 9, 206}, {2500, 0, 0}, {121, 21, 21}} {
		if got := VATIn(c.cents, c.percent); got != c.want {
			t.Errorf("%d%% in %d: %d, want %d", c.percent, c.cents, got, c.want)
		}
	}
}
