package text

import (
	"html"
	"html/template"
	"strings"
)

var frameHTML = template.Must(template.ParseFS(own, "letters/frame.html"))

// frame is what stands around the body of every letter.
type frame struct {
	Lang                      Lang
	Subject, Preheader, Title string
	Head, Greeting            string
	Footer                    []string // sentences
	Checkpoint                string
	Body                      template.HTML
}

// frame says in words what does not depend on which letter it is. Sentences
// whose facts are not known are left out.
func (c *Catalog) frame(l Lang, d LetterData) frame {
	ref, name := clean(d.Case), clean(d.Name)
	f := frame{Lang: l, Head: clean(d.Trustmark), Greeting: c.T(l, "letter.greeting.noname")}
	if name != "" {
		f.Greeting = c.T(l, "letter.greeting", "name", name)
	}
	if ref != "" {
		f.Head += " · " + c.T(l, "letter.case", "case", ref)
	}
	if phone := clean(d.Phone); phone != "" && ref != "" {
		f.Footer = append(f.Footer, c.T(l, "letter.help.case", "tel", phone, "case", ref))
	} else if phone != "" {
		f.Footer = append(f.Footer, c.T(l, "letter.help", "tel", phone))
	}
	if domain := clean(d.Domain); domain != "" && ref != "" {
		f.Footer = append(f.Footer, c.T(l, "letter.real.case", "domain", domain))
	} else if domain != "" {
		f.Footer = append(f.Footer, c.T(l, "letter.real", "domain", domain))
	}
	f.Footer = append(f.Footer, c.T(l, "letter.password"))
	if point := clean(d.Checkpoint); point != "" {
		f.Checkpoint = c.T(l, "letter.checkpoint", "checkpoint", point)
	}
	return f
}

// html gives the whole document; body is HTML made by htmlOf.
func (f frame) html(body string) (string, error) {
	f.Body = template.HTML(body) // #nosec G203 -- our own words, and values that were escaped
	var b strings.Builder
	b.Grow(len(body) + 4096)
	if err := frameHTML.Execute(&b, f); err != nil {
		return "", err
	}
	return b.String(), nil
}

// plain gives the same words as plain text.
func (f frame) plain(body string) string {
	parts := []string{f.Head, f.Title, f.Greeting, body, strings.Join(f.Footer, " ")}
	if f.Checkpoint != "" {
		parts = append(parts, f.Checkpoint)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

const (
	textStyle   = `font-size:18px;line-height:1.5;color:#15202b`
	openText    = `<p class="text" style="margin:0 0 14px;` + textStyle + `">`
	openList    = `<ul class="text" style="margin:0 0 14px;padding:0 0 0 24px;` + textStyle + `">`
	openItem    = `<li style="margin:0 0 6px">`
	openCode    = `<p class="text code" style="margin:0 0 14px;padding:12px 16px;background-color:#eef3f7;color:#15202b;border-radius:6px;font-size:30px;line-height:1.3;font-weight:bold;letter-spacing:4px;font-variant-numeric:tabular-nums">`
	openButtons = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0 8px;border-collapse:separate"><tbody>`
	openButton  = `<tr><td class="button" style="background-color:#0b4f6c;border-radius:8px"><a href="`
	midButton   = `" style="display:block;padding:16px 20px;font-size:18px;line-height:1.4;font-weight:bold;color:#ffffff;text-decoration:none">`
	endButton   = `</a></td></tr><tr><td style="height:10px;font-size:1px;line-height:10px">&nbsp;</td></tr>`
	openLink    = `" class="link" style="color:#0b5a85;text-decoration:underline">`
)

// htmlOf writes the body as HTML; buttons that follow each other share a table.
func htmlOf(blocks []block) string {
	var b strings.Builder
	for i, x := range blocks {
		switch x.kind {
		case paragraph:
			b.WriteString(openText + htmlSpans(x.items[0]) + "</p>\n")
		case list:
			b.WriteString(openList)
			for _, item := range x.items {
				b.WriteString(openItem + htmlSpans(item) + "</li>")
			}
			b.WriteString("</ul>\n")
		case code:
			b.WriteString(openCode + html.EscapeString(x.label) + "</p>\n")
		case button:
			if i == 0 || blocks[i-1].kind != button {
				b.WriteString(openButtons)
			}
			b.WriteString(openButton + html.EscapeString(x.address) + midButton + html.EscapeString(x.label) + endButton)
			if i+1 == len(blocks) || blocks[i+1].kind != button {
				b.WriteString("</tbody></table>\n")
			}
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func htmlSpans(line []span) string {
	var b strings.Builder
	for _, s := range line {
		words := html.EscapeString(s.words)
		if s.bold {
			words = "<strong>" + words + "</strong>"
		}
		if s.address != "" {
			words = `<a href="` + html.EscapeString(s.address) + openLink + words + "</a>"
		}
		b.WriteString(words)
	}
	return b.String()
}

// plainOf writes the body as plain text; each address gets a line of its own.
func plainOf(blocks []block) string {
	var out []string
	for _, x := range blocks {
		switch x.kind {
		case paragraph:
			out = append(out, plainSpans(x.items[0]))
		case list:
			var items []string
			for _, item := range x.items {
				items = append(items, "- "+plainSpans(item))
			}
			out = append(out, strings.Join(items, "\n"))
		case code:
			out = append(out, x.label)
		case button:
			out = append(out, x.label+":\n"+x.address)
		}
	}
	return strings.Join(out, "\n\n")
}

func plainSpans(line []span) string {
	var words, addresses strings.Builder
	for _, s := range line {
		words.WriteString(s.words)
		if s.address != "" {
			addresses.WriteString("\n" + s.address)
		}
	}
	return words.String() + addresses.String()
}
