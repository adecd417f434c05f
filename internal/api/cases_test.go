package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/api"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

type casesPage struct {
	Cases []registry.StandingJSON
	Next  string
	More  bool
}

func (d *door) cases(token, query string) casesPage {
	d.Helper()
	d.follow()
	var p casesPage
	d.want(200, &p, "GET", "/cases?"+query, token, "")
	return p
}

func TestCases(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	all, mine, other := d.token("", api.CasesRead), d.token("1001", api.CasesRead), d.token("1002", api.CasesRead)
	c1 := d.w.Open("1001", "een@voorbeeld.example")
	c2 := d.w.Open("1002", "twee@voorbeeld.example")
	c3 := d.w.Open("1001", "drie@voorbeeld.example")

	p := d.cases(all, "")
	if len(p.Cases) != 3 || p.More || p.Cases[0].Reference != c1.Reference || p.Cases[2].Reference != c3.Reference {
		t.Fatalf("%+v", p)
	}
	for _, k := range p.Cases {
		if k.Stage != "direct" || k.Turn != "shop" || k.Deadline == nil || k.Ended != nil || k.Outcome != "" || k.Order != "" {
			t.Errorf("%+v", k)
		}
	}
	p = d.cases(mine, "")
	if len(p.Cases) != 2 || p.Cases[0].Member != "1001" || p.Cases[1].Member != "1001" || p.Cases[0].Order == "" {
		t.Fatalf("%+v", p)
	}
	theirs, none := d.ask("GET", "/cases/"+c2.Reference, mine, ""), d.ask("GET", "/cases/2222-2222", mine, "")
	if theirs.body != none.body || theirs.status != 404 || none.status != 404 {
		t.Errorf("another's and no case answer otherwise:\n%s\n%s", theirs.body, none.body)
	}
	d.want(200, nil, "GET", "/cases/"+c2.Reference, other, "")
	d.want(200, nil, "GET", "/cases/"+strings.ToLower(strings.ReplaceAll(c2.Reference, "-", "")), all, "")

	// Only what changed since comes behind the cursor.
	seen := p.Next
	if p = d.cases(mine, "cursor="+seen); len(p.Cases) != 0 || p.Next != seen {
		t.Errorf("%+v", p)
	}
	d.w.Advance(time.Hour)
	before := d.w.Now()
	c1.Act(c1.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "De lamp was heel.")}
	})
	if p = d.cases(mine, "cursor="+seen); len(p.Cases) != 1 || p.Cases[0].Reference != c1.Reference || p.Cases[0].Turn != "consumer" {
		t.Errorf("%+v", p)
	}
	if p = d.cases(all, "updated_since="+url.QueryEscape(before.Format(time.RFC3339Nano))); len(p.Cases) != 1 {
		t.Errorf("%+v", p)
	}
	c1.Act(c1.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	d.follow()
	var k registry.StandingJSON
	d.want(200, &k, "GET", "/cases/"+c1.Reference, mine, "")
	if k.Stage != "ended" || k.Turn != "closed" || k.Outcome != "withdrawn" || k.Ended == nil || k.Deadline != nil {
		t.Errorf("%+v", k)
	}
	p = d.cases(all, "limit=1")
	if len(p.Cases) != 1 || !p.More {
		t.Errorf("%+v", p)
	}
	if q := d.cases(all, "limit=2&cursor="+p.Next); len(q.Cases) != 2 || q.More {
		t.Errorf("%+v", q)
	}
	d.refused(d.ask("GET", "/cases?cursor=!", all, ""), 422, "invalid")
	d.refused(d.ask("GET", "/cases?cursor=zzzzzzzzzzzzzzzzzzzz", all, ""), 422, "invalid")
	d.refused(d.ask("GET", "/cases?updated_since=yesterday", all, ""), 422, "invalid")
}

