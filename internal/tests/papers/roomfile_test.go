package papers

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"wederhoor/internal/document"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// TestRoomFiles: a file that went along with a message is in the case file of who reads the message, in the folder of
// its channel, and the case file verifies.
func TestRoomFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.mediation(t)
	s.act(t, s.consumer(), func(w *registry.Writing) p.Command {
		f := []registry.File{s.keep(t, "samen.txt", []byte("Voor iedereen."))}
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, "Zie bijlage."), Files: w.MessageFiles("", f)}}
	})
	s.act(t, s.consumer(), func(w *registry.Writing) p.Command {
		f := []registry.File{s.keep(t, "alleen.txt", []byte("Alleen voor de bemiddelaar."))}
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Text: w.Private(p.Consumer, "Zie bijlage."), Files: w.MessageFiles(p.Consumer, f)}}
	})
	for who, viewer := range map[string]registry.Viewer{"consumer": s.consumer(), "shop": s.shop(), "staff": s.staff()} {
		v := s.view(t, viewer)
		b := s.bundle(t, v, text.NL)
		rep, err := document.Verify(bytes.NewReader(b), int64(len(b)), s.w.House.PublicKey())
		if err != nil || !rep.OK() {
			t.Fatalf("%s: %v %+v", who, err, rep.Findings)
		}
		for path, may := range map[string]bool{
			"bemiddeling/iedereen/1-samen.txt":                     true,
			"bemiddeling/alleen-klant-en-bemiddelaar/2-alleen.txt": who != "shop",
		} {
			if slices.Contains(inside(t, b), path) != may {
				t.Errorf("%s's file has %s: %v, of %q", who, path, !may, inside(t, b))
			}
		}
		pdf, err := s.papers.Case(t.Context(), v, text.NL)
		if err != nil {
			t.Fatal(err)
		}
		said := words(t, pdf)
		has(t, who+"'s copy", said, "Bestand bij dit bericht: samen.txt")
		if strings.Contains(said, "alleen.txt") != (who != "shop") {
			t.Errorf("%s's copy names the private file, or does not", who)
		}
	}
}
