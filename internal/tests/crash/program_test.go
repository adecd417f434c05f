package crash

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/setting"
)

// program is the real binary with its settings, folder and mail server. It is started, killed and started again.
type program struct {
	t        *testing.T
	binary   string
	settings string
	folder   string
	addr     string
	box      *mailbox.Box

	cmd *exec.Cmd
	log string // file that holds what the program wrote in its last life

	mu      sync.Mutex
	up      chan struct{} // closed while the site answers; an open one while it does not
	watched bool          // somebody looks whether it answers
}

// newProgram builds the binary, starts an SMTP server for its letters and writes its settings.
func newProgram(t *testing.T) *program {
	t.Helper()
	dir := t.TempDir()
	p := &program{t: t, binary: filepath.Join(dir, "wederhoor"), settings: filepath.Join(dir, "settings.toml"), folder: filepath.Join(dir, "data"), log: filepath.Join(dir, "log"), up: make(chan struct{})}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", p.binary, ".")
	build.Dir = filepath.Join("..", "..", "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	host, port, err := net.SplitHostPort(p.mailServer())
	if err != nil {
		t.Fatal(err)
	}
	p.addr = freeAddress(t)
	t.Cleanup(func() {
		if p.cmd != nil && p.cmd.ProcessState == nil { // the test gave up
			_ = p.cmd.Process.Kill()
			_ = p.cmd.Wait()
		}
	})
	s := setting.Default()
	s.Organisation.Name, s.Organisation.PublicURL = "Keurmerk Voorbeeld", "http://"+p.addr
	s.Server.Listen = p.addr
	s.Database.Folder, s.Evidence.Folder = p.folder, filepath.Join(p.folder, "evidence")
	s.Mail.Host, s.Mail.TLS, s.Mail.FromAddress = host, "none", "klachten@keurmerk.example"
	if s.Mail.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	s.Limits = setting.Limits{} // all consumers have the same address here
	s.Staff = []setting.Staff{{Name: "Sanne Bemiddelaar", Email: "sanne@keurmerk.example", Roles: []string{setting.Mediator}}}
	f, err := os.Create(p.settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := setting.Print(f, s, false); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// mailServer starts the mail server, which outlives the program, and gives its address.
func (p *program) mailServer() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	p.box = mailbox.New(time.Now, 0)
	server := mailbox.NewServer(p.box, mailbox.Options{})
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	p.t.Cleanup(func() {
		if err := server.Close(); err != nil {
			p.t.Error(err)
		}
		if err := <-ended; err != nil {
			p.t.Error(err)
		}
	})
	return l.Addr().String()
}

// freeAddress gives a loopback address that nobody listens on; the program takes it again after each kill.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

// run runs a subcommand to its end and gives what it printed.
func (p *program) run(args ...string) string {
	p.t.Helper()
	out, err := exec.CommandContext(p.t.Context(), p.binary, append([]string{"-c", p.settings}, args...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("wederhoor %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// start starts serve and returns at once.
func (p *program) start() {
	p.t.Helper()
	log, err := os.Create(p.log)
	if err != nil {
		p.t.Fatal(err)
	}
	defer log.Close() //nolint:errcheck // the program has its own
	p.cmd = exec.Command(p.binary, "-c", p.settings, "serve")
	p.cmd.Stderr = log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watched {
		return
	}
	select {
	case <-p.up: // the last life was seen to answer only when it was being killed
		p.up = make(chan struct{})
	default:
	}
	p.watched = true
	go p.watch()
}

// watch announces it when the site answers; that may be a later life of the program than the one it began in.
func (p *program) watch() {
	ctx := p.t.Context()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.addr+"/livez", nil)
		if err != nil {
			return
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		if err == nil {
			_ = res.Body.Close() // nothing of it is read
			p.mu.Lock()
			defer p.mu.Unlock()
			p.watched = false
			close(p.up)
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return
		}
	}
}

// said gives the end of what the program wrote in its last life.
func (p *program) said() string {
	b, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-4000):])
}

// kill ends the program as a power cut would, in the middle of whatever it does.
func (p *program) kill() {
	p.t.Helper()
	p.down()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatalf("the program had ended by itself: %v\n%s", err, p.said())
	}
	_ = p.cmd.Wait() // "signal: killed"
	if s, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() {
		p.t.Fatalf("the program had ended by itself: %v\n%s", p.cmd.ProcessState, p.said())
	}
}

// stop lets the program finish.
func (p *program) stop() {
	p.t.Helper()
	p.down()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Fatalf("stop: %v\n%s", err, p.said())
	}
}

// down makes those who want the site wait for its next life.
func (p *program) down() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.watched { // it was up
		p.up = make(chan struct{})
	}
}

// wait returns when the site answers.
func (p *program) wait(ctx context.Context) error {
	p.mu.Lock()
	up := p.up
	p.mu.Unlock()
	select {
	case <-up:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for the site: %w", ctx.Err())
	}
}
