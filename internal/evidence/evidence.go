// Package evidence takes what people send as proof: it checks each file by its
// content, makes photos anew without metadata, has viruses looked for, keeps
// the result encrypted on disk and hands it out as an attachment only.
//
// It knows files, not disputes: who may add or see a file, how many files a
// party has already added and which words a person reads are decided by its
// callers. It imports the standard library, golang.org/x and mimetype, and
// nothing of this module.
package evidence

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"

	"golang.org/x/sync/semaphore"
)

// Limits say how much a party may send. The zero value of a field means its
// default.
type Limits struct {
	Files  int   // files for a party in one step; default 10
	Bytes  int64 // bytes of one file, as sent and as kept; default 15,000,000
	Pixels int64 // width times height of a picture before it is opened; default 25,000,000
}

// DefaultLimits are the limits a trustmark starts with.
func DefaultLimits() Limits {
	return Limits{Files: 10, Bytes: 15 * megabyte, Pixels: 25_000_000}
}

// megabyte is the decimal one: the MB that people read in file managers.
const megabyte = 1_000_000

// MB gives the limit of one file in whole megabytes, for the words of a page.
func (l Limits) MB() int { return int(l.Bytes / megabyte) }

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Files > 0 {
		d.Files = l.Files
	}
	if l.Bytes > 0 {
		d.Bytes = l.Bytes
	}
	if l.Pixels > 0 {
		d.Pixels = l.Pixels
	}
	return d
}

// Reason is why a file is refused; the web layer has words for each.
type Reason int

// The reasons to refuse a file.
const (
	TooBig      Reason = iota + 1 // more bytes or pixels than the limits allow
	TooMany                       // the party already has as many files as it may have
	Type                          // not a photo, PDF, e-mail or text
	Virus                         // the scanner found something
	Broken                        // damaged or cut off: it cannot be opened
	Encrypted                     // locked with a password
	Script                        // holds, or may hold, instructions or files that start by themselves
	Empty                         // nothing in it
	ScannerDown                   // it could not be scanned now; trying later helps
)

var reasonNames = map[Reason]string{
	TooBig: "too big", TooMany: "too many", Type: "type", Virus: "virus", Broken: "broken",
	Encrypted: "encrypted", Script: "script", Empty: "empty", ScannerDown: "scanner down",
}

// String names the reason for logs and tests; people read words from the catalogues.
func (r Reason) String() string {
	if s, ok := reasonNames[r]; ok {
		return s
	}
	return fmt.Sprintf("reason %d", int(r))
}

// Refused is the error for a file that is not kept, while the others of the
// same form are. Its text names no file, so that it can be logged.
type Refused struct {
	Name       string // the cleaned name, as the sender knows the file
	Why        Reason
	LimitMB    int    // limit of one file in MB
	LimitFiles int    // limit of files for a party in one step
	Seen       string // media type found, when Why is Type; "image/heic" deserves its own hint
	cause      error
}

func (r *Refused) Error() string {
	if r.cause != nil {
		return fmt.Sprintf("evidence refused: %s: %v", r.Why, r.cause)
	}
	return "evidence refused: " + r.Why.String()
}

// Unwrap gives the technical cause, when there is one.
func (r *Refused) Unwrap() error { return r.cause }

// Clean is a file that may be kept. Bytes are held in memory: give each file
// to the store before checking the next.
type Clean struct {
	Name      string // readable, without path, with the extension of MediaType
	MediaType string // one of the media types of this package, without parameters
	Size      int64  // bytes, equal to len(Bytes)
	SHA256    [sha256.Size]byte
	Bytes     []byte
	Width     int // pixels; 0 when it is not a picture
	Height    int // pixels; 0 when it is not a picture
}

// Options set up a Checker.
type Options struct {
	Limits  Limits
	Scanner *Scanner // nil: no virus scanner is configured
	Spool   string   // folder for files being received; "" is the system's temporary folder
	Memory  int64    // bytes that pictures being opened may take together; default 320,000,000
}

// Checker judges files. It is safe for use by many goroutines.
type Checker struct {
	limits  Limits
	scanner *Scanner
	spool   string
	memory  int64
	room    *semaphore.Weighted
}

// NewChecker gives a checker with the options' limits or their defaults.
func NewChecker(o Options) *Checker {
	if o.Memory <= 0 {
		o.Memory = 320 * megabyte
	}
	return &Checker{
		limits:  o.Limits.orDefault(),
		scanner: o.Scanner,
		spool:   o.Spool,
		memory:  o.Memory,
		room:    semaphore.NewWeighted(o.Memory),
	}
}

// Limits gives the limits in force.
func (c *Checker) Limits() Limits { return c.limits }

// Scanned tells whether a virus scanner is configured; staff is told when it is not.
func (c *Checker) Scanned() bool { return c.scanner != nil }

