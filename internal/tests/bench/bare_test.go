package bench

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the driver of the bare handler, the same as the store's
)

// bare is what the figures are held against: a handler that stores the body of the request in one row, durably, and
// nothing else. At most most requests that come together share a commit, and are answered after it.
type bare struct {
	most  int
	conn  *sql.Conn
	queue chan *row
}

type row struct {
	body []byte
	done chan error
}

func newBare(b *testing.B, most int) *bare {
	b.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)&_pragma=cache_size(-65536)")
	if err != nil {
		b.Fatal(err)
	}
	conn, err := pool.Conn(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	if _, err := conn.ExecContext(context.Background(), "CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	h := &bare{most: most, conn: conn, queue: make(chan *row, 256)}
	ended := make(chan error)
	go func() { ended <- h.write() }()
	b.Cleanup(func() {
		close(h.queue)
		if err := errors.Join(<-ended, conn.Close(), pool.Close()); err != nil {
			b.Error(err)
		}
	})
	return h
}

func (h *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		x := &row{body: body, done: make(chan error, 1)}
		h.queue <- x
		err = <-x.done
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// write stores what waits, commits once, and answers.
func (h *bare) write() (err error) {
	ctx := context.Background()
	insert, err := h.conn.PrepareContext(ctx, "INSERT INTO row (body) VALUES (?)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	for first := range h.queue {
		group := []*row{first}
		for len(h.queue) > 0 && len(group) < h.most {
			group = append(group, <-h.queue)
		}
		_, err := h.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		for _, x := range group {
			if err == nil {
				_, err = insert.ExecContext(ctx, x.body)
			}
		}
		if err == nil {
			_, err = h.conn.ExecContext(ctx, "COMMIT")
		}
		for _, x := range group {
			x.done <- err
		}
	}
	return nil
}
