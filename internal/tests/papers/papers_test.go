// Package papers makes every document for everybody who can have one, in a whole trustmark, and reads it back.
package papers

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// poppler runs a program of poppler-utils on a document. The programs are part of what the tests need.
func poppler(t testing.TB, pdf []byte, name string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{file}
	if name == "pdftotext" {
		args = append(args, "-")
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v (scripts/setup.sh installs poppler-utils)", name, err)
	}
	return string(out)
}

// words gives the text of a document in reading order, each run of spaces as one.
func words(t testing.TB, pdf []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(strings.ReplaceAll(poppler(t, pdf, "pdftotext"), "\f", " ")), " ")
}

var (
	changing = regexp.MustCompile(`\b[0-9a-f]{4}( [0-9a-f]{4}){3}\b|\b[0-9a-f]{12,64}(…)?|(?m)^(wederhoor\.test|— wederhoor\.test.*|\d+|[0-9a-f]{1,11}|[A-Za-z0-9+/]{43}=)$`)
	spaces   = regexp.MustCompile(`\n{2,}`)
	wrapped  = regexp.MustCompile(`·(\n·)+`)
)

// golden compares the text of a document with a file in testdata; UPDATE=1 writes it. What differs each time, case
// number and hashes, is replaced.
func golden(t *testing.T, name, reference string, pdf []byte) {
	t.Helper()
	got := strings.ReplaceAll(poppler(t, pdf, "pdftotext"), reference, "AAAA-BBBB")
	got = spaces.ReplaceAllString(changing.ReplaceAllString(got, "·"), "\n")
	got = wrapped.ReplaceAllString(got, "·") // a fingerprint takes one line or two, as wide as its letters are
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run with UPDATE=1\n%s", name, got)
	}
	if dir := os.Getenv("PAPERS_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, strings.TrimSuffix(name, ".txt")+".pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// accessible checks what a reader for the blind needs to know of a document.
func accessible(t *testing.T, pdf []byte, title string) {
	t.Helper()
	info := poppler(t, pdf, "pdfinfo")
	for _, want := range []string{"Tagged:          yes", "Title:           " + title, "JavaScript:      no"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
}

func notFound(err error) bool {
	return err != nil && fault.CodeOf(err) == fault.NotFound
}

func has(t *testing.T, what, words string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(words, w) {
			t.Errorf("%s lacks %q: %s", what, w, words)
		}
	}
	if i := strings.Index(words, "‹"); i >= 0 {
		t.Errorf("%s has a gap: %s", what, words[i:min(len(words), i+60)])
	}
}

func lacks(t *testing.T, what, words string, not ...string) {
	t.Helper()
	for _, w := range not {
		if strings.Contains(words, w) {
			t.Errorf("%s has %q", what, w)
		}
	}
}

func TestRuling(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ruled(t)
	s.correct(t)
	consumer, shop := s.view(t, s.consumer()), s.view(t, s.shop())
	ref := consumer.Reference
	for _, lang := range text.Langs() {
		var first []byte
		for name, f := range map[string]registry.CaseFile{"consumer": *consumer.File, "shop": *shop.File, "adjudicator": s.file(t)} {
			got, err := s.papers.Ruling(t.Context(), f, 0, lang)
			if err != nil {
				t.Fatal(name, err)
			}
			if first == nil {
				first = got
			}
			if !bytes.Equal(first, got) {
				t.Errorf("the ruling of the %s differs from that of another", name)
			}
		}
		said := words(t, first)
		has(t, "ruling", said, "Nina Jansen", "De Lindeboom", "mr. Jet Jurist", "2026-0001", "89", "25", "7:904", consumer.File.Ruling.Hash, "wederhoor.test")
		lacks(t, "ruling", said, address, "06 1234", "GEHEIM", "NOTITIE", "Zo hoeft niemand")
		golden(t, "ruling."+string(lang)+".txt", ref, first)
		second, err := s.papers.Ruling(t.Context(), *consumer.File, 1, lang)
		if err != nil {
			t.Fatal(err)
		}
		has(t, "correction", words(t, second), "2026-0001-H1", "3 mei 2026", "mr. Jet Jurist")
		golden(t, "correction."+string(lang)+".txt", ref, second)
	}
	pdf, err := s.papers.Ruling(t.Context(), *consumer.File, 0, text.NL)
	if err != nil {
		t.Fatal(err)
	}
	accessible(t, pdf, "Uitspraak in zaak "+ref)
	for _, n := range []int{-1, 2} {
		if _, err := s.papers.Ruling(t.Context(), *consumer.File, n, text.NL); !notFound(err) {
			t.Errorf("correction %d: %v", n, err)
		}
	}
}

// TestRulingStays: whatever happens afterwards, the document of the ruling stays the same, byte for byte.
func TestRulingStays(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ruled(t)
	one := func() []byte {
		pdf, err := s.papers.Ruling(t.Context(), s.file(t), 0, text.NL)
		if err != nil {
			t.Fatal(err)
		}
		return pdf
	}
	before := one()
	s.w.Open(shop, "later@mail.example")
	s.w.Advance(20 * 24 * time.Hour)
	if !bytes.Equal(before, one()) {
		t.Error("the ruling has changed by what happened after it")
	}
}

func TestAgreement(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.agreed(t)
	for name, viewer := range map[string]registry.Viewer{"consumer": s.consumer(), "shop": s.shop(), "staff": s.staff()} {
		v := s.view(t, viewer)
		for _, lang := range text.Langs() {
			pdf, err := s.papers.Agreement(t.Context(), v, lang)
			if err != nil {
				t.Fatal(name, err)
			}
			said := words(t, pdf)
			has(t, "agreement of "+name, said, "Nina Jansen", "De Lindeboom", "60", "De klant stuurt de lamp terug.")
			lacks(t, "agreement", said, address, "GEHEIM", "NOTITIE")
			if name == "consumer" {
				golden(t, "agreement."+string(lang)+".txt", v.Reference, pdf)
			}
			if lang == text.NL {
				accessible(t, pdf, "Afspraak in zaak "+v.Reference)
			}
		}
	}
}

// TestAgreementOfAnOffer: an offer that was accepted has no mediation, and both instants are known to both.
func TestAgreementOfAnOffer(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.direct(t)
	if _, err := s.papers.Agreement(t.Context(), s.view(t, s.consumer()), text.NL); !notFound(err) {
		t.Errorf("without an agreement: %v", err)
	}
	offer := s.view(t, s.consumer()).Offers[0].ID
	s.act(t, s.consumer(), func(*registry.Writing) p.Command { return p.AcceptOffer{ID: offer} })
	v := s.view(t, s.shop())
	pdf, err := s.papers.Agreement(t.Context(), v, text.NL)
	if err != nil {
		t.Fatal(err)
	}
	said := words(t, pdf)
	has(t, "agreement", said, "De winkel repareert het product", "De winkel betaalt het terugsturen.", "Stuur hem in de doos.")
	if n := strings.Count(said, "Ja, op"); n != 2 {
		t.Errorf("%d of two consents have an instant: %s", n, said)
	}
}

// TestCase: everybody's copy of the case, at every stage; what one may not read is in none but those of who may.
func TestCase(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(*scene, testing.TB){
		"new": func(*scene, testing.TB) {}, "direct": (*scene).direct, "mediation": (*scene).mediation, "agreed": (*scene).agreed, "ruled": (*scene).ruled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			play(s, t)
			s.copies(t, name)
		})
	}
}

