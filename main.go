// Command wederhoor is online dispute resolution for a web-shop trustmark: from a complaint to a choice, with proof
// that the shop was told. See README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"wederhoor/internal/demo"
	"wederhoor/internal/setting"
)

// commands are the subcommands; each is its own program with the same settings.
type commands struct {
	Config string `help:"Settings file (TOML). Environment variables such as WEDERHOOR_MAIL_HOST override it." type:"path" short:"c" placeholder:"FILE"`

	Serve    serveCmd        `cmd:"" help:"Serve the site, send the letters, keep the time."`
	Demo     demoCmd         `cmd:"" help:"A trustmark to play with: members, cases, mailbox and a clock, in one process."`
	Members  membersCmd      `cmd:"" help:"Members of the trustmark."`
	Tokens   tokensCmd       `cmd:"" help:"Tokens with which other programs come in."`
	Migrate  migrateCmd      `cmd:"" help:"Bring the database to this version's schema. serve does it too."`
	Backup   backupCmd       `cmd:"" help:"Write a copy of the database and its keys, also while the program runs."`
	Restore  restoreCmd      `cmd:"" help:"Put a backup back in an empty folder."`
	Verify   verifyCmd       `cmd:"" help:"Check every event against the transparency log."`
	Simulate simulateCommand `cmd:"" help:"Play made-up cases against the rules and judge every step."`
	Rules    rulesCmd        `cmd:"" help:"Rules on trial: past cases under changed terms."`
	Print    printCmd        `cmd:"" name:"config" help:"Print all settings with their explanation, as a file to start from."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("wederhoor"), kong.Description("Online dispute resolution for a web-shop trustmark."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	k.Bind(&c)
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "wederhoor: "+err.Error())
		stop()
		os.Exit(exitOf(err))
	}
}

// badInput is an error in what the user gave: exit status 2, where 1 is one of ours.
type badInput struct{ error }

// inPart is an error after which a part of what was asked is done for good: exit status 3.
type inPart struct{ error }

func exitOf(err error) int {
	var (
		b badInput
		p inPart
	)
	switch {
	case errors.As(err, &b):
		return 2
	case errors.As(err, &p):
		return 3
	}
	return 1
}

// load reads the settings and prints what an administrator should know.
func (c *commands) load() (setting.Settings, error) {
	s, err := setting.Load(c.Config, os.Environ())
	if err != nil {
		return s, badInput{err}
	}
	return s, nil
}

// logger writes to standard error, as the settings say.
func logger(s setting.Settings) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.Log.Level)); err != nil {
		level = slog.LevelInfo // the settings allow known levels only
	}
	o := &slog.HandlerOptions{Level: level}
	if s.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, o))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, o))
}

type printCmd struct {
	ShowSecrets bool `help:"Print passwords too."`
}

func (p printCmd) Run(c *commands) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	return setting.Print(os.Stdout, s, !p.ShowSecrets)
}

type demoCmd struct {
	Folder string `help:"Folder of the demo's database." default:"demo-data" type:"path"`
	Fresh  bool   `help:"Begin anew: what the demo kept in the folder is removed."`
}

func (d demoCmd) Run(ctx context.Context, c *commands) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	if d.Fresh {
		if err := removeDemo(d.Folder); err != nil {
			return err
		}
	}
	return runDemo(ctx, s, logger(s), d.Folder, os.Stdout)
}

// removeDemo removes a folder of a demo; a folder that does not look like one stays.
func removeDemo(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch n := e.Name(); {
		case strings.HasPrefix(n, "wederhoor.db"), n == "secret.key", n == "evidence.key", n == "evidence", n == "clock", n == demo.PastFile, n == demo.MailFile:
		default:
			return badInput{fmt.Errorf("%s holds %q, which no demo made: choose another folder", folder, n)}
		}
	}
	return os.RemoveAll(folder)
}
