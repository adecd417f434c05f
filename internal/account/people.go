package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// The kinds of account.
const (
	accountShop  = "shop"
	accountStaff = "staff"
)

// Person is somebody with an account.
type Person struct {
	ID, Name, Email, Member, Lang string
	Role                          procedure.Role // staff
	Roles                         []string
}

// ShopPeople gives the accounts of a signed-in address: one for each member for which it may act.
func (s *Service) ShopPeople(ctx context.Context, email string) ([]Person, error) {
	rows, err := s.store.Queries().AccountsByEmail(ctx, db.AccountsByEmailParams{Kind: accountShop, Email: NormalEmail(email)})
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	var out []Person
	for _, r := range rows {
		if !r.Disabled.Valid {
			out = append(out, person(r))
		}
	}
	return out, nil
}

// StaffByID gives a member of staff. store.ErrNotFound when there is none, or no longer.
func (s *Service) StaffByID(ctx context.Context, id string) (Person, error) {
	row, err := s.store.Queries().AccountByID(ctx, id)
	if err != nil {
		return Person{}, fmt.Errorf("account: %w", store.Wrap(err))
	}
	if row.Kind != accountStaff || row.Disabled.Valid {
		return Person{}, fmt.Errorf("account: %w", store.ErrNotFound)
	}
	return person(row), nil
}

// StaffNames gives the names of staff by account; those who left are not among them.
func (s *Service) StaffNames(ctx context.Context) (map[string]string, error) {
	rows, err := s.store.Queries().StaffAccounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("names of staff: %w", err)
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		if !r.Disabled.Valid {
			out[r.ID] = r.Name
		}
	}
	return out, nil
}

// StaffByEmail gives a member of staff by address; false when there is none.
func (s *Service) StaffByEmail(ctx context.Context, email string) (Person, bool, error) {
	rows, err := s.store.Queries().AccountsByEmail(ctx, db.AccountsByEmailParams{Kind: accountStaff, Email: NormalEmail(email)})
	if err != nil {
		return Person{}, false, fmt.Errorf("accounts: %w", err)
	}
	for _, r := range rows {
		if !r.Disabled.Valid {
			return person(r), true, nil
		}
	}
	return Person{}, false, nil
}

// KeepStaff makes the accounts of staff as the settings name them.
func (s *Service) KeepStaff(ctx context.Context, people []Person) error {
	return s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		for _, p := range people {
			err := tx.UpsertAccount(ctx, db.UpsertAccountParams{
				ID: newToken()[:16], Kind: accountStaff, Member: "", Name: p.Name, Email: NormalEmail(p.Email),
				Roles: strings.Join(p.Roles, ","), Lang: "nl", Created: s.now().UnixMilli(),
			})
			if err != nil {
				return fmt.Errorf("staff account: %w", store.Wrap(err))
			}
		}
		return nil
	})
}

// MayShop says for which members an address may sign in: those that have it among their addresses.
func (s *Service) MayShop(ctx context.Context, email string) ([]db.Member, error) {
	rows, err := s.store.Queries().MembersByEmail(ctx, NormalEmail(email))
	if err != nil {
		return nil, fmt.Errorf("members by address: %w", err)
	}
	var out []db.Member
	for _, m := range rows {
		for _, a := range strings.Split(m.Emails, ",") {
			if NormalEmail(a) == NormalEmail(email) {
				out = append(out, m)
				break
			}
		}
	}
	return out, nil
}

// SignInShop makes the session of a person whose code was right, and the accounts that go with the address. The code
// is used up in the same transaction.
func (s *Service) SignInShop(ctx context.Context, email, codeID string) (string, error) {
	members, err := s.MayShop(ctx, email)
	if err != nil {
		return "", err
	}
	if len(members) == 0 {
		return "", fmt.Errorf("sign in: %w", store.ErrNotFound)
	}
	var token string
	err = s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		if codeID != "" {
			if err := s.Use(ctx, tx, codeID); err != nil {
				return err
			}
		}
		for _, m := range members {
			err := tx.UpsertAccount(ctx, db.UpsertAccountParams{
				ID: newToken()[:16], Kind: accountShop, Member: m.ID, Name: m.Name, Email: NormalEmail(email),
				Roles: "owner", Lang: "nl", Created: s.now().UnixMilli(),
			})
			if err != nil {
				return fmt.Errorf("shop account: %w", store.Wrap(err))
			}
		}
		var err error
		token, err = s.StartIn(ctx, tx, Session{Kind: KindShop, Subject: NormalEmail(email), Confirmed: true}, ShopLife)
		return err
	})
	return token, err
}

// SignInStaff makes the session of a member of staff whose code was right.
func (s *Service) SignInStaff(ctx context.Context, id, codeID string) (string, error) {
	var token string
	err := s.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		if codeID != "" {
			if err := s.Use(ctx, tx, codeID); err != nil {
				return err
			}
		}
		var err error
		token, err = s.StartIn(ctx, tx, Session{Kind: KindStaff, Subject: id, Confirmed: true}, StaffLife)
		return err
	})
	return token, err
}

func person(r db.Account) Person {
	p := Person{ID: r.ID, Name: r.Name, Email: r.Email, Member: r.Member, Lang: r.Lang, Roles: strings.Split(r.Roles, ",")}
	for _, role := range []procedure.Role{procedure.Administrator, procedure.Mediator, procedure.Quality, procedure.Adjudicator} {
		for _, have := range p.Roles {
			if string(role) == have && p.Role == "" {
				p.Role = role
			}
		}
	}
	return p
}

// IsNotFound says that an error means that there is no such thing.
func IsNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }
