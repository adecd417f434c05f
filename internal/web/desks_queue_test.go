package web_test

import (
	"net/http"
	"strings"
	"testing"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// asking opens more cases that ask for mediation.
func (m *mediated) asking(member, email string) *world.Case {
	m.t.Helper()
	c := m.w.Open(member, email)
	c.Act(c.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "Nee.")}
	})
	c.Act(c.Consumer(procedure.ByBrowser), func(*registry.Writing) procedure.Command {
		return procedure.Choose{Choice: procedure.ChooseHelp}
	})
	return c
}

// TestQueueNarrowedAndKept: category, member, mediator and term narrow a list together, and a list is kept under a name
// of one's own.
func TestQueueNarrowedAndKept(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	other := m.asking("1002", "ander@voorbeeld.example")
	mine, theirs := m.c.Reference, other.Reference
	for query, want := range map[string][2]bool{
		"view=unassigned":                                  {true, true},
		"view=unassigned&lid=1002":                         {false, true},
		"view=unassigned&lid=lindeboom":                    {true, false},
		"view=unassigned&soort=faulty&lid=lindeboom":       {true, false},
		"view=unassigned&soort=not_received":               {false, false},
		"view=unassigned&wie=-":                            {true, true},
		"view=all&termijn=late":                            {false, false},
		"view=all&termijn=week&wie=-":                      {true, true},
		"view=mine":                                        {false, false},
		"view=unassigned&soort=niets&termijn=ooit&wie=wie": {false, false},
	} {
		m.must(m.staff.Visit("/staf?" + query))
		if got := [2]bool{strings.Contains(m.staff.Text(), mine), strings.Contains(m.staff.Text(), theirs)}; got != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	m.must(m.staff.Visit("/staf?view=unassigned&lid=1002"))
	m.see(m.staff, "Naam of nummer van het lid: 1002", "Toon de hele lijst")
	m.must(m.staff.Press("Bewaar deze lijst"))
	m.see(m.staff, "Geef de lijst een naam", theirs)
	m.must(m.staff.Fill("naam", "Mijn Tuinparadijs"), m.staff.Press("Bewaar deze lijst"))
	m.see(m.staff, "De lijst staat bij uw eigen weergaven", "Eigen weergaven Mijn Tuinparadijs 1", "Mijn Tuinparadijs, meest dringend eerst")
	m.notSee(m.staff, mine)
	mo := m.w.Browser("mo")
	mo.AsStaff("mo@keurmerk.example")
	m.must(mo.Visit("/staf"))
	m.notSee(mo, "Mijn Tuinparadijs")
	m.must(m.staff.Visit("/staf?lang=en"))
	m.see(m.staff, "Own views Mijn Tuinparadijs 1", "Filter this list")
	m.must(m.staff.Click("Mijn Tuinparadijs"))
	m.must(m.staff.Press("Remove this view"))
	m.see(m.staff, "The view is gone")
	m.notSee(m.staff, "Own views")
}

// TestUnreadInTheQueue: that a party wrote is said to the mediator of the case, not to others, administrators among them.
func TestUnreadInTheQueue(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.write(m.consumer, "/bemiddeling/prive", "Alleen voor u.")
	m.must(m.staff.Visit("/staf?view=mine"))
	m.see(m.staff, "Nieuw bericht")
	for _, mail := range []string{"mo@keurmerk.example", "kim@keurmerk.example", "bas@keurmerk.example"} {
		b := m.w.Browser(mail)
		b.AsStaff(mail)
		m.must(b.Visit("/staf/zaken"))
		if strings.Contains(b.Text(), "Nieuw bericht") {
			t.Errorf("%s is told of a word to the mediator", mail)
		}
	}
}

// TestGiveSeveral: each case is given by itself, evenly or to one; a conflict is named by the case, the others are given.
func TestGiveSeveral(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	b, c := m.asking("1002", "b@voorbeeld.example"), m.asking("1003", "c@voorbeeld.example")
	mo := m.w.Browser("mo")
	mo.AsStaff("mo@keurmerk.example")
	m.must(mo.Post(world.Base+"/staf/belangen", map[string][]string{"lid": {"1002"}, "belang": {"yes"}}))

	m.must(m.staff.Visit("/staf?view=unassigned"), m.staff.Click("Geef meer zaken tegelijk"))
	m.see(m.staff, "voorstel: Mo Bemiddelaar", "voorstel: Sanne Bemiddelaar", "kan niet vanwege een belang: Mo Bemiddelaar")
	m.must(m.staff.Press("Geef deze zaken"))
	m.see(m.staff, "Vink minstens een zaak aan")

	m.must(m.staff.Pick("zaak", b.Reference), m.staff.Pick("zaak", c.Reference), m.staff.Pick("wie", "Mo Bemiddelaar"), m.staff.Press("Geef deze zaken"))
	if m.staff.Status != http.StatusUnprocessableEntity {
		t.Errorf("with a conflict: %d", m.staff.Status)
	}
	m.see(m.staff, b.Reference+" (", "is niet gegeven: Deze persoon kan deze zaak niet doen", "Gegeven: 1", c.Reference, "Bemiddelaar: Mo Bemiddelaar")

	m.must(m.staff.Click("Vink alle zaken aan"))
	m.must(m.staff.Press("Geef deze zaken"))
	m.see(m.staff, "Alle zaken die u koos, zijn gegeven", "Gegeven: 2", m.c.Reference, b.Reference, "Bemiddelaar: Sanne Bemiddelaar")
	for _, x := range []*world.Case{m.c, b, c} {
		if x.View().Room.Mediator == "" {
			t.Errorf("nobody has %s", x.Reference)
		}
	}
	m.must(m.staff.Visit("/staf/verdelen?view=unassigned"))
	m.see(m.staff, "geen zaak die u aan een bemiddelaar kunt geven")

	// A case that somebody else was given meanwhile is named too.
	d := m.asking("1001", "d@voorbeeld.example")
	m.must(m.staff.Visit("/staf/verdelen?view=unassigned&alle=1"))
	m.must(mo.Visit("/staf/zaken/"+d.Reference+"/toewijzen"), mo.Press("Neem deze zaak zelf"))
	m.must(m.staff.Press("Geef deze zaken"))
	m.see(m.staff, d.Reference+" (", "is niet gegeven:")
}

// TestKeysAreOff until somebody switches them on; no other page may use a script.
func TestKeysAreOff(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	script := func(b *world.Browser) [2]bool {
		return [2]bool{strings.Contains(b.Body, "<script"), strings.Contains(b.Header.Get("Content-Security-Policy"), "script-src")}
	}
	m.must(m.staff.Visit("/staf"))
	if got := script(m.staff); got[0] || got[1] {
		t.Errorf("keys are on for who did not ask: %v", got)
	}
	m.must(m.staff.Click("Sneltoetsen"))
	m.must(m.staff.Press("Zet sneltoetsen aan"))
	m.see(m.staff, "De sneltoetsen staan aan", "Naar de volgende zaak")
	m.must(m.staff.Visit("/staf"))
	if got := script(m.staff); !got[0] || !got[1] {
		t.Errorf("keys are not on: %v", got)
	}
	m.see(m.staff, "Toetsen: j omlaag")
	m.at(m.staff, "")
	if got := script(m.staff); got[0] || got[1] {
		t.Errorf("another page may use a script: %v", got)
	}
	mo := m.w.Browser("mo")
	mo.AsStaff("mo@keurmerk.example")
	m.must(mo.Visit("/staf"))
	if got := script(mo); got[0] || got[1] {
		t.Errorf("keys are on for a colleague: %v", got)
	}
	m.must(m.staff.Visit("/staf/toetsen"))
	m.must(m.staff.Press("Zet sneltoetsen uit"))
	m.must(m.staff.Visit("/staf"))
	if got := script(m.staff); got[0] || got[1] {
		t.Errorf("keys stay on: %v", got)
	}
}
