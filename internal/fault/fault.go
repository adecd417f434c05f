// Package fault is the one type of error that a person can get to see: a code, whose words are in the catalogue
// under "err." + code, and the cause, which is for the log alone. It knows nothing of the rest of the program.
package fault

import (
	"errors"
	"fmt"
)

// Code names what went wrong; the catalogue has its words in every language.
type Code string

// The codes. Refusals of the procedure carry "refusal." + their own code.
const (
	NotFound    Code = "notfound"    // does not exist, or is not yours: the same answer (IDOR)
	Conflict    Code = "conflict"    // the case changed meanwhile
	CodeNeeded  Code = "codeneeded"  // type the code from the e-mail first
	BadCode     Code = "code"        // the code is not right
	CodeSpent   Code = "codespent"   // too many tries, or too old: ask a new one
	TooMany     Code = "toomany"     // rate limit
	SignIn      Code = "signin"      // no session, or not this kind of person
	LinkOld     Code = "linkold"     // the link no longer works
	Full        Code = "full"        // the disk is full; nothing was changed
	Unavailable Code = "unavailable" // a service we need does not answer
	Refused     Code = "refused"     // by a rule of the procedure
	TooBig      Code = "toobig"      // the request is larger than allowed
	Forged      Code = "forged"      // a request from another site
	Server      Code = "server"      // our mistake
)

// Error is an error with words for a person and a cause for the log. Args are name, value pairs for the words.
type Error struct {
	Code  Code
	Args  []any
	Cause error
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return string(e.Code)
	}
	return fmt.Sprintf("%s: %v", e.Code, e.Cause)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is says that two errors have the same code, for errors.Is.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// New makes an error of a code.
func New(c Code) *Error { return &Error{Code: c} }

// Wrap makes an error of a code with its cause.
func Wrap(c Code, cause error) *Error { return &Error{Code: c, Cause: cause} }

// CodeOf gives the code of an error; Server for one that has none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Server
}
