package web

import (
	"net/http"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
)

// partyPage is a page of a case that both parties have, with the same build for each.
type partyPage = roomPage

// rulingRoutes are the pages of the ruling for the parties (screens.md 9, 11), its payment, and the documents of a case.
func (a *App) rulingRoutes() []Route {
	var routes []Route
	for _, r := range []struct {
		path      string
		get, post func(*partyPage) error
		files     bool
		only      procedure.Role // one party's alone; "" for both
	}{
		{path: "/uitspraak", get: rulingShow},
		{path: "/uitspraak/dossier", get: fileShow},
		{path: "/uitspraak.pdf", get: rulingPDF},
		{path: "/uitspraak/verbetering/{n}", get: correctionPDF},
		{path: "/uitspraak/antwoord", get: replyShow, post: replyPost, files: true},
		{path: "/uitspraak/vraag", get: questionShow, post: questionPost},
		{path: "/uitspraak/toestemming", get: leaveAskShow, post: leaveAskPost},
		{path: "/uitspraak/andere-jurist", get: challengeShow, post: challengePost},
		{path: "/zaak.pdf", get: casePDF},
		{path: "/zaak.zip", get: caseZip},

		{path: "/uitspraak/verweer", get: defenceShow, post: defencePost, files: true, only: procedure.Shop},

		{path: "/uitspraak/vragen", get: explainShow, only: procedure.Consumer},
		{path: "/uitspraak/stoppen", get: stopRequestShow, post: stopRequestPost, only: procedure.Consumer},
		{path: "/uitspraak/punten", get: pointsShow, post: pointsPost, only: procedure.Consumer},
		{path: "/uitspraak/akkoord", get: consentShow, post: consentPost, only: procedure.Consumer},
		{path: "/uitspraak/betalen", get: payShow, post: payPost, only: procedure.Consumer},
		{path: "/uitspraak/wachten", get: waitShow, post: waitPost, only: procedure.Consumer},
		{path: "/betaling/{id}", get: paymentShow, post: paymentPost, only: procedure.Consumer},
		{path: "/betalingen", get: receiptsShow, only: procedure.Consumer},
	} {
		add := func(base string, who Who, most class, wrap func(func(*partyPage) error) handler) {
			if r.get != nil {
				routes = append(routes, Route{Method: http.MethodGet, Pattern: base + r.path, Who: who, handle: wrap(r.get)})
			}
			if r.post != nil {
				routes = append(routes, Route{Method: http.MethodPost, Pattern: base + r.path, Who: who, Limit: most, Files: r.files, handle: wrap(r.post)})
			}
		}
		if r.only != procedure.Shop {
			add("/zaak/{reference}", CaseConsumer, unlimited, roomOfConsumer)
			add("/z/{token}", LinkHolder, links, roomOfConsumer)
		}
		if r.only != procedure.Consumer {
			add("/winkel/zaken/{reference}", ShopPerson, unlimited, roomOfShop)
		}
	}
	return append(routes, Route{Method: http.MethodPost, Pattern: "/betaling/melding", Who: Everyone, handle: payNotice})
}

// payNotice takes a webhook of the payment provider. It is no more than a hint to ask the provider, and the answer is
// the same whatever it holds (rules 3.2). It comes from no browser: it has no Origin, so that the guard lets it in.
func payNotice(q *request) error {
	if q.app.Till == nil {
		return fault.New(fault.NotFound)
	}
	if err := q.app.Till.Notice(q.Context(), q.Request); err != nil {
		return err // the provider tries again
	}
	q.w.WriteHeader(http.StatusOK)
	return nil
}
