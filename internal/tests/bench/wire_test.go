package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// call is one prepared request: the bytes that go over the wire.
type call []byte

// post makes a form request as a browser on the site itself sends it.
func post(path, cookies, form string) call {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: wederhoor.test\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Sec-Fetch-Site: same-origin\r\nCookie: %s\r\nContent-Length: %d\r\n\r\n%s", path, cookies, len(form), form)
}

func get(path, cookies string) call {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: wederhoor.test\r\nCookie: %s\r\n\r\n", path, cookies)
}

// figures are what a round of requests took.
type figures struct {
	rate     float64 // answers a second
	p50, p99 time.Duration
	cpu      time.Duration // of both cores, for one answer, with the client's part
}

// load sends the calls from so many clients, each on one connection that stays open, and waits for each answer before
// the next. wanted is the status that every answer must have. The client shares the machine with the server, so it
// does as little as it can: prepared bytes out, status and length in.
func load(b *testing.B, addr string, clients, wanted int, calls []call) figures {
	b.Helper()
	took := make([]time.Duration, len(calls))
	var next atomic.Int64
	var wg sync.WaitGroup
	begin, cpu := time.Now(), processTime(b)
	for range clients {
		wg.Go(func() {
			if err := client(addr, wanted, calls, took, &next); err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
	all, cpu := time.Since(begin), processTime(b)-cpu
	slices.Sort(took)
	return figures{
		rate: float64(len(calls)) / all.Seconds(),
		p50:  took[len(took)/2], p99: took[len(took)*99/100], cpu: cpu / time.Duration(len(calls)),
	}
}

// processTime gives the time that the cores have spent in this process.
func processTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// report writes the figures of a round.
func (f figures) report(b *testing.B, unit string) {
	b.Helper()
	b.ReportMetric(f.rate, unit+"/s")
	b.ReportMetric(float64(f.p50.Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(f.p99.Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(f.cpu.Nanoseconds())/1000, "cpu-µs/"+unit)
	b.ReportMetric(0, "ns/op")
}

// client sends the next call that nobody has sent, until none is left: as people do, in about the order in which they
// began.
func client(addr string, wanted int, calls []call, took []time.Duration, next *atomic.Int64) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // all that matters was read
	r := bufio.NewReaderSize(conn, 64<<10)
	for {
		i := int(next.Add(1)) - 1
		if i >= len(calls) {
			return nil
		}
		c := calls[i]
		t := time.Now()
		if _, err := conn.Write(c); err != nil {
			return err
		}
		status, err := answer(r)
		if err != nil {
			return err
		}
		took[i] = time.Since(t)
		if status != wanted {
			return fmt.Errorf("status %d, want %d, for %.80q", status, wanted, c)
		}
	}
}

// answer reads one answer to its end and gives its status.
func answer(r *bufio.Reader) (int, error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 {
		return 0, fmt.Errorf("no status in %q", line)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return 0, fmt.Errorf("status in %q: %w", line, err)
	}
	length, chunked := 0, false
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
		if len(line) <= 2 {
			break
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return 0, err
			}
		}
		chunked = chunked || bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked"))
	}
	if !chunked {
		_, err = r.Discard(length)
		return status, err
	}
	for size := int64(1); size > 0; {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
		if size, err = strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64); err != nil {
			return 0, err
		}
		if _, err = r.Discard(int(size) + 2); err != nil {
			return 0, err
		}
	}
	return status, nil
}
