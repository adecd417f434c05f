package house

import "wederhoor/internal/paper"

// papers makes what draws documents.
func (h *House) papers() {
	org := h.Settings.Organisation
	h.App.Papers = &paper.Papers{
		Clerk: h.Clerk, Files: h.Files, Text: h.Text, Key: h.witness.signer, Check: h.witness.public,
		House: paper.House{Name: org.Name, Phone: org.Phone, Site: org.PublicURL},
	}
}

// PublicKey gives the public key of the log, with which case files and checkpoints can be checked.
func (h *House) PublicKey() string { return h.witness.public }
