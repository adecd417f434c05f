package evidence

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
)

// spoolMemory is how many bytes of a file being received are held in memory;
// what is bigger goes to disk.
const spoolMemory = 256 << 10

// spool is a received file that has not been judged. On disk it has no name
// and is sealed with a key that only this process holds, so that a crash
// leaves nothing that anyone can read.
type spool struct {
	size   int64
	small  []byte
	file   *os.File
	sealed int64
	key    masterKey
}

func newSpool(dir string, r io.Reader) (s *spool, err error) {
	start, err := io.ReadAll(io.LimitReader(r, spoolMemory))
	if err != nil {
		return nil, fmt.Errorf("receive: %w", err)
	}
	s = &spool{small: start, size: int64(len(start))}
	if len(start) < spoolMemory {
		return s, nil
	}
	s.file, err = os.CreateTemp(dir, "wederhoor-spool-*")
	if err != nil {
		return nil, diskError(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.file.Close())
		}
	}()
	if err := os.Remove(s.file.Name()); err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	if _, err := rand.Read(s.key[:]); err != nil {
		return nil, fmt.Errorf("spool key: %w", err)
	}
	s.size, err = seal(s.file, io.MultiReader(bytes.NewReader(start), r), &s.key, "spool")
	if err != nil {
		return nil, err
	}
	s.small = nil
	s.sealed, err = s.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	return s, nil
}

// open gives the file from its beginning; it may be called again.
func (s *spool) open() (io.Reader, error) {
	if s.file == nil {
		return bytes.NewReader(s.small), nil
	}
	return unseal(s.file, s.sealed, &s.key, "spool")
}

func (s *spool) head(n int64) ([]byte, error) {
	r, err := s.open()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, n))
}

func (s *spool) bytes() ([]byte, error) {
	r, err := s.open()
	if err != nil {
		return nil, err
	}
	data := make([]byte, s.size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("read spool: %w", err)
	}
	return data, nil
}

// Close frees the disk.
func (s *spool) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
