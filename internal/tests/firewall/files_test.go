package firewall

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/evidence"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
)

// stored keeps a file whose name and content are a marker.
func (s *scene) stored(t *testing.T, marker string) []registry.File {
	t.Helper()
	clean, err := s.w.House.App.Checker.Check(t.Context(), marker+".txt", strings.NewReader(marker+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.w.House.Files.Put(t.Context(), clean)
	if err != nil {
		t.Fatal(err)
	}
	return []registry.File{{Name: clean.Name, MediaType: clean.MediaType, Stored: id, Size: clean.Size, SHA256: clean.SHA256}}
}

// withFiles sends a marked file in each channel, from each side, and one that is taken back.
func (s *scene) withFiles(t *testing.T) {
	t.Helper()
	alone := func(side p.Role, marker string) func(w *registry.Writing) p.Command {
		return func(w *registry.Writing) p.Command {
			return p.SendPrivate{PrivateSent: p.PrivateSent{
				ID: w.NewID(), Side: side, Text: w.Private(side, "Zie het bestand."), Files: w.MessageFiles(side, s.stored(t, marker)),
			}}
		}
	}
	all := func(marker string) func(w *registry.Writing) p.Command {
		return func(w *registry.Writing) p.Command {
			return p.SendJoint{JointSent: p.JointSent{
				ID: w.NewID(), Text: w.Text(registry.KindJoint, "Zie het bestand."), Files: w.MessageFiles("", s.stored(t, marker)),
			}}
		}
	}
	s.act(s.c.Consumer(p.ByCode), alone(p.Consumer, "MARKER-file-of-consumer"))
	s.act(s.c.ShopViewer(), alone(p.Shop, "MARKER-file-of-shop"))
	s.act(s.c.ShopViewer(), all("MARKER-file-joint"))
	s.mediates(alone(p.Consumer, "MARKER-file-to-consumer"))
	s.act(s.asMediator(), all("MARKER-file-undone"))
	s.act(s.asMediator(), func(*registry.Writing) p.Command { return p.UndoSend{ID: s.lastSent(t)} })
}

// rows gives the files of a channel as they are stored.
func (s *scene) rows(t *testing.T, channel string) []db.RoomFile {
	t.Helper()
	rows, err := s.w.House.Store.Queries().RoomFilesOf(t.Context(), db.RoomFilesOfParams{Dispute: s.c.ID, Channel: channel})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// fetch lets everybody ask for every file by its address, known or guessed.
func (s *scene) fetch(t *testing.T, when string) {
	t.Helper()
	ref := s.c.Reference
	bases := []string{
		"/zaak/" + ref + "/bemiddeling/bestand/", "/winkel/zaken/" + ref + "/bemiddeling/bestand/", "/staf/zaken/" + ref + "/kamer/bestand/",
		"/zaak/" + ref + "/bewijs/", "/winkel/zaken/" + ref + "/bewijs/", "/staf/zaken/" + ref + "/bewijs/", "/jurist/zaken/" + ref + "/bewijs/",
	}
	for _, who := range slices.Sorted(maps.Keys(s.people)) {
		b := s.people[who]
		s.enter[who](b)
		for _, channel := range []string{"joint", "consumer", "shop"} {
			for _, f := range s.rows(t, channel) {
				for _, base := range bases {
					if err := b.Visit(base + f.ID); err != nil {
						t.Fatal(err)
					}
					search(t, who, when+", "+base+f.ID, b.Body+strings.Join(b.Header["Content-Disposition"], " "))
				}
			}
		}
	}
}

// TestPrivateFilesAreErased: 90 days after mediation the files of the private channels are gone from the database and
// from the disk; what both read stays (rules 5.2).
func TestPrivateFilesAreErased(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.mediation(t)
	before := map[string][]string{}
	for _, channel := range []string{"joint", "consumer", "shop"} {
		for _, f := range s.rows(t, channel) {
			before[channel] = append(before[channel], f.File)
		}
	}
	there := func(id string) bool {
		rc, err := s.w.House.Files.Open(id)
		if errors.Is(err, evidence.ErrNotFound) {
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		return rc.Close() == nil
	}
	s.concluded()
	for _, step := range []struct {
		days int
		kept bool
	}{{89, true}, {3, false}} {
		s.w.Advance(time.Duration(step.days) * 24 * time.Hour)
		for channel, want := range map[string]bool{"joint": true, "consumer": step.kept, "shop": step.kept} {
			if got := len(s.rows(t, channel)) > 0; got != want {
				t.Errorf("%d days on: rows of %s: %v, want %v", step.days, channel, got, want)
			}
			if len(before[channel]) == 0 {
				t.Fatalf("no file in %s", channel)
			}
			for _, id := range before[channel] {
				if there(id) != want {
					t.Errorf("%d days on: a file of %s on the disk: %v, want %v", step.days, channel, !want, want)
				}
			}
		}
	}
}
