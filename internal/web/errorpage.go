package web

import "wederhoor/internal/fault"

// errorHead gives which heading an error page has: under "err.h." in the catalogue.
func errorHead(code fault.Code) string {
	switch code {
	case fault.NotFound:
		return "notfound"
	case fault.LinkOld, fault.SignIn:
		return "linkold"
	case fault.Conflict:
		return "conflict"
	case fault.TooMany:
		return "toomany"
	case fault.Server, fault.Full, fault.Unavailable:
		return "server"
	case fault.CodeNeeded, fault.BadCode, fault.CodeSpent, fault.Refused, fault.TooBig, fault.Forged:
	}
	return "notdone"
}
