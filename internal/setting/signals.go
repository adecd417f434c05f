package setting

// Signals are the thresholds of the signals about members; docs/insight.md says what each does, and what was found with
// these. The fields are those of insight.Parameters.
type Signals struct {
	MinCases     int     `toml:"min_cases" default:"3" min:"1" max:"100" help:"Fewer disputes than this are never too many."`
	Window       int     `toml:"window" default:"12" min:"1" max:"24" help:"Months over which disputes are counted against volume."`
	RatioLimit   float64 `toml:"ratio_limit" default:"1.5" min:"1" max:"100" help:"So many times the expected number is too many, when the bound says it is sure."`
	Bound        float64 `toml:"bound" default:"0.015" min:"1e-6" max:"0.5" help:"How unsure the lower bound of that ratio may be: 0.015 is 1 in 67."`
	LeastSpread  float64 `toml:"least_spread" default:"0.7" min:"0.05" max:"3" help:"Normal differences between shops (standard deviation over mean) are never taken for smaller than this."`
	AgainChance  float64 `toml:"again_chance" default:"0.001" min:"1e-6" max:"1" help:"After an explanation a signal of numbers returns only when the new disputes are so unlikely at the rate that was explained."`
	RiseWindow   int     `toml:"rise_window" default:"30" min:"7" max:"180" help:"Days in which a sudden rise is looked for."`
	RiseMin      int     `toml:"rise_min" default:"3" min:"2" max:"100" help:"Disputes in those days, at least."`
	RiseChance   float64 `toml:"rise_chance" default:"0.001" min:"1e-6" max:"1" help:"How unlikely so many must be, by the volume and by the shop's own past."`
	RiseSpan     int     `toml:"rise_span" default:"180" min:"1" max:"360" help:"Days over which the sum of a sudden rise climbs; what lies before is the shop's own past."`
	RiseFactor   float64 `toml:"rise_factor" default:"2.5" min:"1.2" max:"10" help:"The sum is set to find a rise to so many times what was expected."`
	RiseExpected float64 `toml:"rise_expected" default:"3" min:"0.5" max:"100" help:"The sum is kept of members with at least so many disputes expected a year."`
	RunLength    float64 `toml:"run_length" default:"100" min:"1" max:"10000" help:"Years until a false rise, on average, of one member where nothing changed."`
	SilentCases  int     `toml:"silent_cases" default:"2" min:"1" max:"50" help:"So many of the last cases without an answer in the term make a silent shop."`
	SilentOf     int     `toml:"silent_of" default:"5" min:"1" max:"50" help:"How many last cases are looked at for silence."`
	SilentChance float64 `toml:"silent_chance" default:"0.05" min:"1e-6" max:"1" help:"How unlikely that must be by the share of all cases without an answer; one more than silent_cases always counts."`
	Undelivered  int     `toml:"undelivered" default:"3" min:"1" max:"100" help:"Cases of money taken and nothing delivered, at least."`
	UndelWindow  int     `toml:"undelivered_window" default:"30" min:"1" max:"180" help:"Days in which they lie."`
	UndelChance  float64 `toml:"undelivered_chance" default:"0.005" min:"1e-6" max:"1" help:"How unlikely so many must be, by the volume and by the shop's own past in such cases."`
	SameCause    int     `toml:"same_cause" default:"4" min:"2" max:"100" help:"Cases with one cause, at least."`
	CauseWindow  int     `toml:"cause_window" default:"6" min:"1" max:"24" help:"Months in which they lie."`
	CauseChance  float64 `toml:"cause_chance" default:"0.001" min:"1e-9" max:"1" help:"How unlikely so many must be, by the volume and by the shop's own past in that cause."`
}
