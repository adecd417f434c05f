package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/api"
	"wederhoor/internal/registry"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"tokens", "list"}, 0, ""},
		{[]string{"tokens", "create", "crm", "--scope", "members:read,cases:read"}, 0, ""},
		{[]string{"tokens", "create", "crm", "--scope", "everything"}, 2, `"everything": no such scope`},
		{[]string{"tokens", "create", "crm", "--scope", "members:read", "--member", "none"}, 2, "there is no member none"},
		{[]string{"tokens", "create", "crm", "--scope", "members:write", "--member", "1001"}, 2, "for the trustmark only"},
		{[]string{"tokens", "revoke", "none"}, 2, "there is no good token with id none"},
		{[]string{"members", "import", "--dry-run", "internal/member/testdata/members.csv"}, 0, ""},
		{[]string{"members", "import", "--dry-run", "internal/member/testdata/members-bad.csv"}, 2, "9 of 25 rows are not right"},
	} {
		err := run(t, data, filepath.Join(data, "evidence"), c.args...)
		switch {
		case c.exit == 0 && err != nil:
			t.Errorf("%v: %v", c.args, err)
		case c.exit != 0 && (err == nil || exitOf(err) != c.exit || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%v: %v, want exit status %d and %q", c.args, err, c.exit, c.says)
		}
	}
}

func TestPrintTokens(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	at := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	err := printTokens(&b, []api.Token{
		{ID: "abc", Name: "member\nadministration", Scopes: []api.Scope{api.MembersRead, api.MembersWrite}, Created: at},
		{ID: "def", Name: "shop", Member: "1001", Scopes: []api.Scope{api.CasesRead}, Created: at, LastUsed: at, Revoked: at},
	})
	want := "ID   NAME                   MEMBER  SCOPES                      CREATED            LAST USED          REVOKED\n" +
		"abc  member administration  -       members:read,members:write  2026-08-03 08:00Z  -                  -\n" +
		"def  shop                   1001    cases:read                  2026-08-03 08:00Z  2026-08-03 08:00Z  2026-08-03 08:00Z\n"
	if err != nil || b.String() != want {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestPrintPlan(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	printPlan(&b, registry.MemberPlan{Changes: []registry.MemberChange{
		{ID: "2", Name: "Twee", Kind: registry.MemberChanged, Fields: []registry.FieldChange{{Field: "phone", Old: "", New: "030"}}},
		{ID: "1", Name: "Een", Kind: registry.MemberNew},
		{ID: "3", Name: "Drie", Kind: registry.MemberSame},
		{ID: "4", Name: "Vier", Kind: registry.MemberMissing},
	}}, 5)
	want := "new 1 Een\nchanged 2 Twee\n    phone: \"\" → \"030\"\nmissing 4 Vier\n" +
		"Nothing was changed. It would be: 1 new, 1 changed, 0 ended, 1 the same, 5 bad; 1 members are not in the file.\n"
	if b.String() != want {
		t.Errorf("%s", b.String())
	}
}
