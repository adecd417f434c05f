package document

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
)

// certified makes a key and a certificate that vouches for itself, as PEM.
func certified(t *testing.T, key crypto.Signer) (keyPEM, certPEM []byte) {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Geschillenloket"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: made.AddDate(-1, 0, 0), NotAfter: made.AddDate(10, 0, 0),
	}
	cert, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
}

func TestSigned(t *testing.T) {
	t.Parallel()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"rsa": rsaKey, "ecdsa": ecKey} {
		s, err := NewSigner(certified(t, key))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		d := agreement()
		d.Author = ") /Contents<00> /ByteRange[0 1 2 3] "
		d.Blocks = append(d.Blocks, Paragraph{string(rangeSlot) + string(contentsSlot[:200])})
		if err := WriteSigned(&b, d, s); err != nil {
			t.Fatal(err)
		}
		out := poppler(t, b.Bytes(), "pdfsig")
		for _, want := range []string{"Signature is Valid.", "Total document signed", "adbe.pkcs7.detached", "Geschillenloket"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: pdfsig lacks %q:\n%s", name, want, out)
			}
		}
		if info := poppler(t, b.Bytes(), "pdfinfo"); !strings.Contains(info, "Tagged:          yes") {
			t.Errorf("%s: signed, and no longer tagged:\n%s", name, info)
		}
		changed := bytes.Replace(b.Bytes(), []byte("/Lang(nl)"), []byte("/Lang(en)"), 1)
		if out := poppler(t, changed, "pdfsig"); strings.Contains(out, "Signature is Valid.") {
			t.Errorf("%s: changed, and still valid:\n%s", name, out)
		}
	}
}

func TestNewSignerRefuses(t *testing.T) {
	t.Parallel()
	one, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	two, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, cert := certified(t, one)
	_, other := certified(t, two)
	for name, in := range map[string][2][]byte{
		"no key": {nil, cert}, "no certificate": {key, nil}, "not its certificate": {key, other}, "swapped": {cert, key},
		"broken": {[]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), cert},
	} {
		if s, err := NewSigner(in[0], in[1]); err == nil || s != nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := NewSigner(key, append(cert, other...)); err != nil {
		t.Errorf("a chain is refused: %v", err)
	}
}
