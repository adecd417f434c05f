package jobs_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/jobs"
	"wederhoor/internal/pay"
	"wederhoor/internal/pay/simulator"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

const tillKey = "test_tilltilltilltilltilltill"

// shopfloor is a yard with a till, a provider, and a case in which a ruling was asked for.
type shopfloor struct {
	*yard
	till  *jobs.Till
	kassa *simulator.Simulator
	id    string
}

func newTill(t *testing.T) *shopfloor {
	t.Helper()
	f := &shopfloor{yard: newYard(t)}
	f.kassa = simulator.New(simulator.Config{Key: tillKey, Now: f.Now, Seed: "till", Notify: func(string, url.Values) {}})
	srv := httptest.NewServer(f.kassa)
	t.Cleanup(srv.Close)
	client, err := pay.New(pay.Config{BaseURL: srv.URL + "/v2", Key: tillKey, Now: f.Now, Tries: 1})
	f.must(err)
	words, err := text.Load(nil)
	f.must(err)
	f.till = &jobs.Till{Clerk: f.clerk, Client: client, Text: words, Base: "https://klacht.example", Name: "Keurmerk", Log: f.worker.Log}
	f.worker.Till = f.till
	f.id = f.asked()
	return f
}

func (f *shopfloor) consumer(dispute string) registry.Viewer {
	return registry.Viewer{Actor: procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: procedure.ByCode}, Dispute: dispute}
}

func (f *shopfloor) act(v registry.Viewer, dispute string, c func(w *registry.Writing) procedure.Command) {
	f.t.Helper()
	f.must(f.clerk.Act(f.t.Context(), v, dispute, 0, c))
	f.drain()
}

// asked opens a case and brings it to a ruling that was asked for: the shop contests, leaves the mediation.
func (f *shopfloor) asked() string {
	f.t.Helper()
	o := f.open()
	f.drain()
	shop := registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "s", Proof: procedure.ByCode}, Members: []string{"1001"}}
	f.act(shop, o.ID, func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "nee")}
	})
	f.act(f.consumer(o.ID), o.ID, func(*registry.Writing) procedure.Command { return procedure.Choose{Choice: procedure.ChooseHelp} })
	f.act(shop, o.ID, func(*registry.Writing) procedure.Command { return procedure.LeaveMediation{} })
	f.act(f.consumer(o.ID), o.ID, func(w *registry.Writing) procedure.Command {
		return procedure.RequestRuling{RulingRequested: procedure.RulingRequested{
			Points:   []procedure.ClaimPoint{{ID: "1", Remedy: "refund", Amount: 8995}},
			Consents: "1", Text: w.Text(registry.KindConsents, "{}"),
		}}
	})
	return o.ID
}

func (f *shopfloor) drain() {
	f.t.Helper()
	f.must(f.worker.Drain(f.t.Context()))
}

// start begins a payment; its id here, and at the provider.
func (f *shopfloor) start(dispute string) (ours, theirs string) {
	f.t.Helper()
	id, err := f.clerk.StartPayment(f.t.Context(), f.consumer(dispute), dispute, 0)
	f.must(err)
	_, err = f.till.Checkout(f.t.Context(), dispute, id, "/terug", text.NL)
	f.must(err)
	all := f.kassa.Payments()
	return id, all[len(all)-1].ID
}

func (f *shopfloor) view() registry.View {
	f.t.Helper()
	v, err := f.clerk.View(f.t.Context(), f.consumer(f.id), f.id)
	f.must(err)
	return v
}