// TestNobodyHearsOfWhatIsNotTheirs: before the shop was told its own systems know nothing; a private word, a note and a
// blind answer change no row of the other, and no word or address of a person is in any answer.
func TestNobodyHearsOfWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	all, mine := d.token("", api.CasesRead), d.token("1001", api.CasesRead)
	held := d.w.Open("1001", "wacht@voorbeeld.example", procedure.GroundTooOld)
	d.follow()
	d.want(200, nil, "GET", "/cases/"+held.Reference, all, "")
	d.refused(d.ask("GET", "/cases/"+held.Reference, mine, ""), 404, "notfound")

	c := d.w.Open("1001", "arjan@voorbeeld.example")
	c.Act(c.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "De lamp was heel.")}
	})
	c.Act(c.Consumer(procedure.ByBrowser), func(*registry.Writing) procedure.Command { return procedure.Choose{Choice: procedure.ChooseHelp} })
	sanne, _, err := d.w.House.Accounts.StaffByEmail(t.Context(), "sanne@keurmerk.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.w.House.Clerk.Assign(t.Context(), c.View(), 0, sanne.ID, ""); err != nil {
		t.Fatal(err)
	}
	viewer := c.StaffViewer()
	viewer.Actor.ID = sanne.ID
	d.follow()
	var before, after registry.StandingJSON
	d.want(200, &before, "GET", "/cases/"+c.Reference, mine, "")
	c.Act(viewer, func(w *registry.Writing) procedure.Command {
		return procedure.SendPrivate{PrivateSent: procedure.PrivateSent{ID: w.NewID(), Side: procedure.Consumer, Text: w.Private(procedure.Consumer, "ALLEEN-BEMIDDELING")}}
	})
	d.w.Advance(26 * time.Hour)
	c.Act(c.Consumer(procedure.ByBrowser), func(w *registry.Writing) procedure.Command {
		return procedure.SendPrivate{PrivateSent: procedure.PrivateSent{ID: w.NewID(), Side: procedure.Consumer, Text: w.Private(procedure.Consumer, "ALLEEN-BEMIDDELING")}}
	})
	d.follow()
	d.want(200, &after, "GET", "/cases/"+c.Reference, mine, "")
	if a, b := asJSON(t, before), asJSON(t, after); a != b {
		t.Errorf("a private word shows:\n%s\n%s", a, b)
	}
	for _, token := range []string{all, mine} {
		a := d.want(200, nil, "GET", "/cases", token, "")
		for _, secret := range []string{"@", "GEHEIM", "ALLEEN-BEMIDDELING", "lamp", "Arjan", sanne.ID} {
			if strings.Contains(a.body, secret) {
				t.Errorf("%q is in %s", secret, a.body)
			}
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// ear is a receiver of webhooks.
type ear struct {
	mu  sync.Mutex
	got []string // type and what it is about
}

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	var m struct {
		Type string
		Data struct {
			Reference string
			ID        string `json:"external_id"`
		}
	}
	if err != nil || json.Unmarshal(b, &m) != nil || strings.Contains(string(b), "@") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.got = append(e.got, strings.TrimSpace(m.Type+" "+m.Data.Reference+m.Data.ID))
}

func (e *ear) take() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := strings.Join(e.got, ", ")
	e.got = nil
	return out
}

