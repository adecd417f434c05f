package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

var (
	errNoTLS   = errors.New("server offers no STARTTLS")
	errNoLogin = errors.New("server offers no login that we know")
)

// envelope is one letter as a server gets it.
type envelope struct {
	from string
	to   route
	raw  []byte
}

// conn is one conversation with a server. It has no lock: Sender gives turns.
type conn struct {
	client   *smtp.Client
	net      net.Conn
	settings Settings
	used     time.Time // as the Sender's clock says
	count    int
	dead     bool // not to be used again
}

// dial connects, encrypts and logs in. The stage says how far it came when it errs.
func dial(ctx context.Context, s Settings) (*conn, stage, error) {
	dialer := net.Dialer{Timeout: s.ConnectTimeout}
	raw, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	if err != nil {
		return nil, stageOpen, err
	}
	c := &conn{net: raw, settings: s}
	defer c.watch(ctx)()
	at, err := c.open(ctx)
	if err != nil {
		// The error that matters is the one at hand, not that of closing what is broken.
		_ = raw.Close()
		return nil, at, err
	}
	return c, stageLogin, nil
}

func (c *conn) open(ctx context.Context) (stage, error) {
	s := c.settings
	encrypted := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	way := c.net
	if s.TLS == TLSOnly {
		way = tls.Client(c.net, encrypted)
	}
	c.arm(ctx, s.ConnectTimeout)
	client, err := smtp.NewClient(way, s.Host)
	if err != nil {
		return stageOpen, err
	}
	c.client = client
	if err := client.Hello(s.Helo); err != nil {
		return stageOpen, err
	}
	if s.TLS == StartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return stageOpen, errNoTLS
		}
		c.arm(ctx, s.ConnectTimeout)
		if err := client.StartTLS(encrypted); err != nil {
			return stageOpen, err
		}
	}
	// The report of a letter that fails needs its headers only, not a party's words.
	client.SetDSNMailReturnOption("HDRS")
	client.SetDSNRcptNotifyOption("FAILURE,DELAY")
	if s.User == "" {
		return stageLogin, nil
	}
	c.arm(ctx, s.ConnectTimeout)
	return stageLogin, c.login()
}

// login takes the first way that the server offers. Passwords go in the clear only to the machine itself.
func (c *conn) login() error {
	s := c.settings
	_, offered := c.client.Extension("AUTH")
	for _, way := range strings.Fields(strings.ToUpper(offered)) {
		switch way {
		case "PLAIN":
			return c.client.Auth(smtp.PlainAuth("", s.User, s.Password, s.Host, false))
		case "LOGIN":
			return c.client.Auth(smtp.LoginAuth(s.User, s.Password, s.Host, false))
		case "SCRAM-SHA-256":
			return c.client.Auth(smtp.ScramSHA256Auth(s.User, s.Password))
		case "CRAM-MD5":
			return c.client.Auth(smtp.CRAMMD5Auth(s.User, s.Password))
		}
	}
	return errNoLogin
}

// deliver sends one letter. stale is true when the server was gone before it had heard anything of the letter.
func (c *conn) deliver(ctx context.Context, e envelope) (out Outcome, stale bool) {
	stop := c.watch(ctx)
	defer func() {
		if !stop() {
			c.dead = true
		}
	}()
	c.count++
	if out := c.refuse(e); out.Status != 0 {
		return out, false
	}
	at, err := c.talk(ctx, e)
	if err == nil {
		return c.answer(ctx, e)
	}
	out = outcomeOf(at, err, e.to.local)
	var answer *textproto.Error
	if ctx.Err() != nil {
		c.dead = true
		return cancelled(ctx), false
	}
	if !errors.As(err, &answer) || answer.Code == 421 {
		c.dead = true
		return out, at < stageData
	}
	c.reset(ctx)
	return out, false
}

// refuse asks the server's own limits before anything is sent.
func (c *conn) refuse(e envelope) Outcome {
	_, size := c.client.Extension("SIZE")
	if limit, err := strconv.Atoi(size); err == nil && limit > 0 && len(e.raw) > limit {
		return Outcome{
			Status: Bounced, Cause: CauseContent, Enhanced: "5.3.4",
			Text: fmt.Sprintf("message of %d bytes, server takes %d", len(e.raw), limit),
		}
	}
	ok, _ := c.client.Extension("SMTPUTF8")
	if e.to.utf8 && !ok {
		return Outcome{
			Status: Bounced, Cause: CauseRecipient, Enhanced: "5.6.7",
			Text: "server takes no address with letters outside ASCII",
		}
	}
	c.client.SkipSMTPUTF8(!e.to.utf8)
	return Outcome{}
}

