package simulator

import (
	"net/http"
	"time"

	"wederhoor/internal/pay"
)

// method is a way to pay here, with its name in both languages.
type method struct{ ID, nl, en string }

var methods = []method{
	{"ideal", "iDEAL | Wero", "iDEAL | Wero"},
	{"bancontact", "Bancontact", "Bancontact"},
	{"creditcard", "Kaart", "Card"},
}

func methodKnown(id string) bool {
	for _, m := range methods {
		if m.ID == id {
			return true
		}
	}
	return false
}

func (m method) name(dutch bool) string {
	if dutch {
		return m.nl
	}
	return m.en
}

func (s *Simulator) listMethods(r *http.Request, _ []byte, _ time.Time) reply {
	query := r.URL.Query()
	if value := query.Get("amount[value]"); value != "" {
		if _, refused := (money{Value: value, Currency: query.Get("amount[currency]")}).cents(); refused != "" {
			return problem(http.StatusBadRequest, refused, "amount")
		}
	}
	self := s.address(r) + "/v2/methods"
	list := make([]any, 0, len(methods))
	for _, m := range methods {
		list = append(list, map[string]any{
			"resource": "method", "id": m.ID, "description": m.name(isDutch(query.Get("locale"))),
			"minimumAmount": money{Value: "0.01", Currency: pay.Currency}, "maximumAmount": euros(maxCents),
			"_links": map[string]href{"self": link(self + "/" + m.ID)},
		})
	}
	return answered(http.StatusOK, map[string]any{
		"count": len(list), "_embedded": map[string]any{"methods": list}, "_links": map[string]href{"self": link(self)},
	})
}
