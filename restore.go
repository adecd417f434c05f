package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wederhoor/internal/setting"
	"wederhoor/internal/store"
)

type restoreCmd struct {
	From string `arg:"" help:"Folder of a backup." type:"existingdir"`
}

// Run puts a backup back in the folders that the settings name. It is put together and checked in a temporary folder
// first and gets its place by renaming, the database last: what fails leaves those folders as they were.
func (r restoreCmd) Run(ctx context.Context, c *commands) (err error) {
	s, err := c.load()
	if err != nil {
		return err
	}
	if err := vacant(s); err != nil {
		return badInput{err}
	}
	data, err := stageFor(s.Database.Folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.drop()) }()
	stages := []stage{data}
	files := data.folder
	if rel, below := relBelow(s.Database.Folder, s.Evidence.Folder); below {
		files = filepath.Join(files, rel)
	} else {
		other, err := stageFor(s.Evidence.Folder)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, other.drop()) }()
		stages, files = []stage{other, data}, other.folder
	}
	if err := r.fill(data.folder, files); err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	if err := sound(ctx, data.folder); err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	if err := settle(stages); err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	return nil
}

// fill copies the backup to the temporary folders.
func (r restoreCmd) fill(data, files string) error {
	if err := store.Restore(filepath.Join(r.From, store.FileName), data); err != nil {
		return err
	}
	for _, name := range keyFiles {
		if err := copyFile(filepath.Join(r.From, name), filepath.Join(data, name)); err != nil {
			return err
		}
	}
	return copyFolder(filepath.Join(r.From, "evidence"), files)
}

// sound checks the log of the database in a folder, and says what it found.
func sound(ctx context.Context, folder string) error {
	st, err := store.Open(ctx, folder, store.Options{})
	if err != nil {
		return err
	}
	rep, err := st.Verify(ctx, recordOf)
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	printReport(rep)
	if !rep.OK() {
		return fmt.Errorf("the log of the backup does not verify: %d differences", rep.Found)
	}
	return nil
}

// vacant says what stands where the backup is to come.
func vacant(s setting.Settings) error {
	names := append([]string{store.FileName, store.FileName + "-wal", store.FileName + "-shm"}, keyFiles...)
	for _, name := range names {
		path := filepath.Join(s.Database.Folder, name)
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s exists already, and a database is never overwritten: move it away, or set database.folder to another folder", path)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("look at the folder of the database: %w", err)
		}
	}
	entries, err := os.ReadDir(s.Evidence.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look at the folder of the files: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s holds files already: move them away, or set evidence.folder to another folder", s.Evidence.Folder)
	}
	return nil
}

// stage is a temporary folder that becomes, or whose content comes into, the folder to restore. It lies beside that
// folder; inside it when that exists, for it may be a disk of its own that nothing can be renamed across.
type stage struct {
	target, folder string
	whole          bool // the folder itself is renamed
}

func stageFor(target string) (stage, error) {
	s := stage{target: target}
	at := target
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		s.whole, at = true, filepath.Dir(filepath.Clean(target))
	} else if err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	if err := os.MkdirAll(at, 0o700); err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	var err error
	if s.folder, err = os.MkdirTemp(at, ".restore-"); err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	return s, nil
}

// drop removes what is left of the temporary folder.
func (s stage) drop() error { return os.RemoveAll(s.folder) }

// move is one renaming.
type move struct{ from, to string }

// moves gives the renamings of a stage, the database last: a program that starts half-way finds none.
func (s stage) moves() ([]move, error) {
	if s.whole {
		return []move{{s.folder, s.target}}, nil
	}
	entries, err := os.ReadDir(s.folder)
	if err != nil {
		return nil, err
	}
	var out []move
	for _, e := range entries {
		out = append(out, move{filepath.Join(s.folder, e.Name()), filepath.Join(s.target, e.Name())})
	}
	slices.SortStableFunc(out, func(a, b move) int {
		return strings.Compare(rank(a.to), rank(b.to))
	})
	return out, nil
}

func rank(path string) string {
	if filepath.Base(path) == store.FileName {
		return "last"
	}
	return ""
}

// settle renames everything to its place; when one cannot be, those before it go back.
func settle(stages []stage) error {
	var done []move
	for _, s := range stages {
		moves, err := s.moves()
		for _, m := range moves {
			if err = m.do(); err != nil {
				break
			}
			done = append(done, m)
		}
		if err == nil {
			err = onDisk(filepath.Dir(s.target), s.target)
		}
		if err != nil {
			for _, m := range slices.Backward(done) {
				err = errors.Join(err, os.Rename(m.to, m.from))
			}
			return err
		}
	}
	return nil
}

// do renames; an empty folder in the way is taken away, anything else stays and is an error.
func (m move) do() error {
	if info, err := os.Lstat(m.to); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s exists already", m.to)
		}
		if err := os.Remove(m.to); err != nil {
			return fmt.Errorf("%s is not empty: %w", m.to, err)
		}
	}
	return os.Rename(m.from, m.to)
}

// onDisk puts the names in folders on the disk.
func onDisk(folders ...string) error {
	for _, name := range folders {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("sync %s: %w", name, err)
		}
	}
	return nil
}

// relBelow gives the way from a folder to one below it.
func relBelow(above, below string) (string, bool) {
	a, errA := filepath.Abs(above)
	b, errB := filepath.Abs(below)
	rel, err := filepath.Rel(a, b)
	if errors.Join(errA, errB, err) != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return rel, true
}
