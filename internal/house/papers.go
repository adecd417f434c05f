package house

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"wederhoor/internal/account"
	"wederhoor/internal/document"
	"wederhoor/internal/paper"
	"wederhoor/internal/setting"
)

// secretFile is the key of codes, links, return addresses and the log.
const secretFile = "secret.key"

// papers makes what draws documents.
func (h *House) papers() {
	org := h.Settings.Organisation
	h.App.Papers = &paper.Papers{
		Clerk: h.Clerk, Files: h.Files, Text: h.Text, Key: h.witness.signer, Check: h.witness.public,
		House: paper.House{Name: org.Name, Phone: org.Phone, Site: org.PublicURL},
	}
}

// PublicKey gives the key by which case files, documents and the foot of letters are checked.
func (h *House) PublicKey() string { return h.witness.public }

// PublicKey gives the same of a trustmark that does not run; "" where its key was not made yet or its address is not
// set, which is the name of the log.
func PublicKey(s setting.Settings) (string, error) {
	secret, err := os.ReadFile(filepath.Join(s.Database.Folder, secretFile))
	host := s.Organisation.Host()
	if errors.Is(err, fs.ErrNotExist) || err == nil && host == "" {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("key file: %w", err)
	}
	_, public, err := document.LogKey(host, ed25519.NewKeyFromSeed(account.Secret(secret).Key("log")))
	return public, err
}
