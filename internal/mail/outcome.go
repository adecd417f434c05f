package mail

import (
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"regexp"
	"strings"
	"unicode"

	"github.com/wneessen/go-mail/smtp"
)

// Status is what became of one attempt to hand a letter to the mail server.
type Status int

// The four ends of an attempt. The zero Status is none of them.
const (
	// Accepted: the server answered 2xx after the final dot and is now responsible for the letter.
	Accepted Status = iota + 1
	// Deferred: the server certainly does not have the letter; it may be sent again.
	Deferred
	// Bounced: the letter will not be taken for this address, however often it is sent.
	Bounced
	// Unknown: the letter was sent to its end and no answer came; the server may have it.
	Unknown
)

func (s Status) String() string {
	switch s {
	case Accepted:
		return "accepted"
	case Deferred:
		return "deferred"
	case Bounced:
		return "bounced"
	case Unknown:
		return "unknown"
	}
	return "none"
}

// Cause names the part of the conversation that failed, for staff and for the counters.
type Cause string

// The causes of an Outcome that is not Accepted.
const (
	CauseConnection     Cause = "connection"     // refused, lost or silent before the final dot
	CauseGreeting       Cause = "greeting"       // the server did not want to talk
	CauseTLS            Cause = "tls"            // no encryption possible
	CauseCertificate    Cause = "certificate"    // the server's certificate is not to be trusted
	CauseAuthentication Cause = "authentication" // user or password refused, or asked for and not set
	CauseSender         Cause = "sender"         // our own address or message was refused
	CauseRecipient      Cause = "recipient"      // the address was refused
	CauseContent        Cause = "content"        // the message was refused, after it was sent or because of its size
	CauseMessage        Cause = "message"        // the message could not be written as MIME
	CauseAnswer         Cause = "answer"         // no answer, or none that can be understood, after the final dot
	CauseCancelled      Cause = "cancelled"      // the caller stopped waiting
	CauseClosed         Cause = "closed"         // the Sender was closed
)

// Outcome is the end of one attempt. Text is for staff, one line, without addresses and links.
type Outcome struct {
	Status Status
	Cause  Cause
	// Code is the server's answer, such as 250 or 550; 0 when it gave none.
	Code int
	// Enhanced is the status code of RFC 3463, such as 5.1.1; empty when the server gave none.
	Enhanced string
	Text     string
}

// stage is how far a conversation has come.
type stage int

const (
	stageOpen stage = iota // connecting, greeting, EHLO
	stageLogin
	stageMail
	stageRecipient
	stageData   // the DATA command and the message, up to its final dot
	stageAnswer // after the final dot
)

func (s stage) cause() Cause {
	switch s {
	case stageOpen:
		return CauseGreeting
	case stageLogin:
		return CauseAuthentication
	case stageMail:
		return CauseSender
	case stageRecipient:
		return CauseRecipient
	case stageData, stageAnswer:
		return CauseContent
	}
	return CauseConnection
}

// outcomeOf judges an error by how far the conversation had come. The recipient's name is taken out of the text.
func outcomeOf(at stage, err error, recipient string) Outcome {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return answered(at, answer, recipient)
	}
	out := Outcome{Status: Deferred, Cause: CauseConnection, Text: clean(err.Error(), recipient)}
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var operation *net.OpError
	switch {
	case at == stageAnswer:
		out.Status, out.Cause = Unknown, CauseAnswer
	case errors.As(err, &certificate):
		out.Cause = CauseCertificate
	case errors.As(err, &record), errors.Is(err, errNoTLS), errors.As(err, &operation) && operation.Op == "remote error":
		out.Cause = CauseTLS // a remote error is an alert of the other side's TLS
	case at == stageLogin && (errors.Is(err, errNoLogin) || errors.Is(err, smtp.ErrUnencrypted)):
		out.Cause = CauseAuthentication
	}
	return out
}

// answered judges what a server said. Only what concerns the recipient or the message is a bounce: a refusal of our
// own login, name or sender is our mistake and is put right by staff, not by trying another address of the shop.
func answered(at stage, e *textproto.Error, recipient string) Outcome {
	out := Outcome{Status: Deferred, Cause: at.cause(), Code: e.Code, Enhanced: enhanced(e.Msg), Text: clean(e.Msg, recipient)}
	switch {
	case e.Code == 530 || e.Code == 534 || e.Code == 535 || e.Code == 538:
		out.Cause = CauseAuthentication
	case e.Code >= 500 && e.Code < 600 && e.Code != 503 && at >= stageRecipient:
		out.Status = Bounced
	case at == stageMail && (e.Code == 552 || out.Enhanced == "5.3.4" || out.Enhanced == "5.2.3"):
		out.Status, out.Cause = Bounced, CauseContent
	case at == stageAnswer && (e.Code < 400 || e.Code >= 600):
		out.Status, out.Cause = Unknown, CauseAnswer
	}
	return out
}

var enhancedCode = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)`)

// enhanced is the RFC 3463 code that begins a server's text, or empty.
func enhanced(text string) string {
	if m := enhancedCode.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// maxText is the longest text kept, in characters.
const maxText = 200

var (
	addressLike = regexp.MustCompile(`("[^"]*"|[^\s<>()\[\]",;:]+)@[^\s<>()\[\]",;:]*`)
	linkLike    = regexp.MustCompile(`(?i)\b(?:https?|mailto):\S+`)
)

// clean makes one line of what a server said and takes addresses, links and the given recipient's name out of it.
func clean(text, recipient string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
	text = linkLike.ReplaceAllString(text, "[link]")
	text = addressLike.ReplaceAllString(text, "[address]")
	text = strings.ReplaceAll(text, "@", " ")
	if local, _, _ := strings.Cut(recipient, "@"); len(local) >= 3 {
		text = regexp.MustCompile(`(?i)`+regexp.QuoteMeta(local)).ReplaceAllString(text, "[address]")
	}
	if runes := []rune(text); len(runes) > maxText {
		text = string(runes[:maxText]) + "…"
	}
	return text
}
