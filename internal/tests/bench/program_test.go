package bench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/setting"
)

// BenchmarkProgram builds the program as it is given out, and measures its size, how long it takes from its start to
// its first answer (median of 9), and what it holds in memory when nobody does anything.
func BenchmarkProgram(b *testing.B) {
	dir := b.TempDir()
	binary := filepath.Join(dir, "wederhoor")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	build.Dir, build.Env = filepath.Join("..", "..", ".."), append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	info, err := os.Stat(binary)
	if err != nil {
		b.Fatal(err)
	}
	file, addr := settingsFile(b, dir)
	list := filepath.Join("..", "..", "member", "testdata", "members.csv")
	if out, err := exec.CommandContext(b.Context(), binary, "-c", file, "members", "import", list).CombinedOutput(); err != nil {
		b.Fatalf("import: %v\n%s", err, out)
	}
	var starts []time.Duration
	var memory int
	for i := range 9 {
		begun := time.Now()
		cmd := exec.CommandContext(b.Context(), binary, "-c", file, "serve")
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		if err := alive(b.Context(), addr); err != nil {
			b.Fatal(err)
		}
		starts = append(starts, time.Since(begun))
		if i == 0 {
			memory = settled(b, cmd.Process.Pid)
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			b.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(starts)
	b.ReportMetric(float64(info.Size())/1e6, "binary-MB")
	b.ReportMetric(float64(memory)/1e6, "idle-MB")
	b.ReportMetric(float64(starts[len(starts)/2].Microseconds())/1000, "start-ms")
	b.ReportMetric(0, "ns/op")
}

// settingsFile writes settings for a program that serves in a folder, and gives its address.
func settingsFile(b *testing.B, dir string) (file, addr string) {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	addr = l.Addr().String()
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	s := settings(filepath.Join(dir, "data"))
	s.Organisation.PublicURL, s.Server.Listen = "http://"+addr, addr
	s.Staff = []setting.Staff{{Name: "Sanne Bemiddelaar", Email: "sanne@keurmerk.example", Roles: []string{setting.Mediator}}}
	file = filepath.Join(dir, "settings.toml")
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	if err := setting.Print(f, s, false); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return file, addr
}

// alive asks until the first answer.
func alive(ctx context.Context, addr string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/livez", nil)
		if err != nil {
			return err
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		if err == nil {
			err = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return err
			}
		}
		if ctx.Err() != nil {
			return fmt.Errorf("no answer: %w", err)
		}
		time.Sleep(time.Millisecond)
	}
}

// settled gives the resident memory in bytes once it has not changed for two seconds.
func settled(b *testing.B, pid int) int {
	b.Helper()
	last, since := resident(b, pid), time.Now()
	for time.Since(since) < 2*time.Second {
		time.Sleep(50 * time.Millisecond)
		if now := resident(b, pid); now != last {
			last, since = now, time.Now()
		}
	}
	return last
}

func resident(b *testing.B, pid int) int {
	b.Helper()
	return statusOf(b, pid, "VmRSS:")
}

// statusOf gives a line of a process's status, in bytes.
func statusOf(b *testing.B, pid int, name string) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, line, ok := strings.Cut(string(status), name)
	var kib int
	if _, err := fmt.Sscanf(line, "%d kB", &kib); !ok || err != nil {
		b.Fatalf("%s %v", name, err)
	}
	return kib * 1024
}
