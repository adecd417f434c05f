package world

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Browser is a browser without script: it follows links and submits forms as they were rendered.
type Browser struct {
	w      *World
	client *http.Client
	At     *url.URL
	Status int
	Body   string
	Header http.Header
	doc    *html.Node
	filled url.Values
	files  map[string][]File
}

// File is a file to upload.
type File struct {
	Name string
	Body []byte
}

type transport struct{ w *World }

// RoundTrip hands the request to the real handler, without a socket.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "192.0.2.1:4711"
	in.Host = r.URL.Host
	if in.Body == nil {
		in.Body = http.NoBody
	}
	rec := httptest.NewRecorder()
	t.w.ServeHTTP(rec, in)
	res := rec.Result()
	res.Request = r
	return res, nil
}

func newBrowser(w *World) *Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.T.Fatal(err)
	}
	at, err := url.Parse(Base + "/")
	if err != nil {
		w.T.Fatal(err)
	}
	return &Browser{w: w, client: &http.Client{Jar: jar, Transport: transport{w}}, At: at, filled: url.Values{}, files: map[string][]File{}}
}

func (b *Browser) do(method, target, contentType string, body []byte) error {
	b.w.Set(b.w.Now().Add(time.Millisecond)) // no two requests come at the same instant
	u, err := b.At.Parse(target)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(b.w.T.Context(), method, u.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if method == http.MethodPost {
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := b.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close() //nolint:errcheck // in memory
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(res.Body); err != nil {
		return err
	}
	b.At, b.Status, b.Body, b.Header = res.Request.URL, res.StatusCode, buf.String(), res.Header
	b.filled, b.files = url.Values{}, map[string][]File{}
	b.doc, err = html.Parse(strings.NewReader(b.Body))
	b.w.Work()
	return err
}

// Visit opens an address.
func (b *Browser) Visit(target string) error { return b.do(http.MethodGet, target, "", nil) }

// Head asks for an address without its body.
func (b *Browser) Head(target string) error { return b.do(http.MethodHead, target, "", nil) }

// Post sends a form that was not rendered: what an attacker does.
func (b *Browser) Post(target string, v url.Values) error {
	return b.do(http.MethodPost, target, "application/x-www-form-urlencoded", []byte(v.Encode()))
}

// Text gives the words of the page as a person reads them, with spaces folded.
func (b *Browser) Text() string { return textOf(b.doc) }

func textOf(n *html.Node) string {
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "head") {
			return
		}
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
			out.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	if n != nil {
		walk(n)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(out.String(), "\u00a0", " ")), " ")
}

func find(n *html.Node, ok func(*html.Node) bool) *html.Node {
	if n == nil {
		return nil
	}
	if ok(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, ok); f != nil {
			return f
		}
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// Click follows the first link whose words contain the text.
func (b *Browser) Click(text string) error {
	a := find(b.doc, func(n *html.Node) bool {
		return n.Type == html.ElementNode && n.Data == "a" && attr(n, "href") != "" && strings.Contains(textOf(n), text)
	})
	if a == nil {
		return fmt.Errorf("no link %q on %s", text, b.At.Path)
	}
	return b.Visit(attr(a, "href"))
}

// Fill puts a value in a field, by its name. It must be on the page.
func (b *Browser) Fill(name, value string) error {
	if find(b.doc, func(n *html.Node) bool { return n.Type == html.ElementNode && attr(n, "name") == name }) == nil {
		return fmt.Errorf("no field %q on %s", name, b.At.Path)
	}
	b.filled[name] = append(b.filled[name], value)
	return nil
}

// Attach chooses a file for a field.
func (b *Browser) Attach(name string, f File) { b.files[name] = append(b.files[name], f) }

// Press submits the form of the button whose words contain the text.
func (b *Browser) Press(text string) error {
	button := find(b.doc, func(n *html.Node) bool {
		return n.Type == html.ElementNode && n.Data == "button" && strings.Contains(textOf(n), text)
	})
	if button == nil {
		return fmt.Errorf("no button %q on %s", text, b.At.Path)
	}
	form := button
	for form != nil && (form.Type != html.ElementNode || form.Data != "form") {
		form = form.Parent
	}
	if form == nil {
		return fmt.Errorf("button %q is in no form", text)
	}
	values := b.values(form)
	if n := attr(button, "name"); n != "" {
		values.Set(n, attr(button, "value"))
	}
	action := attr(form, "action")
	if a := attr(button, "formaction"); a != "" {
		action = a
	}
	if action == "" {
		action = b.At.String()
	}
	if !strings.EqualFold(attr(form, "method"), "post") {
		u, err := b.At.Parse(action)
		if err != nil {
			return err
		}
		u.RawQuery = values.Encode()
		return b.Visit(u.String())
	}
	if attr(form, "enctype") == "multipart/form-data" {
		return b.multipart(action, values)
	}
	return b.Post(action, values)
}

func (b *Browser) multipart(action string, values url.Values) error {
	var buf bytes.Buffer
	m := multipart.NewWriter(&buf)
	for name, vs := range values {
		for _, v := range vs {
			if err := m.WriteField(name, v); err != nil {
				return err
			}
		}
	}
	for name, files := range b.files {
		for _, f := range files {
			p, err := m.CreateFormFile(name, f.Name)
			if err != nil {
				return err
			}
			if _, err := p.Write(f.Body); err != nil {
				return err
			}
		}
	}
	if err := m.Close(); err != nil {
		return err
	}
	return b.do(http.MethodPost, action, m.FormDataContentType(), buf.Bytes())
}

// values gives what a browser would send: what was rendered, with what was filled in.
func (b *Browser) values(form *html.Node) url.Values {
	out := url.Values{}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			b.field(n, out)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(form)
	for name, vs := range b.filled {
		out[name] = vs
	}
	return out
}

func (b *Browser) field(n *html.Node, out url.Values) {
	name := attr(n, "name")
	if name == "" || hasAttr(n, "disabled") {
		return
	}
	switch n.Data {
	case "input":
		switch attr(n, "type") {
		case "radio", "checkbox":
			if hasAttr(n, "checked") {
				out.Add(name, attr(n, "value"))
			}
		case "file", "submit":
		default:
			out.Add(name, attr(n, "value"))
		}
	case "textarea":
		if n.FirstChild != nil {
			out.Add(name, n.FirstChild.Data)
		} else {
			out.Add(name, "")
		}
	case "select":
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.Data == "option" && hasAttr(c, "selected") {
				out.Add(name, attr(c, "value"))
			}
		}
	}
}

// Fields lists the names of the fields of the page.
func (b *Browser) Fields() []string {
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && attr(n, "name") != "" && n.Data != "meta" && !slices.Contains(out, attr(n, "name")) {
			out = append(out, attr(n, "name"))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	if b.doc != nil {
		walk(b.doc)
	}
	return out
}

// Links lists the addresses of the links of the page.
func (b *Browser) Links() []string {
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == "a" && attr(n, "href") != "" {
			out = append(out, attr(n, "href"))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	if b.doc != nil {
		walk(b.doc)
	}
	return out
}

// cookie puts a cookie in the browser.
func (b *Browser) cookie(name, value string) {
	u, err := url.Parse(Base + "/")
	if err != nil {
		b.w.T.Fatal(err)
	}
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}
