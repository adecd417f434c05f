package evidence_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"

	"wederhoor/internal/evidence"
)

func newChecker(t testing.TB) *evidence.Checker {
	t.Helper()
	return evidence.NewChecker(evidence.Options{Spool: t.TempDir()})
}

func check(t testing.TB, name string, file []byte) (evidence.Clean, error) {
	t.Helper()
	return newChecker(t).Check(t.Context(), name, bytes.NewReader(file))
}

func TestRefused(t *testing.T) {
	t.Parallel()
	js := "<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>"
	whole := jpegOf(t, noisy(200, 200), 90)
	gifScript := append([]byte("GIF89a/*\x00\x00\x00\x00"), "*/=1;alert(1);//<script>alert(1)</script>"...)
	cases := []struct {
		name string
		file []byte
		want evidence.Reason
	}{
		{"leeg.pdf", nil, evidence.Empty},
		{"wit.txt", []byte(" \r\n\t\n"), evidence.Empty},
		{"groot.txt", bytes.Repeat([]byte("a"), 15_000_001), evidence.TooBig},
		{"png-bom.png", pngHeader(50_000, 50_000)[:47], evidence.TooBig},
		{"overloop.png", pngHeader(0x7fffffff, 0x7fffffff), evidence.Broken},
		{"30000.png", pngHeader(30_000, 30_000), evidence.TooBig},
		{"jpeg-bom.jpg", jpegSized(t, 60_000, 60_000), evidence.TooBig},
		{"gif-bom.gif", append([]byte("GIF89a\xff\xff\xff\xff\x80\x00\x00"), "\x00\x00\x00\xff\xff\xff;"...), evidence.TooBig},
		{"webp-bom.webp", []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00\x00\x00\x00\x00\x00\x00"), evidence.TooBig},
		{"afgekapt.jpg", whole[:len(whole)/2], evidence.Broken},
		{"afgekapt.png", pngOf(t, noisy(50, 50))[:200], evidence.Broken},
		{"afgekapt.webp", webpPixel(t)[:20], evidence.Broken},
		{"kop.jpg", []byte("\xff\xd8\xff"), evidence.Broken},
		{"script.gif", gifScript, evidence.Broken},
		{"foto.heic", append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), make([]byte, 100)...), evidence.Type},
		{"tekening.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), evidence.Type},
		{"tekening2.svg", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), evidence.Type},
		{"foto.jpg", []byte("<html><script>alert(1)</script></html>"), evidence.Type},
		{"tekst.txt", []byte("hallo\n<SCRIPT>alert(1)</script>"), evidence.Type},
		{"archief.zip", zipOf(t, "a.txt", "a"), evidence.Type},
		{"brief.docx", zipOf(t, "word/document.xml", "<w/>"), evidence.Type},
		{"bom.zip", zipOf(t, "a", strings.Repeat("a", 10<<20)), evidence.Type},
		{"bericht.msg", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), evidence.Type},
		{"factuur.pdf.exe", append([]byte("MZ\x90\x00\x03\x00\x00\x00"), make([]byte, 600)...), evidence.Type},
		{"programma", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 100)...), evidence.Type},
		{"start.sh", []byte("#!/bin/sh\nrm -rf /\n"), evidence.Type},
		{"ruis.txt", []byte("a\x01\x02\x03 tekst"), evidence.Type},
		{"code.txt", []byte("prijs \x81\x8d"), evidence.Type},
		{"script16.txt", []byte("\xff\xfe#\x00!\x00/\x00b\x00i\x00n\x00/\x00s\x00h\x00\n\x00"), evidence.Type},
		{"half.txt", []byte("\xff\xfea\x00b"), evidence.Broken},

		{"laat.pdf", append([]byte("GIF\n"), pdf("<< >>")...), evidence.Type},
		{"kop.pdf", []byte("%PDF-1.7\n1 0 obj << >> endobj\n"), evidence.Broken},
		{"slot.pdf", append(pdf("<< /Encrypt 2 0 R >>"), '\n'), evidence.Encrypted},
		{"js.pdf", pdf(js), evidence.Script},
		{"js-naam.pdf", pdf("<< /S /J#61vaScr#69pt >>"), evidence.Script},
		{"js-kort.pdf", pdf("<< /OpenAction << /S /Rendition /J#53 (x) >> >>"), evidence.Script},
		{"js-verpakt.pdf", pdf(packed("/Type /ObjStm", "7 0 << /JS\n9 0 R >>")), evidence.Script},
		{"start.pdf", pdf("<< /OpenAction << /S /Launch /F (cmd.exe) >> >>"), evidence.Script},
		{"bijlage.pdf", pdf("<< /Type /EmbeddedFile >>"), evidence.Script},
		{"xfa.pdf", pdf("<< /AcroForm << /XFA 4 0 R >> >>"), evidence.Script},
		{"verpakt.pdf", pdf(packed("/Type /ObjStm /N 1 /First 4", "7 0 "+js)), evidence.Script},
		{"verpakt2.pdf", pdf(packed("/Type /ObjStm /N 1 /First 4", strings.Repeat(" ", 100_000)+"7 0 "+js)), evidence.Script},
		{"nagemaakt.pdf", pdf("(stream\n) " + packed("/N 1 /First 4 /X (obj)", "7 0 << /S /Java#53cript >>")), evidence.Script},
		{"in-stroom.pdf", pdf("<< /Length 60 >>\nstream\n9 0 obj " + js + " endobj\nendstream"), evidence.Script},
		{"filter.pdf", pdf("<< /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n00>\nendstream"), evidence.Script},
		{"voorspel.pdf", pdf(packed("/Type /ObjStm /N 1 /First 4 /DecodeParms << /Predictor 12 >>", "7 0 <<>>")), evidence.Script},
		{"bom.pdf", pdf(packed("/Type /ObjStm", "1 0 "+strings.Repeat("a ", 8<<20))), evidence.Broken},
		{"pdf-html.pdf", bytes.Replace(pdf("<< >>"), []byte("%\xe2"), []byte("%<html><body onload=alert(1)>\n%\xe2"), 1), evidence.Script},
		{"pdf-script.pdf", pdf("(" + strings.Repeat(" ", 5000) + "<ScRiPt>alert(1)</script>)"), evidence.Script},
		{"pdf-zip.pdf", append(pdf("<< >>"), zipOf(t, "a.class", "a")...), evidence.Type},
		{"zip-in-pdf.pdf", pdf("<< >>\nstream\n" + string(zipOf(t, "a.class", "a")) + "\nendstream"), evidence.Type},

		{"mail.eml", email("application/octet-stream", "factuur.pdf.exe", []byte("MZ\x90\x00")), evidence.Script},
		{"mail.eml", email("application/pdf", "factuur.pdf", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 100)...)), evidence.Script},
		{"mail.eml", email("image/png", "foto.png", zipOf(t, "a", "b")), evidence.Script},
		{"mail.eml", email("application/pdf", "factuur.pdf", pdf(js)), evidence.Script},
		{"mail.eml", email("message/rfc822", "door.eml", email("text/plain", "a.js", []byte("x"))), evidence.Script},
		{"mail.eml", bytes.Replace(email("text/plain", "a.txt", []byte("x")), []byte("Uw bestelling"), []byte("<script>x</script>"), 1), evidence.Type},
		{"mail.eml", append(email("text/plain", "a.txt", []byte("x")), zipOf(t, "a", "b")...), evidence.Type},
		{"mail.eml", nested(40), evidence.Broken},
	}
	for i, c := range cases {
		t.Run(fmt.Sprintf("%d %s", i, c.name), func(t *testing.T) {
			t.Parallel()
			_, err := check(t, c.name, c.file)
			var refused *evidence.Refused
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want refused: %v", err, c.want)
			}
			if refused.Why != c.want {
				t.Errorf("refused for %v (%v), want %v", refused.Why, err, c.want)
			}
			if refused.LimitMB != 15 || refused.Name != c.name {
				t.Errorf("refused says %q, %d MB", refused.Name, refused.LimitMB)
			}
		})
	}
}