func (s *scene) copies(t *testing.T, stage string) {
	t.Helper()
	for who, viewer := range map[string]registry.Viewer{"consumer": s.consumer(), "shop": s.shop(), "staff": s.staff()} {
		v := s.view(t, viewer)
		for _, lang := range text.Langs() {
			pdf, err := s.papers.Case(t.Context(), v, lang)
			if err != nil {
				t.Fatal(who, err)
			}
			said := words(t, pdf)
			has(t, who+"'s copy", said, v.Reference, "Nina Jansen", "De lamp ging na twee weken kapot.", "Leeslamp Kiek", address)
			if stage != "new" {
				has(t, who+"'s copy", said, "K1", "K2", "W1", "foto van de lamp.jpg", "Heeft u de lamp laten vallen?", "Stuur hem in de doos.", "GRINNING FACE")
			}
			inRoom := stage != "new" && stage != "direct"
			if inRoom {
				has(t, who+"'s copy", said, "De lamp rookte.", "Een lamp moet langer heel blijven.", "Zo hoeft niemand naar de jurist.", "De lamp is stuk.")
			}
			for secret, may := range map[string]bool{
				"GEHEIM van de klant": who != "shop" && inRoom, "GEHEIM van de winkel": who != "consumer" && inRoom, "NOTITIE": who == "staff" && inRoom,
				"06 12345678": who != "shop",
			} {
				if strings.Contains(said, secret) != may {
					t.Errorf("%s's copy, %s: has %q: %v", who, stage, secret, !may)
				}
			}
			if stage == "ruled" {
				has(t, who+"'s copy", said, "De winkel betaalt de prijs van de lamp terug.", "Wij willen hem eerst zien.", "De lamp is opgehaald.",
					"De jurist kocht ooit bij ons.", "Dat is te lang geleden.", "Welke lamp is het?", "Het is type K2.", "Ik vond nog een foto.",
					"Er is genoeg te zien.")
			}
			if stage == "ruled" && who == "consumer" || stage == "agreed" && who == "shop" {
				golden(t, stage+"."+who+"."+string(lang)+".txt", v.Reference, pdf)
			}
			if lang == text.NL {
				accessible(t, pdf, "Zaak "+v.Reference)
			}
		}
	}
}

