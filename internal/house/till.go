package house

import (
	"fmt"

	"wederhoor/internal/jobs"
	"wederhoor/internal/pay"
)

// till makes what takes the fee; without a key there is none, and no ruling can be asked for.
func (h *House) till() error {
	s := h.Settings.Payment
	if s.Key == "" {
		return nil
	}
	client, err := pay.New(pay.Config{BaseURL: s.BaseURL, Key: pay.Key(s.Key), Now: h.Clerk.Now})
	if err != nil {
		return fmt.Errorf("payment: %w", err)
	}
	org := h.Settings.Organisation
	t := &jobs.Till{Clerk: h.Clerk, Client: client, Text: h.Text, Base: org.PublicURL, Name: org.Name, Log: h.Log}
	h.Worker.Till, h.App.Till = t, t
	return nil
}
