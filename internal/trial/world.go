// Package trial puts the signals of internal/insight on trial: it builds a made-up trustmark with honest shops that
// differ, plants bad shops among them, lets the signals work on it day by day with a model of the person who judges,
// and tells what was found, how soon, and how often in vain, beside two plain rules.
//
// It is pure but for its seeded source of chance: the same seed gives the same report. It knows insight and procedure,
// and no database, clock or page.
package trial

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
)

// Plant is what is wrong with a shop.
type Plant string

// The kinds of bad shops.
const (
	Honest        Plant = ""
	SlowRefund    Plant = "slow refunds"    // six times the disputes, nearly all extra ones about money back
	Silent        Plant = "silent"          // four times the disputes, and four of five are not answered
	Deteriorating Plant = "deteriorating"   // from 1 to 8 times in half a year, and answering less and less
	Fraud         Plant = "fraudulent stop" // takes money for a month more and delivers nothing
	Always        Plant = "always bad"      // six times the disputes of every cause, from before the first day
)

// Plants are the kinds in the order of the report.
var Plants = []Plant{SlowRefund, Silent, Deteriorating, Fraud, Always}

// What is normal, in the made-up trustmark. About 1,300 disputes a year come from 4,800 members; 85 % of the members
// have none.
const (
	perThousand   = 0.085 // disputes per 1,000 orders
	ordersMedian  = 620.0
	ordersSpread  = 1.8 // of the logarithm
	naturalShape  = 1.2 // of the gamma distribution of honest shops' rates: a spread of 0.9 times the mean
	silentMean    = 0.06
	silentShape   = 0.8  // honest shops differ in answering too
	brokenHonest  = 0.01 // of the agreements
	mixShape      = 12.0 // how alike the causes of honest shops are (Dirichlet)
	unknownVolume = 0.08 // of the members
	newcomers     = 0.10 // join during the trial
	leavers       = 0.05
	membersPer    = 600     // members to each planted shop of each kind
	aimRate       = 12.0    // disputes a year from which a bad shop should be found
	mostOrders    = 1.5e6   // the largest member
	leastBig      = aimRate // half of the planted are of a size that gives so many to mostBig a year while bad
	mostBig       = 40.0
)

// season is how many disputes come in each month, January first: after the holidays many, in summer few.
var season = [12]float64{1.45, 1.05, 0.95, 0.9, 0.9, 0.85, 0.8, 0.8, 0.9, 0.95, 1.1, 1.35}

// causes are the shares of the categories at honest shops, in the order of procedure.Categories.
var causes = [9]float64{0.24, 0.24, 0.07, 0.20, 0.10, 0.06, 0.02, 0.01, 0.06}

const (
	notReceived = 0 // place in causes
	noRefund    = 3
)

// begin is the first day of every trial; the last months are the trial's own.
var begin = procedure.Date{Year: 2024, Month: time.January, Day: 1}

type shop struct {
	member insight.Member
	orders float64 // as they really are
	nature float64 // its rate to that of others
	mix    [9]float64
	mute   float64 // chance that it does not answer
	breaks float64 // chance that it does not carry out an agreement

	plant Plant
	onset time.Time // when it goes bad
	stops time.Time // of Fraud: the last complaint
	crowd float64   // of Fraud: complaints expected
	often bool      // at least aimRate disputes a year expected while it is bad
	facts []insight.Fact
}

type world struct {
	rng   *rand.Rand
	shops []*shop
	end   time.Time
	n     int64
}

func newWorld(o Options, seed uint64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 0x6b6575726d65726b)), end: begin.AddMonths(o.Months).Start()}
	for i := range o.Members {
		w.shops = append(w.shops, w.honest(i, o.Months))
	}
	places := w.rng.Perm(o.Members)
	each := max(1, o.Members/membersPer)
	for k, plant := range Plants {
		for i := range each {
			if at := k*each + i; at < len(places) {
				w.spoil(w.shops[places[at]], plant, i%2 == 0, o.Months)
			}
		}
	}
	for _, s := range w.shops {
		w.live(s)
	}
	return w
}

