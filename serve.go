package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"wederhoor/internal/house"
	"wederhoor/internal/setting"
)

type serveCmd struct{}

// Run serves until the context ends, then lets running requests finish.
func (serveCmd) Run(ctx context.Context, c *commands) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	if err := s.ValidateServe(); err != nil {
		return badInput{err}
	}
	log := logger(s)
	warnings, err := setting.Warnings(s, c.Config)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		log.Warn(w)
	}
	h, err := house.Build(ctx, s, house.Now, log)
	if err != nil {
		return err
	}
	err = errors.Join(h.Run(ctx, nil), h.Close())
	if errors.Is(err, house.ErrListen) {
		return badInput{err}
	}
	return err
}

type migrateCmd struct{}

// Run brings the schema up to date by opening the database.
func (migrateCmd) Run(ctx context.Context, c *commands) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "The database in "+s.Database.Folder+" has the schema of this version.")
	return st.Close()
}
