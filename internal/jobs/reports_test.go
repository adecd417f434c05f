package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"wederhoor/internal/jobs"
	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailtest"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// receive starts the receiver of reports before the yard's clerk, and gives its address.
func (y *yard) receive() string {
	y.t.Helper()
	reports := &jobs.Reports{Clerk: y.clerk, Log: slog.New(slog.DiscardHandler)}
	r := mail.NewReceiver(y.bounces, mail.ReceiverSettings{Domain: "bounce.example"}, reports.Take)
	l := mailtest.Listen(y.t)
	done := make(chan error, 1)
	go func() { done <- r.Serve(l) }()
	y.t.Cleanup(func() {
		if err := r.Shutdown(context.WithoutCancel(y.t.Context())); err != nil {
			y.t.Error(err)
		}
		if err := <-done; err != nil {
			y.t.Error(err)
		}
	})
	return l.Addr().String()
}

// A report of a final failure, sent by a mail server to the return address of the letter, takes the shop's days back
// and tries the next address; the same report again does nothing, and neither do other reports.
func TestReportsBySMTP(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	addr := y.receive()
	o := y.open()
	y.drain()
	m, ok := y.box.Last(shopFirst)
	if !ok {
		t.Fatal("no notice arrived")
	}
	state := func() string { return y.letter(o.ID, "m03-notice", shopFirst).State }
	task := func() procedure.TaskKind {
		t.Helper()
		v, err := y.clerk.View(t.Context(), staff, o.ID)
		y.must(err)
		return v.Status.Task
	}
	y.Advance(time.Hour)
	for _, action := range []string{"delayed", "delivered", "relayed"} {
		mailtest.Report(t, addr, m, action, "4.4.1", "try later", y.Now())
	}
	y.must(mailtest.Deliver(addr, shopFirst, m.From, []byte("From: <"+shopFirst+">\r\nSubject: Automatisch antwoord\r\nAuto-Submitted: auto-replied\r\n\r\nIk ben met vakantie. 5.1.1 failed.\r\n")))
	if err := mailtest.Deliver(addr, "", "bounce+"+y.letter(o.ID, "m03-notice", "").ID+"-aaaaaaaaaaaa@bounce.example", m.Raw); err == nil {
		t.Error("a forged return address was taken")
	}
	if state() != registry.LetterAccepted || task() != procedure.TaskAnswer {
		t.Fatalf("what is no failure acted: %s, %s", state(), task())
	}
	for range 2 {
		mailtest.Report(t, addr, m, "failed", "5.1.1", "no such user", y.Now())
	}
	if state() != registry.LetterBounced || task() != procedure.TaskNotice {
		t.Fatalf("after the report: %s, %s", state(), task())
	}
	y.drain()
	if n := len(y.box.To(shopSecond)); n != 1 || task() != procedure.TaskAnswer {
		t.Errorf("%d notices to the next address, %s", n, task())
	}
	next, _ := y.box.Last(shopSecond)
	mailtest.Report(t, addr, next, "failed", "5.2.1", "disabled", y.Now())
	y.drain()
	if task() != procedure.TaskPhone {
		t.Errorf("no address is left, but the task is %s", task())
	}
}

func TestReportsTake(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	o := y.open()
	y.drain()
	reports := &jobs.Reports{Clerk: y.clerk, Log: slog.New(slog.DiscardHandler)}
	notice := y.letter(o.ID, "m03-notice", shopFirst)
	for name, rep := range map[string]mail.Report{
		"no letter":      {Kind: mail.KindDelivery, Action: mail.Failed},
		"unknown letter": {Kind: mail.KindDelivery, Action: mail.Failed, Letter: "01AAAAAAAAAAAAAAAAAAAAAAAA"},
		"no report":      {Action: mail.Failed, Letter: notice.ID},
		"no failure":     {Kind: mail.KindDelivery, Letter: notice.ID},
	} {
		if err := reports.Take(t.Context(), rep); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := y.letter(o.ID, "m03-notice", shopFirst).State; got != registry.LetterAccepted {
			t.Fatalf("%s: the notice is %s", name, got)
		}
	}
	y.must(reports.Take(t.Context(), mail.Report{Kind: mail.KindDelivery, Action: mail.Failed, Status: "5.1.1", Letter: notice.ID}))
	if got := y.letter(o.ID, "m03-notice", shopFirst); got.State != registry.LetterBounced || got.Error != "report 5.1.1" {
		t.Errorf("%s: %s", got.State, got.Error)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := reports.Take(ended, mail.Report{Kind: mail.KindDelivery, Action: mail.Failed, Letter: y.letter(o.ID, "m03-notice", shopSecond).ID}); err == nil {
		t.Error("a report that could not be stored was taken: its sender must come back")
	}
}
