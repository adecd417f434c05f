package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// The list of members is read in two steps: a file is looked at first, and nothing changes before an administrator has
// seen what it would change. What was looked at is what is done: the same file, on the same stored members.
const (
	importPath   = "/staf/leden/import"
	importCheck  = importPath + "/controle"
	importField  = "file"
	importBytes  = 16 << 20
	importLife   = time.Hour
	importOpen   = 10  // rows of names that stand open
	importShown  = 100 // rows of each kind; the command line shows all
	mostImports  = 20  // files that wait at the same time
	importColumn = "external_id, name, domains, emails, phone, address, kvk, sector, member_since, member_until, orders_per_year, orders_source"
)

// importRoutes are the pages on which an administrator brings the members up to date.
func (a *App) importRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Pattern: importPath, Who: StaffPerson, handle: forImport(importShow)},
		{Method: http.MethodPost, Pattern: importPath, Who: StaffPerson, Files: true, handle: forImport(importPost)},
		{Method: http.MethodGet, Pattern: importCheck, Who: StaffPerson, handle: forImport(checkShow)},
		{Method: http.MethodPost, Pattern: importCheck, Who: StaffPerson, handle: forImport(checkPost)},
	}
}

// forImport asks a signed-in administrator; for others of staff these pages do not exist.
func forImport(h func(*staffDesk) error) handler {
	return forStaff(func(d *staffDesk) error {
		if d.viewer.Actor.Role != procedure.Administrator {
			return fault.New(fault.NotFound)
		}
		return h(d)
	})
}

// importNav leads administrators to these pages.
func (d *staffDesk) importNav() []c.NavLink {
	if d.viewer.Actor.Role != procedure.Administrator {
		return nil
	}
	return []c.NavLink{{Text: d.T("import.nav"), Href: importPath, Current: d.URL.Path == importPath || d.URL.Path == importCheck}}
}

// waiting is a file that somebody looks at, or the numbers of the one that was done last.
type waiting struct {
	name string
	sum  string // SHA-256 of the file
	in   *member.Import
	at   time.Time
	done *importDone
}

// importDone is what an import did.
type importDone struct{ New, Changed, Ended, Same, Bad int }

// importer holds the files that wait, by account; its zero value holds none. They lie in memory only: who starts the
// program anew sends the file again.
type importer struct {
	mu    sync.Mutex
	files map[string]waiting
}

func (i *importer) put(account string, w waiting) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.files == nil {
		i.files = map[string]waiting{}
	}
	oldest := ""
	for id, x := range i.files {
		if w.at.Sub(x.at) > importLife {
			delete(i.files, id)
		} else if oldest == "" || x.at.Before(i.files[oldest].at) {
			oldest = id
		}
	}
	if len(i.files) >= mostImports {
		delete(i.files, oldest)
	}
	i.files[account] = w
}

func (i *importer) get(account string, now time.Time) (waiting, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	w, ok := i.files[account]
	return w, ok && now.Sub(w.at) <= importLife
}

func importShow(d *staffDesk) error { return d.importPage(http.StatusOK) }

func (d *staffDesk) importPage(status int) error {
	w, _ := d.app.imports.get(d.viewer.Actor.ID, d.app.Now())
	return d.render(status, importUpload(d, w.done))
}

// importPost takes a file and shows what it would change.
func importPost(d *staffDesk) error {
	name, raw, err := d.importFile()
	if err != nil {
		return err
	}
	var in *member.Import
	if d.form.ok() {
		if in, err = member.Read(bytes.NewReader(raw)); err != nil {
			var bad *member.FileError
			if !errors.As(err, &bad) {
				return err
			}
			d.form.wrong(importField, "import.bad."+bad.Code, "line", bad.Line, "columns", importColumn)
		}
	}
	if !d.form.ok() {
		return d.importPage(http.StatusUnprocessableEntity)
	}
	sum := sha256.Sum256(raw)
	d.app.imports.put(d.viewer.Actor.ID, waiting{name: name, sum: hex.EncodeToString(sum[:]), in: in, at: d.app.Now()})
	return d.redirect(importCheck)
}

