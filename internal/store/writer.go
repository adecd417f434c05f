package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"wederhoor/internal/store/db"
)

// Priority says what goes first when several writes wait.
type Priority int

// The priorities, in order.
const (
	Clock Priority = iota // what time owes: deadlines, and what became of letters
	Act                   // what people do
)

const (
	priorities   = 2
	defaultGroup = 256
)

// errLost says that SQLite gave up the whole transaction, not only the statement that failed.
var errLost = errors.New("store: the transaction was lost to the failure of another write")

// work is a piece of work in the queue.
type work struct {
	ctx  context.Context
	fn   func(*Tx) error
	err  error
	done chan struct{}
}

// writer owns the one connection that writes. Its goroutine takes what waits and commits it together.
type writer struct {
	pool  *sql.DB
	conn  *sql.Conn
	stmts *statements
	tx    *Tx
	group int

	mu     sync.Mutex
	queue  [priorities][]*work
	closed bool
	wake   chan struct{} // holds one token when something was put in the queue
	ended  chan struct{}

	seen int64 // data_version at the last look: another process's commits change it
	log  logEdge
}

func openWriter(ctx context.Context, path string, opts Options) (*writer, error) {
	w := &writer{group: opts.Group, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	if w.group == 0 {
		w.group = defaultGroup
	}
	pragmas := writerPragmas
	if opts.MaxPages > 0 {
		pragmas = append(pragmas[:len(pragmas):len(pragmas)], fmt.Sprintf("max_page_count(%d)", opts.MaxPages))
	}
	var err error
	if w.pool, err = sql.Open(driverName, dsn(path, pragmas...)); err != nil {
		return nil, fmt.Errorf("open writer: %w", err)
	}
	w.pool.SetMaxOpenConns(1)
	if w.conn, err = w.pool.Conn(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open writer: %w", err), w.pool.Close())
	}
	w.stmts = &statements{conn: w.conn, prepared: map[string]*sql.Stmt{}}
	w.tx = &Tx{Queries: db.New(w.stmts), w: w}
	if err := w.refresh(); err != nil {
		return nil, errors.Join(fmt.Errorf("open writer: %w", err), w.release())
	}
	go w.run()
	return w, nil
}

// Write runs fn in a savepoint of a shared transaction and returns once that is committed and on the disk. An error of
// fn, or a panic in it, undoes what fn wrote and nothing else. fn must not call Write, and must not keep tx.
//
// A context that ends while the work waits takes it out of the queue; once it runs it is finished: a commit is never
// given up half-way. Errors: those of fn through Wrap; ErrFull, ErrClosed.
func (s *Store) Write(ctx context.Context, p Priority, fn func(tx *Tx) error) error {
	j := &work{ctx: ctx, fn: fn, done: make(chan struct{})}
	if err := s.writer.put(p, j); err != nil {
		return err
	}
	<-j.done
	return j.err
}

func (w *writer) put(p Priority, j *work) error {
	if p != Clock {
		p = Act
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return ErrClosed
	}
	w.queue[p] = append(w.queue[p], j)
	w.mu.Unlock()
	w.rouse()
	return nil
}

func (w *writer) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// take gives what waits, by priority, as much as one commit may hold; last says that nothing more will ever come.
func (w *writer) take(into []*work) (jobs []*work, last bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for p := range w.queue {
		n := min(w.group-len(into), len(w.queue[p]))
		into = append(into, w.queue[p][:n]...)
		rest := copy(w.queue[p], w.queue[p][n:])
		clear(w.queue[p][rest:])
		w.queue[p] = w.queue[p][:rest]
	}
	return into, w.closed && len(into) == 0
}

func (w *writer) run() {
	defer close(w.ended)
	var jobs []*work
	for {
		var last bool
		jobs, last = w.take(jobs[:0])
		if last {
			return
		}
		if len(jobs) == 0 {
			<-w.wake
			continue
		}
		for rest := jobs; len(rest) > 0; {
			rest = rest[w.commit(rest):]
		}
		clear(jobs)
	}
}

// commit runs the work in one transaction and answers. It gives how many pieces it answered: fewer than it got when
// the transaction was lost on the way.
func (w *writer) commit(jobs []*work) int {
	n, err := w.together(jobs)
	for _, j := range jobs[:n] {
		if err != nil && j.err == nil {
			j.err = err
		}
		close(j.done)
	}
	return n
}

// together gives how many pieces it ran, and what is wrong for all of them that had no error of their own.
func (w *writer) together(jobs []*work) (n int, err error) {
	if err := w.stmts.run("BEGIN IMMEDIATE"); err != nil {
		return len(jobs), fmt.Errorf("begin: %w", Wrap(err))
	}
	if err := w.refresh(); err != nil {
		return len(jobs), errors.Join(fmt.Errorf("begin: %w", Wrap(err)), w.stmts.run("ROLLBACK"))
	}
	before := w.log
	for i, j := range jobs {
		if j.err = j.ctx.Err(); j.err != nil {
			continue
		}
		if err := w.one(j); err != nil {
			w.log = before
			// The rollback fails when SQLite has rolled back already: that is no news.
			_ = w.stmts.run("ROLLBACK")
			return i + 1, err
		}
	}
	if err := w.stmts.run("COMMIT"); err != nil {
		w.log = before
		_ = w.stmts.run("ROLLBACK") // as above
		return len(jobs), fmt.Errorf("commit: %w", Wrap(err))
	}
	return len(jobs), nil
}

// one runs a piece in a savepoint. An error means that the transaction cannot go on.
func (w *writer) one(j *work) error {
	if err := w.stmts.run("SAVEPOINT piece"); err != nil {
		return fmt.Errorf("savepoint: %w", Wrap(err))
	}
	before := w.log
	j.err = w.call(j.fn)
	if j.err == nil {
		j.err = w.stmts.broken // fn went on after a failure that it must not go on after
	}
	if j.err == nil {
		if err := w.stmts.run("RELEASE piece"); err != nil {
			return fmt.Errorf("savepoint: %w", Wrap(err))
		}
		return nil
	}
	w.log = before
	if err := w.stmts.run("ROLLBACK TO piece"); err != nil {
		return lost(j.err, err)
	}
	if err := w.stmts.run("RELEASE piece"); err != nil {
		return lost(j.err, err)
	}
	return nil
}

// lost names the reason for which all pieces of the transaction failed: a full disk fails them all.
func lost(cause, err error) error {
	if errors.Is(cause, ErrFull) {
		return fmt.Errorf("%w: %w", errLost, ErrFull)
	}
	return fmt.Errorf("%w: %w", errLost, err)
}

func (w *writer) call(fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return Wrap(fn(w.tx))
}

// refresh reads the edge of the log again when another process has written since.
func (w *writer) refresh() error {
	version, err := w.stmts.number("PRAGMA data_version")
	if err != nil {
		return err
	}
	if version == w.seen && w.log.loaded {
		return nil
	}
	w.seen = version
	return w.log.load(w.tx.Queries)
}

func (w *writer) close() error {
	w.mu.Lock()
	was := w.closed
	w.closed = true
	w.mu.Unlock()
	if was {
		return nil
	}
	w.rouse()
	<-w.ended
	// A checkpoint that readers of another process hold up is no error: the log stays and is used at the next start.
	err := w.stmts.run("PRAGMA wal_checkpoint(TRUNCATE)")
	return errors.Join(err, w.release())
}

func (w *writer) release() error {
	return errors.Join(w.stmts.close(), w.conn.Close(), w.pool.Close())
}
