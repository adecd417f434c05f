package mail

import (
	"crypto"
	"errors"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// DKIM signs letters for one domain. It is safe for concurrent use.
type DKIM struct {
	domain   string
	selector string
	key      crypto.Signer
}

// signedHeaders are those that a reader sees or an answer depends on, and oversigned those of which a second one put
// on top must break the signature. Together they stay under 70 characters: go-mail 0.8 folds a longer list in the
// middle of a name and then signs something else than it writes. The same goes for names longer than maxTag.
var (
	signedHeaders     = []string{"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Type"}
	oversignedHeaders = []string{"From", "Subject"}
)

const maxTag = 70

// NewDKIM reads a private key (RSA or Ed25519) from PEM. The public half is expected in the DNS at
// selector._domainkey.domain.
func NewDKIM(domain, selector string, keyPEM []byte) (*DKIM, error) {
	if _, err := checkAddress(selector + "@" + domain); err != nil || len(domain) > maxTag || len(selector) > maxTag {
		return nil, errors.New("mail: DKIM wants a domain and a selector")
	}
	key, err := gomail.PrivKeyFromPEM(keyPEM)
	if err != nil {
		return nil, fmt.Errorf("mail: DKIM key: %w", err)
	}
	d := &DKIM{domain: domain, selector: selector, key: key}
	if err := d.signer(time.Unix(0, 0)).ValidateConfig(); err != nil {
		return nil, fmt.Errorf("mail: DKIM: %w", err)
	}
	return d, nil
}

// signer is made anew for each message: go-mail's keeps state.
func (d *DKIM) signer(now time.Time) *gomail.DKIMSigner {
	s := gomail.NewDKIMSigner(d.domain, d.selector, d.key)
	s.NowFunc = func() time.Time { return now }
	s.SignHeaders(signedHeaders...)
	s.OversignHeaders(oversignedHeaders...)
	return s
}
