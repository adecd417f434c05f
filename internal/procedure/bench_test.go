package procedure

import "testing"

// BenchmarkCatchUpAndDecide is one act on a dispute whose choice is due: what time has caused, and then the act.
func BenchmarkCatchUpAndDecide(b *testing.B) {
	p := noticed(b, monday)
	now := p.instant(8, "10:00")
	b.ReportAllocs()
	for b.Loop() {
		s, events := CatchUp(p.s, now)
		if _, err := Decide(&s, consumerHere, Choose{Choice: ChooseHelp, Note: text}, now); err != nil || len(events) != 3 {
			b.Fatal(err, len(events))
		}
	}
}

// BenchmarkCatchUpIdle is a look at a dispute in which time has changed nothing.
func BenchmarkCatchUpIdle(b *testing.B) {
	p := noticed(b, monday)
	b.ReportAllocs()
	for b.Loop() {
		if _, events := CatchUp(p.s, p.now); len(events) != 0 {
			b.Fatal(len(events))
		}
	}
}

// BenchmarkFold is the reading of a history of twenty events.
func BenchmarkFold(b *testing.B) {
	p := asked(b)
	for len(p.log) < 20 {
		p.do(consumerHere, SendMessage{MessageSent{Text: text}})
	}
	b.ReportAllocs()
	for b.Loop() {
		Fold(p.log)
	}
}

// BenchmarkDiagram is the picture of the public page.
func BenchmarkDiagram(b *testing.B) {
	for b.Loop() {
		Diagram(echo)
	}
}
