package evidence

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// A PDF is kept byte for byte, so it may hold nothing that acts by itself.
// This looks for the names that make a PDF act, in the open and inside
// compressed object streams, however they are spelt. It is a check of markers
// beside the virus scanner, not a proof: the file is never shown on our pages.
const (
	maxInflated = 256 << 20 // bytes that all streams of a file may become together
	maxRatio    = 100       // of an object stream; more is a bomb
	ratioFrom   = 4 << 20   // bytes below which the ratio does not matter
	pdfEnd      = 1024      // bytes at the end that must hold %%EOF, as readers expect
	maxNameLen  = 127       // longest name that PDF allows
	maxStreams  = 100_000   // of one file; each costs time to try
)

// acting are names of actions, attachments and forms with scripts. The short
// ones are looked for outside streams only: packed data holds them by chance.
var acting = map[string]bool{
	"JavaScript": true, "JS": true, "Launch": true, "EmbeddedFile": true, "EmbeddedFiles": true,
	"Rendition": true, "RichMedia": true, "XFA": true, "ImportData": true, "GoToE": true,
}

// oddFilters are packings that no program of today uses for object streams and
// that this check does not undo.
var oddFilters = map[string]bool{
	"LZWDecode": true, "LZW": true, "ASCIIHexDecode": true, "AHx": true,
	"ASCII85Decode": true, "A85": true, "RunLengthDecode": true, "RL": true,
}

// checkPDF refuses a PDF that is cut off, locked, acting, or also something else.
func checkPDF(data []byte) error {
	end := bytes.LastIndex(data, []byte("%%EOF"))
	switch {
	case !bytes.HasPrefix(data, []byte("%PDF-")):
		return &Refused{Why: Type, Seen: "application/octet-stream"}
	case end < 0 || len(data)-end > pdfEnd:
		return broken("no end of PDF")
	case hasMarkup(withoutXML(first(data, sniffBytes))) || hasMarkup(data[end:]), hasScript(data):
		return &Refused{Why: Script, Seen: "text/html"}
	case bytes.Contains(last(data, 22+64<<10), []byte("PK\x05\x06")):
		return &Refused{Why: Type, Seen: "application/zip"}
	}
	return walkPDF(data)
}

func walkPDF(data []byte) error {
	w := pdfWalk{data: data, budget: maxInflated}
	return w.run()
}

// withoutXML forgives the one XML that belongs in a PDF: its description.
func withoutXML(b []byte) []byte {
	return bytes.ReplaceAll(b, []byte("<?xml"), nil)
}

// pdfWalk goes once over the bytes of a PDF. It trusts no structure: every
// "stream" that could begin one is tried, because a reader can be sent to any
// place in the file.
type pdfWalk struct {
	data   []byte
	budget int64

	streams   int
	unpacker  io.ReadCloser // used again for each stream
	buf       []byte
	streamEnd int  // end of the stream data being passed; names before it may be chance
	predictor bool // a name since the last "obj"

	acts, locked, packed, odd bool
}

func (w *pdfWalk) run() error {
	for i := 0; i < len(w.data); {
		switch w.data[i] {
		case '/':
			name, size := pdfName(w.data[i+1:])
			i += 1 + size
			w.see(name, w.data[i:], i <= w.streamEnd)
			continue
		case 'o':
			if bytes.HasPrefix(w.data[i:], []byte("obj")) {
				w.predictor = false
			}
		case 's':
			if start, ok := streamStart(w.data, i); ok {
				if err := w.stream(start); err != nil {
					return err
				}
				i = start
				continue
			}
		}
		i++
	}
	switch {
	case w.locked:
		return &Refused{Why: Encrypted}
	case w.acts, w.packed && w.odd:
		return &Refused{Why: Script}
	}
	return nil
}

// see notes a name; rest is what follows it.
func (w *pdfWalk) see(name string, rest []byte, inStream bool) {
	switch {
	case acting[name] && len(name) <= 3:
		w.acts = w.acts || !inStream && hasValue(rest)
	case acting[name]:
		w.acts = true
	case inStream && len(name) < 6:
		// By chance, in packed data.
	case name == "Encrypt":
		w.locked = true
	case name == "Predictor":
		w.predictor = true
	case name == "ObjStm":
		w.packed = true
	case oddFilters[name]:
		w.odd = true
	}
}

// hasValue: a string, number, list or reference follows. Short names stand at
// the end of the addresses of links, too ("https://winkel.example/JS"); there
// the string's end follows.
func hasValue(rest []byte) bool {
	rest = bytes.TrimLeft(first(rest, sniffBytes), "\x00\t\n\f\r ")
	return len(rest) == 0 || bytes.IndexByte([]byte("(<[%0123456789"), rest[0]) >= 0
}

