package browser

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// demo is the real binary, playing the demo on a port of its own.
type demo struct {
	base        *url.URL
	bin, folder string
	played      map[string]bool // numbers of the cases that the demo plays
}

func startDemo(t *testing.T) demo {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "wederhoor")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "wederhoor").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "demo")
	cmd := exec.CommandContext(t.Context(), bin, "demo", "--folder", folder)
	cmd.Env = append(os.Environ(), "WEDERHOOR_SERVER_LISTEN="+addr, "WEDERHOOR_ORGANISATION_PUBLIC_URL=http://"+addr, "WEDERHOOR_LIMITS_LINKS=0", "WEDERHOOR_LIMITS_CODES=0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	said := filepath.Join(dir, "said")
	out, err := os.Create(said)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close() //nolint:errcheck // the demo has it open itself
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // it was told to stop by the end of the context
	base, err := url.Parse("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for range 1200 { // it makes its cases first, beside whatever else the machine does
		if res, err := http.Get(base.String() + "/livez"); err == nil { //nolint:noctx // ends with the test's process
			_ = res.Body.Close()
			return demo{base, bin, folder, map[string]bool{}}
		}
		<-tick.C
	}
	words, err := os.ReadFile(said)
	t.Fatalf("the demo did not start: %s %v", words, err)
	return demo{}
}

// person steps into a role of the demo and gives the browser's cookies and where it came.
func (d demo) person(t *testing.T, name string) (*http.Client, string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	if name == "" {
		return c, "/"
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.base.String()+"/demo/als/"+name, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	if res.StatusCode != http.StatusOK {
		t.Fatalf("stepping in as %s gives %d", name, res.StatusCode)
	}
	return c, res.Request.URL.Path
}

func get(t *testing.T, c *http.Client, address string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return res.StatusCode, ""
	}
	return res.StatusCode, string(b)
}

var href = regexp.MustCompile(`<a [^>]*href="(/[^"#]*)"`)

// pages follows the links of a person from where they came and gives one address of each kind of page.
func (d demo) pages(t *testing.T, c *http.Client, start string, seen map[string]bool) []string {
	t.Helper()
	var out []string
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		path := strings.ReplaceAll(queue[0], "&amp;", "&")
		kind := d.kind(strings.SplitN(path, "?", 2)[0])
		if seen[kind] || strings.Contains(path, "/html") || strings.Contains(path, "lang=") {
			continue
		}
		seen[kind] = true
		status, body := get(t, c, d.base.String()+path)
		if status >= 500 {
			t.Errorf("GET %s gives %d", path, status)
		}
		if strings.Contains(body, "‹") {
			t.Errorf("GET %s shows a text that is not in the catalogue: %s", path, body[strings.Index(body, "‹"):][:60])
		}
		if body == "" {
			continue
		}
		out = append(out, path)
		for _, m := range href.FindAllStringSubmatch(body, -1) {
			queue = append(queue, m[1])
		}
	}
	return out
}

// kind is the shape of an address. The cases that the demo plays stand for the states of a case: staff's pages of each
// are looked at.
func (d demo) kind(path string) string {
	if strings.HasPrefix(path, "/staf/zaken/") {
		return shape(path, d.played)
	}
	return shape(path, nil)
}

// people are those who are stepped into; each sees kinds of pages that the others do not.
func (d demo) people(t *testing.T) []string {
	t.Helper()
	_, body := get(t, http.DefaultClient, d.base.String()+"/demo")
	var out []string
	for _, m := range regexp.MustCompile(`action="/demo/als/([^"]+)"`).FindAllStringSubmatch(body, -1) {
		out = append(out, m[1])
		if _, number, is := strings.Cut(m[1], "-"); is {
			d.played[number] = true
		}
	}
	if len(out) < 10 {
		t.Fatalf("the demo has only the people %v", out)
	}
	return append([]string{""}, out...)
}

// TestEveryPage looks at one page of each kind as each person, with and without errors.
func TestEveryPage(t *testing.T) {
	d := startDemo(t)
	ctx := chrome(t)
	looked, states := 0, map[string]bool{}
	for _, name := range d.people(t) {
		c, start := d.person(t, name)
		if err := lend(ctx, d.base, c.Jar); err != nil {
			t.Fatal(err)
		}
		// The pages of a case differ by its state: the case page itself is looked at for each.
		mine := map[string]bool{}
		for k := range states {
			mine[k] = k != "/zaak/*" && k != "/winkel/zaken/*"
		}
		for _, path := range d.pages(t, c, start, mine) {
			d.check(t, ctx, name, path)
			looked++
		}
		for k := range mine {
			states[k] = true
		}
	}
	t.Logf("%d pages looked at, %d kinds", looked, len(states))
}

