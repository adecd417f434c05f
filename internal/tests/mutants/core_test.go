//go:build mutants

package mutants

var procedure = []string{"./internal/procedure"}

// core are mistakes in the rules themselves.
var core = []mutant{
	in("calendar.go", "Good Friday is a workday", "-2, // Good Friday", "-200, // Good Friday"),
	in("calendar.go", "the King's day on a Sunday moves on", "return d.AddDays(-1)\n\t}\n\treturn d", "return d.AddDays(1)\n\t}\n\treturn d"),
	in("calendar.go", "Easter without the correction of 1954 and 1981", "case full == 28 && sunday == 6 && (11*moon+11)%30 < 19:", "case full == 280:"),
	in("calendar.go", "a last day stays on a Sunday", "return NextWorkday(DateOf(from).AddDays(n))", "return DateOf(from).AddDays(n)"),
	in("date.go", "days are counted in UTC", "y, m, d := t.In(Amsterdam).Date()", "y, m, d := t.UTC().Date()"),
	in("date.go", "a day ends after 24 hours", "return d.AddDays(1).Start() }", "return d.Start().Add(24 * time.Hour) }"),

	in("catchup.go", "what is due this instant waits", "!ok || due.After(now) || t == last", "!ok || !due.Before(now) || t == last"),
	in("catchup.go", "stamped when looked at", "row.Rule, due, now)", "row.Rule, now, now)"),
	in("catchup.go", "recorded instants go back", "if now.Before(s.Recorded) {", "if now.IsZero() {"),
	in("catchup.go", "the later of two alarms comes first", "due.Before(at)", "at.Before(due)"),
	in("term.go", "a term begins without its letter", "if !row.Letter {", "if row.Who != \"\" {"),
	in("term.go", "a shop that has answered is reminded", "t.Kind != TaskAnswer || !s.ShopAnswered", "t.Kind != TaskAnswer || !s.Contested"),
	in("term.go", "reminders count from the day that was not moved", "t.LastDay.AddDays(-n).Start()", "DateOf(t.Begun).AddDays(r.AnswerDays - n).Start()"),
	in("term.go", "the case pauses a day late", "return r.ChoiceDays - 1 })", "return r.ChoiceDays })"),
	in("term.go", "silence is solved", "EndedAs{NoAnswer}", "EndedAs{Solved}"),
	in("term.go", "asked about the agreement a day late", "t.LastDay.AddDays(r.ComplianceDelay).Start()", "t.LastDay.AddDays(r.ComplianceDelay).End()"),
	in("term.go", "a second extension more", "ChoiceAsked{Final: s.Final()", "ChoiceAsked{Final: s.Contested"),

	in("state.go", "three extensions", "return s.Extensions >= s.rules().MostExtensions", "return s.Extensions > s.rules().MostExtensions"),
	in("state.go", "promises count however far on", "if s.Promise.After(latest) {", "if s.Promise.IsZero() {"),
	in("state.go", "reopened a day too long", "now.Before(s.ReopenUntil.End())", "now.Before(s.ReopenUntil.AddDays(1).End())"),

	in("evolve.go", "a late report harms a shop that has answered", "if b.Later && s.Has(TaskAnswer) && !s.ShopAnswered {", "if b.Later && s.Has(TaskAnswer) {"),
	in("evolve.go", "an old letter begins a term early", "if at.Before(since) {", "if at.IsZero() {"),
	in("state.go", "two futures share their tasks", "tasks := make([]Task, len(s.Tasks))\n\tcopy(tasks, s.Tasks)", "tasks := s.Tasks"),
	in("evolve.go", "a bounce leaves the term running", "t.Begun, t.LastDay, t.Reminded = time.Time{}, Date{}, 0", "t.Reminded = 0"),
	in("evolve_choice.go", "an extension that was undone counts", "s.Extensions--", "_ = s.Extensions"),
	in("evolve_choice.go", "no time to choose again", "t.LastDay = least", "_ = least"),
	in("evolve_mediation.go", "offers outlive their stage", "s.Stage = Mediation\n\ts.dropOffers()", "s.Stage = Mediation"),

	in("do.go", "one agrees with oneself", "case o.By == a.Role:\n\t\treturn nil, no(OwnOffer)", "case o.By == \"\":\n\t\treturn nil, no(OwnOffer)"),
	in("do.go", "an offer of yesterday is accepted", "case o.Due.Before(DateOf(now)): // its date", "case o.Due.IsZero(): // its date"),
	in("do.go", "the same offer twice", "if _, ok := s.OfferByID(o.ID); ok { // a request", "if _, ok := s.OfferByID(o.ID); ok && o.ID == \"\" { // a request"),
	in("do.go", "the shop loses its days over not ours", "max(s.NotOursLeft, s.rules().NotOursLeastDays)", "min(s.NotOursLeft, s.rules().NotOursLeastDays)"),
	in("do.go", "nobody works on a failed notice", "out = append(out, NoticeFailed{})", "_ = b.Last"),
	in("do.go", "refused without a reason", "if !has(Grounds, r.Ground) || r.Reason.ID == \"\" {", "if !has(Grounds, r.Ground) {"),
	in("do.go", "the shop acts before it was told", "return s.Told || a.Role != Shop", "return s.Told || a.Role != \"\""),
	in("do.go", "a final answer waits for the term", "has(withShop, t.Kind) || t.Kind == TaskExtension", "t.Kind == TaskExtension"),
	in("do.go", "staff extend without end", "x.Until.After(today.AddDays(s.rules().MostExtendDays))", "x.Until.Before(today)"),
	in("do_choice.go", "the filter overrules the person", "if !confirmed && !s.Last.Confirmed && within {", "if !confirmed && within {"),
	in("do_choice.go", "a filter decides alone", "within := now.Sub(s.Last.At) <=", "within := now.Sub(s.Last.At) >"),
	in("do_choice.go", "not done, said before its day", "t.Kind == TaskPerform && t.LastDay.Before(DateOf(now))", "t.Kind == TaskPerform"),
	in("moves.go", "the shop withdraws the complaint", "{Rule: \"1.2\", By: consumer, Command: Withdraw{}", "{Rule: \"1.2\", By: parties, Command: Withdraw{}"),
	in("moves.go", "accepted without a code", "Command: AcceptOffer{}, In: offering, Proof: ByCode", "Command: AcceptOffer{}, In: offering, Proof: ByLink"),
	in("moves.go", "a person of staff decides what is the consumer's", "{Rule: \"4.4\", By: consumer, Command: StopHere{}", "{Rule: \"4.4\", By: staff, Command: StopHere{}"),
	in("moves.go", "the table names another rule", "{Rule: \"1.4\", By: consumer, Command: Resume{}", "{Rule: \"1.3\", By: consumer, Command: Resume{}"),
	in("words.go", "told 12 months ago is too old", "in.Told.AddMonths(r.ToldMonths).Before(DateOf(in.Now))", "!in.Told.AddMonths(r.ToldMonths).After(DateOf(in.Now))"),
}

func in(file, name, old, changed string) mutant {
	return mutant{name: name, file: "internal/procedure/" + file, old: old, new: changed, packages: procedure}
}
