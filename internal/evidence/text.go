package evidence

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// toUTF8 gives a plain text as UTF-8 without byte order mark. It reads UTF-8,
// UTF-16 with a byte order mark (Notepad's "Unicode") and Windows-1252. What
// holds control characters is no text; what begins as a page is no plain text.
func toUTF8(data []byte) ([]byte, error) {
	text, err := decodeText(data)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &Refused{Why: Empty}
	}
	if bytes.ContainsFunc(text, forbiddenInText) {
		return nil, &Refused{Why: Type, Seen: "application/octet-stream", cause: errors.New("control character")}
	}
	if hasMarkup(first(text, sniffBytes)) {
		return nil, &Refused{Why: Type, Seen: "text/html"}
	}
	// What UTF-16 hid from the first look at the type.
	if _, err := kindOf(first(text, headBytes)); err != nil {
		return nil, err
	}
	return text, nil
}

func decodeText(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], binary.BigEndian)
	case utf8.Valid(data):
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
	}
	// Five bytes have no meaning in Windows-1252; a file with them is something else.
	if containsByte(data, 0x81, 0x8d, 0x8f, 0x90, 0x9d) {
		return nil, &Refused{Why: Type, Seen: "application/octet-stream", cause: errors.New("no known text encoding")}
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("windows-1252: %w", err)
	}
	return text, nil
}

func containsByte(data []byte, these ...byte) bool {
	for _, b := range these {
		if bytes.IndexByte(data, b) >= 0 {
			return true
		}
	}
	return false
}

func decodeUTF16(data []byte, order binary.ByteOrder) ([]byte, error) {
	if len(data)%2 != 0 {
		return nil, broken("half a character at the end")
	}
	text := make([]byte, 0, len(data))
	for len(data) > 0 {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) {
			if len(data) == 0 {
				return nil, broken("half a character at the end")
			}
			r = utf16.DecodeRune(r, rune(order.Uint16(data)))
			data = data[2:]
			if r == utf8.RuneError {
				return nil, &Refused{Why: Type, Seen: "application/octet-stream", cause: errors.New("no known text encoding")}
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text, nil
}

// forbiddenInText: control characters but tab, line ends and form feed.
func forbiddenInText(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\f':
		return false
	}
	return r < ' ' || r == 0x7f
}
