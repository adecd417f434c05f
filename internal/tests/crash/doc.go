// Package crash kills the real program at random instants, fifty times, while consumers send complaints through its
// forms, and then looks whether anything that was acknowledged is gone, doubled or late (proof.md, Faults on the real
// binary). It may use everything.
package crash
