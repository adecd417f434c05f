package house

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"wederhoor/internal/jobs"
	"wederhoor/internal/mail"
)

// ErrListen says that an address of the settings cannot be listened on.
var ErrListen = errors.New("cannot listen")

// Now is the clock of a real trustmark, in whole milliseconds as they are stored.
func Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// The time-outs of the server: slow connections are let go, large uploads over a phone are not.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Minute
	writeTimeout  = 10 * time.Minute
	idleTimeout   = 2 * time.Minute
	drain         = 500 * time.Millisecond // a proxy needs it to notice that we are leaving
	stopTimeout   = 20 * time.Second
)

// Run serves pages, receives reports and works until the context ends. started, when given, is called with the
// address once the site answers.
func (h *House) Run(ctx context.Context, started func(net.Addr)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", h.Settings.Server.Listen)
	if err != nil {
		return fmt.Errorf("%w on %s: %w. Is another program using it? Set server.listen to another address", ErrListen, h.Settings.Server.Listen, err)
	}
	srv := &http.Server{
		Handler: h.App.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, ErrorLog: slog.NewLogLogger(h.Log.Handler(), slog.LevelDebug),
	}
	var wg sync.WaitGroup
	failed := make(chan error, 2)
	wg.Go(func() { h.Worker.Run(ctx) })
	wg.Go(func() { h.Hooks.Run(ctx) })
	stopReports, err := h.receiveReports(ctx, &wg, failed)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	wg.Go(func() {
		if err := h.serveOn(srv, l); !errors.Is(err, http.ErrServerClosed) {
			failed <- fmt.Errorf("serve: %w", err)
		}
	})
	h.Log.Info("serving", "address", l.Addr().String(), "site", h.Settings.Organisation.PublicURL)
	if started != nil {
		started(l.Addr())
	}
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			h.App.Forget()
			continue
		case err = <-failed:
		case <-ctx.Done():
		}
		break
	}
	h.Log.Info("stopping")
	time.Sleep(drain)
	stop, done := context.WithTimeout(context.Background(), stopTimeout)
	defer done()
	err = errors.Join(err, srv.Shutdown(stop), stopReports(stop))
	cancel()
	wg.Wait()
	return err
}

// serveOn serves in the clear, or with certificates of our own.
func (h *House) serveOn(srv *http.Server, l net.Listener) error {
	if h.Settings.Server.TLS != "autocert" {
		return srv.Serve(l)
	}
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(h.Settings.Server.AutocertHosts...),
		Cache: autocert.DirCache(h.Settings.Server.AutocertFolder),
	}
	srv.TLSConfig = m.TLSConfig()
	return srv.ServeTLS(l, "", "")
}

// receiveReports listens for delivery reports when the settings say where; it gives how to stop.
func (h *House) receiveReports(ctx context.Context, wg *sync.WaitGroup, failed chan<- error) (func(context.Context) error, error) {
	addr := h.Settings.Mail.BounceListen
	if h.Bounces == nil || addr == "" {
		return func(context.Context) error { return nil }, nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%w for delivery reports on %s: %w. Set mail.bounce_listen to another address", ErrListen, addr, err)
	}
	reports := &jobs.Reports{Clerk: h.Clerk, Log: h.Log}
	r := mail.NewReceiver(h.Bounces, mail.ReceiverSettings{Domain: h.Settings.Mail.BounceDomain, Log: h.Log}, reports.Take)
	wg.Go(func() {
		if err := r.Serve(l); err != nil && ctx.Err() == nil {
			failed <- fmt.Errorf("delivery reports: %w", err)
		}
	})
	return r.Shutdown, nil
}

// TakeReport takes a delivery report that came another way than by bounce_listen.
func (h *House) TakeReport(ctx context.Context, r mail.Report) error {
	return (&jobs.Reports{Clerk: h.Clerk, Log: h.Log}).Take(ctx, r)
}
