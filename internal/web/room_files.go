package web

import (
	"errors"
	"fmt"
	"time"

	"wederhoor/internal/evidence"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// Files that go along with a message of mediation are read by who reads the message. They are no evidence and reach no
// ruling; for that there is another page, whose button says so (rules 2.2).

// sentFiles lists the files of a message, each with the way to open it.
func (q *request) sentFiles(v registry.View, files []registry.RoomFile) []c.FileItem {
	base := caseBase(v) + "/bemiddeling/bestand/"
	if viewerKey(v.Viewer.Actor.Role) == asStaff {
		base = caseBase(v) + "/kamer/bestand/"
	}
	var out []c.FileItem
	for _, f := range files {
		out = append(out, c.FileItem{Name: f.Name, Href: base + f.ID, Meta: fileSize(q.lang, f.Size)})
	}
	return out
}

// messageFiles is the field for files beside a message; hint says who can open them.
func (q *request) messageFiles(label, hint string) c.FileUploadView {
	return c.FileUploadView{
		ID: filesField, Name: filesField, Label: label + " (" + q.T("word.optional") + ")", LabelSize: c.SizeS, Multiple: true, Accept: acceptFiles,
		Hint:  hint + " " + q.T("room.files.size", "mb", q.app.Checker.Limits().MB(), "n", q.app.Checker.Limits().Files),
		Error: q.form.errorOf(filesField),
	}
}

// dropFiles erases files that did not get into the case.
func (q *request) dropFiles(files []registry.File) error {
	var err error
	for _, f := range files {
		err = errors.Join(err, q.app.Files.Delete(f.Stored))
	}
	return err
}

// unsent erases the files of a message that was not sent. A browser cannot keep them for the next try, so the page says
// under field that they are to be chosen again.
func (f *form) unsent(field string, files []registry.File) error {
	if len(files) > 0 {
		f.errors = append(f.errors, fieldError{field, f.q.T("err.room.files")})
	}
	return f.q.dropFiles(files)
}

// only says that nothing is wrong, but with one field.
func (f *form) only(field string) bool {
	for _, e := range f.errors {
		if e.Field != field {
			return false
		}
	}
	return true
}

// sentToday counts the files that the party sent with messages in the last 24 hours.
func (p *roomPage) sentToday() int {
	r := p.view.Room
	if r == nil {
		return 0
	}
	n, since := 0, p.app.Now().Add(-24*time.Hour)
	for _, m := range r.Joint {
		if m.By == p.role() && m.At.After(since) {
			n += len(m.Files)
		}
	}
	own := r.Consumer
	if p.role() == procedure.Shop {
		own = r.Shop
	}
	for _, m := range own {
		if m.By == p.role() && m.At.After(since) {
			n += len(m.Files)
		}
	}
	return n
}

func roomFileGet(p *roomPage) error { return p.sendRoomFile(p.view) }

func deskFileGet(p *staffCasePage) error {
	return p.seen("file "+p.PathValue("id"), p.sendRoomFile(p.view))
}

// sendRoomFile hands out a file of a message, as an attachment. What is not in the view does not exist.
func (q *request) sendRoomFile(v registry.View) error {
	f, err := q.app.Clerk.StoredRoomFile(q.Context(), v, q.PathValue("id"))
	if err != nil {
		return err
	}
	rc, err := q.app.Files.Open(f.Stored)
	if errors.Is(err, evidence.ErrNotFound) {
		return fault.Wrap(fault.NotFound, err)
	}
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	meta := evidence.Meta{Name: f.Name, MediaType: f.MediaType, Size: f.Size}
	if err := errors.Join(evidence.Serve(q.w, q.Request, meta, rc), rc.Close()); err != nil {
		q.app.Log.Warn("file not delivered whole", "cause", err.Error()) // its headers have left already
	}
	return nil
}
