package web

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/evidence"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store"
	"wederhoor/internal/text"
)

// site is the public pages and the intake on a real database, with a browser.
type site struct {
	t      *testing.T
	app    *App
	store  *store.Store
	server *httptest.Server
	now    time.Time
}

type browser struct {
	*site
	client *http.Client
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 6, 5, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return s.now }
	dir := t.TempDir()
	var err error
	if s.store, err = store.Open(t.Context(), dir, store.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
	})
	words, err := text.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := evidence.OpenStore(filepath.Join(dir, "files"), filepath.Join(dir, "files.key"), clock)
	if err != nil {
		t.Fatal(err)
	}
	settings := setting.Default()
	settings.Organisation.Name, settings.Organisation.PublicURL = "Keurmerk Voorbeeld", "http://localhost"
	settings.Organisation.Phone = "030 123 45 67"
	s.app = &App{
		Clerk:    registry.New(s.store, clock, "localhost"),
		Accounts: account.New(s.store, clock, account.Secret("0123456789abcdef0123456789abcdef"), "localhost"),
		Text:     words, Settings: settings, Files: files, Now: clock, Log: slog.New(slog.DiscardHandler),
		Checker: evidence.NewChecker(evidence.Options{Limits: evidence.Limits{Files: 3, Bytes: 100_000}}),
	}
	if err := s.app.Prepare(); err != nil {
		t.Fatal(err)
	}
	gone := procedure.Date{Year: 2020, Month: time.January, Day: 31}
	_, err = s.app.Clerk.ImportMembers(t.Context(), []member.Member{
		{
			ExternalID: "1001", Name: "De Lindeboom Lampen", Domains: []string{"delindeboom.example"},
			Emails: []string{"klantenservice@delindeboom.example"}, Phone: "030 123 45 01",
			Address: "Lijnmarkt 4, 3511 KH Utrecht", Since: procedure.Date{Year: 2014, Month: time.March, Day: 1},
		},
		{
			ExternalID: "1002", Name: "Oud & Weg", Domains: []string{"weg.example"}, Emails: []string{"info@weg.example"},
			Since: procedure.Date{Year: 2016, Month: time.September, Day: 15}, Until: &gone,
		},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for _, r := range append(s.app.publicRoutes(), s.app.intakeRoutes()...) {
		mux.Handle(r.Method+" "+r.Pattern, s.app.serve(r))
	}
	s.server = httptest.NewServer(s.app.guard(http.NewCrossOriginProtection(), mux))
	t.Cleanup(s.server.Close)
	return s
}

// browser gives a new browser, without cookies.
func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{s, &http.Client{Jar: jar}}
}

// page is an answer after its redirects.
type page struct {
	status int
	path   string
	body   string
}

func (b *browser) take(r *http.Response, err error) page {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := r.Body.Close(); err != nil {
		b.t.Fatal(err)
	}
	if found := regexp.MustCompile(`‹[^›]*›`).FindAllString(string(body), -1); len(found) > 0 {
		b.t.Errorf("%s: words are missing: %v", r.Request.URL.Path, found)
	}
	return page{r.StatusCode, r.Request.URL.Path, string(body)}
}

func (b *browser) get(path string) page {
	b.t.Helper()
	return b.take(b.client.Get(b.server.URL + path))
}

func (b *browser) post(path string, pairs ...string) page {
	b.t.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.take(b.client.PostForm(b.server.URL+path, values))
}

// postFiles sends a form with files, given as name and content.
func (b *browser) postFiles(path string, fields map[string]string, files ...string) page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			b.t.Fatal(err)
		}
	}
	for i := 0; i < len(files); i += 2 {
		part, err := w.CreateFormFile("files", files[i])
		if err != nil {
			b.t.Fatal(err)
		}
		if _, err := io.WriteString(part, files[i+1]); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.take(b.client.Post(b.server.URL+path, w.FormDataContentType(), &body))
}

