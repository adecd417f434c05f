// Package text holds every word that people read: the message catalogues and
// the letters, in Dutch and English, and the way dates, times and amounts are
// written in each.
//
// It knows languages, keys and plain values only: no dispute, no rules, no
// storage, no pages. It imports nothing of this module.
package text
