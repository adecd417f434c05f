// Package browser looks at every page of the demo in Chromium: axe-core, no sideways scrolling, no script needed.
package browser

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// chrome starts one Chromium.
func chrome(t *testing.T, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	ctx, stop := chromedp.NewExecAllocator(t.Context(), append(append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	), more...)...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	return ctx
}

// axe gives the source of axe-core, as npm installed it.
var axe = sync.OnceValues(func() (string, error) {
	b, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	return string(b), err
})

const runAxe = `axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}})
	.then(r => r.violations.map(v => v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))`

// widths are the phone of the law (320), a common phone and a desk.
var widths = []int64{320, 390, 1280}

// look opens a page at each width and gives what is not right with it.
func look(ctx context.Context, address string) ([]string, error) {
	var wrong []string
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	for _, w := range widths {
		found, err := here(ctx, w)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

// lend gives Chromium the cookies that a client has for the site.
func lend(ctx context.Context, site *url.URL, jar http.CookieJar) error {
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
		return err
	})); err != nil {
		return err
	}
	for _, c := range jar.Cookies(site) {
		err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: site.String()})
			return err
		}))
		if err != nil {
			return err
		}
	}
	return nil
}

var reference = regexp.MustCompile(`^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$`)

// shape gives the route behind an address, so that one page of each kind is looked at: what differs between cases is
// replaced, but for the numbers of cases in apart.
func shape(path string, apart map[string]bool) string {
	parts := strings.Split(path, "/")
	if len(parts) > 2 && parts[1] == "leden" {
		parts[2] = "*"
	}
	for i, p := range parts {
		named := reference.MatchString(p) || len(p) >= 8 && strings.ContainsAny(p, "23456789")
		if named && !apart[p] || i > 0 && parts[i-1] == "mail" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}
