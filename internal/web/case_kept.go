package web

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
)

// A session can end while somebody types. What they sent then is kept here for an hour, for the browser that sent it and
// the page it was sent from: once they have shown again who they are, that page comes back with their words in it, to be
// read and sent by them. It lies in memory only, so that nothing of somebody who never comes back is stored anywhere;
// files are not kept.
const (
	keptLife  = time.Hour
	keptBytes = 64 << 10 // of one form
	mostKept  = 200      // forms
	keptName  = "typed"  // of the cookie
)

// kept is what was typed in a form that nobody could take.
type kept struct {
	path   string
	values url.Values
	at     time.Time
}

// keeper holds such forms, by the hash of the browser's token; its zero value holds none.
type keeper struct {
	mu    sync.Mutex
	forms map[string]kept
}

// put keeps a form; the oldest goes when there are too many.
func (k *keeper) put(key string, f kept) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.forms == nil {
		k.forms = map[string]kept{}
	}
	oldest := ""
	for id, x := range k.forms {
		if f.at.Sub(x.at) > keptLife {
			delete(k.forms, id)
		} else if oldest == "" || x.at.Before(k.forms[oldest].at) {
			oldest = id
		}
	}
	if len(k.forms) >= mostKept {
		delete(k.forms, oldest)
	}
	k.forms[key] = f
}

func (k *keeper) get(key string, now time.Time) (kept, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, ok := k.forms[key]
	if ok && now.Sub(f.at) > keptLife {
		delete(k.forms, key)
		return kept{}, false
	}
	return f, ok
}

func (k *keeper) drop(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.forms, key)
}

// keepTyped keeps what this request would have sent, for the page at path. False when there is nothing worth it.
func (q *request) keepTyped(path string) bool {
	if !q.app.allow(drafts, q.app.clientAddress(q.Request)) {
		return false
	}
	values := q.typedWords()
	size, words := 0, false
	for name, vs := range values {
		for _, v := range vs {
			size += len(name) + len(v)
			words = words || strings.TrimSpace(v) != ""
		}
	}
	if !words || size > keptBytes {
		return false
	}
	token := registry.PublicID()
	q.setCookie(keptName, token, keptLife)
	q.app.kept.put(string(account.Hash(token)), kept{path: path, values: values, at: q.app.Now()})
	return true
}

// notTyped are fields that no person types.
var notTyped = []string{"version", "code", "ask", trapField}

// typedWords gives the words of the form of this request, without its files.
func (q *request) typedWords() url.Values {
	values := url.Values{}
	q.Body = http.MaxBytesReader(q.w, q.Body, formBytes)
	if kind, _, err := mime.ParseMediaType(q.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		values = q.firstParts()
	} else if err := q.ParseForm(); err == nil {
		for name, vs := range q.PostForm {
			values[name] = vs
		}
	}
	for _, name := range notTyped {
		values.Del(name)
	}
	return values
}

// firstParts gives the fields that come before the first file: in our forms all but the buttons.
func (q *request) firstParts() url.Values {
	values := url.Values{}
	reader, err := q.MultipartReader()
	if err != nil {
		return values
	}
	for range mostParts {
		part, err := reader.NextPart()
		if err != nil || part.FileName() != "" {
			return values
		}
		b, err := io.ReadAll(part)
		if err != nil {
			return values
		}
		values.Add(part.FormName(), string(b))
	}
	return values
}

// keptHere gives what was kept for this browser; false when nothing was, or it is too old.
func (q *request) keptHere() (kept, bool) {
	token := q.cookie(keptName)
	if token == "" {
		return kept{}, false
	}
	return q.app.kept.get(string(account.Hash(token)), q.app.Now())
}

// recall puts what was kept for the page at path in its form, and says so at the top of the page. A form that is sent
// from there is taken as any other; what was kept goes.
func (q *request) recall(path string) {
	f, ok := q.keptHere()
	if !ok || f.path != path {
		return
	}
	if q.Method == http.MethodPost {
		q.app.kept.drop(string(account.Hash(q.cookie(keptName))))
		q.setCookie(keptName, "", 0)
		return
	}
	q.form = &form{q: q, values: f.values}
	u := *q.URL
	values := u.Query()
	values.Set("done", "kept")
	u.RawQuery = values.Encode()
	q.URL = &u
}

// keptUnder gives the address of a page below a case where something that was typed waits; "" for none.
func (q *request) keptUnder(base string) string {
	if f, ok := q.keptHere(); ok && strings.HasPrefix(f.path, base+"/") {
		return f.path
	}
	return ""
}

// hasPage says that the address of a form is that of a page too, to which one can come back. What only a button does
// is pressed again by who wants it.
func (q *request) hasPage() bool {
	return slices.ContainsFunc(q.app.Routes(), func(r Route) bool {
		return r.Method == http.MethodGet && r.Pattern == q.route.Pattern
	})
}

// lapsed says that a form came from somebody whose session has ended.
func lapsed(q *request, err error) bool {
	return q.Method == http.MethodPost && (fault.CodeOf(err) == fault.SignIn || account.IsNotFound(err))
}