// TestMoney: what was paid and what goes back stands in the papers of the consumer and of staff, not of the shop.
func TestMoney(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.requested(t)
	s.act(t, s.consumer(), func(*registry.Writing) p.Command { return p.Withdraw{} })
	for who, viewer := range map[string]registry.Viewer{"consumer": s.consumer(), "shop": s.shop(), "staff": s.staff()} {
		for _, lang := range text.Langs() {
			pdf, err := s.papers.Case(t.Context(), s.view(t, viewer), lang)
			if err != nil {
				t.Fatal(err)
			}
			said := words(t, pdf)
			has(t, who+"'s copy", said)
			back := map[text.Lang]string{text.NL: "Geld dat teruggaat", text.EN: "Money that goes back"}[lang]
			if strings.Contains(said, back) != (who != "shop") {
				t.Errorf("%s's copy says what goes back: %v", who, who == "shop")
			}
		}
	}
}

// TestErased: a text that is gone is said to be gone.
func TestErased(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ruled(t)
	v := s.view(t, s.consumer())
	for i := range v.Room.Consumer {
		v.Room.Consumer[i].Text = ""
	}
	pdf, err := s.papers.Case(t.Context(), v, text.NL)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(words(t, pdf), "(Deze tekst is gewist.)"); n != len(v.Room.Consumer) {
		t.Errorf("%d of %d texts are said to be erased", n, len(v.Room.Consumer))
	}
}

// TestALinkGetsNothing: the level of a link holds status and choice only (rules 7.1).
func TestALinkGetsNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.agreed(t)
	viewer := s.consumer()
	viewer.Actor.Proof = p.ByLink
	v := s.view(t, viewer)
	_, one := s.papers.Case(t.Context(), v, text.NL)
	_, two := s.papers.Agreement(t.Context(), v, text.NL)
	three := s.papers.Bundle(t.Context(), v, text.NL, &bytes.Buffer{})
	for _, err := range []error{one, two, three} {
		if !notFound(err) {
			t.Errorf("a link gets a document: %v", err)
		}
	}
}

// BenchmarkPapers: each document in under 50 ms; the case without its pictures, whose decoding is what takes long.
func BenchmarkPapers(b *testing.B) {
	s := newScene(b)
	s.ruled(b)
	v := s.view(b, s.consumer())
	b.Run("ruling", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.papers.Ruling(b.Context(), *v.File, 0, text.NL); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("case", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.papers.Case(b.Context(), v, text.NL); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bundle", func(b *testing.B) {
		for b.Loop() {
			s.bundle(b, v, text.NL)
		}
	})
}
