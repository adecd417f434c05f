package browser

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wederhoor/internal/tests/world"
)

// phone is the width at which journeys are played.
const phone = 390

// mostWait bounds how long a page may take before a play stops.
const mostWait = 30 * time.Second

// picturesEnv names the variable with which a run of the tests draws the pictures of the documents anew. It does not begin
// as settings do: the demo takes no setting that it does not know.
const picturesEnv = "PICTURES"

// screen is the browser of one person in Chromium, with cookies of its own. It clicks and types as a hand does.
type screen struct {
	t      *testing.T
	w      *world.World
	ctx    context.Context
	status int
	looked map[string]bool // kinds of pages that axe has seen, of everybody
}

// onScreen gives a screen for each name of a play.
func onScreen(t *testing.T, w *world.World, looked map[string]bool) func(name string) world.Visitor {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		policy := rw.Header() // the site names the real provider's pages, over TLS; the simulator stands in for them
		w.ServeHTTP(&checkout{ResponseWriter: rw, header: policy}, r)
	}))
	t.Cleanup(srv.Close)
	site, err := url.Parse(world.Base)
	if err != nil {
		t.Fatal(err)
	}
	ctx := chrome(t,
		chromedp.Flag("host-resolver-rules", "MAP "+site.Host+":80 "+strings.TrimPrefix(srv.URL, "http://")),
		chromedp.Flag("unsafely-treat-insecure-origin-as-secure", world.Base), // stands in for TLS, as a site has it
	)
	if err := chromedp.Do(ctx); err != nil { // starts Chromium, in which each person gets a profile
		t.Fatal(err)
	}
	people := map[string]*screen{}
	return func(name string) world.Visitor {
		if people[name] == nil {
			own, stop := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
			t.Cleanup(stop)
			if err := chromedp.Do(own, chromedp.EmulateViewport(phone, 844)); err != nil {
				t.Fatal(err)
			}
			people[name] = &screen{t: t, w: w, ctx: own, looked: looked}
		}
		return people[name]
	}
}

type checkout struct {
	http.ResponseWriter
	header http.Header
	sent   bool
}

func (c *checkout) WriteHeader(status int) {
	c.sent = true
	const own = "form-action 'self'"
	policy := c.header.Get("Content-Security-Policy")
	c.header.Set("Content-Security-Policy", strings.Replace(policy, own, own+" http://127.0.0.1:*", 1))
	c.ResponseWriter.WriteHeader(status)
}

func (c *checkout) Write(b []byte) (int, error) {
	if !c.sent {
		c.WriteHeader(http.StatusOK)
	}
	return c.ResponseWriter.Write(b)
}

// goes does what leads to another page, waits for it, and looks at it.
func (s *screen) goes(step chromedp.Action[chromedp.Void]) error {
	s.w.Set(s.w.Now().Add(time.Millisecond))
	ctx, stop := context.WithTimeout(s.ctx, mostWait)
	defer stop()
	res, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		return fmt.Errorf("no page came: %w", err)
	}
	s.status = int(res.Status)
	s.w.Work()
	return s.look()
}

// look lets axe see each kind of page once, at every width, and goes back to the phone.
func (s *screen) look() error {
	path := s.Path()
	kind := shape(path, nil) + " " + strconv.Itoa(s.status)
	if s.looked[kind] || !s.ours() {
		return nil
	}
	s.looked[kind] = true
	for _, width := range widths {
		wrong, err := here(s.ctx, width)
		if err != nil {
			return err
		}
		for _, x := range wrong {
			s.t.Errorf("%s (%d): %s", path, s.status, x)
		}
	}
	return chromedp.Do(s.ctx, chromedp.EmulateViewport(phone, 844))
}

func (s *screen) ours() bool {
	at, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`location.origin`))
	return err == nil && at == world.Base
}

// Visit opens an address.
func (s *screen) Visit(target string) error {
	to, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`location.href`))
	if err != nil {
		return err
	}
	from, err := url.Parse(to)
	if err != nil {
		return err
	}
	u, err := from.Parse(target)
	if err != nil {
		return err
	}
	return s.goes(chromedp.Navigate(u.String()))
}

// marks is the attribute by which the thing to click is found again.
const mark = "data-hand"

// find marks the first element of a kind whose words contain the text, and that a hand can reach.
const find = `((kind, text) => {
	document.querySelectorAll('[data-hand]').forEach(e => e.removeAttribute('data-hand'));
	const words = e => e.textContent.replace(/\s+/g, ' ').trim();
	const e = [...document.querySelectorAll(kind)].find(e => e.getAttribute('aria-hidden') !== 'true' && e.getClientRects().length && words(e).includes(text));
	if (!e) return false;
	e.setAttribute('data-hand', '');
	return true;
})(%s, %s)`

