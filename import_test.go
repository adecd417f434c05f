package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wederhoor/internal/setting"
)

func TestImport(t *testing.T) {
	t.Parallel()
	const good, bad = "internal/member/testdata/members.csv", "internal/member/testdata/members-bad.csv"
	data := filepath.Join(t.TempDir(), "data")
	short := put(t, "external_id;name;domains;emails;phone;address;kvk;sector;member_since\n", t.TempDir(), "short.csv")
	for _, c := range []struct {
		args    []string
		exit    int
		says    string
		members int
	}{
		{[]string{"no/such/file.csv"}, 2, "there is no file ", 0},
		{[]string{t.TempDir()}, 2, " is a folder: name the CSV file in it", 0},
		{[]string{short}, 2, "line 1: the first line must name the columns, in any order:\n  missing: member_until\n  missing: orders_per_year\n  missing: orders_source", 0},
		{[]string{bad}, 2, "9 of 25 rows are not right, so nothing was imported.", 0},
		{[]string{"--skip-bad", bad}, 3, "9 of 25 rows are not right and were left out; the other 16 were imported", 16},
		{[]string{"--skip-bad", good}, 0, "", 16},
		{[]string{good}, 0, "", 16},
	} {
		err := run(t, data, filepath.Join(data, "evidence"), append([]string{"members", "import"}, c.args...)...)
		switch {
		case c.exit == 0 && err != nil:
			t.Errorf("%v: %v", c.args, err)
		case c.exit != 0 && (err == nil || exitOf(err) != c.exit || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%v: %v, want exit status %d and %q", c.args, err, c.exit, c.says)
		case c.exit == 2 && strings.Contains(c.says, "no file") && strings.ContainsAny(err.Error(), ":\n"):
			t.Errorf("not one plain sentence: %v", err)
		}
		if n := members(t, data); n != c.members {
			t.Errorf("%v: %d members, want %d", c.args, n, c.members)
		}
	}
}

// members counts what is stored.
func members(t *testing.T, data string) int {
	t.Helper()
	if _, err := os.Stat(data); err != nil {
		return 0
	}
	s := setting.Default()
	s.Database.Folder = data
	st, err := openStore(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	all, err := st.Queries().AllMembers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return len(all)
}
