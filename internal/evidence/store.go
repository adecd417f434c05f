package evidence

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrNotFound says that no file with the id is kept.
var ErrNotFound = errors.New("evidence: no such file")

const (
	idBytes     = 16     // random; an id tells nothing and cannot be guessed
	partialMark = ".new" // ending of a file that is being written
)

// Store keeps files encrypted in a folder, each under a random id. It is safe
// for use by many goroutines and processes on one folder. Its methods are all
// that another kind of store (S3) has to offer in its place.
type Store struct {
	dir    string
	key    masterKey
	now    func() time.Time
	create func(path string) (*os.File, error)
}

// OpenStore opens the store in dir and makes the folder when it is not there.
// The key (AES-256) is read from keyFile, which is made with mode 0600 when
// missing; when it is missing while files are kept, that is an error: a new
// key would not open them. now stamps files, for List. Back the key up, and
// apart from the files.
func OpenStore(dir, keyFile string, now func() time.Time) (*Store, error) {
	if err := makeFolders(dir); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, now: now, create: createNew}
	key, err := readKey(keyFile)
	if errors.Is(err, fs.ErrNotExist) {
		for _, err := range s.List(context.Background(), time.Time{}) {
			if err != nil {
				return nil, err
			}
			return nil, fmt.Errorf("evidence key %s is missing while files are kept: put it back", filepath.Base(keyFile))
		}
		key, err = makeKey(keyFile)
	}
	if err != nil {
		return nil, err
	}
	s.key = key
	return s, nil
}

// makeFolders makes dir and the 256 folders that files are spread over, once,
// so that Put has one folder to make durable.
func makeFolders(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("evidence folder: %w", err)
	}
	made := false
	for i := range 256 {
		err := os.Mkdir(filepath.Join(dir, hex.EncodeToString([]byte{byte(i)})), 0o700)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("evidence folder: %w", err)
		}
		made = made || err == nil
	}
	if !made {
		return nil
	}
	return errors.Join(syncFolder(dir), syncFolder(filepath.Dir(dir)))
}

func createNew(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// Put keeps a checked file and gives its id. When it returns nil the file is
// durable: only then may a row refer to it. ErrFull when the disk is full;
// nothing is left behind then.
func (s *Store) Put(ctx context.Context, c Clean) (id string, err error) {
	b := make([]byte, idBytes)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("evidence id: %w", err)
	}
	id = hex.EncodeToString(b)
	if err := s.write(ctx, id, c.Bytes); err != nil {
		return "", fmt.Errorf("keep evidence: %w", err)
	}
	return id, nil
}

func (s *Store) write(ctx context.Context, id string, data []byte) (err error) {
	to := s.path(id)
	partial := to + partialMark
	f, err := s.create(partial)
	if err != nil {
		return diskError(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(partial)))
		}
	}()
	if err := s.fill(ctx, f, id, data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return diskError(err)
	}
	now := s.now()
	if err := os.Chtimes(partial, now, now); err != nil {
		return fmt.Errorf("stamp: %w", err)
	}
	if err := os.Rename(partial, to); err != nil {
		return diskError(err)
	}
	return syncFolder(filepath.Dir(to))
}

func (s *Store) fill(ctx context.Context, f *os.File, id string, data []byte) error {
	if _, err := seal(f, withContext(ctx, bytes.NewReader(data)), &s.key, id); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return diskError(err)
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Open gives a kept file. A cut, a wrong key and a changed end are found here;
// a change in the middle is found before the changed bytes are read.
// ErrNotFound, ErrTampered or ErrWrongKey.
func (s *Store) Open(id string) (io.ReadCloser, error) {
	if !validID(id) {
		return nil, ErrNotFound
	}
	f, err := os.Open(s.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open evidence: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open evidence: %w", err), f.Close())
	}
	u, err := unseal(f, info.Size(), &s.key, id)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &kept{unsealer: u, file: f}, nil
}

type kept struct {
	*unsealer
	file *os.File
}

func (k *kept) Close() error { return k.file.Close() }

// Delete removes a file for good; one that is not there is no error, so that
// it can be repeated.
func (s *Store) Delete(id string) error {
	if !validID(id) {
		return nil
	}
	path := s.path(id)
	if err := ignoreMissing(os.Remove(path)); err != nil {
		return fmt.Errorf("delete evidence: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

// List gives the ids of files put before the instant (of the store's clock),
// for the sweep of files that no row refers to; the zero instant gives all.
func (s *Store) List(ctx context.Context, before time.Time) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		stopped := errors.New("stopped")
		err := s.walk(ctx, before, func(name string) error {
			if validID(name) && !yield(name, nil) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield("", err)
		}
	}
}

// DropPartial removes what a crash left half written before the instant.
func (s *Store) DropPartial(ctx context.Context, before time.Time) error {
	return s.walk(ctx, before, func(name string) error {
		if !strings.HasSuffix(name, partialMark) {
			return nil
		}
		if err := ignoreMissing(os.Remove(filepath.Join(s.dir, name[:2], name))); err != nil {
			return fmt.Errorf("drop partial evidence: %w", err)
		}
		return nil
	})
}

func (s *Store) walk(ctx context.Context, before time.Time, see func(name string) error) error {
	for i := range 256 {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, err := os.ReadDir(filepath.Join(s.dir, hex.EncodeToString([]byte{byte(i)})))
		if err != nil {
			return fmt.Errorf("list evidence: %w", err)
		}
		for _, e := range entries {
			if !before.IsZero() {
				info, err := e.Info()
				if errors.Is(err, fs.ErrNotExist) {
					continue // deleted meanwhile
				}
				if err != nil {
					return fmt.Errorf("list evidence: %w", err)
				}
				if !info.ModTime().Before(before) {
					continue
				}
			}
			if err := see(e.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) path(id string) string { return filepath.Join(s.dir, id[:2], id) }

// validID keeps whatever else comes in an address away from the disk.
func validID(id string) bool {
	if len(id) != 2*idBytes {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') }) < 0
}

func readKey(path string) (key masterKey, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return key, fmt.Errorf("read evidence key: %w", err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(b) != keyBytes {
		return key, fmt.Errorf("evidence key %s: want %d hexadecimal characters", filepath.Base(path), 2*keyBytes)
	}
	copy(key[:], b)
	return key, nil
}

// makeKey writes a new key beside its place and links it there: of two
// processes that start together, both end up with the key of one.
func makeKey(path string) (key masterKey, err error) {
	if _, err := rand.Read(key[:]); err != nil {
		return key, fmt.Errorf("evidence key: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".evidence-key-*") // mode 0600
	if err != nil {
		return key, fmt.Errorf("make evidence key: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = fmt.Fprintf(f, "%s\n", hex.EncodeToString(key[:]))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key, diskError(err)
	}
	err = os.Link(f.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return key, fmt.Errorf("make evidence key: %w", err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return key, err
	}
	return readKey(path)
}