func (w *world) honest(i, months int) *shop {
	s := &shop{
		orders: min(mostOrders, ordersMedian*math.Exp(ordersSpread*w.rng.NormFloat64())),
		nature: w.gamma(naturalShape) / naturalShape,
		breaks: brokenHonest,
	}
	a, b := w.gamma(silentShape), w.gamma(silentShape*(1-silentMean)/silentMean)
	s.mute = a / (a + b)
	sum := 0.0
	for c := range s.mix {
		s.mix[c] = w.gamma(mixShape * causes[c])
		sum += s.mix[c]
	}
	for c := range s.mix {
		s.mix[c] /= sum
	}
	s.member = insight.Member{ID: fmt.Sprintf("m%05d", i), Since: begin.AddMonths(-24)}
	if w.rng.Float64() < newcomers {
		s.member.Since = begin.AddDays(w.rng.IntN(months * 30))
	} else if w.rng.Float64() < leavers {
		s.member.Until = begin.AddDays(w.rng.IntN(months * 30))
	}
	w.state(s)
	return s
}

// state gives the volume as the administration knows it: measured, stated with errors, estimated with large ones.
func (w *world) state(s *shop) {
	spread := 0.05
	s.member.Source = "measured"
	switch u := w.rng.Float64(); {
	case u < unknownVolume:
		s.member.Orders, s.member.Source = 0, ""
		return
	case u < 0.3:
		s.member.Source, spread = "estimated", 0.5
	case u < 0.6:
		s.member.Source, spread = "stated", 0.2
	}
	s.member.Orders = max(1, int64(s.orders*math.Exp(spread*w.rng.NormFloat64())))
}

// spoil makes an honest shop a bad one. Big ones get a size that gives 12 to 40 disputes a year; the others keep
// theirs, however small.
func (w *world) spoil(s *shop, plant Plant, big bool, months int) {
	s.plant = plant
	s.member.Since, s.member.Until = begin.AddMonths(-24), procedure.Date{}
	s.onset = begin.AddDays(60 + w.rng.IntN(max(1, months*30-270))).Start() // half a year or more is left
	if plant == Always {
		s.onset = begin.Start()
	}
	factor := s.worst()
	if big {
		s.nature = 1
		yearly := leastBig + (mostBig-leastBig)*w.rng.Float64()
		s.orders = yearly / (perThousand / 1000 * factor)
		w.state(s)
	}
	s.often = s.orders/1000*perThousand*s.nature*factor >= aimRate
	switch plant {
	case Silent:
		s.mute = 0.8
	case SlowRefund, Always:
		s.breaks = 0.15
	case Deteriorating:
		s.breaks = 0.2
	case Fraud:
		s.mute, s.often = 0.9, true
		// Of a month's orders and those of the weeks in which nobody noticed, one in ten brings a complaint here.
		s.crowd = max(5, min(60, s.orders/12*1.5*0.1))
		s.stops = s.onset.AddDate(0, 0, 75)
		s.member.Until = procedure.DateOf(s.stops.AddDate(0, 0, 30))
	case Honest:
	}
}

// worst is how many times the disputes come at its worst.
func (s *shop) worst() float64 {
	switch s.plant {
	case SlowRefund, Always:
		return 6
	case Silent:
		return 4
	case Deteriorating:
		return 8
	case Honest, Fraud:
	}
	return 1
}

// badness is how far a shop has gone bad at an instant: from 0 to 1.
func (s *shop) badness(t time.Time) float64 {
	if s.plant == Honest || t.Before(s.onset) {
		return 0
	}
	if s.plant == Deteriorating {
		return min(1, t.Sub(s.onset).Hours()/24/180)
	}
	return 1
}

// gamma draws from a gamma distribution with rate 1 (Marsaglia and Tsang).
func (w *world) gamma(shape float64) float64 {
	if shape < 1 {
		return w.gamma(shape+1) * math.Pow(1-w.rng.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		z := w.rng.NormFloat64()
		v := math.Pow(1+z/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-w.rng.Float64()) < 0.5*z*z+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
