package member

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// Import is what a file holds: the members whose rows are good, and what is wrong with the others.
type Import struct {
	Members  []Member
	Problems []Problem // in the order of the file; a row may have several
	Rows     int       // rows below the header, good and bad
	BadRows  int       // rows with at least one problem: none of them is in Members
}

// Read reads the CSV of a trustmark's administration: UTF-8 with or without byte order mark, semicolons, CRLF or LF,
// several values in one field split by commas. The first line names the columns, in any order; all twelve must be
// there, though only the first four and member_since must be filled.
//
// A bad row is reported and left out. External ids and domains must be unique within the file; the later row is the
// bad one, also where the earlier is bad for another reason. Error: *FileError when the file as a whole cannot be
// used, or what r returned.
func Read(r io.Reader) (*Import, error) {
	rows := newRowReader(r)
	order, err := readHeader(rows)
	if err != nil {
		return nil, err
	}
	out := &Import{}
	check := newChecker()
	for {
		raw, err := rows.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out.Rows++
		m, problems := check.row(raw, order)
		if len(problems) > 0 {
			out.BadRows++
			out.Problems = append(out.Problems, problems...)
			continue
		}
		out.Members = append(out.Members, m)
	}
}

// readHeader gives, for each place in a row, the column that stands there.
func readHeader(rows *rowReader) ([]column, error) {
	head, err := rows.next()
	if errors.Is(err, io.EOF) {
		return nil, &FileError{
			Code:     CodeEmpty,
			Sentence: "this file is empty: its first line must name the columns " + strings.Join(columnNames[:], ";"),
		}
	}
	if err != nil {
		return nil, err
	}
	if head.code == "" && len(head.fields) == 1 && strings.ContainsAny(head.fields[0], ",\t") {
		return nil, &FileError{
			Line: head.line, Code: CodeSeparator,
			Sentence: "the columns are not separated by semicolons: save the file again with the semicolon as separator",
		}
	}
	order := make([]column, 0, columnCount)
	var wrong []string
	for _, field := range head.fields {
		name := strings.ToLower(strings.TrimSpace(field))
		i := slices.Index(columnNames[:], name)
		switch {
		case i < 0:
			wrong = append(wrong, "not known: "+quote(name))
		case slices.Contains(order, column(i)):
			wrong = append(wrong, "twice: "+name)
		}
		order = append(order, column(i))
	}
	missing := 0
	for i, name := range columnNames {
		if !slices.Contains(order, column(i)) {
			wrong = append(wrong, "missing: "+name)
			missing++
		}
	}
	if len(wrong) > 0 {
		return nil, headerError(head.line, wrong, missing)
	}
	return order, nil
}

// headerError says what is wrong with the first line, one thing on a line; a file that begins with its first member
// gets one sentence.
func headerError(at int, wrong []string, missing int) error {
	all := strings.Join(columnNames[:], ";")
	sentence := "the first line must name the columns, in any order:\n  " + strings.Join(wrong, "\n  ")
	if missing == len(columnNames) {
		sentence = "this line names none of the columns: put this line above it\n  " + all
	}
	return &FileError{Line: at, Code: CodeHeader, Sentence: sentence}
}
