package bench

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/api"
	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

const (
	looks     = 200             // warm requests a page
	looksAnew = 60              // requests a page of figures, each after a change
	enough    = 5 * time.Second // no further round for a page that takes this long
	insights  = "insight"
	queues    = "queue"
	others    = "other"
)

// kind of page, and how long 99 of 100 may take (issue: large trustmarks).
var bounds = map[string]time.Duration{insights: 200 * time.Millisecond, queues: 20 * time.Millisecond, others: 20 * time.Millisecond}

// page is one address, or several of a kind, as somebody asks for it.
type page struct {
	name, kind string
	calls      []call
	once       bool // each call is another, and made once: what is asked for was never counted
}

// BenchmarkLarge measures pages on ten thousand cases and on as many as were asked for, and the work of a night. Bounds
// and growth are reported, not asserted: another machine has another clock.
func BenchmarkLarge(b *testing.B) {
	took := map[string]figures{}
	sizes := []int{fewCases, *largest}
	if *only || *largest == fewCases {
		sizes = sizes[1:]
	}
	for _, cases := range sizes {
		s := largeSite(b, cases)
		s.night(b, cases)
		for _, p := range s.pages(b) {
			if !strings.Contains(p.kind+" "+p.name, *pick) {
				continue
			}
			if !p.once {
				load(b, s.addr, 1, http.StatusOK, p.calls[:min(len(p.calls), 20)])
			}
			best := figures{}
			for began, n := time.Now(), 0; n == 0 || n < rounds && time.Since(began) < enough && !p.once; n++ {
				runtime.GC()
				if f := load(b, s.addr, 1, http.StatusOK, p.calls); best.p99 == 0 || f.p99 < best.p99 {
					best = f
				}
			}
			line := func(kind string, f figures) {
				words := fmt.Sprintf("%8d %-8s %-46s %4d KB  p50 %8.2f ms  p99 %8.2f ms", cases, kind, p.name, size(b, s.addr, p.calls[0])/1000, ms(f.p50), ms(f.p99))
				if small, ok := took[kind+p.name]; ok {
					words += fmt.Sprintf("  grows %.2f", float64(f.p50)/float64(small.p50))
				}
				if f.p99 > bounds[p.kind] {
					words += "  OVER"
				}
				fmt.Println(words)
				took[kind+p.name] = f
			}
			line(p.kind, best)
			if p.kind == insights && !p.once {
				line("… anew", s.anew(b, p.calls[:min(len(p.calls), looksAnew)]))
			}
		}
		fmt.Printf("%8d memory   %-46s %.0f MB\n", cases, "most that was resident, with the clients", float64(peak(b))/1e6)
	}
}

// anew measures a page of figures right after something changed: somewhere in the set, each time at another case.
func (s *site) anew(b *testing.B, calls []call) figures {
	b.Helper()
	some := s.sample(b)
	took := make([]time.Duration, len(calls))
	for i := range calls {
		s.changes++ // so that no case gets the answer that it has
		err := s.Store.Write(b.Context(), store.Act, func(tx *store.Tx) error {
			return tx.UpsertSurvey(b.Context(), db.UpsertSurveyParams{
				Dispute: some[s.changes%len(some)].ID, Party: "consumer", Understood: 1, Story: 1, Fair: int64(1 + (s.changes+s.changes/len(some))%5), At: s.Clerk.Now().UnixMilli(),
			})
		})
		if err != nil {
			b.Fatal(err)
		}
		took[i] = load(b, s.addr, 1, http.StatusOK, calls[i:i+1]).p50
	}
	slices.Sort(took)
	return figures{p50: took[len(took)/2], p99: took[len(took)*99/100]}
}

