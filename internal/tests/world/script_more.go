package world

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/text"
)

// pick NAME "LABEL": chooses the radio button or ticks the box of the field whose label has the words
func (s *Script) pick(rest string) error {
	name, label, _ := strings.Cut(rest, " ")
	return s.who.Pick(name, unquote(label))
}

// Pick chooses the radio button or ticks the box of a field whose label has the words, or the option of a list.
func (b *Browser) Pick(name, label string) error {
	var labels []string
	input := find(b.doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode || attr(n, "name") != name && !isOptionOf(n, name) {
			return false
		}
		words := textOf(n)
		if l := labelOf(b.doc, attr(n, "id")); l != nil && n.Data == "input" {
			words = textOf(l)
		}
		if n.Data == "select" {
			return false
		}
		labels = append(labels, words)
		return strings.Contains(words, label)
	})
	if input == nil {
		return fmt.Errorf("no choice %q of %q on %s: %q", label, name, b.At.Path, labels)
	}
	return b.Fill(name, attr(input, "value"))
}

func labelOf(doc *html.Node, id string) *html.Node {
	if id == "" {
		return nil
	}
	return find(doc, func(n *html.Node) bool {
		return n.Type == html.ElementNode && n.Data == "label" && attr(n, "for") == id
	})
}

func isOptionOf(n *html.Node, name string) bool {
	if n.Data != "option" {
		return false
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "select" {
			return attr(p, "name") == name
		}
	}
	return false
}

// letter gives the last mail to the address whose subject has the words.
func (s *Script) letter(address, subject string) (mailbox.Mail, error) {
	var subjects []string
	for _, m := range slices.Backward(s.w.Mail.To(address)) {
		if strings.Contains(fold(m.Subject), subject) {
			return m, nil
		}
		subjects = append(subjects, m.Subject)
	}
	return mailbox.Mail{}, fmt.Errorf("no mail to %s with %q in its subject: %q", address, subject, subjects)
}

// quoted takes the first quoted words off a line.
func quoted(rest string) (words, more string) {
	_, rest, _ = strings.Cut(rest, `"`)
	words, more, _ = strings.Cut(rest, `"`)
	return words, strings.TrimSpace(more)
}

// some-mail ADDRESS "SUBJECT" ["TEXT"]: the last mail to the address with the words in its subject says the text
func (s *Script) someMail(rest string) error {
	address, words, _ := strings.Cut(rest, " ")
	subject, more := quoted(words)
	m, err := s.letter(address, subject)
	if err != nil || more == "" {
		return err
	}
	if all := fold(m.Text); !strings.Contains(all, unquote(more)) {
		return fmt.Errorf("the mail %q does not say %q but: %s", m.Subject, unquote(more), all)
	}
	return nil
}

// from-mail ADDRESS "SUBJECT" [N]: opens the N-th link of the last mail to the address with the words in its subject
func (s *Script) fromMail(rest string) error {
	address, words, _ := strings.Cut(rest, " ")
	subject, more := quoted(words)
	m, err := s.letter(address, subject)
	if err != nil {
		return err
	}
	n := 1
	if more != "" {
		if n, err = strconv.Atoi(more); err != nil {
			return err
		}
	}
	if n > len(m.Links) {
		return fmt.Errorf("the mail %q has %d links", m.Subject, len(m.Links))
	}
	return s.who.Visit(m.Links[n-1])
}

// post PATH NAME=VALUE&…: a form that was not rendered
func (s *Script) post(rest string) error {
	path, body, _ := strings.Cut(rest, " ")
	v, err := url.ParseQuery(body)
	if err != nil {
		return err
	}
	return s.who.Post(Base+path, v)
}

// picture NAME WIDTH: a picture of the page for the documents, where the browser can draw
func (s *Script) picture(rest string) error {
	name, width, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseInt(width, 10, 64)
	if err != nil {
		return err
	}
	return s.who.Picture(name, n)
}

// Path gives the path of the page.
func (b *Browser) Path() string { return b.At.Path }

// Code gives the status with which the page was answered.
func (b *Browser) Code() int { return b.Status }

// Picture draws nothing: this browser has no screen.
func (b *Browser) Picture(string, int64) error { return nil }

// TextOf gives the words of a page as a person reads them, with spaces folded.
func TextOf(page string) (string, error) {
	doc, err := html.Parse(strings.NewReader(page))
	return textOf(doc), err
}

