package member

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	maxLine     = 64 << 10 // bytes
	maxRowLines = 10       // lines of one row: an address over several lines, not the rest of a file behind a lost quote
)

// row is one row of the file before its fields are judged. A row with a code could not be taken apart.
type row struct {
	line   int
	fields []string
	code   string
}

type line struct {
	text string
	long bool
}

// rowReader takes rows off a file one at a time. Unlike encoding/csv it goes on with the next line when a quotation
// mark is never closed, so that one slip costs one row and not the rest of the file.
type rowReader struct {
	in      *bufio.Reader
	line    int    // lines handed out so far
	pending []line // read ahead for a quoted field and given back
	begun   bool
}

func newRowReader(r io.Reader) *rowReader {
	return &rowReader{in: bufio.NewReaderSize(r, maxLine)}
}

// next gives the next row that is not blank, io.EOF after the last, or a *FileError when the file is not UTF-8.
func (r *rowReader) next() (row, error) {
	for {
		l, err := r.take()
		if err != nil {
			return row{}, err
		}
		out := row{line: r.line}
		if l.long {
			out.code = CodeRowLong
			return out, nil
		}
		if strings.Trim(l.text, "; \t") == "" {
			continue // a spreadsheet leaves rows of nothing behind
		}
		out.fields, out.code, err = r.fields(l.text)
		return out, err
	}
}

// fields takes a row apart, with the lines behind it when a quoted field goes on there.
func (r *rowReader) fields(text string) (fields []string, code string, err error) {
	var ahead []line
	for {
		fields, open, code := split(text)
		if !open {
			r.line += len(ahead)
			return fields, code, nil
		}
		l, err := r.peekAfter(len(ahead))
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, "", err
		}
		if err != nil || l.long || len(ahead)+1 == maxRowLines {
			r.pending = append(ahead, r.pending...)
			return nil, CodeQuote, nil
		}
		r.pending = r.pending[1:]
		ahead = append(ahead, l)
		text += "\n" + l.text
	}
}

// peekAfter makes sure that a line lies ready; skip lines were taken before it without being counted yet.
func (r *rowReader) peekAfter(skip int) (line, error) {
	if len(r.pending) == 0 {
		l, err := r.read(r.line + skip + 1)
		if err != nil {
			return line{}, err
		}
		r.pending = append(r.pending, l)
	}
	return r.pending[0], nil
}

func (r *rowReader) take() (line, error) {
	l, err := r.peekAfter(0)
	if err != nil {
		return line{}, err
	}
	r.pending = r.pending[1:]
	r.line++
	return l, nil
}

// read takes one line off the file, without its end.
func (r *rowReader) read(number int) (line, error) {
	b, err := r.in.ReadSlice('\n')
	if !r.begun {
		r.begun = true
		if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
			return line{}, notUTF8(number)
		}
		b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	}
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = r.in.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return line{}, fmt.Errorf("read members: %w", err)
		}
		return line{long: true}, nil
	}
	if errors.Is(err, io.EOF) && len(b) == 0 {
		return line{}, io.EOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return line{}, fmt.Errorf("read members: %w", err)
	}
	if !utf8.Valid(b) {
		return line{}, notUTF8(number)
	}
	b = bytes.TrimSuffix(b, []byte("\n"))
	b = bytes.TrimSuffix(b, []byte("\r"))
	return line{text: string(b)}, nil
}

func notUTF8(number int) error {
	return &FileError{
		Line: number, Code: CodeEncoding,
		Sentence: "this file is not UTF-8 (it may be Windows-1252, which Excel calls just \"CSV\"): " +
			"save it again as \"CSV UTF-8\" in Excel, or with character set \"Unicode (UTF-8)\" in LibreOffice, " +
			"and import that file",
	}
}

// split takes the text of a row apart at its semicolons. A field that begins with a quotation mark ends at the next
// single one; two of them stand for one. Marks inside other fields stand for themselves. open says that the text ends
// inside a quoted field.
func split(text string) (fields []string, open bool, code string) {
	for {
		start := strings.TrimLeft(text, " \t")
		if !strings.HasPrefix(start, `"`) {
			field, rest, more := strings.Cut(text, ";")
			fields = append(fields, field)
			if !more {
				return fields, false, ""
			}
			text = rest
			continue
		}
		field, rest, closed := unquote(start[1:])
		if !closed {
			return nil, true, ""
		}
		fields = append(fields, field)
		rest = strings.TrimLeft(rest, " \t")
		if rest == "" {
			return fields, false, ""
		}
		if rest[0] != ';' {
			return nil, false, CodeQuote
		}
		text = rest[1:]
	}
}

// unquote reads up to the closing quotation mark and gives what stands behind it.
func unquote(s string) (field, rest string, closed bool) {
	var b strings.Builder
	for {
		part, after, found := strings.Cut(s, `"`)
		b.WriteString(part)
		if !found {
			return "", "", false
		}
		if !strings.HasPrefix(after, `"`) {
			return b.String(), after, true
		}
		b.WriteByte('"')
		s = after[1:]
	}
}
