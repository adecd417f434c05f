package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"wederhoor/internal/procedure"
	"wederhoor/internal/tests/world"
)

// auto sends a form of the draft as the script of its page does. An empty token is a session that has ended.
func (b *bench) auto(token, path string, form url.Values) (int, map[string]string) {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, world.Base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "staff", Value: token})
	rw := httptest.NewRecorder()
	b.w.ServeHTTP(rw, r)
	answer := map[string]string{}
	if strings.HasPrefix(rw.Header().Get("Content-Type"), "application/json") {
		b.ok(json.Unmarshal(rw.Body.Bytes(), &answer))
	}
	return rw.Code, answer
}

// asJet gives the token of another window of Jet.
func (b *bench) asJet() string {
	b.t.Helper()
	jet, _, err := b.w.House.Accounts.StaffByEmail(b.t.Context(), "jet@recht.example")
	b.ok(err)
	token, err := b.w.House.Accounts.SignInStaff(b.t.Context(), jet.ID, "")
	b.ok(err)
	return token
}

// was gives what the page of a browser says that its text began with.
func (b *bench) was(who *world.Browser) string {
	b.t.Helper()
	_, rest, found := strings.Cut(who.Body, `name="was" value="`)
	if !found {
		b.t.Fatalf("%s does not say what it began with", who.At.Path)
	}
	was, _, _ := strings.Cut(rest, `"`)
	return was
}

func TestDraftSavesItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	token, path := b.asJet(), b.at+"/ontwerp/feiten"
	b.visit(b.jet, path, 200)
	if p := b.jet.Header.Get("Content-Security-Policy"); !strings.Contains(p, "script-src 'self'; connect-src 'self'") || strings.Contains(p, "unsafe") {
		t.Errorf("policy of the page: %s", p)
	}
	first := b.was(b.jet)
	code, a := b.auto(token, path, url.Values{"was": {first}, "facts": {"De lamp"}})
	if code != 200 || a["was"] == "" || a["was"] == first || !strings.HasPrefix(a["words"], "Bewaard om ") {
		t.Fatalf("first: %d %v", code, a)
	}
	code, again := b.auto(token, path, url.Values{"was": {a["was"]}, "facts": {"De lamp was stuk."}})
	if code != 200 || again["was"] == a["was"] {
		t.Fatalf("second: %d %v", code, again)
	}
	if code, same := b.auto(token, path, url.Values{"was": {first}, "facts": {"De lamp was stuk."}}); code != 200 || same["was"] != again["was"] {
		t.Errorf("what is kept already: %d %v", code, same)
	}
	b.visit(b.jet, path, 200)
	b.sees(b.jet, "De lamp was stuk.")
	if b.was(b.jet) != again["was"] {
		t.Error("the page begins with another text than the script was told")
	}
	b.visit(b.jet, b.at, 200) // the notes keep themselves too, beside the parts
	code, a = b.auto(token, b.at+"/notities", url.Values{"was": {b.was(b.jet)}, "notes": {"Bel de winkel"}})
	if code != 200 {
		t.Errorf("notes: %d %v", code, a)
	}
	b.visit(b.jet, b.at, 200)
	b.sees(b.jet, "Bel de winkel", "De feiten (ingevuld)")
}

func TestDraftThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	token, path := b.asJet(), b.at+"/ontwerp/punten"
	b.visit(b.jet, path, 200)
	code, a := b.auto(token, path, url.Values{"was": {b.was(b.jet)}, "handled": {"yes"}, "amount-1": {"veel"}, "why-1": {"GEEN-BEDRAG"}})
	if code != 422 || !strings.HasPrefix(a["words"], "Nog niet bewaard.") || a["was"] != "" {
		t.Errorf("no amount: %d %v", code, a)
	}
	b.visit(b.jet, path, 200)
	b.hides(b.jet, "GEEN-BEDRAG")
	if code, _ := b.auto("", path, url.Values{"was": {b.was(b.jet)}, "why-1": {"Wie?"}}); code != 401 {
		t.Errorf("without a session: %d", code)
	}
	joris, _, err := b.w.House.Accounts.StaffByEmail(t.Context(), "joris@recht.example")
	b.ok(err)
	other, err := b.w.House.Accounts.SignInStaff(t.Context(), joris.ID, "")
	b.ok(err)
	if code, _ := b.auto(other, path, url.Values{"was": {b.was(b.jet)}, "why-1": {"Niet van mij"}}); code != 404 {
		t.Errorf("another adjudicator: %d", code)
	}
}

