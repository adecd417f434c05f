package insight

import (
	"math"
	"time"

	"wederhoor/internal/procedure"
)

// exposure says how much of a year's orders lies between two instants: a member sells more in December than in July,
// and the disputes follow. A year of whole months weighs 1, whatever the season.
type exposure struct {
	from  int64     // Unix seconds at which the first day begins
	years []float64 // from the first day to the beginning of each day
}

const day = 24 * 60 * 60 // seconds; a day of exposure is never an hour longer

// seasonPrior is how many disputes of no season are added to each calendar month, so that a month's index leaves 1
// only as far as counts show it.
const seasonPrior = 50

// seasonOf gives the index of each calendar month from the disputes that all members had in each, and the days for
// which a count exists: 1 is an ordinary month.
func seasonOf(cases, days [12]float64) [12]float64 {
	var all, span float64
	for m := range cases {
		all, span = all+cases[m], span+days[m]
	}
	var index [12]float64
	for m := range index {
		index[m] = 1
		if all > 0 && span > 0 {
			expected := all * days[m] / span
			index[m] = (cases[m] + seasonPrior) / (expected + seasonPrior)
		}
	}
	return index
}

func newExposure(from, until time.Time, index [12]float64) exposure {
	mean := 0.0
	for _, v := range index {
		mean += v / 12
	}
	x := exposure{from: from.Unix()}
	sum := 0.0
	for d := procedure.DateOf(from); x.from+int64(len(x.years)-1)*day < until.Unix(); d = d.AddDays(1) {
		x.years = append(x.years, sum)
		sum += index[d.Month-1] / mean / 365.25
	}
	return x
}

// at is the exposure from the beginning until an instant, in years of a member.
func (x exposure) at(unix int64) float64 {
	last := len(x.years) - 1
	if unix <= x.from || last < 1 {
		return 0
	}
	pos := float64(unix-x.from) / day
	i := int(pos)
	if i >= last {
		return x.years[last]
	}
	return x.years[i] + (pos-math.Floor(pos))*(x.years[i+1]-x.years[i])
}

// during is the exposure of a member between two instants, in thousands of orders: the days outside its membership do
// not count. 0 when its volume is unknown.
func (x exposure) during(m Member, from, until int64) float64 {
	if !m.Since.IsZero() {
		from = max(from, m.Since.Start().Unix())
	}
	if !m.Until.IsZero() {
		until = min(until, m.Until.End().Unix())
	}
	if until <= from {
		return 0
	}
	return float64(m.Orders) / 1000 * (x.at(until) - x.at(from))
}