// Room refuses the file called name as TooMany when the party already has as
// many files in this step as it may have.
func (c *Checker) Room(name string, have int) error {
	if have < c.limits.Files {
		return nil
	}
	return c.refused(name, &Refused{Why: TooMany})
}

// Check reads a file to its end and gives what may be kept of it, or a
// *Refused. Any other error means that reading or spooling failed (ErrFull
// when the disk is full). The sender's speed holds nothing but a spool file:
// memory is taken only once the whole file is here.
func (c *Checker) Check(ctx context.Context, name string, r io.Reader) (Clean, error) {
	clean, err := c.check(ctx, r)
	var refused *Refused
	if errors.As(err, &refused) {
		return Clean{}, c.refused(name, refused)
	}
	if err != nil {
		return Clean{}, fmt.Errorf("check evidence: %w", err)
	}
	clean.Name = cleanName(name, clean.MediaType)
	clean.Size = int64(len(clean.Bytes))
	clean.SHA256 = sha256.Sum256(clean.Bytes)
	return clean, nil
}

func (c *Checker) refused(name string, r *Refused) *Refused {
	r.Name = cleanName(name, "")
	r.LimitMB = c.limits.MB()
	r.LimitFiles = c.limits.Files
	return r
}

func (c *Checker) check(ctx context.Context, r io.Reader) (clean Clean, err error) {
	s, err := c.receive(ctx, r)
	if err != nil {
		return Clean{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()

	head, err := s.head(headBytes)
	if err != nil {
		return Clean{}, err
	}
	kind, err := kindOf(head)
	if err != nil {
		return Clean{}, err
	}
	if err := c.scan(ctx, s); err != nil {
		return Clean{}, err
	}
	switch kind {
	case jpegKind, pngKind, gifKind, webpKind:
		return c.picture(ctx, kind, s)
	case pdfKind, textKind:
		return c.document(ctx, kind, s)
	case noKind:
	}
	return Clean{}, &Refused{Why: Type}
}

// receive spools the file; one byte over the limit is enough to refuse it.
func (c *Checker) receive(ctx context.Context, r io.Reader) (*spool, error) {
	s, err := newSpool(c.spool, io.LimitReader(withContext(ctx, r), c.limits.Bytes+1))
	var whole *http.MaxBytesError
	if errors.As(err, &whole) {
		return nil, &Refused{Why: TooBig, cause: err}
	}
	if err != nil {
		return nil, err
	}
	switch {
	case s.size == 0:
		return nil, errors.Join(&Refused{Why: Empty}, s.Close())
	case s.size > c.limits.Bytes:
		return nil, errors.Join(&Refused{Why: TooBig}, s.Close())
	}
	return s, nil
}

func (c *Checker) scan(ctx context.Context, s *spool) error {
	if c.scanner == nil {
		return nil
	}
	r, err := s.open()
	if err != nil {
		return err
	}
	err = c.scanner.Scan(ctx, r)
	switch {
	case errors.Is(err, ErrVirus):
		return &Refused{Why: Virus, cause: err}
	case errors.Is(err, ErrUnavailable):
		return &Refused{Why: ScannerDown, cause: err}
	}
	return err
}

// document checks what is judged as a whole: PDF, e-mail and text. Three
// times its size covers the bytes, the conversion and the parts of an e-mail.
func (c *Checker) document(ctx context.Context, k kind, s *spool) (Clean, error) {
	done, err := c.take(ctx, 3*s.size)
	if err != nil {
		return Clean{}, err
	}
	defer done()
	data, err := s.bytes()
	if err != nil {
		return Clean{}, err
	}
	if k == pdfKind {
		if err := checkPDF(data); err != nil {
			return Clean{}, err
		}
		return Clean{MediaType: PDF, Bytes: data}, nil
	}
	if header := looksLikeEmail(data); header > 0 {
		if err := checkEmail(data, header); err != nil {
			return Clean{}, err
		}
		return Clean{MediaType: Email, Bytes: data}, nil
	}
	text, err := toUTF8(data)
	if err != nil {
		return Clean{}, err
	}
	if int64(len(text)) > c.limits.Bytes {
		return Clean{}, &Refused{Why: TooBig}
	}
	return Clean{MediaType: Text, Bytes: text}, nil
}

// take waits until n bytes of the memory set aside for opening files are
// free. Asking for more than there is takes all of it, and so waits for all.
func (c *Checker) take(ctx context.Context, n int64) (done func(), err error) {
	n = min(n, c.memory)
	if err := c.room.Acquire(ctx, n); err != nil {
		return nil, fmt.Errorf("wait for memory: %w", err)
	}
	return func() { c.room.Release(n) }, nil
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func withContext(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
