package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"wederhoor/internal/demo"
	"wederhoor/internal/house"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store"
	"wederhoor/internal/web"
)

// runDemo runs a trustmark to play with until the context ends: one process, with its database in the folder, which is
// made when missing. What is there already goes on. out gets what a person needs to know.
func runDemo(ctx context.Context, s setting.Settings, log *slog.Logger, folder string, out io.Writer) error {
	d, err := openDemo(ctx, s, log, folder, out)
	if err != nil {
		return err
	}
	err = errors.Join(d.house.Run(ctx, func(net.Addr) { d.welcome(out) }), d.close())
	if errors.Is(err, house.ErrListen) {
		return badInput{err}
	}
	return err
}

// playing is a demo that was put together.
type playing struct {
	house  *house.House
	world  *demo.World
	post   *demo.Postbox // nil when the settings name a mail server
	kassa  *demo.Checkout
	folder string
}

// openDemo puts the demo together, and makes its cases when there are none yet.
func openDemo(ctx context.Context, s setting.Settings, log *slog.Logger, folder string, out io.Writer) (_ *playing, err error) {
	if err := prepareFolder(folder); err != nil {
		return nil, badInput{err}
	}
	if err := freePort(ctx, s.Server.Listen); err != nil {
		return nil, badInput{err}
	}
	ahead, kept, err := demo.Kept(folder, store.FileName)
	if err != nil {
		return nil, badInput{err}
	}
	clock := &demo.Clock{}
	clock.SetOffset(ahead)
	d := &playing{folder: folder}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.close())
		}
	}()
	if s.Mail.Host == "" {
		if d.post, err = demo.OpenPostbox(ctx, clock.Now); err != nil {
			return nil, err
		}
		if err := d.post.Load(folder); err != nil {
			return nil, err
		}
		s.Mail.Host, s.Mail.Port, s.Mail.TLS = "127.0.0.1", d.post.Port, "none"
		s.Mail.User, s.Mail.Password = "", ""
	}
	s = demoSettings(s, folder)
	if d.kassa, err = demo.OpenCheckout(ctx, s.Organisation.PublicURL+web.DemoCheckout, clock.Now, d.notice); err != nil {
		return nil, err
	}
	s.Payment.Key, s.Payment.BaseURL, s.Payment.Checkout = demo.Key, d.kassa.API, s.Organisation.PublicURL
	hush := &hushed{Handler: log.Handler(), on: &atomic.Bool{}}
	hush.on.Store(!kept)
	if d.house, err = house.Build(ctx, s, clock.Now, slog.New(hush)); err != nil {
		return nil, err
	}
	d.world = &demo.World{
		Folder: folder, Clock: clock, Clerk: d.house.Clerk, Accounts: d.house.Accounts, Worker: d.house.Worker, Keep: d.keep,
		Pay: func(ctx context.Context, dispute, payment string) error {
			return d.kassa.Pay(ctx, d.house.Worker.Till, dispute, payment)
		},
	}
	d.house.App.Demo = d
	if !kept {
		if err := d.seed(ctx, out); err != nil {
			return nil, err
		}
	}
	hush.on.Store(false)
	return d, nil
}

// seed makes the cases, and says so: it takes some seconds.
func (d *playing) seed(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "Making members, people and cases in %s …\n", d.folder)
	start := time.Now()
	if err := d.world.Seed(ctx, nil); err != nil {
		return fmt.Errorf("cases of the demo: %w", err)
	}
	fmt.Fprintf(out, "Done in %.1f s.\n", time.Since(start).Seconds())
	return nil
}

// welcome says where the demo is.
func (d *playing) welcome(out io.Writer) {
	base := d.house.Settings.Organisation.PublicURL
	fmt.Fprintf(out, "\n  The demo is ready: %s/demo\n\n  Mailbox  %s/demo/mail\n  Clock    %s/demo/clock\n  Kept in  %s\n\n"+
		"  Ctrl-C stops it. Start it again to go on, or with --fresh to begin anew.\n\n", base, base, base, d.folder)
	if host, _, err := net.SplitHostPort(d.house.Settings.Server.Listen); err == nil && !onlyHere(host) {
		fmt.Fprint(out, "  Others on your network can reach it and step into every role: put nothing real in it.\n\n")
	}
	if d.post == nil {
		fmt.Fprintf(out, "  Letters go to the mail server %s, also those to people who are made up.\n\n", d.house.Settings.Mail.Host)
	}
}

