package evidence_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"testing"

	"wederhoor/internal/evidence"
)

var bigEndian binary.AppendByteOrder = binary.BigEndian

func assertEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left in the spool: %v %v", left, err)
	}
}

// FuzzCheck: whatever comes in, the answer is a small clean file of a known
// type or a reason; memory stays within the checker's, which is small here.
func FuzzCheck(f *testing.F) {
	for _, seed := range [][]byte{
		jpegOf(f, photo(16, 8), 80), withExif(jpegOf(f, photo(8, 8), 80), 6, bigEndian), pngOf(f, photo(8, 8)),
		gifOf(f, 2), webpPixel(f), pdf("<< /S /JavaScript >>"), pdf(packed("/Type /ObjStm", "1 0 << /Type /Page >>")),
		email("application/pdf", "a.pdf", pdf("<< >>")), []byte("tekst"), []byte("\xff\xfeh\x00"), pngHeader(30_000, 30_000),
		zipOf(f, "a", "b"), []byte("<html>"),
	} {
		f.Add("a.bin", seed)
	}
	c := evidence.NewChecker(evidence.Options{
		Limits: evidence.Limits{Bytes: 1 << 20, Pixels: 1 << 18}, Spool: f.TempDir(), Memory: 32 << 20,
	})
	known := []string{evidence.JPEG, evidence.PNG, evidence.PDF, evidence.Email, evidence.Text}
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		got, err := c.Check(t.Context(), name, bytes.NewReader(file))
		var refused *evidence.Refused
		if errors.As(err, &refused) {
			if refused.Why < evidence.TooBig || refused.Why > evidence.ScannerDown {
				t.Errorf("reason %v", refused.Why)
			}
			return
		}
		if err != nil {
			t.Fatalf("neither kept nor refused: %v", err)
		}
		if !strings.Contains(strings.Join(known, " "), got.MediaType) || got.Size > 1<<20 || got.Name == "" {
			t.Errorf("kept %q, %s, %d bytes", got.Name, got.MediaType, got.Size)
		}
		// What is kept is kept again. (A text in UTF-16 may spell an e-mail, which has other rules.)
		if got.MediaType == evidence.Text {
			return
		}
		if _, err := c.Check(t.Context(), got.Name, bytes.NewReader(got.Bytes)); err != nil {
			t.Errorf("kept %s is refused the second time: %v", got.MediaType, err)
		}
	})
}

// BenchmarkPhoto is a photo of a phone: 12 megapixels, about 4 MB.
func BenchmarkPhoto(b *testing.B) {
	file := withExif(jpegOf(b, noisy(4000, 3000), 90), 6, bigEndian)
	c := evidence.NewChecker(evidence.Options{Spool: b.TempDir()})
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Check(b.Context(), "foto.jpg", bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}
