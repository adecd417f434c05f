// Package mail turns letters into MIME, hands them to an SMTP server and takes in what mail servers report back.
//
// It knows addresses, bytes and answers of servers. It does not know disputes, the store or the clock: instants come
// in as arguments, and what an Outcome or a Report means for a dispute (rules 1.1) is decided by those who call it.
// It imports no other package of this module.
//
// Three promises are kept here. An Outcome is Unknown exactly when the final dot left and no answer came, so that a
// second copy is only ever sent when the first may be lost. Every letter leaves from a return address that names it
// under a secret tag, so that a delivery report is tied to its letter by the address it arrives at and cannot be
// made up by a stranger. And no personal data is in an Outcome or a Report: what servers say is cleaned first.
package mail
