package procedure

// Entry is a line of a dispute's ledger: what passed, or has to pass, between the consumer, the shop and the trustmark.
// Amounts are cents, positive for who receives; the three add up to zero.
type Entry struct {
	Kind      string // payment, refund, agreement, ruling
	ID        string // of the payment, the refund, the offer or the ruling
	Consumer  int64
	Shop      int64
	Trustmark int64
}

// Sum adds the three up: zero, or money was made or lost.
func (e Entry) Sum() int64 { return e.Consumer + e.Shop + e.Trustmark }

// Ledger lists the money of a dispute, oldest first: what was paid to the trustmark and what of it goes back, and what
// an agreement or the ruling makes one party owe the other (rules 3.8).
func Ledger(s State) []Entry {
	var out []Entry
	for _, p := range s.Money.Payments {
		if p.Status == PaymentPaid {
			out = append(out, Entry{Kind: "payment", ID: p.ID, Consumer: -p.Cents, Trustmark: p.Cents})
		}
	}
	for _, r := range s.Money.Refunds {
		out = append(out, Entry{Kind: "refund", ID: r.ID, Consumer: r.Cents, Trustmark: -r.Cents})
	}
	switch {
	case s.File.Ruled():
		for _, o := range s.File.Orders {
			cents := o.Amount
			if o.Who == Consumer {
				cents = -cents
			}
			if cents != 0 {
				out = append(out, Entry{Kind: "ruling", ID: s.File.Number, Consumer: cents, Shop: -cents})
			}
		}
	case s.Agreement != nil && s.Agreement.Amount != 0:
		out = append(out, Entry{Kind: "agreement", ID: s.Agreement.ID, Consumer: s.Agreement.Amount, Shop: -s.Agreement.Amount})
	}
	return out
}