func (p page) want(t *testing.T, status int, path string, words ...string) page {
	t.Helper()
	if p.status != status || path != "" && !strings.HasSuffix(p.path, path) {
		t.Fatalf("got %d at %s, want %d at …%s\n%s", p.status, p.path, status, path, p.main())
	}
	for _, w := range words {
		if !strings.Contains(p.body, w) {
			t.Errorf("%s does not say %q\n%s", p.path, w, p.main())
		}
	}
	return p
}

// main is the content of a page without its tags.
func (p page) main() string {
	_, rest, _ := strings.Cut(p.body, "<main")
	rest, _, _ = strings.Cut(rest, "</main>")
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(rest, " ")), " ")
}

// letters takes all letters that wait, as the postman would.
func (s *site) letters() map[string]account.CodeLetter {
	s.t.Helper()
	out := map[string]account.CodeLetter{}
	for {
		rows, err := s.app.Clerk.Claim(s.t.Context(), 10)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(rows) == 0 {
			return out
		}
		for _, l := range rows {
			x := account.CodeLetter{}
			if l.Seq == 0 {
				if x, err = s.app.Accounts.Letter(l); err != nil {
					s.t.Fatal(err)
				}
			}
			x.To = l.Address
			out[l.Slug] = x
			if err := s.app.Clerk.Record(s.t.Context(), l.ID, registry.Sent{State: registry.LetterAccepted}); err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// begin starts a complaint and gives the path of its pages.
func (b *browser) begin() string {
	b.t.Helper()
	p := b.post("/leden/de-lindeboom-lampen/klacht", "bestelling", "LB-20418").want(b.t, 200, "/told")
	return strings.TrimSuffix(p.path, "/told")
}

// fill answers all steps up to the check.
func (b *browser) fill(at string) {
	b.t.Helper()
	b.post(at+"/told", "told", "yes", "told_on-month", "5", "told_on-year", "2026", "told_how", "email", "elsewhere", "none").
		want(b.t, 200, "/problem")
	b.post(at+"/problem", "category", "faulty").want(b.t, 200, "/order", "wat zegt de wet", `value="LB-20418"`)
	b.post(at+"/order", "order", "LB-20418", "purchase-day", "2", "purchase-month", "5", "purchase-year", "2026",
		"product", "Lamp", "paid", "45,00", "paid_with", "ideal", "business", "no").want(b.t, 200, "/story")
	b.post(at+"/story", "story", "De lamp kwam kapot aan.").want(b.t, 200, "/wish")
	b.post(at+"/wish", "remedy", "refund", "amount", "45,00").want(b.t, 200, "/you")
	b.post(at+"/you", "name", "Anna de Vries", "email", "anna@example.org", "lang", "nl").
		want(b.t, 200, "/check", "Klopt alles?", "mei 2026", "€\u00a045,00", "Anna de Vries")
}

func TestComplaintFromStartToNumber(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/leden/de-lindeboom-lampen?bestelling=LB-20418").want(t, 200, "", "bestelling=LB-20418", "Klacht melden")
	at := b.begin()
	b.fill(at)
	b.post(at+"/check").want(t, 200, "/code", "anna@example.org", "Kijk in uw e-mail")
	code := s.letters()["m01-code"]
	if code.To != "anna@example.org" || len(code.Code) != 6 {
		t.Fatalf("letter with the code: %+v", code)
	}
	wrong := "000000"
	if code.Code == wrong {
		wrong = "111111"
	}
	b.post(at+"/code", "code", wrong).want(t, 422, "/code", "Deze code klopt niet", wrong)
	b.post(at+"/code", "code", "").want(t, 422, "/code", "Vul de 6 cijfers in")
	sent := b.post(at+"/code", "code", code.Code[:3]+" "+code.Code[3:]).want(t, 200, "/gestuurd", "Uw klacht is gestuurd", "vrijdag 12 juni 2026")
	b.post(at+"/code", "code", code.Code).want(t, 200, "/gestuurd")
	if again := b.get(at + "/check"); again.path != sent.path {
		t.Errorf("the back button leads to %s", again.path)
	}
	got := s.letters()
	if _, ok := got["m02-confirmation"]; !ok {
		t.Errorf("letters after opening: %v", got)
	}
	s.browser().get(at+"/check").want(t, 404, "", "staat hier niet meer open")
}

func TestLinkOfTheCodeOnAnotherDevice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, other := s.browser(), s.browser()
	at := b.begin()
	b.fill(at)
	b.post(at + "/check")
	code := s.letters()["m01-code"]
	link := strings.ReplaceAll(code.Link, "{token}", code.Token)
	shown := other.get(link).want(t, 200, link, "Vul de code in")
	if strings.Contains(shown.body, "anna@example.org") || strings.Contains(shown.body, "Lindeboom") {
		t.Error("the link alone shows whose complaint it is")
	}
	b.get(link).want(t, 200, "/code", "anna@example.org")
	other.post(link, "code", code.Code).want(t, 200, "/gestuurd")
	b.get(at+"/code").want(t, 404, "", "staat hier niet meer open")
	other.get(link).want(t, 200, "/gestuurd")
}

func TestCodeOfAnOldAddressConfirmsNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	at := b.begin()
	b.fill(at)
	b.post(at + "/check")
	old := s.letters()["m01-code"]
	b.post(at+"/you", "name", "Anna", "email", "somebody@else.example", "lang", "nl", "return", "check").want(t, 200, "/check")
	b.post(at+"/code", "code", old.Code).want(t, 422, "/code", "Er is iets veranderd")
	b.post(at+"/check").want(t, 200, "/code", "somebody@else.example")
	b.post(at+"/code", "code", old.Code).want(t, 422, "/code")
	if l := s.letters()["m01-code"]; l.To != "somebody@else.example" {
		t.Errorf("the new code went to %q", l.To)
	}
}

func TestSaveAndGoOnLater(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, other := s.browser(), s.browser()
	at := b.begin()
	b.post(at+"/told", "told", "yes", "told_on-month", "zomer", "told_text", "Ik schreef", "save", "1").want(t, 200, "/bewaard", "e-mailadres")
	b.get(at+"/told").want(t, 200, "/told", `value="zomer"`, "Ik schreef")
	b.post(at+"/bewaard", "email", "anna").want(t, 422, "/bewaard", "Vul uw e-mailadres in")
	b.post(at+"/bewaard", "email", "anna@example.org").want(t, 200, "/bewaard", "zondag 5 juli 2026")
	l := s.letters()["m20-draft-saved"]
	link := strings.ReplaceAll(l.Link, "{token}", l.Token)
	if p := other.get(link).want(t, 200, "", "Stuur mij een code"); strings.Contains(p.body, "Lindeboom") {
		t.Error("the link alone tells of the complaint")
	}
	other.get(at+"/told").want(t, 404, "")
	other.post(link, "ask", "1").want(t, 200, "", "Vul de code in")
	code := s.letters()["m25-act-code"]
	s.browser().post(link, "code", code.Code).want(t, 422, "")
	other.post(link, "code", code.Code).want(t, 200, "/told", "Ik schreef")
}

func TestTellTheShopFirst(t *testing.T) {
	t.Parallel()
	b := newSite(t).browser()
	at := b.begin()
	b.post(at+"/told", "told", "no", "elsewhere", "none").want(t, 200, "/eerst", "Voorbeeldbericht", "De Lindeboom")
	b.get(at+"/problem").want(t, 200, "/problem", "Wat is er mis?")
	b.get(at+"/wish").want(t, 200, "/problem")
}

func TestFilesOfTheStory(t *testing.T) {
	t.Parallel()
	b := newSite(t).browser()
	at := b.begin()
	b.post(at+"/told", "told", "no", "elsewhere", "none")
	b.post(at+"/problem", "category", "faulty")
	b.post(at+"/order", "purchase-month", "5", "purchase-year", "2026", "product", "Lamp", "paid", "45", "paid_with", "ideal", "business", "no").
		want(t, 200, "/story")
	got := b.postFiles(at+"/story", map[string]string{"story": "Kapot"}, "brief.txt", "De winkel schreef mij.", "groot.txt", strings.Repeat("a ", 60_000), "leeg.txt", "").
		want(t, 422, "/story", "brief.txt", "‘groot.txt’ is te groot", "‘leeg.txt’ is leeg", "Kapot", "Fout: ", "1 bestand toegevoegd")
	id := regexp.MustCompile(`name="remove" value="([^"]+)"`).FindStringSubmatch(got.body)
	if id == nil {
		t.Fatal("no button to remove the file")
	}
	b.postFiles(at+"/story", map[string]string{"story": "Kapot 2", "remove": id[1]}).want(t, 200, "/story", "Kapot 2")
	b.postFiles(at+"/story", map[string]string{"story": "x"}, "1.txt", "een", "2.txt", "twee", "3.txt", "drie", "4.txt", "vier").
		want(t, 422, "/story", "‘4.txt’ past er niet meer bij", "3 bestanden toegevoegd")
}

func TestGroundsAreToldBeforeSending(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	p := b.post("/leden/oud-weg/klacht").want(t, 200, "/told")
	at := strings.TrimSuffix(p.path, "/told")
	b.post(at+"/told", "told", "no", "elsewhere", "court")
	b.post(at+"/problem", "category", "privacy")
	b.post(at+"/order", "purchase-month", "5", "purchase-year", "2026", "product", "Lamp", "paid", "45", "paid_with", "ideal", "business", "yes")
	b.post(at+"/story", "story", "Geen antwoord")
	b.post(at+"/wish", "remedy", "other", "wish", "Antwoord")
	b.post(at+"/you", "name", "Anna", "email", "anna@example.org", "lang", "en").
		want(t, 200, "/check", "geen lid", "voor een bedrijf", "bij de rechter", "21 dagen")
	b.post(at+"/check").want(t, 422, "/check", "toch wilt sturen")
	b.post(at+"/check", "nonetheless", "yes").want(t, 200, "/code")
	code := s.letters()["m01-code"]
	b.post(at+"/code", "code", code.Code).want(t, 200, "/gestuurd", "Wij bekijken eerst")
}

func TestErrorsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := newSite(t).browser()
	at := b.begin()
	b.post(at+"/told", "told", "yes", "told_on-day", "40", "told_on-month", "5", "told_on-year", "2026", "told_text", "Bericht").
		want(t, 422, "/told", "<title>Fout: ", `href="#told_on"`, `id="told_on"`, `value="40"`, "Bericht", `href="#elsewhere"`)
	b.post("/leden/de-lindeboom-lampen/klacht", "website", "spam").want(t, 422, "/klacht", "verborgen veld")
}

func TestPublicPages(t *testing.T) {
	t.Parallel()
	b := newSite(t).browser()
	for _, path := range []string{
		"/", "/leden", "/leden?q=lindeboom", "/leden/de-lindeboom-lampen", "/hoe-het-werkt", "/reglement", "/privacy",
		"/toegankelijkheid", "/hulp",
	} {
		for _, lang := range []string{"nl", "en"} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			p := b.get(path+sep+"lang="+lang).want(t, 200, "", `lang="`+lang+`"`)
			if strings.Contains(p.body, "noindex") || strings.Count(p.body, "<h1") != 1 {
				t.Errorf("%s: not for search engines, or not one H1", path)
			}
		}
	}
	b.get("/leden/oud-weg?lang=nl").want(t, 200, "", "is gestopt op 31 januari 2020")
	b.get("/leden?q=zzz").want(t, 200, "", "geen winkel met deze naam")
	b.get("/leden/bestaat-niet").want(t, 404, "")
}
