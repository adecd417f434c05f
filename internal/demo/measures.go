package demo

import (
	"context"
	"errors"
	"fmt"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// measured is a shop of the stories that can react to a measure.
const measured = "1008"

// takeMeasures proposes two measures: one to which a shop of the stories can still react, and one that waits for a
// decision after its reaction.
func (w *World) takeMeasures(ctx context.Context) error {
	email := StaffEmail(procedure.Quality)
	p, ok, err := w.Accounts.StaffByEmail(ctx, email)
	if err != nil || !ok {
		return fmt.Errorf("measures: %s: %w", email, errors.Join(err, errNobody))
	}
	marijke := registry.Viewer{Actor: procedure.Actor{Role: p.Role, ID: p.ID, Proof: procedure.ByBrowser}, Name: p.Name}
	if _, err := w.propose(ctx, marijke, measured, registry.StepTalk, "Klanten krijgen vaker een ander boek dan zij bestelden. Wij willen graag horen hoe dat komt."); err != nil {
		return err
	}
	id, err := w.propose(ctx, marijke, silentShop, registry.StepTalk, "Klanten wachten vaak lang op uw antwoord, en soms komt er geen.")
	if err != nil {
		return err
	}
	if err := w.pastMeasure(ctx, marijke); err != nil {
		return err
	}
	if err := w.Worker.Drain(ctx); err != nil { // the shop reacts to a letter that it has
		return fmt.Errorf("measures: %w", err)
	}
	shop := registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "shop", Proof: procedure.ByBrowser}, Members: []string{silentShop}}
	return w.Clerk.ReactToMeasure(ctx, shop, id, 1, "Onze collega van de klantenservice was lang ziek. Vanaf deze maand beantwoorden twee mensen de post.")
}

// pastMeasure is a warning of the history: it was in force for half a year and ended, so that one can look at what came
// after it.
func (w *World) pastMeasure(ctx context.Context, v registry.Viewer) error {
	cases, err := w.Clerk.MemberCases(ctx, v, slowPayer, 1000)
	if err != nil {
		return err
	}
	now := w.Clock.Now()
	m := registry.PastMeasure{
		Member: slowPayer, Step: registry.StepWarning,
		Reason:   "Klanten wachten na een retour vaak weken op hun geld. De wet zegt: binnen 14 dagen.",
		Decision: "De winkel reageerde niet. De klachten gaan door.",
		Review:   "De winkel betaalt nu elke week terug, en stuurde ons de lijst.",
		Proposed: now.AddDate(0, -11, 0), Started: now.AddDate(0, -11, 15), Ended: now.AddDate(0, -5, 0),
	}
	for _, k := range cases {
		if k.Opened.Before(m.Proposed) && k.Opened.After(m.Proposed.AddDate(0, -4, 0)) && len(m.Cases) < 4 {
			m.Cases = append(m.Cases, k.Dispute)
		}
	}
	return w.Clerk.LoadMeasure(ctx, v, m)
}

var errNobody = errors.New("nobody with that address")

// propose tells a member of a measure that is meant to come, for its newest cases.
func (w *World) propose(ctx context.Context, v registry.Viewer, member string, step registry.MeasureStep, reason string) (string, error) {
	profile, err := w.Clerk.MemberProfile(ctx, v, member)
	if err != nil {
		return "", err
	}
	n := registry.NewMeasure{
		ID: registry.PublicID(), Member: member, Step: step, Reason: reason, ReactDays: 14,
		Review: procedure.DateOf(w.Clock.Now()).AddMonths(3), Seen: len(profile.Measures),
	}
	cases, err := w.Clerk.MemberCases(ctx, v, member, 3)
	if err != nil {
		return "", err
	}
	for _, k := range cases {
		n.Cases = append(n.Cases, k.Dispute)
	}
	return w.Clerk.Propose(ctx, v, n)
}