func (f *shopfloor) notice(id string) {
	f.t.Helper()
	r := httptest.NewRequestWithContext(f.t.Context(), http.MethodPost, jobs.NoticePath, strings.NewReader("id="+url.QueryEscape(id)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f.must(f.till.Notice(f.t.Context(), r))
}

func (f *shopfloor) wants(task procedure.TaskKind) {
	f.t.Helper()
	if got := f.view().Status.Task; got != task {
		f.t.Fatalf("task %q, want %q", got, task)
	}
}

// refunds gives what went back of all payments, in cents.
func (f *shopfloor) refunds() (cents int64) {
	for _, p := range f.kassa.Payments() {
		cents += p.RefundedCents
	}
	return cents
}

func TestWebhooks(t *testing.T) {
	t.Parallel()
	f := newTill(t)
	_, theirs := f.start(f.id)
	for _, forged := range []string{"", "tr_unknown12345", "../../x", theirs + "x", "re_" + theirs[3:]} {
		f.notice(forged)
	}
	f.notice(theirs) // open still: a webhook makes nothing paid
	f.wants(procedure.TaskRequest)
	f.must(f.kassa.Pay(theirs))
	f.wants(procedure.TaskRequest)
	for range 10 {
		f.notice(theirs)
	}
	f.wants(procedure.TaskAssign)
	rows, _, err := f.clerk.Payments(t.Context(), f.view())
	f.must(err)
	if len(rows) != 1 || rows[0].Status != procedure.PaymentPaid || rows[0].Receipt != "2026-0001" {
		t.Errorf("payments %+v", rows)
	}
}

// TestAnotherCasesPayment: the payment of one case, known under the id of another, pays neither.
func TestAnotherCasesPayment(t *testing.T) {
	t.Parallel()
	f := newTill(t)
	ours, _ := f.start(f.id)
	other := f.asked()
	_, paid := f.start(other)
	f.must(f.kassa.Pay(paid))
	f.must(f.clerk.PaymentMade(t.Context(), f.id, ours, "tr_elsewhere1", "https://pay"))
	f.notice("tr_elsewhere1")
	f.wants(procedure.TaskRequest)
	f.notice(paid)
	f.wants(procedure.TaskRequest)
	if v, err := f.clerk.View(t.Context(), f.consumer(other), other); err != nil || v.Status.Task != procedure.TaskAssign {
		t.Errorf("the case that was paid for: %v %v", v.Status.Task, err)
	}
}

func TestPaidTwice(t *testing.T) {
	t.Parallel()
	f := newTill(t)
	_, first := f.start(f.id)
	_, second := f.start(f.id)
	f.must(f.kassa.Pay(first))
	f.must(f.kassa.Pay(second))
	f.notice(second)
	f.notice(first)
	f.drain()
	f.wants(procedure.TaskAssign)
	if got := f.refunds(); got != 2500 {
		t.Errorf("%d cents went back, want 2500", got)
	}
	f.Advance(3 * time.Hour)
	f.drain()
	if got := f.refunds(); got != 2500 {
		t.Errorf("later %d cents went back, want 2500", got)
	}
	v := f.view()
	if len(v.Refund) != 1 || v.Refund[0].Why != "second" {
		t.Errorf("refunds %+v", v.Refund)
	}
}

// TestProviderAway: what could not be asked or made is asked and made again, without anybody doing anything.
func TestProviderAway(t *testing.T) {
	t.Parallel()
	f := newTill(t)
	f.kassa.SetDown(true)
	id, err := f.clerk.StartPayment(t.Context(), f.consumer(f.id), f.id, 0)
	f.must(err)
	if _, err := f.till.Checkout(t.Context(), f.id, id, "/terug", text.NL); err == nil {
		t.Fatal("a payment at a provider that is away")
	}
	f.kassa.SetDown(false)
	if _, err := f.till.Checkout(t.Context(), f.id, id, "/terug", text.NL); err != nil {
		t.Fatal(err)
	}
	theirs := f.kassa.Payments()[0].ID
	if n := len(f.kassa.Payments()); n != 1 {
		t.Fatalf("%d payments were made", n)
	}
	f.must(f.kassa.Pay(theirs)) // and its webhook is lost
	f.Advance(61 * time.Minute)
	f.drain()
	f.wants(procedure.TaskAssign)

	f.kassa.SetDown(true)
	f.act(f.consumer(f.id), f.id, func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	if f.refunds() != 0 {
		t.Error("a refund at a provider that is away")
	}
	f.kassa.SetDown(false)
	f.Advance(61 * time.Minute)
	f.drain()
	if got := f.refunds(); got != 2500 {
		t.Errorf("%d cents went back, want 2500", got)
	}
}

// TestLostAnswer: the provider made the payment, its answer was lost: asked again there is still one.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	f := newTill(t)
	id, err := f.clerk.StartPayment(t.Context(), f.consumer(f.id), f.id, 0)
	f.must(err)
	f.kassa.Lose(2)
	if _, err := f.till.Checkout(t.Context(), f.id, id, "/terug", text.NL); err == nil {
		t.Fatal("no answer, and yet an address to pay")
	}
	f.kassa.Lose(0)
	_, err = f.till.Checkout(t.Context(), f.id, id, "/terug", text.NL)
	f.must(err)
	if n := len(f.kassa.Payments()); n != 1 {
		t.Errorf("%d payments were made", n)
	}
}

// TestEndWithOpenPayment: the case waits for a payment that was begun in time, and ends when it came to nothing.
func TestEndWithOpenPayment(t *testing.T) {
	t.Parallel()
	for name, pays := range map[string]bool{"pays": true, "does not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTill(t)
			last := f.view().Status.LastDay
			f.Set(last.End().Add(-10 * time.Minute))
			f.drain()
			_, theirs := f.start(f.id)
			f.Set(last.End().Add(time.Minute))
			f.drain()
			f.wants(procedure.TaskRequest)
			if pays {
				f.must(f.kassa.PayLate(theirs, f.Now()))
			}
			f.Set(last.End().Add(2 * time.Hour))
			f.drain()
			f.drain()
			v := f.view()
			if pays && v.Status.Task != procedure.TaskAssign || !pays && v.Status.Outcome != procedure.NotSolved {
				t.Errorf("task %q, outcome %q", v.Status.Task, v.Status.Outcome)
			}
		})
	}
}

// TestNeverMade: a payment that the provider never heard of does not keep a case open for ever.
func TestNeverMade(t *testing.T) {
	t.Parallel()
	f := newTill(t)
	_, err := f.clerk.StartPayment(t.Context(), f.consumer(f.id), f.id, 0)
	f.must(err)
	f.Advance(40 * 24 * time.Hour)
	f.drain()
	f.Advance(2 * time.Hour)
	f.drain()
	if got := f.view().Status.Outcome; got != procedure.NotSolved {
		t.Errorf("outcome %q", got)
	}
}