// size gives how long an answer is, in bytes: a list that is fuller takes longer.
func size(b *testing.B, addr string, c call) int {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // all that matters was read
	if _, err := conn.Write(c); err != nil {
		b.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err == nil {
		err = res.Body.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return len(body)
}

// peak gives the most memory that was resident since the set was opened, in bytes.
func peak(b *testing.B) int {
	b.Helper()
	return statusOf(b, os.Getpid(), "VmHWM:")
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// night measures the first reading of the figures and what the program does at night: a day of deadlines comes at once.
func (s *site) night(b *testing.B, cases int) {
	b.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	read := time.Now()
	if _, _, err := s.Quality.Figures(b.Context()); err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	fmt.Printf("%8d start    %-46s %.2f s, %.0f MB\n", cases, "facts read into memory", time.Since(read).Seconds(), float64(after.HeapAlloc-before.HeapAlloc)/1e6)
	s.ahead.Add(int64(24 * time.Hour))
	night := time.Now()
	for _, w := range []struct {
		name string
		do   func() error
	}{
		{"deadlines of a day", func() error {
			for {
				if n, err := s.Clerk.Sweep(b.Context()); n == 0 || err != nil {
					return err
				}
			}
		}},
		{"look for signals among all members", func() error { return s.Quality.Round(b.Context()) }},
		{"erase what may not be kept", func() error { return s.Worker.Keeper.Round(b.Context()) }},
		{"what changed, for other programs", func() error { s.follow(b); return s.Hooks.Round(b.Context()) }},
	} {
		t := time.Now()
		if err := w.do(); err != nil {
			b.Fatalf("%s: %v", w.name, err)
		}
		fmt.Printf("%8d night    %-46s %.2f s\n", cases, w.name, time.Since(t).Seconds())
	}
	fmt.Printf("%8d night    %-46s %.2f s\n", cases, "all of it", time.Since(night).Seconds())
}

// allCases is a download of every case of a period, no page: it grows with what is in it.
const allCases = "/staf/inzicht/zaken.csv"

var csvLink = regexp.MustCompile(`href="(/staf/inzicht/[^"]*)\.csv`)

// pages lists what is measured: all of insight, the queue and its lists, searches, and what members and programs open.
func (s *site) pages(b *testing.B) []page {
	b.Helper()
	desk := s.desk(b)
	staff := func(id string) string {
		token, err := s.Accounts.SignInStaff(b.Context(), id, "")
		if err != nil {
			b.Fatal(err)
		}
		return "staff=" + token
	}
	office, mediator := staff(desk[0]), staff(desk[2])
	var out []page
	add := func(kind, cookie string, paths ...string) {
		calls := make([]call, len(paths))
		for i, p := range paths {
			calls[i] = get(p, cookie)
		}
		out = append(out, page{name: paths[0], kind: kind, calls: slices.Repeat(calls, looks/len(calls))})
	}
	member := s.largest(b)
	add(insights, office, "/staf/inzicht")
	add(insights, office, "/staf/inzicht?periode=vorig-kwartaal")
	add(insights, office, "/staf/inzicht/evaluatie")
	for _, path := range s.csvs(b, office, "/staf/inzicht", "/staf/inzicht/evaluatie") {
		add(insights, office, path)
	}
	add(insights, office, "/staf/inzicht/uitleg")
	add(insights, office, "/staf/inzicht/signalen")
	add(insights, office, "/staf/leden/"+member.ID)
	add(insights, office, fmt.Sprintf("/staf/jaarverslag/%d", s.Clerk.Now().Year()-1))
	for _, view := range []string{"mine", "unassigned", "today", "late", "all", "look"} {
		add(queues, mediator, "/staf?view="+view)
	}
	add(queues, mediator, "/staf?view=all&soort=faulty&termijn=late")
	add(queues, mediator, "/staf/zaken")
	sample := s.sample(b)
	for _, q := range []func(db.Dispute) string{
		func(d db.Dispute) string { return d.Reference },
		func(d db.Dispute) string { return strings.ReplaceAll(d.ConsumerName, " ", "+") },
		func(d db.Dispute) string { return d.OrderNumber },
		func(d db.Dispute) string {
			return "klant" + strings.TrimPrefix(d.ConsumerName, "Klant ") + "@voorbeeld.example"
		},
	} {
		var paths []string
		for _, d := range sample {
			paths = append(paths, "/staf/zaken?q="+q(d))
		}
		if strings.HasPrefix(q(sample[0]), sample[0].Reference) {
			for i, d := range sample {
				paths[i] = "/staf/zaken/" + d.Reference
			}
		}
		add(queues, mediator, paths...)
	}
	shop, err := s.Accounts.SignInShop(b.Context(), registry.Addresses(member)[0], "")
	if err != nil {
		b.Fatal(err)
	}
	add(others, "shop="+shop, "/winkel")
	add(insights, "shop="+shop, "/winkel/cijfers")
	add(others, "", "/leden/"+member.Slug)
	add(others, "", "/leden?q=winkel+42")
	add(others, "", "/uitspraken")
	out = append(out, s.ownPeriods(office, "/staf/inzicht"), s.ownPeriods(office, "/staf/inzicht/evaluatie"))
	return append(out, s.programs(b)...)
}

// ownPeriods asks for a page with years that nobody asked for before, as the first visitor of a day does: each begins on
// another day.
func (s *site) ownPeriods(cookie, path string) page {
	p := page{name: path + ", a new period", kind: insights, once: true}
	today := procedure.DateOf(s.Clerk.Now())
	for i := range looksAnew {
		from, to := insight.LastMonths(today.AddDays(-i-1), 12), today.AddDays(-i-1)
		p.calls = append(p.calls, get(fmt.Sprintf("%s?periode=eigen&van-day=%d&van-month=%d&van-year=%d&tot-day=%d&tot-month=%d&tot-year=%d",
			path, from.Day, from.Month, from.Year, to.Day, to.Month, to.Year), cookie))
	}
	return p
}

// programs are the answers of the API.
func (s *site) programs(b *testing.B) []page {
	b.Helper()
	token, err := s.Tokens.Create(b.Context(), "large", "", []api.Scope{api.CasesRead, api.MembersRead, api.MembersWrite})
	if err != nil {
		b.Fatal(err)
	}
	ask := func(path string) page {
		c := call("GET " + api.Prefix + path + " HTTP/1.1\r\nHost: wederhoor.test\r\nAuthorization: Bearer " + token + "\r\n\r\n")
		return page{name: api.Prefix + path, kind: others, calls: slices.Repeat([]call{c}, looks)}
	}
	puts := make([]call, looks)
	for i := range puts {
		m := s.members[i]
		body := fmt.Sprintf(`{"name":%q,"domains":["winkel%s.example"],"emails":["klachten@winkel%s.example"],"sector":"sector 1","member_since":"2014-03-01","orders_per_year":%d,"orders_source":"measured"}`,
			m.Name, m.ID, m.ID, 1000+i)
		puts[i] = fmt.Appendf(nil, "PUT %s/members/%s HTTP/1.1\r\nHost: wederhoor.test\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
			api.Prefix, m.ID, token, len(body), body)
	}
	return []page{ask("/cases"), ask("/members"), {name: "PUT " + api.Prefix + "/members/…", kind: others, calls: puts}}
}

// largest gives the member with the most cases.
func (s *site) largest(b *testing.B) db.Member {
	b.Helper()
	v, _, err := s.Quality.Figures(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	best := s.members[0]
	for _, m := range s.members {
		if len(v.Facts(m.ID)) > len(v.Facts(best.ID)) {
			best = m
		}
	}
	return best
}

// sample gives some cases from all over the set.
func (s *site) sample(b *testing.B) []db.Dispute {
	b.Helper()
	v, _, err := s.Quality.Figures(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	var out []db.Dispute
	for len(out) < 50 {
		facts := v.Facts(s.members[r.IntN(len(s.members))].ID)
		if len(facts) == 0 {
			continue
		}
		d, err := s.Store.Queries().DisputeByID(b.Context(), facts[r.IntN(len(facts))].Dispute)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

// csvs gives the addresses of the tables that pages link to.
func (s *site) csvs(b *testing.B, cookie string, from ...string) []string {
	b.Helper()
	var out []string
	for _, path := range from {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+s.addr+path, http.NoBody)
		if err != nil {
			b.Fatal(err)
		}
		req.Host = "wederhoor.test"
		req.Header.Set("Cookie", cookie)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err == nil {
			err = res.Body.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
		for _, m := range csvLink.FindAllStringSubmatch(string(body), -1) {
			if at := m[1] + ".csv"; !slices.Contains(out, at) && at != allCases {
				out = append(out, at)
			}
		}
	}
	if len(out) < 8 {
		b.Fatalf("only the tables %v", out)
	}
	return out
}
