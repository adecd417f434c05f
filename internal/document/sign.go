package document

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/smallstep/pkcs7"
)

// Signer signs documents with a key and the certificates that vouch for it. Without it documents are made unsigned.
type Signer struct {
	key   crypto.Signer
	chain []*x509.Certificate // the first is that of the key
}

// signatureRoom is how many bytes a signature with its certificates may take.
const signatureRoom = 16 << 10

// NewSigner reads a key and its certificates as PEM: PKCS#8 (or PKCS#1, SEC 1) and one or more CERTIFICATE, that of the
// key first.
func NewSigner(keyPEM, chainPEM []byte) (*Signer, error) {
	var s Signer
	var err error
	if s.key, err = readKey(keyPEM); err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	for rest := chainPEM; ; {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			break
		}
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return nil, fmt.Errorf("signing certificate: %w", err)
		}
		s.chain = append(s.chain, c)
	}
	if len(s.chain) == 0 {
		return nil, errors.New("signing certificate: none in the file")
	}
	own, ok := s.chain[0].PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !own.Equal(s.key.Public()) {
		return nil, errors.New("signing certificate: the first is not that of the key")
	}
	return &s, nil
}

func readKey(data []byte) (crypto.Signer, error) {
	b, _ := pem.Decode(data)
	if b == nil {
		return nil, errors.New("not PEM")
	}
	var key any
	var err error
	switch b.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(b.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(b.Bytes)
	default:
		key, err = x509.ParsePKCS8PrivateKey(b.Bytes)
	}
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("of a kind that cannot sign")
	}
	return signer, nil
}

// The places of a signature that are filled in when the rest of the file is fixed.
var (
	rangeSlot    = []byte("/ByteRange[0 0000000000 0000000000 0000000000]")
	contentsSlot = append(append([]byte("/Contents<"), bytes.Repeat([]byte("0"), 2*signatureRoom)...), '>')
)

// addSignature adds an invisible field with an empty signature to a page, and gives what the catalogue says of it.
func (f *file) addSignature(d Doc, page int) string {
	sig := f.add(fmt.Appendf(nil, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(%s)/Name%s%s%s>>",
		pdfTime(d.Created), utf16Text(d.Words.oneLine(d.Author)), rangeSlot, contentsSlot))
	field := f.add(fmt.Appendf(nil, "<</Type/Annot/Subtype/Widget/FT/Sig/T(signature)/Rect[0 0 0 0]/F 130/P %d 0 R/V %d 0 R>>", page, sig))
	f.objects[page] = bytes.Replace(f.objects[page], []byte("<</Type /Page\n"),
		fmt.Appendf(nil, "<</Type /Page\n/Annots[%d 0 R]\n", field), 1)
	return fmt.Sprintf("/AcroForm<</Fields[%d 0 R]/SigFlags 3>>", field)
}

// sign fills in the signature of all bytes but its own.
func (s *Signer) sign(out []byte) error {
	ranges, contents := bytes.LastIndex(out, rangeSlot), bytes.LastIndex(out, contentsSlot)
	if ranges < 0 || contents < 0 {
		return errors.New("signature: no place for it")
	}
	from := contents + len("/Contents")
	to := contents + len(contentsSlot)
	copy(out[ranges:], fmt.Sprintf("/ByteRange[0 %010d %010d %010d]", from, to, len(out)-to))
	signed, err := pkcs7.NewSignedData(append(append([]byte{}, out[:from]...), out[to:]...))
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	signed.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := signed.AddSignerChain(s.chain[0], s.key, s.chain[1:], pkcs7.SignerInfoConfig{}); err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	signed.Detach()
	der, err := signed.Finish()
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	if len(der) > signatureRoom {
		return fmt.Errorf("signature: %d bytes, there is room for %d", len(der), signatureRoom)
	}
	hex.Encode(out[from+1:], der)
	return nil
}
