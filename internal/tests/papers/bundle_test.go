package papers

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/document"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

func (s *scene) bundle(t testing.TB, v registry.View, lang text.Lang) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.papers.Bundle(t.Context(), v, lang, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBundle(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ruled(t)
	s.correct(t)
	for who, viewer := range map[string]registry.Viewer{"consumer": s.consumer(), "shop": s.shop(), "staff": s.staff()} {
		v := s.view(t, viewer)
		for _, lang := range text.Langs() {
			b := s.bundle(t, v, lang)
			if !bytes.Equal(b, s.bundle(t, v, lang)) {
				t.Errorf("%s: the same case gives another file", who)
			}
			rep, err := document.Verify(bytes.NewReader(b), int64(len(b)), s.w.House.PublicKey())
			if err != nil || !rep.OK() {
				t.Fatalf("%s: %v %+v", who, err, rep.Findings)
			}
			if rep.Name != v.Reference || rep.Leaves < 20 || rep.Files != 3+3+2 {
				t.Errorf("%s: %+v", who, rep)
			}
			names := document.NamesOf(string(lang))
			for _, want := range []string{names.Case, names.Readme, names.Timeline, names.Proof, names.Evidence + "/K1-foto-van-de-lamp.jpg", names.Evidence + "/W1-scherm.png"} {
				if !slices.Contains(inside(t, b), want) {
					t.Errorf("%s lacks %s: %q", who, want, inside(t, b))
				}
			}
		}
	}
	b := s.bundle(t, s.view(t, s.shop()), text.NL)
	if whole := string(unzipped(t, b)); strings.Contains(whole, "GEHEIM van de klant") || strings.Contains(whole, "NOTITIE") {
		t.Error("the shop's file holds what only the consumer may read")
	}
	other, err := document.Verify(bytes.NewReader(b), int64(len(b)), "elders.example+5d0f7e21+AaP0hFzQk0cN0m1y3vYwqk2J1q0d6Zb2QmV3u5m9bQ3u")
	if err == nil && other.OK() {
		t.Error("another key verifies it")
	}
}

// TestTamperedBundle: each file of a case file, changed by one byte, is found.
func TestTamperedBundle(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.agreed(t)
	b := s.bundle(t, s.view(t, s.consumer()), text.NL)
	for _, name := range inside(t, b) {
		bad := rezip(t, b, name)
		rep, err := document.Verify(bytes.NewReader(bad), int64(len(bad)), s.w.House.PublicKey())
		if err == nil && rep.OK() {
			t.Errorf("%s was changed and nothing is found", name)
		}
	}
}

// TestABlindAnswerLeavesNoTrace: until an answer that nobody may learn of is out, the documents of the other do not
// change, and their proof ends before it (rules 2.5).
func TestABlindAnswerLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.mediation(t)
	at := s.w.Now()
	before := map[string][]byte{}
	for who, viewer := range map[string]registry.Viewer{"shop": s.shop(), "staff": s.staff()} {
		before[who] = s.bundle(t, s.view(t, viewer), text.NL)
	}
	s.act(t, s.consumer(), func(*registry.Writing) p.Command { return p.AcceptProposal{ID: s.proposal} })
	s.w.Set(at)
	for who, viewer := range map[string]registry.Viewer{"shop": s.shop(), "staff": s.staff()} {
		if !bytes.Equal(before[who], s.bundle(t, s.view(t, viewer), text.NL)) {
			t.Errorf("the %s's file tells that the consumer has answered", who)
		}
	}
	size := func() int64 {
		b := s.bundle(t, s.view(t, s.shop()), text.NL)
		rep, err := document.Verify(bytes.NewReader(b), int64(len(b)), s.w.House.PublicKey())
		if err != nil {
			t.Fatal(err)
		}
		return rep.Size
	}
	first := size()
	s.w.Advance(time.Hour)
	s.joint(t, s.shop(), "Hoe staat het?")
	if got := size(); got != first {
		t.Errorf("an own message moves the proof from %d to %d: the gap tells that the other has answered", first, got)
	}
}

// inside lists the files of a zip.
func inside(t testing.TB, b []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range z.File {
		out = append(out, f.Name)
	}
	return out
}

// unzipped gives all that is in a zip, PDFs as their text.
func unzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	each(t, b, func(name string, data []byte) {
		if strings.HasSuffix(name, ".pdf") {
			data = []byte(words(t, data))
		}
		out.Write(data)
	})
	return out.Bytes()
}

// rezip changes one byte in the middle of a file.
func rezip(t testing.TB, b []byte, victim string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	each(t, b, func(name string, data []byte) {
		if name == victim {
			data[len(data)/2] ^= 1
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(data); err != nil {
			t.Fatal(err)
		}
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func each(t testing.TB, b []byte, f func(name string, data []byte)) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range z.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		var data bytes.Buffer
		if _, err := data.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		f(e.Name, data.Bytes())
	}
}