// pictured are the pages of the demo of which the documents show a picture.
var pictured = map[string]string{"bemiddelaar /staf": "queue", "bemiddelaar /staf/inzicht": "insight"}

func (d demo) check(t *testing.T, ctx context.Context, name, path string) {
	t.Helper()
	wrong, err := look(ctx, d.base.String()+path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, w := range wrong {
		t.Errorf("%s as %q: %s", path, name, w)
	}
	if picture := pictured[name+" "+path]; picture != "" {
		if err := draw(ctx, picture, 1280); err != nil {
			t.Fatal(err)
		}
	}
	d.checkErrors(t, ctx, name, path)
}

// emptyForm finds the first form of the page that asks for something and takes out what is filled in.
const emptyForm = `(() => { const f = [...document.querySelectorAll('form.app-form')].find(f => f.method === 'post' && f.querySelector('textarea, input[type=radio], input[type=text], input[type=email]') && !f.querySelector('input:checked')); if (!f) return null; f.querySelectorAll('textarea, input[type=text], input[type=email]').forEach(i => { if (!i.name.match(/version|website/)) i.value = '' }); window.emptied = f; return f })()`

// checkErrors looks at the page as it is when nothing was filled in.
func (d demo) checkErrors(t *testing.T, ctx context.Context, name, path string) {
	t.Helper()
	has, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!!(`+emptyForm+`)`))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if !has {
		return
	}
	if _, err := chromedp.RunResponse(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`setTimeout(() => window.emptied.submit(), 0) > 0`))
		return err
	})); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, w := range []int64{320, 1280} {
		wrong, err := here(ctx, w)
		if err != nil {
			t.Fatalf("%s with errors: %v", path, err)
		}
		for _, x := range wrong {
			t.Errorf("%s as %q with errors: %s", path, name, x)
		}
	}
}

// squeezed finds words in a box so narrow that their letters stand below one another; what only a screen reader reads
// and what stands outside of the page is left out.
const squeezed = `[...document.querySelectorAll('main *')].filter(e => {
	if (e.closest('svg') || !e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 4)) return false
	for (let p = e; p; p = p.parentElement) {
		const r = p.getBoundingClientRect()
		if (r.width <= 2 || r.right < 0 || getComputedStyle(p).clipPath !== 'none') return false
	}
	const s = getComputedStyle(e), box = e.getBoundingClientRect(), line = parseFloat(s.lineHeight) || 1.3 * parseFloat(s.fontSize)
	return box.width < 30 && box.height > 3 * line
}).map(e => e.textContent.trim().slice(0, 40))`

// widest names the innermost elements without which the page would be less wide.
const widest = `(() => {
	const wide = () => document.documentElement.scrollWidth, before = wide()
	const found = [...document.querySelectorAll('body *')].filter(e => {
		const was = e.style.display
		e.style.display = 'none'
		const less = wide() < before
		e.style.display = was
		return less
	})
	return found.filter(e => !found.some(f => f !== e && e.contains(f))).map(e => e.outerHTML.slice(0, 80))
})()`

// here looks at the page that is open.
func here(ctx context.Context, width int64) ([]string, error) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		return nil, err
	}
	over, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
	if err != nil {
		return nil, err
	}
	var wrong []string
	if over > 0 {
		by, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](widest))
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, fmt.Sprintf("%d px: %d px of sideways scrolling, by %q", width, over, by))
	}
	thin, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](squeezed))
	if err != nil {
		return nil, err
	}
	for _, words := range thin {
		wrong = append(wrong, fmt.Sprintf("%d px: %q stands one letter to a line", width, words))
	}
	src, err := axe()
	if err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](src+";0")); err != nil {
		return nil, err
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](runAxe, chromedp.EvalAwaitPromise))
	for _, f := range found {
		wrong = append(wrong, fmt.Sprintf("%d px: %s", width, f))
	}
	return wrong, err
}
