package demo

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"

	"wederhoor/internal/account"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

//go:embed members.csv
var membersCSV []byte

// unreachable is the shop none of whose addresses takes mail, so that staff have somebody to phone (rules 1.1).
const unreachable = "1004"

// Staff gives the people of the trustmark, one of each role.
func Staff() []account.Person {
	return []account.Person{
		{Name: "Sanne Visser", Email: "sanne@keurmerkvoorbeeld.example", Role: procedure.Mediator},
		{Name: "Youssef El Amrani", Email: "youssef@keurmerkvoorbeeld.example", Role: procedure.Administrator},
		{Name: "Marijke Bos", Email: "marijke@keurmerkvoorbeeld.example", Role: procedure.Quality},
		{Name: "Anouk de Wit", Email: "anouk@keurmerkvoorbeeld.example", Role: procedure.Mediator},
		{Name: "mr. Eva Jansen", Email: "eva.jansen@advocaat.example", Role: procedure.Adjudicator},
		{Name: "mr. Thomas Okafor", Email: "thomas.okafor@advocaat.example", Role: procedure.Adjudicator},
	}
}

// StaffEmail gives the address of the demo's person with a role, "" when there is none.
func StaffEmail(role procedure.Role) string {
	for _, p := range Staff() {
		if p.Role == role {
			return p.Email
		}
	}
	return ""
}

func members() ([]member.Member, error) {
	in, err := member.Read(bytes.NewReader(membersCSV))
	if err != nil {
		return nil, fmt.Errorf("members of the demo: %w", err)
	}
	if len(in.Problems) > 0 {
		return nil, errors.New("members of the demo: " + in.Problems[0].Sentence)
	}
	return in.Members, nil
}

func importMembers(ctx context.Context, c *registry.Clerk) error {
	rows, err := members()
	if err != nil {
		return err
	}
	if _, err := c.ImportMembers(ctx, rows, nil); err != nil {
		return fmt.Errorf("members of the demo: %w", err)
	}
	return nil
}

// BreakAddresses makes the mailbox refuse the addresses of the shop that cannot be reached.
func BreakAddresses(box *mailbox.Box) error {
	rows, err := members()
	if err != nil {
		return err
	}
	for _, m := range rows {
		if m.ExternalID != unreachable {
			continue
		}
		for _, a := range m.Emails {
			box.Script(a, mailbox.Reject(550, "5.1.1", "No such user here"))
		}
	}
	return nil
}
