package insight

import (
	"errors"
	"fmt"

	"wederhoor/internal/procedure"
)

// Member is what the figures know of a member: how much it sells and since when. It has no name.
type Member struct {
	ID     string
	Orders int64          // a year; 0 = unknown
	Source string         // of Orders: measured, stated, estimated
	Sector string         // as the trustmark's administration names it
	Since  procedure.Date // first day of the membership
	Until  procedure.Date // last day; zero while it goes on
}

// Parameters are the thresholds of the signals. Each is a key of the settings; docs/insight.md says what it does.
type Parameters struct {
	MinCases     int     `toml:"min_cases" help:"Fewer disputes than this are never too many."`
	Window       int     `toml:"window" help:"Months over which disputes are counted against volume."`
	RatioLimit   float64 `toml:"ratio_limit" help:"So many times the expected number is too many, when the bound says it is sure."`
	Bound        float64 `toml:"bound" help:"How unsure the lower bound of that ratio may be: 0.015 is 1 in 67."`
	LeastSpread  float64 `toml:"least_spread" help:"Normal differences between shops (standard deviation over mean) are never taken for smaller than this."`
	AgainChance  float64 `toml:"again_chance" help:"After an explanation a signal of numbers returns only when the new disputes are so unlikely at the rate that was explained."`
	RiseWindow   int     `toml:"rise_window" help:"Days in which a sudden rise is looked for."`
	RiseMin      int     `toml:"rise_min" help:"Disputes in those days, at least."`
	RiseChance   float64 `toml:"rise_chance" help:"How unlikely so many must be, by the volume and by the shop's own past."`
	RiseSpan     int     `toml:"rise_span" help:"Days over which the sum of a sudden rise climbs; what lies before is the shop's own past."`
	RiseFactor   float64 `toml:"rise_factor" help:"The sum is set to find a rise to so many times what was expected."`
	RiseExpected float64 `toml:"rise_expected" help:"The sum is kept of members with at least so many disputes expected a year."`
	RunLength    float64 `toml:"run_length" help:"Years until a false rise, on average, of one member where nothing changed."`
	SilentCases  int     `toml:"silent_cases" help:"So many of the last cases without an answer in the term make a silent shop."`
	SilentOf     int     `toml:"silent_of" help:"How many last cases are looked at for silence."`
	SilentChance float64 `toml:"silent_chance" help:"How unlikely that must be by the share of all cases without an answer; one more than silent_cases always counts."`
	Undelivered  int     `toml:"undelivered" help:"Cases of money taken and nothing delivered, at least."`
	UndelWindow  int     `toml:"undelivered_window" help:"Days in which they lie."`
	UndelChance  float64 `toml:"undelivered_chance" help:"How unlikely so many must be, by the volume and by the shop's own past in such cases."`
	SameCause    int     `toml:"same_cause" help:"Cases with one cause, at least."`
	CauseWindow  int     `toml:"cause_window" help:"Months in which they lie."`
	CauseChance  float64 `toml:"cause_chance" help:"How unlikely so many must be, by the volume and by the shop's own past in that cause."`
}

// Defaults are the thresholds that docs/insight.md reports on.
func Defaults() Parameters {
	return Parameters{
		MinCases: 3, Window: 12, RatioLimit: 1.5, Bound: 0.015, LeastSpread: 0.7, AgainChance: 0.001,
		RiseWindow: 30, RiseMin: 3, RiseChance: 0.001, RiseSpan: 180, RiseFactor: 2.5, RiseExpected: 3, RunLength: 100,
		SilentCases: 2, SilentOf: 5, SilentChance: 0.05, Undelivered: 3, UndelWindow: 30, UndelChance: 0.005, SameCause: 4, CauseWindow: 6, CauseChance: 0.001,
	}
}

// Validate says which thresholds make no sense, all of them in one error.
func (p Parameters) Validate() error {
	var all []error
	whole := func(key string, v, least, most int) {
		if v < least || v > most {
			all = append(all, fmt.Errorf("%s must be from %d to %d: %d", key, least, most, v))
		}
	}
	part := func(key string, v, least, most float64) {
		if !(v >= least && v <= most) { // not a number is refused too
			all = append(all, fmt.Errorf("%s must be from %g to %g: %g", key, least, most, v))
		}
	}
	whole("min_cases", p.MinCases, 1, 100)
	whole("window", p.Window, 1, 24)
	part("ratio_limit", p.RatioLimit, 1, 100)
	part("bound", p.Bound, 1e-6, 0.5)
	part("least_spread", p.LeastSpread, 0.05, 3)
	part("again_chance", p.AgainChance, 1e-6, 1)
	part("rise_chance", p.RiseChance, 1e-6, 1)
	part("undelivered_chance", p.UndelChance, 1e-6, 1)
	whole("rise_window", p.RiseWindow, 7, 180)
	whole("rise_min", p.RiseMin, 2, 100)
	whole("rise_span", p.RiseSpan, p.RiseWindow, 360)
	part("rise_factor", p.RiseFactor, 1.2, 10)
	part("rise_expected", p.RiseExpected, 0.5, 100)
	part("run_length", p.RunLength, 1, 10_000)
	whole("silent_cases", p.SilentCases, 1, p.SilentOf)
	whole("silent_of", p.SilentOf, 1, 50)
	part("silent_chance", p.SilentChance, 1e-6, 1)
	whole("undelivered", p.Undelivered, 1, 100)
	whole("undelivered_window", p.UndelWindow, 1, 180)
	whole("same_cause", p.SameCause, 2, 100)
	whole("cause_window", p.CauseWindow, 1, 24)
	part("cause_chance", p.CauseChance, 1e-9, 1)
	return errors.Join(all...)
}