// streamStart gives where data begins after the keyword "stream" at i.
func streamStart(data []byte, i int) (int, bool) {
	rest := data[i:]
	if !bytes.HasPrefix(rest, []byte("stream")) || (i >= 3 && string(data[i-3:i]) == "end") {
		return 0, false
	}
	switch rest = rest[len("stream"):]; {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return i + len("stream") + 2, true
	case bytes.HasPrefix(rest, []byte("\n")), bytes.HasPrefix(rest, []byte("\r")):
		return i + len("stream") + 1, true
	}
	return 0, false
}

// stream notes where a stream ends and looks into it when its data inflates
// to what begins like an object stream: numbers.
func (w *pdfWalk) stream(start int) error {
	body := w.data[start:]
	if start >= w.streamEnd {
		size := bytes.Index(body, []byte("endstream"))
		if size < 0 {
			size = len(body)
		}
		w.streamEnd = start + size
	}
	body = w.data[start:max(start, w.streamEnd)]
	if w.streams++; w.streams > maxStreams {
		return &Refused{Why: Broken, cause: errors.New("too many streams")}
	}
	if !w.unpack(body) {
		return nil // its names are in the open, or it is a picture
	}
	in := &inflater{z: w.unpacker, packed: int64(len(body)), budget: &w.budget, buf: w.buf}
	objects, err := in.objects()
	if err != nil || !objects {
		return err
	}
	if w.predictor {
		return &Refused{Why: Script, cause: errors.New("object stream with predictor")}
	}
	return in.names(func(name string, rest []byte) { w.see(name, rest, false) })
}

// unpack sets up the unpacker and tells whether the body is packed with Flate.
func (w *pdfWalk) unpack(body []byte) bool {
	r := bytes.NewReader(body)
	if again, ok := w.unpacker.(zlib.Resetter); ok {
		return again.Reset(r, nil) == nil
	}
	z, err := zlib.NewReader(r)
	if err != nil {
		return false
	}
	w.unpacker, w.buf = z, make([]byte, 32<<10)
	return true
}

// inflater undoes Flate within the budget of the whole file.
type inflater struct {
	z      io.Reader
	packed int64
	plain  int64
	budget *int64
	buf    []byte
	rest   []byte // the part of buf that is not judged yet
	ended  bool
}

func (in *inflater) fill() error {
	kept := copy(in.buf, in.rest)
	n, err := io.ReadFull(in.z, in.buf[kept:])
	in.plain += int64(n)
	*in.budget -= int64(n)
	in.rest = in.buf[:kept+n]
	in.ended = err != nil // what a reader can still use of a damaged stream has been read
	if *in.budget < 0 {
		return &Refused{Why: Broken, cause: fmt.Errorf("streams unpack to more than %d bytes", maxInflated)}
	}
	return nil
}

// objects passes white space and tells whether a number or comment follows.
func (in *inflater) objects() (bool, error) {
	for {
		if err := in.fill(); err != nil {
			return false, err
		}
		in.rest = bytes.TrimLeft(in.rest, "\x00\t\n\f\r ")
		if len(in.rest) > 0 {
			c := in.rest[0]
			return c >= '0' && c <= '9' || c == '%' || c == '+' || c == '-', nil
		}
		if in.ended {
			return false, nil
		}
	}
}

// names gives every name of the stream to see.
func (in *inflater) names(see func(name string, rest []byte)) error {
	for {
		slash := bytes.IndexByte(in.rest, '/')
		switch {
		case slash < 0:
			in.rest = nil
		case len(in.rest)-slash > 3*maxNameLen || in.ended:
			name, size := pdfName(in.rest[slash+1:])
			in.rest = in.rest[slash+1+size:]
			see(name, in.rest)
			continue
		default:
			in.rest = in.rest[slash:]
		}
		if in.ended {
			return nil
		}
		if in.plain > ratioFrom && in.plain > maxRatio*in.packed {
			return &Refused{Why: Broken, cause: errors.New("object stream unpacks to more than a hundredfold")}
		}
		if err := in.fill(); err != nil {
			return err
		}
	}
}

// pdfName reads the name after a slash, its #-escapes undone, and gives how
// many bytes it took.
func pdfName(b []byte) (name string, size int) {
	var buf [maxNameLen]byte
	n, i := 0, 0
	for i < len(b) && n < maxNameLen && pdfRegular(b[i]) {
		c := b[i]
		i++
		if c == '#' && i+1 < len(b) {
			hi, ok1 := unhex(b[i])
			lo, ok2 := unhex(b[i+1])
			if ok1 && ok2 {
				c = hi<<4 | lo
				i += 2
			}
		}
		buf[n] = c
		n++
	}
	return string(buf[:n]), i
}

// pdfRegular: neither white space nor delimiter.
func pdfRegular(c byte) bool {
	switch c {
	case 0, '\t', '\n', '\f', '\r', ' ', '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return false
	}
	return true
}

func unhex(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
