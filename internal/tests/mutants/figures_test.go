//go:build mutants

package mutants

// The tests that must find a mistake in what is counted, in a measure or on the way to other programs.
var (
	insightTests = []string{"./internal/insight"}
	clerkTests   = []string{"./internal/registry"}
	apiTests     = []string{"./internal/api"}
	hookTests    = []string{"./internal/hook"}
	pageTests    = []string{"./internal/web"}
)

// figures are mistakes in signals, measures and figures, and in what goes to other programs.
var figures = []mutant{
	{
		name: "what was withdrawn counts against the member", file: "internal/insight/fact.go",
		old: "return f.Outcome != procedure.Withdrawn && f.Outcome", new: "return f.Outcome",
		packages: insightTests,
	},
	{
		name: "what staff still look at counts against the member", file: "internal/insight/fact.go",
		old: "procedure.Refused && !f.Pending", new: "procedure.Refused",
		packages: insightTests,
	},
	{
		name: "an agreement that was broken stays a solution", file: "internal/insight/fact.go",
		old: "if !before.File.Ruled() { // a ruling", new: "if before.File.Ruled() && !before.File.Ruled() { // a ruling",
		packages: insightTests,
	},
	{
		name: "two complaints are too many", file: "internal/insight/signal_rate.go",
		old: "len(cases) < l.p.MinCases || sold <= 0", new: "len(cases) < l.p.MinCases-1 || sold <= 0",
		packages: insightTests,
	},
	{
		name: "a verdict is forgotten", file: "internal/insight/judged.go",
		old: "return v != nil && (v.aside[id] || v.watched[id])", new: "return v != nil && v.watched[id] && v.aside[id]",
		packages: insightTests,
	},
	{
		name: "an explained signal returns for one more case", file: "internal/insight/judged.go",
		old: "if v.state == JudgedWatch && procedure", new: "if v.state == JudgedExplained || procedure",
		packages: insightTests,
	},
	{
		name: "twelve months are a day too many", file: "internal/insight/eval.go",
		old: "next := last.AddDays(1)", new: "next := last",
		packages: []string{"./internal/insight", "./internal/web"},
	},
	{
		name: "a shop reads the figures of the only other one", file: "internal/insight/eval_members.go",
		old: "p.Others >= leastOthers && 2*most", new: "p.Others >= 1 && 2*most",
		packages: insightTests,
	},
	{
		name: "one large shop shines through its sector", file: "internal/insight/eval_members.go",
		old: "leastOthers && 2*most <= rest.counted", new: "leastOthers && most <= rest.counted",
		packages: insightTests,
	},
	{
		name: "figures of a member with few cases are public", file: "internal/web/member_figures.go",
		old: "if n.Cases < leastPublic {", new: "if n.Cases == 0 {",
		packages: pageTests, run: "Figures",
	},
	{
		name: "figures of members are public unasked", file: "internal/web/member_figures.go",
		old: "if !q.app.Settings.Members.PublicFigures || q.app.Insight == nil {", new: "if q.app.Insight == nil {",
		packages: pageTests, run: "Figures",
	},
	{
		name: "signals of every sector on the page of one", file: "internal/web/insight.go",
		old: "return d.asked.Sector == \"\" || ok && m.Sector == d.asked.Sector", new: "return d.asked.Sector == \"\" || ok && m.Sector != \"\"",
		packages: pageTests, run: "Sector",
	},
	{
		name: "the second person is the first", file: "internal/registry/measure_act.go",
		old: "if step.NeedsSecond() && m.Account == v.Actor.ID {", new: "if step.NeedsSecond() && m.Account == \"\" {",
		packages: clerkTests, run: "Suspension",
	},
	{
		name: "one person suspends at once", file: "internal/registry/measure_act.go",
		old: "case m.Account == v.Actor.ID:\n\t\t\treturn deny(DenySame)\n\t\tcase strings.TrimSpace(reason) == \"\":", new: "case strings.TrimSpace(reason) == \"\":",
		packages: clerkTests, run: "Suspension",
	},
	{
		name: "a measure before the member could react", file: "internal/registry/measure_act.go",
		old: "if !m.Reacted.Valid && !told.over(now) {", new: "if !m.Reacted.Valid && !told.over(now) && now.IsZero() {",
		packages: clerkTests, run: "Warning|Suspension",
	},
	{
		name: "suspended at once for anything", file: "internal/registry/measure.go",
		old: "n.Step != StepSuspension || undelivered < leastUndelivered", new: "n.Step != StepSuspension",
		packages: clerkTests, run: "Suspension|Warning",
	},
	{
		name: "a measure on the cases of another member", file: "internal/registry/measure.go",
		old: "f.Member != n.Member || !caseOfFact(f).Known", new: "!caseOfFact(f).Known",
		packages: clerkTests, run: "Suspension|Warning|Measure",
	},
	{
		name: "a measure by who has an interest in the member", file: "internal/registry/signal_judge.go",
		old: "return n == 0, nil\n}\n\n// decides refuses", new: "return n >= 0, nil\n}\n\n// decides refuses",
		packages: clerkTests, run: "Suspension|Warning|Measure|Signal",
	},
	{
		name: "a token does what it has no scope for", file: "internal/api/api.go",
		old: "if !t.May(Scope(s)) {", new: "if !t.May(Scope(s)) && s == \"\" {",
		packages: apiTests,
	},
	{
		name: "a revoked token works", file: "internal/api/token.go",
		old: "unknown || !same || row.Revoked.Valid", new: "unknown || !same",
		packages: apiTests,
	},
	{
		name: "the token of a shop reads the cases of all", file: "internal/api/cases.go",
		old: "a.Clerk.Standings(ctx, t.Member, time", new: "a.Clerk.Standings(ctx, \"\", time",
		packages: apiTests,
	},
	{
		name: "a name that leads inside is called", file: "internal/hook/hook.go",
		old: "Control: control}", new: "Control: nil}",
		packages: hookTests,
	},
	{
		name: "a redirect leads inside", file: "internal/hook/hook.go",
		old: "{ return http.ErrUseLastResponse }", new: "{ return nil }",
		packages: hookTests,
	},
	{
		name: "IPv4 by way of NAT64 is public", file: "internal/hook/address.go",
		old: "if a.Is6() && !global.Contains(a) {", new: "if a.Is6() && !a.IsValid() {",
		packages: hookTests,
	},
	{
		name: "a message is signed without its time", file: "internal/hook/sign.go",
		old: "m.Write([]byte(id + \".\" + strconv.FormatInt(at.Unix(), 10) + \".\"))", new: "m.Write([]byte(id + \"..\" + strconv.FormatInt(0*at.Unix(), 10)))",
		packages: hookTests,
	},
	{
		name: "half a day counts as a day after a measure", file: "internal/insight/eval_members.go",
		old: "AddDays(-1) // whole days only", new: "AddDays(0) // whole days only",
		packages: []string{"./internal/tests/recount"}, run: "Measures",
	},
	{
		name: "figures of yesterday are given today", file: "internal/insight/kept.go",
		old: "day: procedure.DateOf(now)}", new: "day: procedure.Date{Year: now.Year()}}",
		packages: insightTests, run: "Kept",
	},
	{
		name: "what was answered about one member is told of another", file: "internal/insight/eval_members.go",
		old: "q.other = member", new: "q.other = f.Sector",
		packages: insightTests,
	},
	{
		name: "what was counted of a block outlives a change", file: "internal/insight/block.go",
		old: "slices.Equal(before[n].chunks, part)", new: "len(before[n].chunks) == len(part)",
		packages: insightTests, run: "Blocks",
	},
	{
		name: "what was counted of a block outlives a member's sector", file: "internal/insight/set.go",
		old: "old != nil && v.sameSectors(old)", new: "old != nil",
		packages: insightTests, run: "Blocks",
	},
	{
		name: "a member is in the figures of the others", file: "internal/insight/tally.go",
		old: "rest.add(o, -1)", new: "rest.add(o, 0)",
		packages: insightTests,
	},
	{
		name: "an answered question about silence is a decision about numbers", file: "internal/registry/signal_list.go",
		old: "Rise: string(insight.SignalRise)", new: "Rise: string(insight.SignalSilent)",
		packages: clerkTests, run: "Decided",
	},
}
