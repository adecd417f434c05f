package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// TLSMode is how the way to the mail server is encrypted.
type TLSMode string

// The ways to a server. A server that does not offer what is set is not written to: nothing falls back.
const (
	TLSNone  TLSMode = "none"     // only on the machine itself or a trusted network
	StartTLS TLSMode = "starttls" // usually port 587 or 25
	TLSOnly  TLSMode = "tls"      // usually port 465
)

// Settings say how letters leave. What is zero gets the value named with it.
type Settings struct {
	Host     string
	Port     int // 587 with starttls, 465 with tls, 25 with none
	User     string
	Password string
	TLS      TLSMode // starttls
	// Roots are the authorities believed; nil is those of the system.
	Roots *x509.CertPool
	// Helo is the name given to the server: localhost.
	Helo string
	// DKIM signs each letter; nil leaves that to the server.
	DKIM *DKIM
	// Bounces makes the return address of each letter; nil uses the letter's From, and later reports are not read.
	Bounces *Bounces
	// ConnectTimeout is for connecting and each command up to the login: 30 seconds.
	ConnectTimeout time.Duration
	// CommandTimeout is for each command after it, and for each piece of a message: 2 minutes.
	CommandTimeout time.Duration
	// AnswerTimeout is for the answer after the final dot: 10 minutes (RFC 5321, 4.5.3.2.6).
	AnswerTimeout time.Duration
	// IdleFor is how long a connection is kept unused: 1 minute.
	IdleFor time.Duration
	// PerConnection is how many letters go over one connection: 100.
	PerConnection int
}

// Sender hands letters to one mail server, one after the other over a connection that it keeps. It is safe for
// concurrent use; for letters side by side use several.
type Sender struct {
	settings Settings
	now      func() time.Time
	turn     chan struct{} // holds one token: whoever has it may use conn
	conn     *conn
	closed   bool
}

// NewSender checks the settings; it does not connect.
func NewSender(s Settings, now func() time.Time) (*Sender, error) {
	if s.Host == "" {
		return nil, errors.New("mail: no host of a mail server")
	}
	if s.TLS == "" {
		s.TLS = StartTLS
	}
	ports := map[TLSMode]int{TLSNone: 25, StartTLS: 587, TLSOnly: 465}
	if _, ok := ports[s.TLS]; !ok {
		return nil, fmt.Errorf("mail: TLS mode %q: want none, starttls or tls", s.TLS)
	}
	if s.Port == 0 {
		s.Port = ports[s.TLS]
	}
	if s.Helo == "" {
		s.Helo = "localhost"
	}
	if !oneLine(s.Helo) || !oneLine(s.Host) {
		return nil, errors.New("mail: name of a server with control characters")
	}
	preset(&s.ConnectTimeout, 30*time.Second)
	preset(&s.CommandTimeout, 2*time.Minute)
	preset(&s.AnswerTimeout, 10*time.Minute)
	preset(&s.IdleFor, time.Minute)
	if s.PerConnection <= 0 {
		s.PerConnection = 100
	}
	sender := &Sender{settings: s, now: now, turn: make(chan struct{}, 1)}
	sender.turn <- struct{}{}
	return sender, nil
}

func preset(d *time.Duration, value time.Duration) {
	if *d <= 0 {
		*d = value
	}
}

// Send makes one attempt. It gives an Outcome whatever happens; when ctx ends before the final dot the letter is
// Deferred, after it Unknown.
func (s *Sender) Send(ctx context.Context, m Message) Outcome {
	e, out := s.envelope(m)
	if out.Status != 0 {
		return out
	}
	select {
	case <-s.turn:
	case <-ctx.Done():
		return cancelled(ctx)
	}
	defer func() { s.turn <- struct{}{} }()
	if s.closed {
		return Outcome{Status: Deferred, Cause: CauseClosed, Text: "sender is closed"}
	}
	for {
		kept := s.keep()
		if !kept {
			c, at, err := dial(ctx, s.settings)
			if err != nil {
				return s.failure(ctx, at, err)
			}
			s.conn = c
		}
		out, stale := s.conn.deliver(ctx, e)
		s.conn.used = s.now()
		if s.conn.dead {
			s.drop()
		}
		// A kept connection that the server had closed meanwhile says nothing about the letter.
		if stale && kept && ctx.Err() == nil {
			continue
		}
		return out
	}
}

// envelope is what the server gets of a message. An Outcome with a Status says that it can never be sent.
func (s *Sender) envelope(m Message) (envelope, Outcome) {
	raw, err := m.Render(s.now(), s.settings.DKIM)
	if err != nil {
		out := Outcome{Status: Bounced, Cause: CauseMessage, Text: clean(err.Error(), m.To)}
		switch {
		case errors.Is(err, errSender):
			out.Status, out.Cause = Deferred, CauseSender
		case errors.Is(err, ErrAddress):
			out.Cause = CauseRecipient
		}
		return envelope{}, out
	}
	to, err := checkAddress(m.To)
	if err != nil {
		return envelope{}, Outcome{Status: Bounced, Cause: CauseRecipient, Text: clean(err.Error(), m.To)}
	}
	from := m.From.Email
	if s.settings.Bounces != nil {
		if from, err = s.settings.Bounces.Address(m.Letter); err != nil {
			return envelope{}, Outcome{Status: Bounced, Cause: CauseMessage, Text: clean(err.Error(), m.To)}
		}
	}
	return envelope{from: from, to: to, raw: raw}, Outcome{}
}

// keep is whether the connection at hand can take another letter; if not it is closed.
func (s *Sender) keep() bool {
	if s.conn == nil {
		return false
	}
	idle := s.now().Sub(s.conn.used)
	if idle >= 0 && idle <= s.settings.IdleFor && s.conn.count < s.settings.PerConnection {
		return true
	}
	s.conn.quit()
	s.conn = nil
	return false
}

func (s *Sender) drop() {
	s.conn.close()
	s.conn = nil
}

func (s *Sender) failure(ctx context.Context, at stage, err error) Outcome {
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	return outcomeOf(at, err, s.settings.User)
}

// Close says goodbye to the server, after a letter that is on its way. Send then gives Deferred.
func (s *Sender) Close() {
	<-s.turn
	defer func() { s.turn <- struct{}{} }()
	s.closed = true
	if s.conn != nil {
		s.conn.quit()
		s.conn = nil
	}
}

func cancelled(ctx context.Context) Outcome {
	return Outcome{Status: Deferred, Cause: CauseCancelled, Text: context.Cause(ctx).Error()}
}
