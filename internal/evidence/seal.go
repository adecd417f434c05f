package evidence

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// A sealed file is a header (magic, key mark, salt) and chunks of AES-256-GCM.
// Each file has a key of its own, derived from the master key, the salt and
// the file's id, so nonces may count from 0 and a file put in another's place
// does not open. The nonce of the last chunk is marked: a cut is noticed.
const (
	sealMagic  = "WHE\x01"
	markBytes  = 8
	saltBytes  = 32
	headerSize = len(sealMagic) + markBytes + saltBytes
	chunkSize  = 64 << 10
	tagSize    = 16
	keyBytes   = 32
)

// Errors of what is kept.
var (
	ErrTampered = errors.New("evidence: kept file was changed or cut off")
	ErrWrongKey = errors.New("evidence: kept file was sealed with another key")
	ErrFull     = errors.New("evidence: disk is full")
)

type masterKey [keyBytes]byte

// mark names a key without telling anything about it.
func (k *masterKey) mark() []byte {
	sum := sha256.Sum256(append([]byte("wederhoor evidence key mark"), k[:]...))
	return sum[:markBytes]
}

func (k *masterKey) cipher(salt []byte, id string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, k[:], salt, "wederhoor evidence file "+id, keyBytes)
	if err != nil {
		return nil, fmt.Errorf("derive file key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("file key: %w", err)
	}
	return cipher.NewGCM(block)
}

func nonce(n uint64, final bool) []byte {
	var b [12]byte
	binary.BigEndian.PutUint64(b[:8], n)
	if final {
		b[11] = 1
	}
	return b[:]
}

// seal copies r to w, sealed, and gives the number of plain bytes.
func seal(w io.Writer, r io.Reader, key *masterKey, id string) (int64, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return 0, fmt.Errorf("salt: %w", err)
	}
	aead, err := key.cipher(salt, id)
	if err != nil {
		return 0, err
	}
	if _, err := w.Write(bytes.Join([][]byte{[]byte(sealMagic), key.mark(), salt}, nil)); err != nil {
		return 0, diskError(err)
	}
	// One byte more than a chunk is read, so that the last chunk is known to be last.
	buf := make([]byte, chunkSize+1)
	out := make([]byte, 0, chunkSize+tagSize)
	var total int64
	kept := 0
	for n := uint64(0); ; n++ {
		got, err := io.ReadFull(r, buf[kept:])
		final := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !final {
			return total, fmt.Errorf("read: %w", err)
		}
		size := min(kept+got, chunkSize)
		if _, err := w.Write(aead.Seal(out, nonce(n, final), buf[:size], nil)); err != nil {
			return total, diskError(err)
		}
		total += int64(size)
		if final {
			return total, nil
		}
		buf[0], kept = buf[chunkSize], 1
	}
}

// unsealer reads a sealed file. Bytes are given only after their chunk is verified.
type unsealer struct {
	f      io.ReaderAt
	aead   cipher.AEAD
	chunks int64
	size   int64 // plain bytes
	sealed int64 // sealed bytes
	next   int64
	plain  []byte // what is left of the current chunk
	buf    []byte
}

// unseal verifies header and last chunk of the sealed bytes in f, so that a
// wrong key, a cut and a changed end are known before the first byte is given.
func unseal(f io.ReaderAt, sealed int64, key *masterKey, id string) (*unsealer, error) {
	header := make([]byte, headerSize)
	if sealed < int64(headerSize+tagSize) {
		return nil, fmt.Errorf("%w: too short", ErrTampered)
	}
	if _, err := f.ReadAt(header, 0); err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	mark := header[len(sealMagic):][:markBytes]
	switch {
	case string(header[:len(sealMagic)]) != sealMagic:
		return nil, fmt.Errorf("%w: header", ErrTampered)
	case !bytes.Equal(mark, key.mark()):
		return nil, ErrWrongKey
	}
	aead, err := key.cipher(header[headerSize-saltBytes:], id)
	if err != nil {
		return nil, err
	}
	body := sealed - int64(headerSize)
	u := &unsealer{f: f, aead: aead, sealed: sealed, buf: make([]byte, chunkSize+tagSize)}
	u.chunks = (body + chunkSize + tagSize - 1) / (chunkSize + tagSize)
	u.size = body - u.chunks*tagSize
	if _, err := u.chunk(u.chunks - 1); err != nil {
		return nil, err
	}
	return u, nil
}

func (u *unsealer) chunk(n int64) ([]byte, error) {
	from := int64(headerSize) + n*(chunkSize+tagSize)
	size := min(u.sealed-from, chunkSize+tagSize)
	if size < tagSize {
		return nil, fmt.Errorf("%w: length", ErrTampered)
	}
	if _, err := u.f.ReadAt(u.buf[:size], from); err != nil {
		return nil, fmt.Errorf("read chunk: %w", err)
	}
	plain, err := u.aead.Open(u.buf[:0], nonce(uint64(n), n == u.chunks-1), u.buf[:size], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: part %d of %d", ErrTampered, n+1, u.chunks)
	}
	return plain, nil
}

func (u *unsealer) Read(p []byte) (int, error) {
	for len(u.plain) == 0 {
		if u.next == u.chunks {
			return 0, io.EOF
		}
		plain, err := u.chunk(u.next)
		if err != nil {
			return 0, err
		}
		u.plain = plain
		u.next++
	}
	n := copy(p, u.plain)
	u.plain = u.plain[n:]
	return n, nil
}

// diskError makes a full disk or quota known as ErrFull.
func diskError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return fmt.Errorf("write: %w", err)
}

// syncFolder makes names in a folder durable.
func syncFolder(path string) (err error) {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}
