package browser

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// mails gives the links of all letters of the demo, and how many letters there are.
func (d demo) mails(t *testing.T) (links []string, n int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.base.String()+"/demo/mail.json", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	var all []struct{ Links []string }
	if err := json.NewDecoder(res.Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		links = append(links, m.Links...)
	}
	return links, len(all)
}

// log gives what `wederhoor verify` says of the demo's database: the size and the root of everything that happened.
func (d demo) log(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), d.bin, "verify")
	cmd.Env = append(os.Environ(), "WEDERHOOR_DATABASE_FOLDER="+d.folder)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "as it was stored") {
		t.Fatalf("verify: %v\n%s", err, out)
	}
	return string(out)
}

// TestLinksOfLettersChangeNothing opens every link of every letter by GET, by HEAD and in Chromium with script, as mail
// filters do. Nothing may be recorded and no letter may leave.
func TestLinksOfLettersChangeNothing(t *testing.T) {
	d := startDemo(t)
	ctx := chrome(t)
	links, mails := d.mails(t)
	before := d.log(t)
	if len(links) < 50 {
		t.Fatalf("only %d links", len(links))
	}
	for _, l := range links {
		if !strings.HasPrefix(l, d.base.String()+"/") {
			t.Errorf("a letter leads elsewhere: %s", l)
			continue
		}
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			req, err := http.NewRequestWithContext(t.Context(), method, l, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			if err := res.Body.Close(); err != nil {
				t.Fatal(err)
			}
			if res.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s %s gives %d", method, l, res.StatusCode)
			}
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(l)); err != nil {
			t.Fatalf("%s: %v", l, err)
		}
	}
	if after := d.log(t); after != before {
		t.Errorf("opening the links was recorded:\n%s%s", before, after)
	}
	if _, n := d.mails(t); n != mails {
		t.Errorf("opening the links sent %d letters", n-mails)
	}
}