// importFile reads the file of the form; what is not right with it is noted on the form.
func (d *staffDesk) importFile() (name string, raw []byte, err error) {
	d.form = &form{q: d.request}
	missing := func() (string, []byte, error) {
		d.form.wrong(importField, "err.import.missing")
		return "", nil, nil
	}
	if kind, _, err := mime.ParseMediaType(d.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		return missing()
	}
	d.Body = http.MaxBytesReader(d.w, d.Body, importBytes)
	parts, err := d.MultipartReader()
	if err != nil {
		return "", nil, fault.Wrap(fault.NotFound, err)
	}
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return missing()
		}
		if err == nil && part.FormName() == importField && part.FileName() != "" {
			name = oneLine(part.FileName())
			raw, err = io.ReadAll(part)
			if err == nil {
				return name, raw, nil
			}
		}
		var big *http.MaxBytesError
		switch {
		case errors.As(err, &big):
			d.form.wrong(importField, "err.import.big", "n", importBytes>>20)
			return "", nil, nil
		case err != nil:
			return "", nil, fault.Wrap(fault.NotFound, err)
		}
	}
	return missing()
}

// checking is what a file would change.
type checking struct {
	File waiting
	Plan registry.MemberPlan
}

// planned gives the file of this person with what it would change now; false when there is none any more.
func (d *staffDesk) planned() (checking, bool, error) {
	w, ok := d.app.imports.get(d.viewer.Actor.ID, d.app.Now())
	if !ok || w.in == nil {
		return checking{}, false, nil
	}
	plan, err := d.app.Clerk.PlanMembers(d.Context(), w.in.Members, true)
	return checking{w, plan}, true, err
}

func checkShow(d *staffDesk) error {
	v, ok, err := d.planned()
	if err != nil {
		return err
	}
	if !ok {
		return d.redirect(importPath)
	}
	return d.render(http.StatusOK, importPreview(d, v))
}

// checkPost does what was looked at, or shows anew what has become of it.
func checkPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	v, ok, err := d.planned()
	if err != nil {
		return err
	}
	if !ok || v.File.sum != f.get("sum") {
		f.wrong(importField, "err.import.gone")
		return d.importPage(http.StatusUnprocessableEntity)
	}
	if v.File.in.BadRows > 0 && f.get("skip") != "yes" {
		f.wrong("skip", "err.import.skip")
	}
	if !f.ok() {
		return d.render(http.StatusUnprocessableEntity, importPreview(d, v))
	}
	changes, err := d.app.Clerk.PutMembers(d.Context(), v.File.in.Members, base(f))
	if fault.CodeOf(err) == fault.Conflict || errors.Is(err, registry.ErrDomainTaken) {
		f.wrong("base", "err.import.changed")
		if v, _, err = d.planned(); err != nil {
			return err
		}
		return d.render(http.StatusConflict, importPreview(d, v))
	}
	if err != nil {
		return err
	}
	done := &importDone{Bad: v.File.in.BadRows}
	for _, x := range changes {
		switch x.Kind {
		case registry.MemberNew:
			done.New++
		case registry.MemberChanged:
			done.Changed++
		case registry.MemberEnded:
			done.Ended++
		case registry.MemberSame:
			done.Same++
		case registry.MemberMissing:
		}
	}
	d.app.Log.Info("members imported", "account", d.viewer.Actor.ID, "new", done.New, "changed", done.Changed+done.Ended, "same", done.Same, "bad", done.Bad)
	d.app.imports.put(d.viewer.Actor.ID, waiting{at: d.app.Now(), done: done})
	return d.done(importPath, "import")
}

// base names the stored members that the person looked at. A form without it was not rendered by us, and fits none.
func base(f *form) string {
	if b := f.get("base"); b != "" {
		return b
	}
	return "none"
}

// field names a column of the file.
func (d *staffDesk) field(column string) string {
	if column == "" {
		return d.T("import.row")
	}
	return d.T("import.field." + column)
}

// problemWords says in a sentence what is wrong with a row.
func (d *staffDesk) problemWords(p member.Problem) string {
	return d.T("import.problem."+p.Code, "value", glance(p.Value), "other", strconv.Itoa(p.Other))
}

// glance cuts a value to what can be taken in at a glance.
func glance(s string) string {
	const most = 60
	r := []rune(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s))
	if len(r) > most {
		r = append(r[:most-1], '…')
	}
	return string(r)
}
