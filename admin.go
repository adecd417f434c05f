package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"

	"wederhoor/internal/house"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

func openStore(ctx context.Context, s setting.Settings) (*store.Store, error) {
	st, err := store.Open(ctx, s.Database.Folder, store.Options{})
	if err != nil {
		return nil, fmt.Errorf("database in %s: %w", s.Database.Folder, err)
	}
	return st, nil
}

type membersCmd struct {
	Import importCmd `cmd:"" help:"Read members from a CSV file of the trustmark's administration."`
}

type importCmd struct {
	File    string `arg:"" help:"CSV file: UTF-8, semicolons, the header of the export." type:"path"`
	SkipBad bool   `help:"Import the good rows; without it a file with a bad row changes nothing."`
	DryRun  bool   `help:"Only say what would change: new, changed (old → new), ended, and who is not in the file."`
}

// Run imports members. Every bad row is printed with its line, column and what is wrong. Exit status 2 when nothing was
// imported because of the file, 3 when a part of it was.
func (i importCmd) Run(ctx context.Context, c *commands) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	in, err := i.read()
	if err != nil {
		return err
	}
	for _, p := range in.Problems {
		fmt.Fprintln(os.Stderr, p.String())
	}
	if i.DryRun {
		return i.preview(ctx, s, in)
	}
	if in.BadRows > 0 && !i.SkipBad {
		return badInput{fmt.Errorf("%d of %d rows are not right, so nothing was imported. Mend them, or use --skip-bad to import the other %d", in.BadRows, in.Rows, len(in.Members))}
	}
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	bar := progress(int64(len(in.Members)), "members")
	clerk := registry.New(st, house.Now, s.Organisation.Host())
	res, err := clerk.ImportMembers(ctx, in.Members, func(done int) { _ = bar.Set(done) }) // a bar that cannot be drawn stops nothing
	_ = bar.Finish()
	if err = errors.Join(err, st.Close()); err != nil {
		if errors.Is(err, registry.ErrDomainTaken) {
			return badInput{err}
		}
		return err
	}
	fmt.Fprintf(os.Stdout, "%d new, %d changed, %d the same, %d bad.\n", res.New, res.Changed, res.Same, in.BadRows)
	if in.BadRows > 0 {
		return inPart{fmt.Errorf("%d of %d rows are not right and were left out; the other %d were imported", in.BadRows, in.Rows, len(in.Members))}
	}
	return nil
}

func (i importCmd) read() (_ *member.Import, err error) {
	f, err := os.Open(i.File)
	if err != nil {
		return nil, badInput{i.unread(err)}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, badInput{fmt.Errorf("%s is a folder: name the CSV file in it", i.File)}
	}
	bar := progress(info.Size(), "reading")
	in, err := member.Read(io.TeeReader(f, bar))
	_ = bar.Finish()
	if err != nil {
		return nil, badInput{err}
	}
	return in, nil
}

// unread says in one sentence why there is no file to read.
func (i importCmd) unread(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", i.File)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not read the file %s", i.File)
	}
	return err
}

// progress is drawn on standard error, after a second, and only for people.
func progress(total int64, what string) *progressbar.ProgressBar {
	visible := false
	if info, err := os.Stderr.Stat(); err == nil {
		visible = info.Mode()&os.ModeCharDevice != 0
	}
	return progressbar.NewOptions64(total, progressbar.OptionSetDescription(what), progressbar.OptionSetWriter(os.Stderr),
		progressbar.OptionSetVisibility(visible), progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish())
}

type verifyCmd struct {
	File string `arg:"" optional:"" help:"Case file (zip) to check, without a database. Without one, the log of the database is checked." type:"path"`
	Key  string `help:"Public key of the trustmark. Without it, the key that the case file itself names." placeholder:"KEY"`
}

// Run checks the log: every event is hashed again and compared with the tree. With a file it checks that instead, and
// needs neither settings nor database. Exit status 1 when anything differs, 2 when there is nothing to check.
func (v verifyCmd) Run(ctx context.Context, c *commands) error {
	if v.File != "" {
		return v.caseFile(os.Stdout)
	}
	s, err := c.load()
	if err != nil {
		return err
	}
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // only read
	rep, err := st.Verify(ctx, recordOf)
	if err != nil {
		return err
	}
	printReport(rep)
	key, err := house.PublicKey(s)
	if err != nil {
		return err
	}
	if key != "" {
		fmt.Fprintln(os.Stdout, "Public key of the log: "+key)
	}
	if !rep.OK() {
		return fmt.Errorf("the log does not verify: %d differences", rep.Found)
	}
	return nil
}

// printReport says what a check of the log found.
func printReport(r store.Report) {
	fmt.Fprintf(os.Stdout, "%d events in the log, root %s.\n", r.Size, r.Root)
	for _, p := range r.Problems {
		fmt.Fprintf(os.Stdout, "leaf %d, dispute %s: %s\n", p.Leaf, p.Dispute, p.What)
	}
	if r.OK() {
		fmt.Fprintln(os.Stdout, "Every event is as it was stored.")
	}
}

// recordOf makes the leaf of a stored event again.
func recordOf(e db.Event) ([]byte, error) {
	return procedure.Record(e.Dispute, procedure.Place(e.Nonce, e.Seq), time.UnixMilli(e.Due), time.UnixMilli(e.Recorded), procedure.Role(e.ActorRole),
		e.Actor, e.Rule, e.Type, e.Payload), nil
}

type backupCmd struct {
	To string `arg:"" help:"Folder to make, for one backup." type:"path"`
}

// keyFiles are what a restored database cannot do without.
var keyFiles = []string{"secret.key", "evidence.key"}

// Run writes the database, the keys and the evidence to a new folder.
func (b backupCmd) Run(ctx context.Context, c *commands) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	if err := os.Mkdir(b.To, 0o700); err != nil {
		return badInput{fmt.Errorf("the folder for the backup must be new: %w", err)}
	}
	if err := b.write(ctx, s); err != nil {
		return errors.Join(err, os.RemoveAll(b.To)) // half a backup is none
	}
	fmt.Fprintln(os.Stdout, "Backup written to "+b.To+". It holds keys and personal data: keep it as safe as the database.")
	return nil
}

func (b backupCmd) write(ctx context.Context, s setting.Settings) error {
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	if err := errors.Join(st.Backup(ctx, filepath.Join(b.To, store.FileName)), st.Close()); err != nil {
		return err
	}
	for _, name := range keyFiles {
		if err := copyFile(filepath.Join(s.Database.Folder, name), filepath.Join(b.To, name)); err != nil {
			return err
		}
	}
	return copyFolder(s.Evidence.Folder, filepath.Join(b.To, "evidence"))
}

// copyFile copies a small file that may be missing: a key that was never made.
func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// copyFolder copies the files of a folder and its folders; a folder that does not exist is an empty one.
func copyFolder(from, to string) error {
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		return copyFile(path, target)
	})
}