// TestDraftInTwoWindows: what one window kept is not written over unseen, by the script nor by the button, and what was
// typed in the other is not lost.
func TestDraftInTwoWindows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	token, path := b.asJet(), b.at+"/ontwerp/regels"
	b.visit(b.jet, path, 200)
	old := b.was(b.jet)
	if code, a := b.auto(token, path, url.Values{"was": {old}, "law": {"EERSTE-VENSTER"}}); code != 200 {
		t.Fatalf("first window: %d %v", code, a)
	}
	code, a := b.auto(token, path, url.Values{"was": {old}, "law": {"TWEEDE-VENSTER"}})
	if code != 409 || !strings.Contains(a["words"], "ander venster") {
		t.Errorf("second window: %d %v", code, a)
	}
	b.press(b.jet, "Bewaar en ga verder", 422, "law", "TWEEDE-VENSTER")
	b.sees(b.jet, "Dit is nu bewaard", "EERSTE-VENSTER", "TWEEDE-VENSTER")
	b.press(b.jet, "Bewaar en ga verder", 200, "law", "TWEEDE-VENSTER") // seen, and chosen
	b.visit(b.jet, path, 200)
	b.sees(b.jet, "TWEEDE-VENSTER")
	b.hides(b.jet, "EERSTE-VENSTER")

	b.visit(b.jet, b.at+"/ontwerp/feiten", 200) // another part of the draft is another text
	facts := b.was(b.jet)
	b.visit(b.jet, b.at+"/ontwerp/waarom", 200)
	b.press(b.jet, "Bewaar", 200, "why", "Daarom.")
	if code, a := b.auto(token, b.at+"/ontwerp/feiten", url.Values{"was": {facts}, "facts": {"Feiten."}}); code != 200 {
		t.Errorf("beside another part: %d %v", code, a)
	}
	for part, form := range map[string]url.Values{
		"kanten":     {"consumer_says": {"K-ZEGT"}, "shop_says": {"W-ZEGT"}},
		"punten":     {"handled": {"yes"}, "decision-1": {"partly"}, "amount-1": {"40"}, "why-1": {"P-WAAROM"}},
		"opdrachten": {"who-0": {"shop"}, "remedy-0": {"refund"}, "amount-0": {"40"}, "due-0-day": {"1"}, "due-0-month": {"12"}, "due-0-year": {"2026"}, "words-0": {"O-WOORDEN"}},
		"kort":       {"short": {"K-KORT"}},
	} {
		b.visit(b.jet, b.at+"/ontwerp/"+part, 200)
		form.Set("was", b.was(b.jet))
		if code, a := b.auto(token, b.at+"/ontwerp/"+part, form); code != 200 {
			t.Errorf("%s: %d %v", part, code, a)
		}
		b.press(b.jet, "Bewaar en ga verder", 422)
		for name, v := range form {
			if strings.Contains(v[0], "-") && name != "was" {
				b.sees(b.jet, v[0])
			}
		}
	}
}

// TestLawIsInserted: an article comes below what was typed, without script, and nothing else is lost.
func TestLawIsInserted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.visit(b.jet, b.at+"/ontwerp/regels", 200)
	b.press(b.jet, "Voeg in artikel 7:17 BW", 200, "law", "Eerst dit.")
	b.sees(b.jet, "Eerst dit. Een product moet", "(artikel 7:17 BW).", "Het artikel staat onder uw tekst")
	b.visit(b.jet, b.at+"/ontwerp/regels", 200)
	b.sees(b.jet, "Eerst dit. Een product moet")
	b.ok(b.jet.Post(b.at+"/ontwerp/regels", url.Values{"was": {b.was(b.jet)}, "law": {"Alleen dit."}, "wet": {"9-99"}}))
	b.visit(b.jet, b.at+"/ontwerp/regels", 200)
	b.hides(b.jet, "Eerst dit.", "law.text", "‹")
}

// TestCallIsPlannedWithBoth: a call is a question to both, which each can answer.
func TestCallIsPlannedWithBoth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.heard()
	b.visit(b.jet, b.at, 200)
	b.sees(b.jet, "Plan een gesprek")
	b.visit(b.jet, b.at+"/gesprek", 200)
	b.press(b.jet, "Stuur mijn uitnodiging", 422, "time", "half drie", "day-day", "1", "day-month", "1", "day-year", "2020", "about", "De doos.")
	b.sees(b.jet, "Kies een dag van", "Schrijf een tijd, zoals 14.30", "Schrijf hoe u elkaar spreekt", "De doos.")
	day := procedure.DateOf(b.w.Now()).AddDays(10)
	b.press(b.jet, "Stuur mijn uitnodiging", 200, "time", "14:30", "how", "Ik bel u allebei.",
		"day-day", strconv.Itoa(day.Day), "day-month", strconv.Itoa(int(day.Month)), "day-year", strconv.Itoa(day.Year))
	b.sees(b.jet, "Uw uitnodiging is gestuurd", "Uw vraag aan allebei", "14.30 uur.", "Hoe: Ik bel u allebei.", "Waarover: De doos.")
	if k := b.c.View().File.Questions; len(k) != 1 || len(k[0].To) != 2 {
		t.Errorf("asked: %+v", k)
	}
}
