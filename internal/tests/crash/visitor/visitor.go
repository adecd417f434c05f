// Package visitor is a consumer who sends a complaint through the real forms over HTTP, field by field, and tries
// again when the site is away for a moment. It knows the addresses and names of the form's fields and nothing of the
// program behind them.
package visitor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Visitor is one browser. It follows no redirect: where an answer leads is what the caller wants to know.
type Visitor struct {
	base   string
	client *http.Client
	// Up waits until the site may answer again; it is called after a request that got no answer.
	Up func(ctx context.Context) error
}

// New gives a browser without cookies for the site at base. transport is shared, so that connections are.
func New(base string, transport http.RoundTripper) (*Visitor, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("cookies: %w", err)
	}
	return &Visitor{base: base, client: &http.Client{
		Jar: jar, Transport: transport, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Answer is what the site said.
type Answer struct {
	Status   int
	Location string // path of a redirect
	Body     string
	Tries    int // requests that it took: more than one when some got no answer
}

var tags = regexp.MustCompile(`<[^>]*>`)

// Words gives what the page says, for the message of a test that did not expect it.
func (a Answer) Words() string {
	_, main, _ := strings.Cut(a.Body, "<main")
	words := strings.Join(strings.Fields(tags.ReplaceAllString(main, " ")), " ")
	return words[:min(len(words), 500)]
}

// Post sends a form, again and again until there is an answer or the context ends.
func (v *Visitor) Post(ctx context.Context, path string, form url.Values) (Answer, error) {
	for try := 1; ; try++ {
		a, err := v.once(ctx, http.MethodPost, path, form)
		if err == nil {
			a.Tries = try
			return a, nil
		}
		if v.Up == nil || ctx.Err() != nil {
			return Answer{}, err
		}
		if up := v.Up(ctx); up != nil {
			return Answer{}, errors.Join(err, up)
		}
	}
}

// Cookies gives the value of the Cookie header that the browser would send now.
func (v *Visitor) Cookies() (string, error) {
	u, err := url.Parse(v.base)
	if err != nil {
		return "", fmt.Errorf("base: %w", err)
	}
	var out []string
	for _, c := range v.client.Jar.Cookies(u) {
		out = append(out, c.Name+"="+c.Value)
	}
	return strings.Join(out, "; "), nil
}

func (v *Visitor) once(ctx context.Context, method, path string, form url.Values) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := v.client.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end below
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return Answer{Status: res.StatusCode, Location: res.Header.Get("Location"), Body: string(body)}, nil
}

// Complaint is what a visitor fills in; the rest is the same for all.
type Complaint struct {
	Shop  string // slug
	Order string
	Name  string
	Email string
	Today time.Time
}

// step is one page of the form with its answers.
type step struct {
	name string
	form url.Values
}

func (c Complaint) steps() []step {
	told, bought := c.Today.AddDate(0, 0, -10), c.Today.AddDate(0, 0, -30)
	return []step{
		{"told", values(date("told_on", told), "told", "yes", "told_how", "email", "elsewhere", "none")},
		{"problem", values(nil, "category", "faulty")},
		{"order", values(date("purchase", bought), "order", c.Order, "product", "Lamp", "paid", "89,95", "paid_with", "ideal", "business", "no")},
		{"story", values(nil, "story", "De lamp kwam kapot aan. De winkel antwoordt niet op mijn e-mails.")},
		{"wish", values(nil, "remedy", "refund", "amount", "89,95")},
		{"you", values(nil, "name", c.Name, "email", c.Email, "lang", "nl")},
	}
}

func values(v url.Values, pairs ...string) url.Values {
	if v == nil {
		v = url.Values{}
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func date(name string, t time.Time) url.Values {
	return values(nil, name+"-day", strconv.Itoa(t.Day()), name+"-month", strconv.Itoa(int(t.Month())), name+"-year", strconv.Itoa(t.Year()))
}

var draftPath = regexp.MustCompile(`^/klacht/([^/]+)/`)

// Write fills in the form up to the page that asks for the code, which has then been mailed. It gives the draft.
func (v *Visitor) Write(ctx context.Context, c Complaint) (draft string, err error) {
	a, err := v.Post(ctx, "/leden/"+c.Shop+"/klacht", url.Values{"bestelling": {c.Order}})
	if err != nil {
		return "", err
	}
	m := draftPath.FindStringSubmatch(a.Location)
	if m == nil {
		return "", fmt.Errorf("no complaint begun: %d to %q", a.Status, a.Location)
	}
	for _, s := range append(c.steps(), step{"check", url.Values{}}) {
		a, err := v.Post(ctx, "/klacht/"+m[1]+"/"+s.name, s.form)
		if err != nil {
			return "", err
		}
		if a.Status != http.StatusSeeOther {
			return "", fmt.Errorf("step %s: status %d: %s", s.name, a.Status, a.Words())
		}
	}
	return m[1], nil
}

var sentPath = regexp.MustCompile(`^/zaak/([^/]+)/gestuurd$`)

// Sent gives the case number when the answer says that the complaint was sent.
func (a Answer) Sent() (reference string, ok bool) {
	if m := sentPath.FindStringSubmatch(a.Location); m != nil && a.Status == http.StatusSeeOther {
		return m[1], true
	}
	return "", false
}
