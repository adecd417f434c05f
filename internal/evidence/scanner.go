package evidence

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// What a scan can say besides nil, which is "nothing found".
var (
	ErrVirus       = errors.New("evidence: virus found")
	ErrUnavailable = errors.New("evidence: virus scanner gives no answer")
)

const (
	// scanTimeout is the most that one scan may take, answer included.
	scanTimeout = 60 * time.Second
	scanChunk   = 64 << 10
	maxReply    = 4 << 10
)

// Scanner is a client of clamd: one connection a scan, the file sent with
// INSTREAM, so that clamd needs no rights on our files.
type Scanner struct {
	network, address string
}

// NewScanner takes "unix:/path/to/clamd.sock" or "tcp:host:port".
func NewScanner(where string) (*Scanner, error) {
	network, address, ok := strings.Cut(where, ":")
	if !ok || address == "" || (network != "unix" && network != "tcp") {
		return nil, fmt.Errorf("scanner address %q: want unix:/path or tcp:host:port", where)
	}
	return &Scanner{network: network, address: address}, nil
}

// Ping asks whether the scanner answers; nil or an error that is ErrUnavailable.
func (s *Scanner) Ping(ctx context.Context) error {
	reply, err := s.ask(ctx, "zPING\x00", nil)
	if err != nil {
		return err
	}
	if reply != "PONG" {
		return fmt.Errorf("%w: answered %q to a ping", ErrUnavailable, reply)
	}
	return nil
}

// Scan sends r and gives nil, ErrVirus or ErrUnavailable (wrapped, with what
// the scanner said), or the error of reading r or of ctx.
func (s *Scanner) Scan(ctx context.Context, r io.Reader) error {
	reply, err := s.ask(ctx, "zINSTREAM\x00", r)
	if err != nil {
		return err
	}
	found, infected := strings.CutSuffix(reply, " FOUND")
	switch {
	case infected:
		return fmt.Errorf("%w: %s", ErrVirus, strings.TrimPrefix(found, "stream: "))
	case reply == "stream: OK":
		return nil
	}
	return fmt.Errorf("%w: answered %q", ErrUnavailable, reply)
}

func (s *Scanner) ask(ctx context.Context, command string, r io.Reader) (reply string, err error) {
	limited, cancel := context.WithTimeout(ctx, scanTimeout)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(limited, s.network, s.address)
	if err != nil {
		return "", unavailable(ctx, err)
	}
	// Closing the connection is what ends a read or write that waits too long.
	stop := context.AfterFunc(limited, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	defer func() {
		if cerr := conn.Close(); cerr != nil && err == nil {
			err = unavailable(ctx, cerr)
		}
	}()

	sendErr := send(conn, command, r)
	var reading *readError
	if errors.As(sendErr, &reading) {
		return "", reading.err
	}
	// A scanner that stops listening halfway (its own size limit) says why.
	answer, err := io.ReadAll(io.LimitReader(conn, maxReply))
	reply = strings.TrimRight(string(answer), "\x00\n")
	if reply == "" {
		return "", unavailable(ctx, errors.Join(errors.New("no answer"), sendErr, err))
	}
	return reply, nil
}

// unavailable keeps apart a scanner that fails and a person who left.
func unavailable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("scan: %w", ctx.Err())
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// readError is an error of the file, not of the scanner.
type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }

// send writes the command and, when there is a file, its chunks: length in 4
// bytes, data; length 0 ends it.
func send(w io.Writer, command string, r io.Reader) error {
	if _, err := io.WriteString(w, command); err != nil {
		return fmt.Errorf("send command: %w", err)
	}
	if r == nil {
		return nil
	}
	buf := make([]byte, 4+scanChunk)
	for {
		n, err := io.ReadFull(r, buf[4:])
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return &readError{fmt.Errorf("read file to scan: %w", err)}
		}
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n))
			if _, err := w.Write(buf[:4+n]); err != nil {
				return fmt.Errorf("send file: %w", err)
			}
		}
		if ended {
			if _, err := w.Write(make([]byte, 4)); err != nil {
				return fmt.Errorf("send end: %w", err)
			}
			return nil
		}
	}
}