// talk goes from MAIL to the final dot. Without an error the whole message, dot included, was given to the system.
func (c *conn) talk(ctx context.Context, e envelope) (stage, error) {
	wait := c.settings.CommandTimeout
	c.arm(ctx, wait)
	if err := c.client.Mail("<" + e.from + ">"); err != nil {
		return stageMail, err
	}
	c.arm(ctx, wait)
	if err := c.client.Rcpt("<" + e.to.address + ">"); err != nil {
		return stageRecipient, err
	}
	c.arm(ctx, wait)
	data, err := c.client.Data()
	if err != nil {
		return stageData, err
	}
	// Only the writer inside is closed here: closing data would wait for the answer as well, and hide which of the
	// two failed.
	body, ok := data.(*smtp.DataCloser)
	if !ok {
		return stageData, errors.New("DATA gave no writer")
	}
	if err := c.write(ctx, body.WriteCloser, e.raw); err != nil {
		return stageData, c.early(ctx, err)
	}
	return stageAnswer, nil
}

// write sends the message in pieces, each with its own time, and the final dot.
func (c *conn) write(ctx context.Context, w io.WriteCloser, raw []byte) error {
	const piece = 64 << 10
	for len(raw) > 0 {
		n := min(piece, len(raw))
		c.arm(ctx, c.settings.CommandTimeout)
		if _, err := w.Write(raw[:n]); err != nil {
			return err
		}
		raw = raw[n:]
	}
	c.arm(ctx, c.settings.CommandTimeout)
	return w.Close()
}

// early asks why a server hung up in the middle of a message; without an answer the error of writing stands.
func (c *conn) early(ctx context.Context, err error) error {
	var timeout net.Error
	c.dead = true
	if ctx.Err() != nil || (errors.As(err, &timeout) && timeout.Timeout()) {
		return err
	}
	var answer *textproto.Error
	if _, _, readErr := c.client.Text.ReadResponse(2); errors.As(readErr, &answer) {
		return answer
	}
	return err
}

// answer reads what the server says to the final dot.
func (c *conn) answer(ctx context.Context, e envelope) (Outcome, bool) {
	c.arm(ctx, c.settings.AnswerTimeout)
	code, text, err := c.client.Text.ReadResponse(2)
	if err == nil {
		return Outcome{Status: Accepted, Code: code, Enhanced: enhanced(text), Text: clean(text, e.to.local)}, false
	}
	var said *textproto.Error
	if !errors.As(err, &said) || said.Code == 421 || said.Code < 400 || said.Code >= 600 {
		c.dead = true
	}
	return outcomeOf(stageAnswer, err, e.to.local), false
}

// reset makes the connection ready for the next letter after a refusal.
func (c *conn) reset(ctx context.Context) {
	if c.dead {
		return
	}
	c.arm(ctx, c.settings.CommandTimeout)
	c.dead = c.client.Reset() != nil
}

// arm gives the next step its time, on the clock of the machine: sockets know no other.
func (c *conn) arm(ctx context.Context, d time.Duration) {
	c.deadline(time.Now().Add(d))
	if ctx.Err() != nil {
		// watch may have set its deadline before this one.
		c.deadline(time.Unix(1, 0))
	}
}

// watch ends whatever the connection waits for when ctx ends; the function it gives stops watching.
func (c *conn) watch(ctx context.Context) func() bool {
	return context.AfterFunc(ctx, func() { c.deadline(time.Unix(1, 0)) })
}

// deadline errs only on a connection that is closed already, and then the next step says so.
func (c *conn) deadline(at time.Time) {
	_ = c.net.SetDeadline(at)
}

func (c *conn) quit() {
	c.arm(context.Background(), c.settings.ConnectTimeout)
	if c.client.Quit() != nil {
		c.close()
	}
}

// close gives the connection up. Its error tells nothing that is not known: the letters on it have their outcomes.
func (c *conn) close() {
	_ = c.client.Close()
}
