package mailbox

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strings"
	"time"
)

// Report is the delivery report (RFC 3464) that a mail server would send about a mail: action is failed, delayed,
// delivered or relayed, status such as 5.1.1, diagnostic what the other server is said to have answered. It is to be
// delivered to m.From.
func Report(m Mail, action, status, diagnostic string, at time.Time) []byte {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part := func(kind, content string) {
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {kind}})
		if err == nil {
			_, err = p.Write([]byte(strings.ReplaceAll(content, "\n", "\r\n")))
		}
		if err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
	}
	part("text/plain; charset=utf-8", fmt.Sprintf("Your message for %s: %s.\n%s\n", m.To, action, diagnostic))
	part("message/delivery-status", fmt.Sprintf("Reporting-MTA: dns; mx.example.net\nArrival-Date: %s\n\n"+
		"Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\nDiagnostic-Code: smtp; %s\n",
		m.At.Format(time.RFC1123Z), m.To, action, status, diagnostic))
	part("text/rfc822-headers", fmt.Sprintf("Message-ID: <%s>\nTo: %s\n", m.MessageID, m.To))
	if err := w.Close(); err != nil {
		panic(err) // as above
	}
	head := fmt.Sprintf("From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nTo: <%s>\r\n"+
		"Subject: Delivery Status Notification (%s)\r\nDate: %s\r\nMessage-ID: <report-%d@mx.example.net>\r\n"+
		"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/report; report-type=delivery-status; boundary=%s\r\n\r\n",
		m.From, action, at.Format(time.RFC1123Z), m.Number, w.Boundary())
	return append([]byte(head), body.Bytes()...)
}