// members ID COLUMN=VALUE…: the trustmark's administration imports the row of a member anew, with these columns changed
func (s *Script) members(rest string) error {
	parts := strings.Fields(rest)
	if len(parts) < 2 {
		return fmt.Errorf("want members ID COLUMN=VALUE…")
	}
	raw, err := os.ReadFile(Members("members.csv"))
	if err != nil {
		return err
	}
	r := csv.NewReader(strings.NewReader(string(raw)))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == parts[0] })
	if i < 1 {
		return fmt.Errorf("no member %s", parts[0])
	}
	for _, set := range parts[1:] {
		column, value, _ := strings.Cut(set, "=")
		at := slices.Index(rows[0], column)
		if at < 0 {
			return fmt.Errorf("no column %q in %q", column, rows[0])
		}
		rows[i][at] = value
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	if err := w.WriteAll([][]string{rows[0], rows[i]}); err != nil {
		return err
	}
	in, err := member.Read(strings.NewReader(out.String()))
	if err != nil {
		return err
	}
	if len(in.Members) != 1 {
		return fmt.Errorf("the row is not taken: %+v", in)
	}
	_, err = s.w.House.Clerk.ImportMembers(s.w.T.Context(), in.Members, nil)
	s.w.Work()
	return err
}

// sign-in ADDRESS: signs somebody of a shop or of the trustmark in, by the code in a letter; who is signed in stays so
func (s *Script) signIn(address string) error {
	door := "/winkel/inloggen"
	for _, p := range Settings("").Staff {
		switch {
		case p.Email != address:
		case slices.Contains(p.Roles, setting.Adjudicator):
			door = "/jurist/inloggen"
		default:
			door = "/staf/inloggen"
		}
	}
	if err := s.visit(door); err != nil {
		return err
	}
	if !slices.Contains(s.who.Fields(), "email") {
		return nil
	}
	if err := s.steps(
		func() error { return s.who.Fill("email", address) },
		func() error { return s.who.Press("Stuur mij een code") },
		func() error { return s.code(address) },
		func() error { return s.who.Press("Log in") },
	); err != nil {
		return err
	}
	if s.who.Code() != http.StatusOK {
		return fmt.Errorf("signing in as %s gives %d", address, s.who.Code())
	}
	return nil
}

// enter ADDRESS: opens the case of the last letter to a consumer, and shows by a code who it is when that is asked
func (s *Script) enter(address string) error {
	if err := s.visit("/zaak/" + s.vars["case"]); err != nil {
		return err
	}
	if s.who.Path() == "/zaak/"+s.vars["case"] {
		return nil
	}
	m, err := s.linking(address)
	if err != nil {
		return err
	}
	return s.steps(
		func() error { return s.visit(m) },
		func() error { return s.who.Press("Stuur mij een code") },
		func() error { return s.code(address) },
		func() error { return s.who.Press("Open mijn hele zaak") },
	)
}

// linking gives the page on which a code is asked, of the last letter to the address that leads to a case.
func (s *Script) linking(address string) (string, error) {
	for _, m := range slices.Backward(s.w.Mail.To(address)) {
		for _, l := range m.Links {
			if _, after, ok := strings.Cut(l, "/z/"); ok {
				token, _, _ := strings.Cut(after, "/")
				token, _, _ = strings.Cut(token, "?")
				return "/z/" + token + "/bevestig", nil
			}
		}
	}
	return "", fmt.Errorf("no letter to %s leads to a case", address)
}

// steps does one thing after another, until one fails.
func (s *Script) steps(all ...func() error) error {
	for _, step := range all {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// begin makes a payment for the case beside one that is open, as two tabs do whose requests cross.
func (s *Script) begin() error {
	ctx := s.w.T.Context()
	v, err := s.w.House.Clerk.ByReference(ctx, (&Case{}).StaffViewer(), s.vars["case"])
	if err != nil {
		return err
	}
	c := Case{w: s.w, Opened: registry.Opened{ID: v.ID}}
	id, err := s.w.House.Clerk.StartPayment(ctx, c.Consumer(procedure.ByCode), v.ID, 0)
	if err != nil {
		return err
	}
	_, err = s.w.House.App.Till.Checkout(ctx, v.ID, id, "/zaak/"+v.Reference+"/betaling/"+id, text.NL)
	s.w.Work()
	return err
}