func TestWebhooks(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	var house, mine, other ear
	urls := map[*ear]string{}
	for _, e := range []*ear{&house, &mine, &other} {
		srv := httptest.NewServer(e)
		t.Cleanup(srv.Close)
		urls[e] = srv.URL
	}
	all := d.token("", api.Scopes()...)
	create := func(token string, e *ear, events string) string {
		t.Helper()
		var made struct{ ID, Secret string }
		d.want(201, &made, "POST", "/webhooks", token, `{"url":"`+urls[e]+`","events":[`+events+`]}`)
		if !strings.HasPrefix(made.Secret, "whsec_") {
			t.Errorf("secret %q", made.Secret)
		}
		return made.ID
	}
	const everything = `"case.opened","case.changed","case.ended","member.changed"`
	d.follow() // the members of the world are no news
	first := create(all, &house, everything)
	second := create(d.token("1001", api.CasesRead, api.MembersRead, api.WebhooksManage), &mine, everything)
	create(d.token("1002", api.CasesRead, api.MembersRead, api.WebhooksManage), &other, `"case.ended","member.changed"`)

	c := d.w.Open("1001", "een@voorbeeld.example")
	d.follow()
	if got := house.take(); !strings.HasPrefix(got, "case.opened "+c.Reference) {
		t.Errorf("trustmark: %s", got)
	}
	if got := mine.take(); got != "case.opened "+c.Reference {
		t.Errorf("member: %s", got)
	}
	c.Act(c.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "De lamp was heel.")}
	})
	d.follow()
	if got := mine.take(); got != "case.changed "+c.Reference {
		t.Errorf("member: %s", got)
	}
	house.take()
	c.Act(c.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	d.follow()
	if a, b := house.take(), mine.take(); a != "case.ended "+c.Reference || a != b {
		t.Errorf("%s; %s", a, b)
	}
	d.want(200, nil, "PATCH", "/members/1001", all, `{"orders_per_year":99,"orders_source":"stated"}`)
	d.want(200, nil, "PATCH", "/members/1001", all, `{"orders_per_year":99,"orders_source":"stated"}`)
	d.follow()
	if a, b := house.take(), mine.take(); a != "member.changed 1001" || a != b {
		t.Errorf("%s; %s", a, b)
	}
	if got := other.take(); got != "" {
		t.Errorf("another member: %s", got)
	}

	d.want(202, nil, "POST", "/webhooks/"+first+"/test", all, "")
	d.follow()
	var list struct {
		Webhooks []struct {
			ID       string
			Disabled *string
			Last     struct{ Type, Status string }
		}
	}
	d.want(200, &list, "GET", "/webhooks", all, "")
	if house.take() != "webhook.test" || len(list.Webhooks) != 1 || list.Webhooks[0].Last.Type != "webhook.test" || list.Webhooks[0].Last.Status != "delivered" {
		t.Errorf("%+v", list)
	}
	// The webhooks of another are as none.
	for _, path := range []string{"/webhooks/" + second, "/webhooks/none"} {
		d.refused(d.ask("DELETE", path, all, ""), 404, "notfound")
		d.refused(d.ask("POST", path+"/test", all, ""), 404, "notfound")
	}
	d.want(204, nil, "DELETE", "/webhooks/"+first, all, "")
	d.want(200, nil, "PATCH", "/members/1001", all, `{"orders_per_year":100,"orders_source":"stated"}`)
	d.follow()
	if house.take() != "" || mine.take() == "" {
		t.Error("a deleted webhook is called, or the other is not")
	}
	// A revoked token takes its webhooks with it.
	extra := d.token("", api.Scopes()...)
	create(extra, &house, everything)
	if n, err := d.tokens.Revoke(t.Context(), extra[3:19]); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
	d.want(200, nil, "PATCH", "/members/1001", all, `{"orders_per_year":101,"orders_source":"stated"}`)
	d.follow()
	if house.take() != "" {
		t.Error("a webhook of a revoked token is called")
	}
	for range 9 {
		create(all, &house, `"case.opened"`)
	}
	d.refused(d.ask("POST", "/webhooks", all, `{"url":"`+urls[&house]+`","events":["case.opened"]}`), 422, "invalid")
	d.refused(d.ask("POST", "/webhooks", d.token("1001", api.WebhooksManage), `{"url":"`+urls[&house]+`","events":["member.changed"]}`), 403, "scope")
	d.refused(d.ask("POST", "/webhooks", all, `{"url":"ftp://x","events":["case.opened"]}`), 422, "invalid")
	d.refused(d.ask("POST", "/webhooks", all, `{"url":"https://x.example","events":["case.deleted"]}`), 422, "invalid")
}
