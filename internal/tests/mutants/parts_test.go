//go:build mutants

package mutants

// clerkAndLetters are mistakes of the clerk, the outbox and the letters.
var clerkAndLetters = []mutant{
	{
		name: "a shop sees the cases of every shop", file: "internal/registry/clerk.go",
		old: "if m == d.Member {", new: "if m != \"\" {",
		packages: []string{"./internal/registry"}, run: "WhatIsNotYours",
	},
	{
		name: "an administrator reads what one side told the mediator", file: "internal/registry/eyes.go",
		old: "return y.v.Actor.ID != \"\" && y.state", new: "return y.v.Actor.Role == p.Administrator || y.state",
		packages: []string{"./internal/registry"}, run: "Files|Private",
	},
	{
		name: "what time owes is not stored before a command", file: "internal/registry/clerk.go",
		old:      "if err := c.catchUp(ctx, tx, &f, now); err != nil {\n\t\t\treturn err\n\t\t}\n\t\tw :=",
		new:      "w :=",
		packages: []string{"./internal/registry"}, run: "TimeIsStored",
	},
	{
		name: "an act on a page that another person changed", file: "internal/registry/clerk.go",
		old: "if n > version &&", new: "if n > version+1000 &&",
		packages: []string{"./internal/registry"}, run: "VersionOfThePage",
	},
	{
		name: "a notice that bounces goes to no other address", file: "internal/registry/outbox.go",
		old: "pos := int(l.Position) + 1", new: "pos := int(l.Position) + len(f.shop)",
		packages: []string{"./internal/registry"}, run: "Bounce",
	},
	{
		name: "a report that comes twice acts twice", file: "internal/registry/outbox.go",
		old: "if l.State == LetterBounced || (s.Later", new: "if l.State == LetterParked || (s.Later",
		packages: []string{"./internal/registry"}, run: "ReportAfterAcceptance",
	},
	{
		name: "a letter unknown twice is sent a third time", file: "internal/registry/outbox.go",
		old: "if p.Unknown >= 2 {", new: "if p.Unknown >= 3 {",
		packages: []string{"./internal/registry"}, run: "UnknownTwice",
	},
	{
		name: "a link shows the whole case", file: "internal/registry/build.go",
		old: "b.v.Actor.Proof >= procedure.ByBrowser", new: "b.v.Actor.Proof >= procedure.ByLink",
		packages: []string{"./internal/registry"}, run: "LinkShows",
	},
	{
		name: "a reminder leaves after the shop has answered", file: "internal/letter/compose.go",
		old: "return s.ShopAnswered || !s.Has(procedure.TaskAnswer)", new: "return !s.Has(procedure.TaskAnswer)",
		packages: []string{"./internal/registry"}, run: "ReminderIsStale",
	},
	{
		name: "the shop is not told", file: "internal/letter/table.go",
		old: "return []Letter{{Slug: \"m02-confirmation\", To: p.Consumer}, notice}", new: "return []Letter{{Slug: \"m02-confirmation\", To: p.Consumer}}",
		packages: []string{"./internal/registry"}, run: "ShopsDays",
	},
	{
		name: "the shop hears of a refused complaint that it never got", file: "internal/letter/table.go",
		old: "if s.Told { // else", new: "if !s.Told || s.Told { // else",
		packages: []string{"./internal/tests/journeys"}, run: "Journeys/13-bought",
	},
	{
		name: "a code typed in another browser counts", file: "internal/account/account.go",
		old: "if fits && bound {", new: "if fits && (bound || len(browser) > 0) {",
		packages: []string{"./internal/web"}, run: "",
	},
}