func onlyHere(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// close ends what openDemo began.
func (d *playing) close() error {
	var err error
	if d.house != nil {
		err = d.house.Close()
	}
	if d.kassa != nil {
		err = errors.Join(err, d.kassa.Close())
	}
	if d.post != nil {
		err = errors.Join(err, d.post.Save(d.folder), d.post.Close())
	}
	return err
}

// keep checks and stores a file of a case, as an upload is.
func (d *playing) keep(ctx context.Context, name string, r io.Reader) (registry.File, error) {
	c, err := d.house.App.Checker.Check(ctx, name, r)
	if err != nil {
		return registry.File{}, err
	}
	id, err := d.house.Files.Put(ctx, c)
	return registry.File{Name: c.Name, MediaType: c.MediaType, Stored: id, Size: c.Size, SHA256: c.SHA256}, err
}

// notice brings a webhook of the payment simulator to the site, as the provider's request would be.
func (d *playing) notice(to string, form url.Values) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil || d.house == nil {
		return // the till asks by itself within the hour
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = "127.0.0.1:1"
	d.house.App.Handler().ServeHTTP(discard{http.Header{}}, r)
}

// discard is an answer that nobody reads.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

// Checkout gives the pages of the payment simulator.
func (d *playing) Checkout() http.Handler { return d.kassa.Simulator }

// Advance moves the clock for the pages.
func (d *playing) Advance(ctx context.Context, by time.Duration) (time.Time, error) {
	return d.world.Advance(ctx, by)
}

// Next gives the next instant at which time changes something.
func (d *playing) Next(ctx context.Context) (time.Time, bool, error) { return d.world.Next(ctx) }

// StaffEmail gives the address of the person with a role.
func (d *playing) StaffEmail(role procedure.Role) string { return demo.StaffEmail(role) }

// Past says that a case is one of the history.
func (d *playing) Past(reference string) bool { return d.world.Past(reference) }

// Mails gives the letters, newest first; false when they went to a real mail server.
func (d *playing) Mails() ([]web.DemoMail, bool) {
	if d.post == nil {
		return nil, false
	}
	mails := d.post.Box.All()
	out := make([]web.DemoMail, 0, len(mails))
	for _, m := range slices.Backward(mails) {
		out = append(out, demoMail(m))
	}
	return out, true
}

func demoMail(m mailbox.Mail) web.DemoMail {
	return web.DemoMail{
		Number: m.Number, At: m.At, From: m.From, To: m.To, Sender: m.Sender, Subject: m.Subject, MessageID: m.MessageID,
		Text: m.Text, HTML: m.HTML, Links: m.Links, Headers: m.Headers,
	}
}

// demoSettings fills in what a demo needs and the settings leave open.
func demoSettings(s setting.Settings, folder string) setting.Settings {
	s.Database.Folder, s.Evidence.Folder = folder, filepath.Join(folder, "evidence")
	org := &s.Organisation
	preset(&org.Name, "Keurmerk Voorbeeld")
	preset(&org.PublicURL, localAddress(s.Server.Listen))
	preset(&org.Phone, "030 555 01 00")
	preset(&org.Address, "Voorbeeldstraat 1, 3511 AB Utrecht")
	preset(&org.ReplyTo, "hulp@keurmerkvoorbeeld.example")
	preset(&s.Mail.FromAddress, "klacht@keurmerkvoorbeeld.example")
	s.Staff = slices.Clone(s.Staff)
	for _, p := range demo.Staff() {
		if !slices.ContainsFunc(s.Staff, func(h setting.Staff) bool { return strings.EqualFold(h.Email, p.Email) }) {
			s.Staff = append(s.Staff, setting.Staff{Name: p.Name, Email: p.Email, Roles: []string{string(p.Role)}})
		}
	}
	return s
}

func preset(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// localAddress gives the address in a browser on this machine.
func localAddress(listen string) string {
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		port = "8080"
	}
	return (&url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}).String()
}

// prepareFolder makes the folder and tries to write in it, so that a person reads a sentence and not an error of the
// database.
func prepareFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("the folder %s of the demo cannot be made: %w. Choose another with --folder", folder, err)
	}
	f, err := os.CreateTemp(folder, "wederhoor.db-try-*")
	if err != nil {
		return fmt.Errorf("the folder %s of the demo cannot be written to: %w. Choose another with --folder", folder, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// freePort finds out before the cases are made that the site could not be reached afterwards.
func freePort(ctx context.Context, listen string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("%w on %s: %w. Is another demo running? Stop it, or set another address: WEDERHOOR_SERVER_LISTEN=127.0.0.1:8081",
			house.ErrListen, listen, err)
	}
	return l.Close()
}

// hushed keeps the log quiet while the cases are made: hundreds of letters leave then.
type hushed struct {
	slog.Handler

	on *atomic.Bool
}

// Enabled lets warnings and errors through at all times.
func (h *hushed) Enabled(ctx context.Context, l slog.Level) bool {
	return (!h.on.Load() || l >= slog.LevelWarn) && h.Handler.Enabled(ctx, l)
}

// WithAttrs keeps the hush on derived loggers.
func (h *hushed) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &hushed{Handler: h.Handler.WithAttrs(attrs), on: h.on}
}

// WithGroup does the same.
func (h *hushed) WithGroup(name string) slog.Handler {
	return &hushed{Handler: h.Handler.WithGroup(name), on: h.on}
}
