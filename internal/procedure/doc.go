// Package procedure holds the rules of a dispute: who may do what, when, and what time alone brings about.
//
// It is pure. It knows no network, disk, database or clock: every instant comes in as an argument, and what it
// decides goes out as events. The standard library is all it imports, so that it can be read by a lawyer beside
// docs/rules.md.
//
// A dispute is a list of events; its State is their fold (Evolve). One table of moves (Moves) says which command a
// person may give where, under which rule; Open reads the buttons from it, Decide judges a command by it, and the
// diagram in docs/rules.md is printed from it. CatchUp adds what time has caused, each event stamped with the
// instant at which it was due, so that looking often, seldom or late gives the same history.
package procedure
