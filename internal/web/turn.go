package web

import (
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// notMyTurn says why nothing can be added to the case now: during the ruling because it is the other's turn, or because
// the last day for something new is over (rules 3.4).
func (q *request) notMyTurn(v registry.View) string {
	if v.Stage != procedure.Ruling || v.File == nil || v.NewUntil().IsZero() {
		return q.T("evidence.closed")
	}
	switch {
	case v.File.Closed:
		return q.T("evidence.filed")
	case procedure.DateOf(v.Now()).After(v.NewUntil()):
		return q.T("evidence.late", "date", q.day(v.NewUntil()))
	}
	return q.T("evidence.turn", "date", q.day(v.NewUntil()))
}
