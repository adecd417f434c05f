package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"wederhoor/internal/setting"
	"wederhoor/internal/store"
)

// run runs a command line as main does, with a settings file that names the folders.
func run(t *testing.T, data, files string, args ...string) error {
	t.Helper()
	config := filepath.Join(t.TempDir(), "wederhoor.toml")
	s := setting.Default()
	s.Database.Folder, s.Evidence.Folder = data, files
	f, err := os.Create(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(setting.Print(f, s, false), f.Close()); err != nil {
		t.Fatal(err)
	}
	var c commands
	k, err := kong.New(&c, kong.Name("wederhoor"), kong.BindTo(t.Context(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := k.Parse(append([]string{"--config", config}, args...))
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Run(&c)
}

// put writes a file below a folder.
func put(t *testing.T, text string, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// tree gives the files below a folder with what is in them; of a database, that it is there.
func tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil || d.IsDir() {
			out[rel] = "folder"
			return err
		}
		b, err := os.ReadFile(path)
		if out[rel] = string(b); strings.HasSuffix(rel, ".db") {
			out[rel] = "database"
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(out, ".")
	return out
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s holds %q, want %q", name, got[name], text)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is too much", name)
		}
	}
}

// backedUp makes a backup of an installation with a member, keys and a file.
func backedUp(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	put(t, "key", data, "secret.key")
	put(t, "other key", data, "evidence.key")
	put(t, "file", data, "evidence", "ab", "abc")
	to := filepath.Join(t.TempDir(), "backup")
	for _, args := range [][]string{{"members", "import", "internal/member/testdata/members.csv"}, {"backup", to}} {
		if err := run(t, data, filepath.Join(data, "evidence"), args...); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func TestRestore(t *testing.T) {
	t.Parallel()
	backup := backedUp(t)
	whole := map[string]string{
		"wederhoor.db": "database", "secret.key": "key", "evidence.key": "other key",
		"evidence": "folder", "evidence/ab": "folder", "evidence/ab/abc": "file",
	}
	same(t, tree(t, backup), whole)

	for name, prepare := range map[string]func(t *testing.T, data string){
		"new folder":   func(*testing.T, string) {},
		"empty folder": func(t *testing.T, data string) { put(t, "", data, "x"); mustRemove(t, filepath.Join(data, "x")) },
		"empty evidence": func(t *testing.T, data string) {
			put(t, "", data, "evidence", "x")
			mustRemove(t, filepath.Join(data, "evidence", "x"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			above := t.TempDir()
			data := filepath.Join(above, "a", "data")
			prepare(t, data)
			if err := run(t, data, filepath.Join(data, "evidence"), "restore", backup); err != nil {
				t.Fatal(err)
			}
			same(t, tree(t, data), whole)
			if err := run(t, data, filepath.Join(data, "evidence"), "verify"); err != nil {
				t.Error(err)
			}
			if left, err := os.ReadDir(filepath.Dir(data)); err != nil || len(left) != 1 {
				t.Errorf("beside it: %v, %v", left, err)
			}
			if err := run(t, data, filepath.Join(data, "evidence"), "restore", backup); err == nil || exitOf(err) != 2 {
				t.Errorf("a second time: %v", err)
			}
		})
	}

	t.Run("two folders, other things kept", func(t *testing.T) {
		t.Parallel()
		above := t.TempDir()
		data, files := filepath.Join(above, "data"), filepath.Join(above, "files")
		put(t, "certificate", data, "autocert", "c")
		if err := run(t, data, files, "restore", backup); err != nil {
			t.Fatal(err)
		}
		same(t, tree(t, above), map[string]string{
			"data": "folder", "files": "folder", "data/autocert": "folder", "data/autocert/c": "certificate",
			"data/wederhoor.db": "database", "data/secret.key": "key", "data/evidence.key": "other key",
			"files/ab": "folder", "files/ab/abc": "file",
		})
	})
}

func mustRemove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// What fails leaves everything as it was: nothing half restored, no temporary folder.
func TestRestoreFailsWhole(t *testing.T) {
	t.Parallel()
	backup := backedUp(t)
	for name, harm := range map[string]func(t *testing.T, backup, data, files string){
		"no database": func(t *testing.T, backup, _, _ string) { mustRemove(t, filepath.Join(backup, "wederhoor.db")) },
		"damaged database": func(t *testing.T, backup, _, _ string) {
			put(t, "no database at all", backup, "wederhoor.db")
		},
		"unreadable file": func(t *testing.T, backup, _, _ string) {
			if err := os.Symlink("nowhere/at/all", filepath.Join(backup, "evidence", "broken")); err != nil {
				t.Skip("no symbolic links here: ", err)
			}
			put(t, "", backup, "evidence", "loop", "x")
			mustRemove(t, filepath.Join(backup, "evidence", "loop", "x"))
			mustRemove(t, filepath.Join(backup, "evidence", "loop"))
			if err := os.Symlink("loop", filepath.Join(backup, "evidence", "loop")); err != nil {
				t.Fatal(err)
			}
		},
		"database there":    func(t *testing.T, _, data, _ string) { put(t, "mine", data, "wederhoor.db") },
		"old log there":     func(t *testing.T, _, data, _ string) { put(t, "mine", data, "wederhoor.db-wal") },
		"key there":         func(t *testing.T, _, data, _ string) { put(t, "mine", data, "secret.key") },
		"files there":       func(t *testing.T, _, _, files string) { put(t, "mine", files, "x") },
		"file for a folder": func(t *testing.T, _, _, files string) { put(t, "mine", filepath.Dir(files), filepath.Base(files)) },
	} {
		for _, apart := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				mine := filepath.Join(t.TempDir(), "backup")
				if err := copyFolder(backup, mine); err != nil {
					t.Fatal(err)
				}
				above := t.TempDir()
				data := filepath.Join(above, "data")
				files := filepath.Join(data, "evidence")
				if apart {
					files = filepath.Join(above, "files")
				}
				harm(t, mine, data, files)
				before := tree(t, above)
				if err := run(t, data, files, "restore", mine); err == nil {
					t.Error("restored")
				}
				same(t, tree(t, above), before)
			})
		}
	}
}

// A renaming that cannot be done takes those before it back.
func TestSettleGoesBack(t *testing.T) {
	t.Parallel()
	above := t.TempDir()
	files := stage{target: filepath.Join(above, "files"), folder: filepath.Join(above, ".restore-1"), whole: true}
	data := stage{target: filepath.Join(above, "data"), folder: filepath.Join(above, "data", ".restore-2")}
	put(t, "file", files.folder, "a")
	put(t, "key", data.folder, "evidence.key")
	put(t, "db", data.folder, store.FileName)
	put(t, "in the way", data.target, store.FileName)
	before := tree(t, above)
	if err := settle([]stage{files, data}); err == nil {
		t.Error("settled")
	}
	same(t, tree(t, above), before)
}

// A folder of files that is the database's own is refused before anything is done.
func TestFoldersAreApart(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for _, files := range []string{data, filepath.Dir(data)} {
		err := run(t, data, files, "backup", filepath.Join(t.TempDir(), "b"))
		if err == nil || exitOf(err) != 2 || !strings.Contains(err.Error(), "evidence.folder") {
			t.Errorf("%s: %v", files, err)
		}
	}
}
