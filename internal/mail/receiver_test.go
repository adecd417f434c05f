package mail_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/mail/mailtest"
)

// receiver starts one whose reports go to take; it gives the address to write to.
func receiver(t *testing.T, s mail.ReceiverSettings, take func(context.Context, mail.Report) error) (string, *mail.Receiver) {
	t.Helper()
	r := mail.NewReceiver(bounces(t), s, take)
	l := mailtest.Listen(t)
	done := make(chan error, 1)
	go func() { done <- r.Serve(l) }()
	t.Cleanup(func() {
		if err := r.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String(), r
}

func code(t *testing.T, err error) int {
	t.Helper()
	var answer *textproto.Error
	if err == nil {
		return 250
	}
	if !errors.As(err, &answer) {
		t.Fatalf("no answer but %v", err)
	}
	return answer.Code
}

func TestReportComesBack(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var got []mail.Report
	fail := true
	addr, _ := receiver(t, mail.ReceiverSettings{}, func(_ context.Context, r mail.Report) error {
		mu.Lock()
		defer mu.Unlock()
		if fail {
			fail = false
			return errors.New("store is busy")
		}
		got = append(got, r)
		return nil
	})
	server := mailtest.Start(t, clock, mailbox.Options{})
	s := sender(t, mail.Settings{Host: server.Host, Port: server.Port, Bounces: bounces(t)}, nil)
	want(t, s.Send(t.Context(), letter("winkel@example.nl")), mail.Accepted, "", 250)
	sent, _ := server.Last("winkel@example.nl")

	raw := mailbox.Report(sent, "failed", "5.1.1", "550 5.1.1 winkel@example.nl unknown", at.Add(time.Hour))
	if c := code(t, mailtest.Deliver(addr, "", sent.From, raw)); c != 451 {
		t.Errorf("failing callback answered %d, want 451", c)
	}
	mailtest.Report(t, addr, sent, "failed", "5.1.1", "550 5.1.1 winkel@example.nl unknown", at.Add(time.Hour))
	mailtest.Report(t, addr, sent, "delayed", "4.4.1", "", at)
	mailtest.Report(t, addr, sent, "delivered", "2.0.0", "ok", at)
	for i, action := range []mail.Action{mail.Failed, mail.Delayed, mail.Delivered} {
		if got[i].Letter != "l-0001" || got[i].Action != action || got[i].MessageID != "l-0001@keurmerk.example" || got[i].Kind != mail.KindDelivery {
			t.Errorf("report %d: %+v", i, got[i])
		}
	}
	if got[0].Diagnostic != "550 5.1.1 [address] unknown" {
		t.Errorf("diagnostic %q", got[0].Diagnostic)
	}
}

func TestReceiverRefuses(t *testing.T) {
	t.Parallel()
	addr, _ := receiver(t, mail.ReceiverSettings{MaxBytes: 10_000}, func(context.Context, mail.Report) error {
		t.Error("a report was taken")
		return nil
	})
	good, err := bounces(t).Address("l-0001")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"postmaster@mail.keurmerk.example", "bounce@mail.keurmerk.example", "bounce+l-0001-aaaaaaaaaaaa@mail.keurmerk.example", "x@example.com", strings.Replace(good, "l-0001", "l-0002", 1)} {
		if c := code(t, mailtest.Deliver(addr, "", to, []byte("Subject: x\r\n\r\nx\r\n"))); c != 550 {
			t.Errorf("%s answered %d", to, c)
		}
	}
	large := append([]byte("Subject: x\r\n\r\n"), bytes.Repeat([]byte("x y z\r\n"), 2000)...)
	if c := code(t, mailtest.Deliver(addr, "", good, large)); c != 552 {
		t.Errorf("large mail answered %d", c)
	}
}

func TestReceiverIsFull(t *testing.T) {
	t.Parallel()
	addr, _ := receiver(t, mail.ReceiverSettings{Connections: 1}, func(context.Context, mail.Report) error { return nil })
	hello := func() (net.Conn, string) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		r := textproto.NewConn(conn)
		if _, err := r.ReadLine(); err != nil {
			t.Fatal(err)
		}
		if err := r.PrintfLine("HELO x"); err != nil {
			t.Fatal(err)
		}
		line, err := r.ReadLine()
		if err != nil {
			t.Fatal(err)
		}
		return conn, line
	}
	one, answer := hello()
	if !strings.HasPrefix(answer, "250") {
		t.Errorf("first: %s", answer)
	}
	two, answer := hello()
	if !strings.HasPrefix(answer, "421") {
		t.Errorf("second: %s", answer)
	}
	for _, c := range []net.Conn{one, two} {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestShutdownWaitsForAReport(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}), make(chan struct{})
	addr, r := receiver(t, mail.ReceiverSettings{}, func(ctx context.Context, _ mail.Report) error {
		close(begun)
		select {
		case <-goOn:
		case <-ctx.Done():
		}
		return ctx.Err()
	})
	to, err := bounces(t).Address("l-0001")
	if err != nil {
		t.Fatal(err)
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		_ = mailtest.Deliver(addr, "", to, sample(t, "failed")) // may be cut off
	}()
	<-begun
	late, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := r.Shutdown(late); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("shutdown did not wait: %v", err)
	}
	close(goOn)
	<-sent
}
