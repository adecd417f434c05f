package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

const driverName = "sqlite"

// Versions before this one can corrupt a database when the write-ahead log starts anew.
var leastSQLite = [3]int{3, 51, 3}

// FULL: a commit is on the disk before its caller is answered. Temporary things, the undo of savepoints among them,
// stay in memory. The log of 16,000 pages (64 MB) is carried over at once, so that a page that changes often is
// written once: with 4,000 a complaint cost a fifth more bytes on the disk. The writer's cache is no larger than 16 MB:
// after a commit that parted a page SQLite goes through all of it, which with 64 MB took 6 % of the writer's time.
var (
	common = []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "temp_store(MEMORY)", "foreign_keys(1)",
	}
	migratePragmas = common
	writerPragmas  = append(common[:len(common):len(common)],
		"cache_size(-16384)", "wal_autocheckpoint(16000)", "journal_size_limit(67108864)")
	readerPragmas = append(common[:len(common):len(common)],
		"cache_size(-8192)", "mmap_size(268435456)", "query_only(1)")
)

// dsn names the database for the driver. The path is escaped: it may hold any character.
func dsn(path string, pragmas ...string) string {
	q := url.Values{}
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	q.Set("_dqs", "0") // "x" is a name, never a text
	q.Set("_txlock", "immediate")
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func checkVersion(ctx context.Context, conn *sql.DB) error {
	var text string
	if err := conn.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&text); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if !newEnough(text) {
		return fmt.Errorf("SQLite %s can corrupt a database: %d.%d.%d or later is needed",
			text, leastSQLite[0], leastSQLite[1], leastSQLite[2])
	}
	return nil
}

func newEnough(version string) bool {
	parts := strings.Split(version, ".")
	for i, least := range leastSQLite {
		n := 0
		if i < len(parts) {
			var err error
			if n, err = strconv.Atoi(parts[i]); err != nil {
				return false
			}
		}
		if n != least {
			return n > least
		}
	}
	return true
}