// jpegSized is a small JPEG whose header claims another size.
func jpegSized(t *testing.T, w, h uint16) []byte {
	t.Helper()
	b := jpegOf(t, photo(16, 16), 80)
	at := bytes.Index(b, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(b[at+5:], h)
	binary.BigEndian.PutUint16(b[at+7:], w)
	return b
}

// nested is a multipart in a multipart, and so on.
func nested(depth int) []byte {
	var b strings.Builder
	b.WriteString("From: a@example.org\r\nDate: Mon, 02 Nov 2026 10:00:00 +0100\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nx\r\n")
	return []byte(b.String())
}

func TestHEICIsNamed(t *testing.T) {
	t.Parallel()
	_, err := check(t, "IMG_1.heic", append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), make([]byte, 100)...))
	var refused *evidence.Refused
	if !errors.As(err, &refused) || refused.Seen != "image/heic" {
		t.Fatalf("got %+v", refused)
	}
}

func TestKept(t *testing.T) {
	t.Parallel()
	latin, err := charmap.Windows1252.NewEncoder().String("€ 25, géén reactie ‘ok’")
	if err != nil {
		t.Fatal(err)
	}
	invoice := pdf("<< /Type /Catalog /OpenAction [3 0 R /Fit] /URI (https://winkel.example/JS) >>", packed("/Type /ObjStm /N 1 /First 4", "7 0 << /Type /Page >>"),
		packed("/Subtype /Image /DecodeParms << /Predictor 12 >>", "\x02\x00\xff"+strings.Repeat("\x00", 9<<20)),
		"<< /Length 9 >>\nstream\nx/JS \x00/XFA \nendstream")
	mail := email("application/pdf", "factuur.pdf", pdf("<< >>"))
	cases := []struct {
		name, wantName, wantType string
		file                     []byte
		want                     string // exact content, when it is kept as it is
	}{
		{"foto.jpeg", "foto.jpeg", evidence.JPEG, jpegOf(t, photo(40, 20), 90), ""},
		{"foto.HEIC", "foto.jpg", evidence.JPEG, jpegOf(t, photo(40, 20), 90), ""},
		{"scherm.png", "scherm.png", evidence.PNG, pngOf(t, photo(40, 20)), ""},
		{"beweegt.gif", "beweegt.png", evidence.PNG, gifOf(t, 3), ""},
		{"plaatje.webp", "plaatje.png", evidence.PNG, webpPixel(t), ""},
		{"factuur.pdf.exe", "factuur.pdf", evidence.PDF, invoice, string(invoice)},
		{"bericht.eml", "bericht.eml", evidence.Email, mail, string(mail)},
		{"pagina.eml", "pagina.eml", evidence.Email, []byte("From: a@b.nl\nContent-Type: text/html\n\n<html>hoi</html>"), ""},
		{"chat.txt", "chat.txt", evidence.Text, []byte("\xef\xbb\xbfhoi 😀\r\n"), "hoi 😀\r\n"},
		{"chat", "chat.txt", evidence.Text, []byte(latin), "€ 25, géén reactie ‘ok’"},
		{"chat.log", "chat.txt", evidence.Text, []byte("\xff\xfeh\x00o\x00i\x00\x3d\xd8\x00\xde"), "hoi😀"},
		{"chat.txt", "chat.txt", evidence.Text, []byte("\xfe\xff\x00h\x00o\x00i"), "hoi"},
		{"lijst.csv", "lijst.txt", evidence.Text, []byte("a;b\n1;2\n"), "a;b\n1;2\n"},
		{"geplakt.txt", "geplakt.txt", evidence.Text, []byte("From: winkel\nSubject: hoi\n\nTekst"), "From: winkel\nSubject: hoi\n\nTekst"},
	}
	for _, c := range cases {
		t.Run(c.name+" "+c.wantType, func(t *testing.T) {
			t.Parallel()
			got, err := check(t, c.name, c.file)
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != c.wantName || got.MediaType != c.wantType || got.Size != int64(len(got.Bytes)) {
				t.Errorf("got %q %s %d", got.Name, got.MediaType, got.Size)
			}
			if c.want != "" && string(got.Bytes) != c.want {
				t.Errorf("content changed: %.60q", got.Bytes)
			}
		})
	}
}

