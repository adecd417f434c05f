package mail_test

import (
	"bufio"
	"fmt"
	"net"
	"net/textproto"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailtest"
)

// script plays a server that says what it is told: each line that comes in is answered by the next answer; an answer
// "read" takes in a message up to its dot, "hang up" closes, "wait" says nothing until the test ends.
func script(t *testing.T, answers ...string) (port int) {
	t.Helper()
	l := mailtest.Listen(t)
	over := make(chan struct{})
	var all sync.WaitGroup
	t.Cleanup(func() {
		close(over)
		_ = l.Close()
		all.Wait()
	})
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer func() { _ = conn.Close() }()
				r := textproto.NewReader(bufio.NewReader(conn))
				for i, answer := range answers {
					switch answer {
					case "hang up":
						return
					case "read":
						if _, err := r.ReadDotBytes(); err != nil {
							return
						}
						continue
					case "wait":
						<-over
						return
					}
					if _, err := fmt.Fprintf(conn, "%s\r\n", answer); err != nil {
						return
					}
					if i+1 < len(answers) && answers[i+1] == "read" {
						continue
					}
					if _, err := r.ReadLine(); err != nil {
						return
					}
				}
			})
		}
	})
	return l.Addr().(*net.TCPAddr).Port
}

func TestConversations(t *testing.T) {
	t.Parallel()
	const ehlo = "250-hello\r\n250 8BITMIME"
	for _, c := range []struct {
		name    string
		answers []string
		status  mail.Status
		cause   mail.Cause
		code    int
	}{
		{"greeting refused", []string{"554 5.3.2 go away"}, mail.Deferred, mail.CauseGreeting, 554},
		{"greeting deferred", []string{"421 busy"}, mail.Deferred, mail.CauseGreeting, 421},
		{"silent greeting", []string{"hang up"}, mail.Deferred, mail.CauseConnection, 0},
		{"not a mail server", []string{"HTTP/1.1 400 Bad Request"}, mail.Deferred, mail.CauseConnection, 0},
		{"name refused", []string{"220 x", "550 who", "550 who"}, mail.Deferred, mail.CauseGreeting, 550},
		{"sender refused", []string{"220 x", ehlo, "550 5.7.1 not you", "250 reset", "221 bye"}, mail.Deferred, mail.CauseSender, 550},
		{"too large", []string{"220 x", ehlo, "552 5.3.4 too large", "250 reset", "221 bye"}, mail.Bounced, mail.CauseContent, 552},
		{"too large, said before", []string{"220 x", "250-hello\r\n250 SIZE 100", "221 bye"}, mail.Bounced, mail.CauseContent, 0},
		{"out of order", []string{"220 x", ehlo, "250 ok", "503 what", "250 reset", "221 bye"}, mail.Deferred, mail.CauseRecipient, 503},
		{"no DATA", []string{"220 x", ehlo, "250 ok", "250 ok", "554 no", "250 reset", "221 bye"}, mail.Bounced, mail.CauseContent, 554},
		{"lost at DATA", []string{"220 x", ehlo, "250 ok", "250 ok", "hang up"}, mail.Deferred, mail.CauseConnection, 0},
		{"lost at the dot", []string{"220 x", ehlo, "250 ok", "250 ok", "354 go", "read", "hang up"}, mail.Unknown, mail.CauseAnswer, 0},
		{"silent at the dot", []string{"220 x", ehlo, "250 ok", "250 ok", "354 go", "read", "wait"}, mail.Unknown, mail.CauseAnswer, 0},
		{"silent at RCPT", []string{"220 x", ehlo, "250 ok", "wait"}, mail.Deferred, mail.CauseConnection, 0},
		{"nonsense at the dot", []string{"220 x", ehlo, "250 ok", "250 ok", "354 go", "read", "what?"}, mail.Unknown, mail.CauseAnswer, 0},
		{"354 at the dot", []string{"220 x", ehlo, "250 ok", "250 ok", "354 go", "read", "354 go on"}, mail.Unknown, mail.CauseAnswer, 354},
		{"251 at the dot", []string{"220 x", ehlo, "250 ok", "250 ok", "354 go", "read", "251 2.1.5 forwarded", "221 bye"}, mail.Accepted, "", 251},
		{"421 at the dot", []string{"220 x", ehlo, "250 ok", "250 ok", "354 go", "read", "421 4.3.2 sorry"}, mail.Deferred, mail.CauseContent, 421},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := sender(t, mail.Settings{
				Host: "127.0.0.1", Port: script(t, c.answers...), AnswerTimeout: 200 * time.Millisecond,
				CommandTimeout: 200 * time.Millisecond, ConnectTimeout: time.Second,
			}, nil)
			want(t, s.Send(t.Context(), letter("a@example.nl")), c.status, c.cause, c.code)
		})
	}
}

func TestServerClosedKeptConnection(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"hang up", "421 4.4.2 idle too long"} {
		// Each connection takes one letter and is then gone; the next letter finds out and goes over a new one.
		s := sender(t, mail.Settings{Host: "127.0.0.1", Port: script(t, "220 x", "250 hello", "250 ok", "250 ok", "354 go", "read", "250 ok", end)}, nil)
		for range 3 {
			want(t, s.Send(t.Context(), letter("a@example.nl")), mail.Accepted, "", 250)
		}
	}
}
