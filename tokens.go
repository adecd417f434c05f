package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"wederhoor/internal/api"
	"wederhoor/internal/house"
	"wederhoor/internal/store"
)

type tokensCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token for another program. It is shown once."`
	List   tokenListCmd   `cmd:"" help:"List the tokens, without their secrets."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token, and the webhooks that were made with it."`
}

type tokenCreateCmd struct {
	Name   string   `arg:"" help:"What it is for, such as \"member administration\"."`
	Scope  []string `required:"" help:"What it may do: members:read, members:write, cases:read, webhooks:manage; several with commas between." placeholder:"SCOPE,…"`
	Member string   `help:"The member whose it is, by the trustmark's number: it then sees that member only. Without it, it is the trustmark's own."`
}

// Run makes a token and prints it. Exit status 2 for an unknown scope or member.
func (t tokenCreateCmd) Run(ctx context.Context, c *commands) error {
	var scopes []api.Scope
	for _, s := range t.Scope {
		scopes = append(scopes, api.Scope(s))
	}
	return withTokens(ctx, c, func(k *api.Tokens) error {
		token, err := k.Create(ctx, t.Name, t.Member, scopes)
		switch {
		case errors.Is(err, api.ErrScope):
			return badInput{err}
		case errors.Is(err, store.ErrNotFound):
			return badInput{fmt.Errorf("there is no member %s", t.Member)}
		case err != nil:
			return err
		}
		fmt.Fprintln(os.Stderr, "Keep this token as a password; it is not shown again:")
		fmt.Fprintln(os.Stdout, token)
		return nil
	})
}

type tokenListCmd struct{}

// Run lists the tokens.
func (tokenListCmd) Run(ctx context.Context, c *commands) error {
	return withTokens(ctx, c, func(k *api.Tokens) error {
		list, err := k.All(ctx)
		if err != nil {
			return err
		}
		return printTokens(os.Stdout, list)
	})
}

func printTokens(w io.Writer, list []api.Token) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tNAME\tMEMBER\tSCOPES\tCREATED\tLAST USED\tREVOKED")
	for _, x := range list {
		var scopes []string
		for _, s := range x.Scopes {
			scopes = append(scopes, string(s))
		}
		member := x.Member
		if member == "" {
			member = "-"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", x.ID, strings.Join(strings.Fields(x.Name), " "), member,
			strings.Join(scopes, ","), instant(x.Created), instant(x.LastUsed), instant(x.Revoked))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("list tokens: %w", err)
	}
	return nil
}

func instant(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

type tokenRevokeCmd struct {
	ID string `arg:"" help:"Its id, from the list: the part between wh_ and the next _."`
}

// Run ends a token at once, also of a program that runs. Exit status 2 when there is none of this id.
func (t tokenRevokeCmd) Run(ctx context.Context, c *commands) error {
	return withTokens(ctx, c, func(k *api.Tokens) error {
		hooks, err := k.Revoke(ctx, t.ID)
		if errors.Is(err, store.ErrNotFound) {
			return badInput{fmt.Errorf("there is no good token with id %s; see wederhoor tokens list", t.ID)}
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stdout, "Revoked, with %d webhooks.\n", hooks)
		return nil
	})
}

// withTokens opens the database for a piece of work with tokens.
func withTokens(ctx context.Context, c *commands, work func(*api.Tokens) error) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	return errors.Join(work(api.NewTokens(st, house.Now)), st.Close())
}