func TestPhotoLosesMetadata(t *testing.T) {
	t.Parallel()
	file := withSegment(withExif(jpegOf(t, photo(64, 32), 95), 1, binary.LittleEndian), 0xfe, "<script>alert(1)</script>")
	file = append(file, zipOf(t, "geheim.txt", "achter de foto")...)
	if !bytes.Contains(file, []byte("52.0907N")) {
		t.Fatal("test file has no position")
	}
	got, err := check(t, "foto.jpg", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Exif", "GPS", "52.0907N", "Jansstraat", "script", "PK\x03\x04", "geheim"} {
		if bytes.Contains(got.Bytes, []byte(s)) {
			t.Errorf("%q is still there", s)
		}
	}
}

func TestPNGLosesTextAndPalette(t *testing.T) {
	t.Parallel()
	palette := color.Palette{color.White, color.Black}
	for _, s := range []string{"<sc", "rip", "t>a"} {
		palette = append(palette, color.RGBA{s[0], s[1], s[2], 255})
	}
	file := pngOf(t, image.NewPaletted(image.Rect(0, 0, 9, 9), palette))
	if !bytes.Contains(file, []byte("<script>")) {
		t.Fatal("test file has no script")
	}
	got, err := check(t, "a.png", append(file, "<script>b</script>"...))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(got.Bytes, []byte("script")) {
		t.Error("script survived")
	}
}

// TestOrientation: for each of the eight, the red quarter must come to stand
// where EXIF says it belongs, and the sides swap for 5 to 8.
func TestOrientation(t *testing.T) {
	t.Parallel()
	type corner struct{ right, down bool }
	want := map[uint16]corner{
		1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true},
	}
	for o, c := range want {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			got, err := check(t, "foto.jpg", withExif(jpegOf(t, photo(64, 32), 95), o, order))
			if err != nil {
				t.Fatal(err)
			}
			img, err := jpeg.Decode(bytes.NewReader(got.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			w, h := img.Bounds().Dx(), img.Bounds().Dy()
			if (o >= 5) != (h > w) || got.Width != w || got.Height != h {
				t.Errorf("orientation %d: %d x %d", o, w, h)
			}
			at := image.Pt(w/4, h/4)
			if c.right {
				at.X = w * 3 / 4
			}
			if c.down {
				at.Y = h * 3 / 4
			}
			if r, _, b, _ := img.At(at.X, at.Y).RGBA(); r < b {
				t.Errorf("orientation %d (%v): red quarter is not at %v", o, order, at)
			}
		}
	}
	if _, err := check(t, "foto.jpg", withExif(jpegOf(t, photo(8, 8), 95), 99, binary.BigEndian)); err != nil {
		t.Errorf("odd orientation: %v", err)
	}
}

func TestLargePictureIsScaled(t *testing.T) {
	t.Parallel()
	got, err := check(t, "scan.png", pngOf(t, image.NewGray(image.Rect(0, 0, 5000, 100))))
	if err != nil {
		t.Fatal(err)
	}
	if got.Width != 4000 || got.Height != 80 {
		t.Errorf("got %d x %d", got.Width, got.Height)
	}
}

// TestTransparentTooBig: a PNG that grows over the limit becomes a JPEG on white.
func TestTransparentTooBig(t *testing.T) {
	t.Parallel()
	palette := color.Palette{color.Transparent}
	for i := range 15 {
		palette = append(palette, color.RGBA{uint8(i * 17), uint8(i * 99), uint8(i * 31), 255})
	}
	img := image.NewPaletted(image.Rect(0, 0, 300, 300), palette)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		if x, y := i%300, i/300; x < 250 || y < 250 {
			img.Pix[i] = uint8(1 + rnd.IntN(15))
		}
	}
	file := pngOf(t, img)
	limit := int64(2 * len(file))
	c := evidence.NewChecker(evidence.Options{Limits: evidence.Limits{Bytes: limit}, Spool: t.TempDir()})
	got, err := c.Check(t.Context(), "scherm.png", bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if got.MediaType != evidence.JPEG || got.Name != "scherm.jpg" || got.Size > limit {
		t.Fatalf("got %s %s of %d", got.Name, got.MediaType, got.Size)
	}
	kept, err := jpeg.Decode(bytes.NewReader(got.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := kept.At(290, 290).RGBA(); r < 0xd000 || g < 0xd000 || b < 0xd000 {
		t.Errorf("what was transparent is not white: %x %x %x", r, g, b)
	}
}

func TestRoom(t *testing.T) {
	t.Parallel()
	c := newChecker(t)
	if err := c.Room("a.pdf", 9); err != nil {
		t.Error(err)
	}
	var refused *evidence.Refused
	if err := c.Room("a.pdf", 10); !errors.As(err, &refused) || refused.Why != evidence.TooMany || refused.LimitFiles != 10 {
		t.Errorf("got %v", err)
	}
}

// TestReadErrors: a connection that breaks is not the file's fault, and a
// form over its limit is a file that is too big.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	c := newChecker(t)
	var refused *evidence.Refused
	_, err := c.Check(t.Context(), "a.pdf", iotest.ErrReader(io.ErrClosedPipe))
	if !errors.Is(err, io.ErrClosedPipe) || errors.As(err, &refused) {
		t.Errorf("broken connection: %v", err)
	}
	body := http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(bytes.NewReader(make([]byte, 100))), 10)
	if _, err = c.Check(t.Context(), "a.pdf", body); !errors.As(err, &refused) || refused.Why != evidence.TooBig {
		t.Errorf("form too big: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = c.Check(ctx, "a.txt", strings.NewReader("hoi")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestMemoryIsBounded opens many large pictures at once: what is alive stays
// within what the checker may take, and nothing stays in the spool.
func TestMemoryIsBounded(t *testing.T) {
	file := pngOf(t, image.NewGray(image.Rect(0, 0, 3000, 3000)))
	const memory = 100_000_000
	c := evidence.NewChecker(evidence.Options{Spool: t.TempDir(), Memory: memory})
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := c.Check(t.Context(), "a.png", bytes.NewReader(file)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	runtime.ReadMemStats(&after)
	// The heap may hold as much garbage again before it is collected.
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 3*memory {
		t.Errorf("heap grew by %d MB", grown/1_000_000)
	}
}

func TestSpoolLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := evidence.NewChecker(evidence.Options{Spool: dir})
	text := bytes.Repeat([]byte("De winkel reageert niet.\n"), 40_000)
	got, err := c.Check(t.Context(), "verhaal.txt", bytes.NewReader(text))
	if err != nil || !bytes.Equal(got.Bytes, text) {
		t.Fatalf("spooled text differs: %v", err)
	}
	assertEmpty(t, dir)
}
