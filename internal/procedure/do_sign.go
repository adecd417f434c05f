package procedure

import (
	"strings"
	"time"
)

// mayExtendRuling: once, and before the day of the ruling is over: both were promised that day (rules 3.4).
func mayExtendRuling(s *State, a Actor, now time.Time) bool {
	return opened(s, a, now) && !s.File.Extended && !DateOf(now).After(s.File.RuleBy)
}

func doExtendRuling(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	reason := c.(ExtendRuling).Reason
	if reason.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{RulingExtended{Until: s.File.RuleBy.AddDays(s.rules().RuleExtensionDays), Reason: reason}}, nil
}

// maySign: the file is closed; or, before the claim went to the shop, the request proves inadmissible.
func maySign(s *State, a Actor, now time.Time) bool {
	return opened(s, a, now) && (s.Has(TaskRule) || s.Has(TaskForward) || s.Has(TaskStudy))
}

// doSign rules. Each point has its decision; the fee follows the outcome (rules 3.5).
func doSign(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(SignRuling).RulingSigned
	early := s.Has(TaskForward) && b.Outcome == RuledInadmissible
	if !s.File.Closed && !early {
		return nil, no(NotAnswered)
	}
	// An inadmissible request is not kept open for a challenge: the shop has not heard of it and the fee goes back, which
	// after ForwardWorkdays it would not (rules 3.7).
	if r := s.challengeable(now); r != nil && !early {
		return nil, r
	}
	if r := s.goodRuling(&b, now); r != nil {
		return nil, r
	}
	out := []Body{b}
	if p, ok := s.fee(); ok && b.Outcome == RuledInadmissible && !s.File.Sent {
		out = append([]Body{s.refund(p, "inadmissible")}, out...) // before the ruling: after it nothing goes back
	}
	if len(b.Orders) == 0 {
		out = append(out, EndedAs{b.Outcome})
	}
	return out, nil
}

func (s *State) goodRuling(b *RulingSigned, now time.Time) *Refusal {
	if !has(RuledOutcomes, b.Outcome) || b.Number == "" || b.Text.ID == "" {
		return no(BadValue)
	}
	decided := map[string]PointDecision{}
	for _, p := range b.Points {
		claimed, ok := s.point(p.ID)
		_, twice := decided[p.ID]
		switch {
		case !ok, twice, !has([]string{"granted", "partly", "denied"}, p.Decision):
			return no(BadValue)
		case p.Amount < 0, p.Amount > claimed.Amount, p.Decision == "denied" && p.Amount != 0, // not more than was asked
			p.Decision == "granted" && claimed.Remedy.AsksMoney() && p.Amount != claimed.Amount:
			return no(BadAmount)
		}
		decided[p.ID] = p
	}
	for _, p := range s.File.Points {
		if d, ok := decided[p.ID]; b.Outcome != RuledInadmissible && (!ok || d.Text.ID == "") {
			return no(PointMissing)
		}
	}
	if !fits(b.Outcome, decided) {
		return no(BadValue)
	}
	if r := s.goodFee(b); r != nil {
		return r
	}
	return s.goodOrders(b, now)
}

// point gives a point of the claim.
func (s *State) point(id string) (ClaimPoint, bool) {
	for _, p := range s.File.Points {
		if p.ID == id {
			return p, true
		}
	}
	return ClaimPoint{}, false
}

// fits says that the outcome is what the decisions add up to.
func fits(o Outcome, decided map[string]PointDecision) bool {
	n := map[string]int{}
	for _, d := range decided {
		n[d.Decision]++
	}
	switch o {
	case RuledUpheld:
		return len(decided) > 0 && n["granted"] == len(decided)
	case RuledDismissed:
		return len(decided) > 0 && n["denied"] == len(decided)
	case RuledPartly:
		return n["granted"]+n["partly"] > 0 && n["granted"] != len(decided)
	default:
		return n["granted"]+n["partly"] == 0
	}
}

// FeeReturned stands in a ruling in place of who bears the fee: it went back before the ruling (rules 3.7). It is nobody's
// role, and therefore has no type.
const FeeReturned = "returned"

// goodFee: upheld, the shop bears it; partly, the adjudicator decides; inadmissible before the shop heard of the request,
// nobody; else the consumer (rules 3.5, 3.7).
func (s *State) goodFee(b *RulingSigned) *Refusal {
	switch {
	case b.Outcome == RuledUpheld:
		b.FeeBy = Shop
	case b.Outcome == RuledPartly:
		if b.FeeBy != Shop && b.FeeBy != Consumer {
			return no(BadValue)
		}
	case b.Outcome == RuledInadmissible && !s.File.Sent:
		b.FeeBy = FeeReturned
	default:
		b.FeeBy = Consumer
	}
	return nil
}

func ordersTo(orders []Order, who Role) []Order {
	var out []Order
	for _, o := range orders {
		if o.Who == who {
			out = append(out, o)
		}
	}
	return out
}

// mayCorrect: within CorrectionDays of the ruling, by who gave it (rules 3.6).
func mayCorrect(s *State, a Actor, now time.Time) bool {
	return theirs(s, a, now) && s.File.Ruled() &&
		now.Before(lastDay(s.File.RuledAt, s.rules().CorrectionDays).End())
}

func doCorrect(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(CorrectRuling).RulingCorrected
	if b.Text.ID == "" || !strings.HasPrefix(b.Number, s.File.Number) || b.Number == s.File.Number {
		return nil, no(BadValue)
	}
	if has(s.File.CorrectedAs, b.Number) { // a request sent twice
		return nil, no(Already)
	}
	if r := s.goodCorrection(b.Orders, now); r != nil {
		return nil, r
	}
	return []Body{b}, nil
}

func mayPublish(s *State, _ Actor, _ time.Time) bool { return s.File.Ruled() && !s.File.Published }

func doPublish(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(PublishRuling).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{RulingPublished(c.(PublishRuling))}, nil
}
