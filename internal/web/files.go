package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"wederhoor/internal/evidence"
	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// filesField is the name of the field for files, in every form that has one.
const filesField = "files"

// mostParts bounds the fields of a form with files.
const mostParts = 500

// upload reads a form that may have files, in the field filesField: its text fields as parse does, its files checked and kept in
// the store, one after the other. already is how many files the party has in this step. A file that is refused is
// noted on the form in words of its own and the others are kept; the page is then shown again with them.
func (q *request) upload(already int) ([]registry.File, *form, error) {
	if kind, _, err := mime.ParseMediaType(q.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		f, err := q.parse()
		return nil, f, err
	}
	limits := q.app.Checker.Limits()
	// Twice what may be kept: a file that is too large is then refused by name, and the form around it survives.
	q.Body = http.MaxBytesReader(q.w, q.Body, formBytes+2*int64(limits.Files)*limits.Bytes)
	reader, err := q.MultipartReader()
	if err != nil {
		return nil, nil, fault.Wrap(fault.NotFound, err)
	}
	q.form = &form{q: q, values: map[string][]string{}}
	u := uploading{q: q, have: already, room: formBytes}
	err = u.read(reader)
	q.once(q.form.values, u.files)
	return u.files, q.form, err
}

// uploading is one form with files while it is being read.
type uploading struct {
	q     *request
	have  int   // files of the party so far
	room  int64 // bytes left for text fields
	files []registry.File
}

func (u *uploading) read(reader *multipart.Reader) error {
	for range mostParts {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			u.q.form.errors = append(u.q.form.errors, fieldError{filesField, u.q.T("err.file.total")})
			return nil
		}
		if err != nil {
			return fault.Wrap(fault.NotFound, err)
		}
		if err := u.part(part); err != nil {
			return err
		}
	}
	return fault.New(fault.TooBig)
}

func (u *uploading) part(part *multipart.Part) error {
	name := part.FormName()
	if name != filesField {
		return u.text(name, part)
	}
	if part.FileName() == "" {
		return nil // the field was left empty
	}
	return u.file(part)
}

func (u *uploading) text(name string, part io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(part, u.room+1))
	if err != nil {
		return fault.Wrap(fault.NotFound, err)
	}
	if u.room -= int64(len(b)); u.room < 0 {
		return fault.New(fault.TooBig)
	}
	u.q.form.values[name] = append(u.q.form.values[name], string(b))
	return nil
}

func (u *uploading) file(part *multipart.Part) error {
	q := u.q
	if q.route.Who == DraftOwner && !q.app.allow(uploads, q.app.clientAddress(q.Request)) {
		q.form.wrong(filesField, "err.toomany")
		return nil
	}
	clean, err := evidence.Clean{}, q.app.Checker.Room(part.FileName(), u.have)
	if err == nil {
		clean, err = q.app.Checker.Check(q.Context(), part.FileName(), part)
	}
	var refused *evidence.Refused
	if errors.As(err, &refused) {
		q.app.Log.Info("file refused", "why", refused.Why.String())
		q.form.errors = append(q.form.errors, fieldError{filesField, q.refusedFile(refused)})
		return nil
	}
	if err != nil {
		return diskFault(err)
	}
	id, err := q.app.Files.Put(q.Context(), clean)
	if err != nil {
		return diskFault(err)
	}
	u.have++
	u.files = append(u.files, registry.File{
		Name: clean.Name, MediaType: clean.MediaType, Stored: id, Size: clean.Size, SHA256: clean.SHA256,
	})
	return nil
}

func diskFault(err error) error {
	if errors.Is(err, evidence.ErrFull) {
		return fault.Wrap(fault.Full, err)
	}
	return fmt.Errorf("file: %w", err)
}

// refusedFile says of a file by name why it was not kept, and what to do.
func (q *request) refusedFile(r *evidence.Refused) string {
	args := []any{"file", r.Name, "mb", r.LimitMB, "n", r.LimitFiles}
	switch r.Why {
	case evidence.TooBig:
		return q.T("err.file.size", args...)
	case evidence.TooMany:
		return q.T("err.file.many", args...)
	case evidence.Virus:
		return q.T("err.file.virus", args...)
	case evidence.Broken:
		return q.T("err.file.broken", args...)
	case evidence.Encrypted:
		return q.T("err.file.locked", args...)
	case evidence.Script:
		return q.T("err.file.script", args...)
	case evidence.Empty:
		return q.T("err.file.empty", args...)
	case evidence.ScannerDown:
		return q.T("err.file.scanner", args...)
	case evidence.Type:
		if strings.HasPrefix(r.Seen, "image/hei") {
			return q.T("err.file.heic", args...)
		}
	}
	return q.T("err.file.type", args...)
}

// sendFile hands out a file of a case, as an attachment. What is not in the view does not exist.
func (q *request) sendFile(view registry.View, docID string) error {
	doc, stored, err := q.app.Clerk.StoredFile(q.Context(), view, docID)
	if err != nil {
		return err
	}
	rc, err := q.app.Files.Open(stored)
	if errors.Is(err, evidence.ErrNotFound) {
		return fault.Wrap(fault.NotFound, err)
	}
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	meta := evidence.Meta{Name: doc.Name, MediaType: doc.MediaType, Size: doc.Size}
	if err := errors.Join(evidence.Serve(q.w, q.Request, meta, rc), rc.Close()); err != nil {
		q.app.Log.Warn("file not delivered whole", "cause", err.Error()) // its headers have left already
	}
	return nil
}

// fileSize writes a size for people: "184 kB", "2,1 MB".
func fileSize(l text.Lang, n int64) string {
	const kilo, mega = 1000, 1_000_000
	switch {
	case n < kilo:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < mega:
		return strconv.FormatInt((n+kilo/2)/kilo, 10) + " kB"
	}
	s := strconv.FormatFloat(float64(n)/mega, 'f', 1, 64)
	if l == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s + " MB"
}

// acceptFiles helps to choose; what is kept is decided by content.
const acceptFiles = "image/*,.pdf,.eml,.txt"
