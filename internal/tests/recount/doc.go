// Package recount holds the figures on pages to a slow, plain recount from the events: whatever the clock, the period,
// the sector and the comparison, a number on a page of the real house is the number that one gets by reading every event
// of every case and counting by the words of the page "Hoe rekenen wij?" (docs/insight.md, screens.md 13 and 17).
//
// The recount shares nothing with what it judges: it knows the stored events and their types, and neither the facts that
// are kept beside them, nor package insight, nor the state of package procedure. It is slow on purpose: each figure walks
// all cases again.
package recount
