// Package mailtest starts a real SMTP server on the loopback for tests and lets a mail server's reports arrive.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/smtp"
	"testing"
	"time"

	"wederhoor/internal/mail/mailbox"
)

// Server is a post box with its SMTP server at Host:Port.
type Server struct {
	*mailbox.Box
	SMTP *mailbox.Server
	Host string
	Port int
}

// Start gives a server that takes mail in the clear, until the test ends. The clock stamps the mails; nil is a fixed
// instant.
func Start(t testing.TB, now func() time.Time, o mailbox.Options) *Server {
	t.Helper()
	if now == nil {
		now = func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	}
	l := Listen(t)
	box := mailbox.New(now, 0)
	server := mailbox.NewServer(box, o)
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("close SMTP server: %v", err)
		}
		if err := <-done; err != nil {
			t.Errorf("SMTP server: %v", err)
		}
	})
	addr := l.Addr().(*net.TCPAddr)
	return &Server{Box: box, SMTP: server, Host: "127.0.0.1", Port: addr.Port}
}

// Listen opens a free port of the loopback.
func Listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	return l
}

// Deliver hands a mail to an SMTP server at addr, as the mail server of a recipient does with its reports.
func Deliver(addr, from, to string, raw []byte) error {
	return smtp.SendMail(addr, nil, from, []string{to}, raw)
}

// Report lets the report about a mail arrive at the receiver at addr; see mailbox.Report.
func Report(t testing.TB, addr string, m mailbox.Mail, action, status, diagnostic string, at time.Time) {
	t.Helper()
	if err := Deliver(addr, "", m.From, mailbox.Report(m, action, status, diagnostic, at)); err != nil {
		t.Fatalf("deliver report: %v", err)
	}
}

// Certificate makes a certificate for the names and the authorities that believe it.
func Certificate(t testing.TB, names ...string) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mailtest"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	certificate := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}, roots
}
