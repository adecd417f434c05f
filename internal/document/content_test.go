package document

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"unicode/utf16"
)

var tinyPicture = func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}()

// orders are all that our pages ever do: text, filled boxes, pictures, and marks of the structure.
var orders = map[string]bool{
	"BT": true, "ET": true, "Tf": true, "Td": true, "Tj": true, "q": true, "Q": true, "cm": true, "Do": true, "re": true,
	"f": true, "rg": true, "g": true, "G": true, "RG": true, "w": true, "J": true, "j": true, "BDC": true, "EMC": true,
}

// onlyDraws reads the orders of a page, fails on any that is not ours and on any that is not closed, and gives the text
// that is drawn.
func onlyDraws(t *testing.T, page []byte) string {
	t.Helper()
	var text strings.Builder
	marks, saved := 0, 0
	var last []byte
	for len(page) > 0 {
		c := page[0]
		switch {
		case strings.IndexByte(" \n\t\r", c) >= 0:
			page = page[1:]
		case c == '(':
			last, page = literal(t, page)
		case bytes.HasPrefix(page, []byte("<<")):
			end := bytes.Index(page, []byte(">>"))
			if end < 0 {
				t.Fatalf("a dictionary has no end: %q", page)
			}
			page = page[end+2:]
		case c == '/' || c == '-' || c >= '0' && c <= '9':
			page = page[len(word(page)):]
		default:
			op := string(word(page))
			if !orders[op] {
				t.Fatalf("an order that is not ours: %q", op)
			}
			switch op {
			case "BDC":
				marks++
			case "EMC":
				marks--
			case "q":
				saved++
			case "Q":
				saved--
			case "Tj":
				units := make([]uint16, len(last)/2)
				for i := range units {
					units[i] = binary.BigEndian.Uint16(last[2*i:])
				}
				text.WriteString(string(utf16.Decode(units)))
			}
			if marks < 0 || marks > 1 || saved < 0 {
				t.Fatalf("marks are not closed one by one")
			}
			if marks == 0 && (op == "Tj" || op == "Do" || op == "f") {
				t.Fatalf("%s outside of the structure", op)
			}
			page = page[len(op):]
		}
	}
	if marks != 0 || saved != 0 {
		t.Fatalf("%d marks and %d states are left open", marks, saved)
	}
	return text.String()
}

func word(b []byte) []byte {
	if n := bytes.IndexAny(b[1:], " \n\r\t()<>[]/"); n >= 0 {
		return b[:n+1]
	}
	return b
}

// literal reads a string in brackets as readers of PDF do.
func literal(t *testing.T, b []byte) (s, rest []byte) {
	t.Helper()
	depth := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '\\':
			i++
			if i < len(b) && b[i] == 'r' {
				s = append(s, '\r')
			} else if i < len(b) {
				s = append(s, b[i])
			}
		case '(':
			if depth++; depth > 1 {
				s = append(s, c)
			}
		case ')':
			if depth--; depth == 0 {
				return s, b[i+1:]
			}
			s = append(s, c)
		case '\r':
			t.Fatal("a bare carriage return in a string is read as a line feed")
		default:
			s = append(s, c)
		}
	}
	t.Fatal("a string has no end")
	return nil, nil
}