func (s *screen) click(kind, text string) error {
	found, err := s.yes(fmt.Sprintf(find, quoted(kind), quoted(text)))
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("no %s %q on %s", kind, text, s.Path())
	}
	return s.goes(chromedp.Click("[" + mark + "]"))
}

// Click follows a link.
func (s *screen) Click(text string) error { return s.click("a[href]", text) }

// Press presses a button.
func (s *screen) Press(text string) error { return s.click("button", text) }

// Fill types in a field, or chooses the one with the value.
func (s *screen) Fill(name, value string) error {
	const kindOf = `((name, value) => {
		document.querySelectorAll('[data-hand]').forEach(e => e.removeAttribute('data-hand'));
		const all = [...document.querySelectorAll('[name="' + name + '"]')];
		const e = all.find(e => (e.type === 'radio' || e.type === 'checkbox') ? e.value === value : e.type !== 'hidden');
		if (!e) return all.length ? 'none' : '';
		e.setAttribute('data-hand', '');
		if (e.type === 'radio' || e.type === 'checkbox') return e.checked ? 'none' : 'choose';
		if (e.tagName === 'SELECT') { e.value = value; return 'none' }
		e.value = '';
		return 'type';
	})(%s, %s)`
	kind, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](fmt.Sprintf(kindOf, quoted(name), quoted(value))))
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(s.ctx, mostWait)
	defer stop()
	switch kind {
	case "":
		return fmt.Errorf("no field %q on %s", name, s.Path())
	case "choose":
		return chromedp.Do(ctx, chromedp.Click("["+mark+"]"))
	case "type":
		if value == "" {
			return nil
		}
		return chromedp.Do(ctx, chromedp.SendKeys("["+mark+"]", value))
	}
	return nil
}

// Pick chooses what has the words in its label.
func (s *screen) Pick(name, label string) error {
	const valueOf = `((name, text) => {
		const e = [...document.querySelectorAll('[name="' + name + '"]')].find(e => [...(e.labels || [])].some(l => l.textContent.replace(/\s+/g, ' ').includes(text)));
		return e ? e.value : '';
	})(%s, %s)`
	value, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](fmt.Sprintf(valueOf, quoted(name), quoted(label))))
	if err != nil {
		return err
	}
	if value == "" {
		return fmt.Errorf("no choice %q of %q on %s", label, name, s.Path())
	}
	return s.Fill(name, value)
}

// Attach chooses a file.
func (s *screen) Attach(name string, f world.File) {
	path := filepath.Join(s.t.TempDir(), f.Name)
	if err := os.WriteFile(path, f.Body, 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := chromedp.Do(s.ctx, chromedp.SetUploadFiles(`input[type=file][name="`+name+`"]`, []string{path})); err != nil {
		s.t.Fatalf("no field %q for a file on %s: %v", name, s.Path(), err)
	}
}

// Post sends a form that was not rendered, which no hand can.
func (s *screen) Post(string, url.Values) error {
	return errors.New("a hand cannot send a form that is not there")
}

// Text gives the words of the page.
func (s *screen) Text() string {
	page, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`document.documentElement.outerHTML`))
	if err != nil {
		s.t.Fatal(err)
	}
	words, err := world.TextOf(page)
	if err != nil {
		s.t.Fatal(err)
	}
	return words
}

// Fields lists the names of the fields of the page.
func (s *screen) Fields() []string {
	out, err := chromedp.Run(s.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll('body [name]')].map(e => e.name)`))
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// Path gives the path of the page.
func (s *screen) Path() string {
	path, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`location.pathname`))
	if err != nil {
		s.t.Fatal(err)
	}
	return path
}

// Code gives the status with which the page was answered.
func (s *screen) Code() int { return s.status }

// Picture draws the page for the documents, when that was asked.
func (s *screen) Picture(name string, width int64) error {
	if err := draw(s.ctx, name, width); err != nil {
		return err
	}
	return chromedp.Do(s.ctx, chromedp.EmulateViewport(phone, 844))
}

// tops are the pictures of long pages that show their beginning alone: how many pixels.
var tops = map[string]int64{"insight": 1640}

// draw keeps a picture of the page that is open for the documents, when that was asked.
func draw(ctx context.Context, name string, width int64) error {
	if os.Getenv(picturesEnv) == "" {
		return nil
	}
	height, part := tops[name]
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, cmp.Or(height, 1200))); err != nil {
		return err
	}
	shot := chromedp.FullScreenshot(100)
	if part {
		shot = chromedp.CaptureScreenshot()
	}
	png, err := chromedp.Run(ctx, shot)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("..", "..", "..", "docs", "pictures", name+".png"), png, 0o644) //nolint:gosec // to be read by all
}

func (s *screen) yes(script string) (bool, error) {
	return chromedp.Run(s.ctx, chromedp.Evaluate[bool](script))
}

// quoted writes a text as a string of a script.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}
