package evidence_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"wederhoor/internal/evidence"
)

// clamd speaks the scanner's protocol: it takes INSTREAM chunks, finds EICAR
// and stops listening at limit bytes.
func clamd(t *testing.T, network, address string, limit int) string {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				_, _ = io.WriteString(conn, clamdAnswer(bufio.NewReader(conn), limit)+"\x00")
			}()
		}
	}()
	return network + ":" + l.Addr().String()
}

func clamdAnswer(r *bufio.Reader, limit int) string {
	command, err := r.ReadString(0)
	if err != nil {
		return "ERROR"
	}
	switch command {
	case "zPING\x00":
		return "PONG"
	case "zINSTREAM\x00":
	default:
		return "UNKNOWN COMMAND"
	}
	var file bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return "ERROR"
		}
		if size == 0 {
			break
		}
		if _, err := io.CopyN(&file, r, int64(size)); err != nil {
			return "ERROR"
		}
		if file.Len() > limit {
			return "INSTREAM size limit exceeded. ERROR"
		}
	}
	if strings.Contains(file.String(), eicar()) {
		return "stream: Eicar-Test-Signature FOUND"
	}
	return "stream: OK"
}

func newScanner(t *testing.T, where string) *evidence.Scanner {
	t.Helper()
	s, err := evidence.NewScanner(where)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScanner(t *testing.T) {
	t.Parallel()
	tcp := clamd(t, "tcp", "127.0.0.1:0", 1<<20)
	unix := clamd(t, "unix", filepath.Join(t.TempDir(), "c"), 1<<20)
	for _, where := range []string{tcp, unix} {
		s := newScanner(t, where)
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Scan(t.Context(), strings.NewReader(strings.Repeat("goed ", 100_000))); err != nil {
			t.Error(err)
		}
		if err := s.Scan(t.Context(), strings.NewReader(eicar())); !errors.Is(err, evidence.ErrVirus) {
			t.Errorf("eicar: %v", err)
		}
		err := s.Scan(t.Context(), bytes.NewReader(make([]byte, 8<<20)))
		if !errors.Is(err, evidence.ErrUnavailable) {
			t.Errorf("over the scanner's limit: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := newScanner(t, tcp).Scan(ctx, strings.NewReader("x"))
	if !errors.Is(err, context.Canceled) || errors.Is(err, evidence.ErrUnavailable) {
		t.Errorf("cancelled: %v", err)
	}
	for _, bad := range []string{"", "tcp", "http://x", "unix:"} {
		if _, err := evidence.NewScanner(bad); err == nil {
			t.Errorf("%q is no address", bad)
		}
	}
}

// TestScannerThatHangs: a connection that is taken and never answered ends
// with the caller's context.
func TestScannerThatHangs(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	taken := make(chan net.Conn, 1)
	go func() {
		if conn, err := l.Accept(); err == nil {
			taken <- conn
			cancel()
		}
	}()
	err = newScanner(t, "tcp:"+l.Addr().String()).Scan(ctx, strings.NewReader("x"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	_ = (<-taken).Close()
}

func TestCheckScans(t *testing.T) {
	t.Parallel()
	where := clamd(t, "tcp", "127.0.0.1:0", 20_000_000)
	mail := email("text/plain", "a.txt", []byte("x"))
	cases := []struct {
		name, scanner string
		file          []byte
		want          evidence.Reason
	}{
		{"virus.txt", where, []byte(eicar()), evidence.Virus},
		{"virus.jpg", where, append(jpegOf(t, photo(8, 8), 80), eicar()...), evidence.Virus},
		{"virus.eml", where, append(mail, eicar()...), evidence.Virus},
		{"goed.txt", where, []byte("goed"), 0},
		{"goed.jpg", where, jpegOf(t, noisy(900, 900), 95), 0},
		{"goed.txt", "unix:" + filepath.Join(t.TempDir(), "nobody"), []byte("goed"), evidence.ScannerDown},
	}
	for _, c := range cases {
		checker := evidence.NewChecker(evidence.Options{Scanner: newScanner(t, c.scanner), Spool: t.TempDir()})
		if !checker.Scanned() {
			t.Error("scanner is not known")
		}
		_, err := checker.Check(t.Context(), c.name, bytes.NewReader(c.file))
		var refused *evidence.Refused
		switch {
		case c.want == 0 && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != 0 && (!errors.As(err, &refused) || refused.Why != c.want):
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}
