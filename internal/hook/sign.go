package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"
)

// Key is the key of the house from which the secrets of webhooks are made, so that none is stored.
type Key []byte

// secretOf gives the bytes with which the messages of a webhook are signed.
func (k Key) secretOf(webhook string) []byte {
	m := hmac.New(sha256.New, k)
	m.Write([]byte("webhook\x00" + webhook))
	return m.Sum(nil)
}

// Secret gives the secret of a webhook in the form of Standard Webhooks: whsec_ and base64.
func (k Key) Secret(webhook string) string {
	return "whsec_" + base64.StdEncoding.EncodeToString(k.secretOf(webhook))
}

// sign gives the value of the header webhook-signature: version 1 of Standard Webhooks.
func (k Key) sign(webhook, id string, at time.Time, payload []byte) string {
	m := hmac.New(sha256.New, k.secretOf(webhook))
	m.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	m.Write(payload)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
}
