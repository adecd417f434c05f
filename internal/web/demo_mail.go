package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// The mailbox of the demo keeps letters of others, so their pages are shut tight: the page may frame only this site,
// and the letter itself may load nothing, run nothing and send nothing; its links open in the whole window.
const (
	letterPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; frame-src 'self'"
	framePolicy  = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox allow-top-navigation-by-user-activation"
)

// mailView is a page of the mailbox.
type mailView struct {
	To    string
	Kept  bool // false: letters go to a real mail server
	List  c.MailListView
	Pages *c.PaginationView
}

// demoMails gives the letters, newest first, of one recipient when the address asks for one.
func (q *request) demoMails() (mails []DemoMail, to string, kept bool) {
	mails, kept = q.app.Demo.Mails()
	to = strings.TrimSpace(q.URL.Query().Get("aan"))
	if to != "" {
		mails = slices.DeleteFunc(slices.Clone(mails), func(m DemoMail) bool {
			return !strings.Contains(strings.ToLower(m.To), strings.ToLower(to))
		})
	}
	return mails, to, kept
}

func demoMailbox(q *request) error {
	mails, to, kept := q.demoMails()
	v := mailView{To: to, Kept: kept, List: c.MailListView{Empty: q.T("demo.mail.none")}}
	page, err := strconv.Atoi(q.URL.Query().Get("pagina"))
	if err != nil || page < 1 || (page-1)*registry.PageSize >= len(mails) {
		page = 1
	}
	first, last := (page-1)*registry.PageSize, min(page*registry.PageSize, len(mails))
	for _, m := range mails[first:last] {
		v.List.Items = append(v.List.Items, c.MailItem{
			Subject: m.Subject, Href: "/demo/mail/" + strconv.Itoa(m.Number), To: m.To, When: q.moment(m.At),
		})
	}
	if len(mails) > registry.PageSize {
		v.Pages = &c.PaginationView{
			Label: q.T("demo.mail.pages"),
			Text:  q.T("demo.mail.range", "first", strconv.Itoa(first+1), "last", strconv.Itoa(last), "all", strconv.Itoa(len(mails))),
		}
		if page > 1 {
			v.Pages.Previous = &c.Link{Text: q.T("nav.previous"), Href: mailPath(to, page-1)}
		}
		if last < len(mails) {
			v.Pages.Next = &c.Link{Text: q.T("nav.next"), Href: mailPath(to, page+1)}
		}
	}
	return q.render(http.StatusOK, demoMailboxPage(q, v))
}

func mailPath(to string, page int) string {
	values := url.Values{"pagina": {strconv.Itoa(page)}}
	if to != "" {
		values.Set("aan", to)
	}
	return "/demo/mail?" + values.Encode()
}

func demoMailJSON(q *request) error {
	mails, _, _ := q.demoMails()
	if mails == nil {
		mails = []DemoMail{}
	}
	return q.writeJSON(http.StatusOK, mails)
}

// demoMailOf gives the letter with the number in the path.
func (q *request) demoMailOf() (DemoMail, error) {
	mails, _ := q.app.Demo.Mails()
	for _, m := range mails {
		if strconv.Itoa(m.Number) == q.PathValue("number") {
			return m, nil
		}
	}
	return DemoMail{}, fault.New(fault.NotFound)
}

func demoLetter(q *request) error {
	m, err := q.demoMailOf()
	if err != nil {
		return err
	}
	q.w.Header().Set("Content-Security-Policy", letterPolicy)
	return q.render(http.StatusOK, demoLetterPage(q, m))
}

func demoLetterHTML(q *request) error {
	m, err := q.demoMailOf()
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Security-Policy", framePolicy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	page := strings.Replace(m.HTML, "<head>", `<head><base target="_top">`, 1)
	if _, err := q.w.Write([]byte(page)); err != nil { //nolint:gosec // framed in a sandbox without script
		q.app.Log.Debug("letter not delivered", "cause", err.Error())
	}
	return nil
}

// demoHeaders gives the headers of a letter in a fixed order: what a mail program shows first.
func demoHeaders(m DemoMail) []c.SummaryRow {
	first := []string{"From", "To", "Subject", "Date", "Reply-To", "Message-Id"}
	var rows []c.SummaryRow
	for _, name := range first {
		for _, v := range m.Headers[name] {
			rows = append(rows, c.SummaryRow{Key: name, Value: v})
		}
	}
	return rows
}

// otherHeaders gives the rest of them, by name.
func otherHeaders(m DemoMail) []c.SummaryRow {
	rows := []c.SummaryRow{{Key: "Return-Path", Value: m.From}, {Key: "Delivered-To", Value: m.To}}
	shown := demoHeaders(m)
	names := make([]string, 0, len(m.Headers))
	for name := range m.Headers {
		if !slices.ContainsFunc(shown, func(r c.SummaryRow) bool { return r.Key == name }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range m.Headers[name] {
			rows = append(rows, c.SummaryRow{Key: name, Value: v})
		}
	}
	return rows
}

// piece is a part of a text: words, or a link.
type piece struct{ Text, Href string }

// pieces parts a text at the links that are in it.
func pieces(text string, links []string) []piece {
	links = slices.Clone(links)
	slices.SortFunc(links, func(a, b string) int { return len(b) - len(a) }) // the longest first: one may begin another
	var out []piece
	for text != "" {
		at, found := len(text), ""
		for _, l := range links {
			if i := strings.Index(text, l); l != "" && i >= 0 && i < at {
				at, found = i, l
			}
		}
		if at > 0 {
			out = append(out, piece{Text: text[:at]})
		}
		if found != "" {
			out = append(out, piece{Text: found, Href: found})
		}
		text = text[at+len(found):]
	}
	return out
}
