package world

import (
	"wederhoor/internal/account"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// Case is a dispute made without the form, for tests that need many or need it in a certain state.
type Case struct {
	w *World
	registry.Opened
	Email string
	Shop  string // member
	phone string
}

// Phone is the consumer's, which only we may see.
func (c *Case) Phone() string { return c.phone }

// Marker is in every text that a party writes in such a case: who may not read it must never get it.
func (c *Case) Marker() string { return "GEHEIM-" + c.ID[len(c.ID)-8:] }

// Open opens a dispute about a member.
func (w *World) Open(member, email string, grounds ...procedure.Ground) *Case {
	w.T.Helper()
	m, err := w.House.Clerk.MemberByID(w.T.Context(), member)
	if err != nil {
		w.T.Fatal(err)
	}
	c := &Case{w: w, Email: email, Shop: member}
	k := registry.Complaint{
		Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: procedure.DateOf(w.Now()).AddDays(-30),
		Told: procedure.DateOf(w.Now()).AddDays(-10), Product: "Lamp", PaidCents: 8995, PaidWith: "ideal", TellHow: "email",
	}
	mark := registry.PublicID()
	c.phone = "06 1234 " + mark[len(mark)-4:]
	k.Order, k.Story = "ORD"+mark[len(mark)-6:], "GEHEIM-VERHAAL-"+mark
	c.Opened, err = w.House.Clerk.Open(w.T.Context(), registry.Opening{
		Member: m, Complaint: k, Grounds: grounds, Person: registry.Person{Name: "Klant " + mark[len(mark)-4:], Email: email, Phone: c.phone, Lang: "nl"},
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Work()
	return c
}

// Consumer is the viewer of the case's consumer.
func (c *Case) Consumer(p procedure.Proof) registry.Viewer {
	return registry.Viewer{Actor: procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: p}, Dispute: c.ID}
}

// ShopViewer is the viewer of the case's shop.
func (c *Case) ShopViewer() registry.Viewer {
	return registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "shop", Proof: procedure.ByCode}, Members: []string{c.Shop}}
}

// StaffViewer is a mediator.
func (c *Case) StaffViewer() registry.Viewer {
	return registry.Viewer{Actor: procedure.Actor{Role: procedure.Mediator, ID: "staff", Proof: procedure.ByBrowser}, Name: "Sanne"}
}

// Act gives a command and fails the test when it is refused.
func (c *Case) Act(v registry.Viewer, command func(w *registry.Writing) procedure.Command) {
	c.w.T.Helper()
	if err := c.w.House.Clerk.Act(c.w.T.Context(), v, c.ID, 0, command); err != nil {
		c.w.T.Fatal(err)
	}
	c.w.Work()
}

// Say makes a party write the marker.
func (c *Case) Say(v registry.Viewer) {
	c.w.T.Helper()
	c.Act(v, func(w *registry.Writing) procedure.Command {
		return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, c.Marker())}}
	})
}

// View is the case as staff see it.
func (c *Case) View() registry.View {
	c.w.T.Helper()
	v, err := c.w.House.Clerk.View(c.w.T.Context(), c.StaffViewer(), c.ID)
	if err != nil {
		c.w.T.Fatal(err)
	}
	return v
}

// Token is the token of the link in the last letter to the case's consumer that has one.
func (c *Case) Token() string {
	c.w.T.Helper()
	for _, l := range c.View().Letters {
		if l.Party == procedure.Consumer && l.State == registry.LetterAccepted {
			return c.w.House.Accounts.Secret().LinkToken(l.ID)
		}
	}
	c.w.T.Fatal("no letter to the consumer was accepted")
	return ""
}

// SignIn gives a browser a session, as if its code had been typed.
func (b *Browser) SignIn(cookie string, s account.Session) {
	b.w.T.Helper()
	s.Confirmed = true
	token, err := b.w.House.Accounts.Start(b.w.T.Context(), s, account.ConsumerLife)
	if err != nil {
		b.w.T.Fatal(err)
	}
	b.cookie(cookie, token)
}

// AsConsumer confirms the browser for a case.
func (b *Browser) AsConsumer(c *Case) {
	name := "c-" + c.Reference[:4] + c.Reference[5:]
	b.SignIn(name, account.Session{Kind: account.KindConsumer, Subject: c.ID, Party: "consumer"})
}

// AsShop signs the browser in as somebody of a member with the address.
func (b *Browser) AsShop(email string) {
	b.w.T.Helper()
	token, err := b.w.House.Accounts.SignInShop(b.w.T.Context(), email, "")
	if err != nil {
		b.w.T.Fatal(err)
	}
	b.cookie("shop", token)
}

// AsStaff signs the browser in as a member of staff.
func (b *Browser) AsStaff(email string) {
	b.w.T.Helper()
	p, ok, err := b.w.House.Accounts.StaffByEmail(b.w.T.Context(), email)
	if err != nil || !ok {
		b.w.T.Fatal("no such staff", email, err)
	}
	token, err := b.w.House.Accounts.SignInStaff(b.w.T.Context(), p.ID, "")
	if err != nil {
		b.w.T.Fatal(err)
	}
	b.cookie("staff", token)
}

// Dump gives what the database holds of all disputes: version and row of each, to compare before and after.
func (w *World) Dump() string {
	w.T.Helper()
	_, root, err := w.House.Store.Checkpoint(w.T.Context())
	if err != nil {
		w.T.Fatal(err)
	}
	rows, err := w.House.Clerk.Cases(w.T.Context(), (&Case{}).StaffViewer(), "", 0)
	if err != nil {
		w.T.Fatal(err)
	}
	out := root.String()
	for _, r := range rows {
		out += "\n" + r.Reference + " " + string(r.Stage) + " " + string(r.Task) + " " + r.Changed.String()
	}
	return out
}
