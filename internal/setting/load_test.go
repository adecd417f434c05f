package setting

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wederhoor.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadNothingGivesDefaults(t *testing.T) {
	t.Parallel()
	got, err := Load("", []string{
		"HOME=/", "WEDERHOOR_MAIL_HOST=", "WEDERHOOR_PORT=tcp://10.0.0.1:80", "WEDERHOOR_SERVICE_HOST=10.0.0.1",
		"WEDERHOOR_PORT_80_TCP_ADDR=10.0.0.1", "WEDERHOOR_MAIL_RELAY_SERVICE_PORT_SMTP=25", "WEDERHOOR_DB_PORT=tcp://10.0.0.2:5432", "WEDERHOORN_X=1",
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Default(), got); diff != "" {
		t.Error(diff)
	}
	if got.Mail.Port != 587 || !got.Server.CookieSecure || got.Evidence.MaxFiles != 10 || got.Evidence.MaxMB != 15 {
		t.Errorf("defaults: %+v", got)
	}
}

func TestLoadFileAndEnvironment(t *testing.T) {
	t.Parallel()
	path := write(t, "\ufeff"+`
[organisation]
name = "Keurmerk Voorbeeld"
public_url = "https://klacht.keurmerk.example"
[server]
trusted_proxies = ["10.0.0.0/8", "::1"]
[mail]
host = "smtp.example"
port = 25
[[staff]]
name = "Anna"
email = "anna@keurmerk.example"
roles = ["mediator", "administrator"]
[[staff]]
name = "Bram"
email = "bram@keurmerk.example"
roles = ["quality"]
`)
	got, err := Load(path, []string{
		"WEDERHOOR_MAIL_PORT=465", "WEDERHOOR_MAIL_TLS=tls", "WEDERHOOR_MAIL_PASSWORD=a=b,c", "WEDERHOOR_MAIL_USER=u",
		"WEDERHOOR_SERVER_COOKIE_SECURE=true", "WEDERHOOR_SERVER_AUTOCERT_HOSTS= a.example , b.example,",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Organisation.Name, want.Organisation.PublicURL = "Keurmerk Voorbeeld", "https://klacht.keurmerk.example"
	want.Server.TrustedProxies, want.Server.AutocertHosts = []string{"10.0.0.0/8", "::1"}, []string{"a.example", "b.example"}
	want.Mail.Host, want.Mail.Port, want.Mail.TLS, want.Mail.User, want.Mail.Password = "smtp.example", 465, "tls", "u", "a=b,c"
	want.Staff = []Staff{
		{"Anna", "anna@keurmerk.example", []string{Mediator, Administrator}},
		{"Bram", "bram@keurmerk.example", []string{Quality}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.Organisation.Host() != "klacht.keurmerk.example" || len(got.Server.Proxies()) != 2 || got.Server.Proxies()[1].String() != "::1/128" {
		t.Errorf("host %q, proxies %v", got.Organisation.Host(), got.Server.Proxies())
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		environ    []string
		want       []string // the messages, without the path of the file
	}{
		{"slip in a key", "[mail]\n\nprot = 25", nil, []string{`FILE line 3: mail.prot is not a setting; did you mean "port"?`}},
		{"key of another section", "[server]\nlevel = \"info\"", nil, []string{`FILE line 2: server.level is not a setting; "level" belongs below [log]`}},
		{"key of nowhere", "[log]\nsomething = 1", nil, []string{`FILE line 2: log.something is not a setting; here these can be set: level, format`}},
		{"key outside", "level = \"info\"\n[mail]", nil, []string{`FILE line 1: level stands outside its section; write it below [log]`}},
		{"key of two sections outside", "folder = \"x\"", nil, []string{`FILE line 1: folder stands outside its section; write it below [database] or [evidence]`}},
		{"slip in a section", "# a\n[mial]\nport = 1", nil, []string{`FILE line 2: mial is not a section; did you mean "mail"?`}},
		{"section of nowhere", "[shipping]", nil, []string{`FILE line 1: shipping is not a section; these can be set: organisation, server, database, mail, evidence, payment, signals, theme, limits, api, measure, members, about, log, people, staff`}},
		{"section as key", "mail = 5", nil, []string{`FILE line 1: mail must be a section: write [mail] on a line of its own and its keys below`}},
		{"text for a number", "[mail]\nport = \"25\"", nil, []string{`FILE line 2: mail.port must be a whole number, without quotation marks, but here stands a text`}},
		{"number for a text", "[mail]\nhost = 25", nil, []string{`FILE line 2: mail.host must be a text between quotation marks, but here stands a whole number`}},
		{"broken number", "[mail]\nport = 2.5", nil, []string{`FILE line 2: mail.port must be a whole number, without quotation marks, but here stands a broken number`}},
		{"huge number", "[mail]\nport = 9999999999", nil, []string{`FILE line 2: mail.port must be a whole number, without quotation marks, but here stands a number far too large`}},
		{"text for yes or no", "[server]\ncookie_secure = \"true\"", nil, []string{`FILE line 2: server.cookie_secure must be true or false, without quotation marks, but here stands a text`}},
		{"text for a list", "[server]\ntrusted_proxies = \"::1\"", nil, []string{`FILE line 2: server.trusted_proxies must be a list of texts, such as ["a", "b"], but here stands a text`}},
		{"list of numbers", "[server]\ntrusted_proxies = [\n1]", nil, []string{`FILE line 2: server.trusted_proxies must be a list of texts, such as ["a", "b"], but here stands a whole number in it`}},
		{"section for a text", "[mail.host]\nx = 1", nil, []string{`FILE line 1: mail.host must be a text between quotation marks, but here stands a section`}},
		{"date for a text", "[mail]\nhost = 2020-01-01", nil, []string{`FILE line 2: mail.host must be a text between quotation marks, but here stands a date or a time`}},
		{"staff with single brackets", "[staff]\nname = \"A\"", nil, []string{`FILE line 1: staff is a list: write [[staff]] with two brackets on each side, once for each`}},
		{"staff of texts", "staff = [\"A\"]", nil, []string{`FILE line 1: staff[0] must be a block with keys, but here stands a text`}},
		{"slip in the second block", "[[staff]]\nname = \"A\"\n[[staff]]\nmail = \"B\"", nil, []string{`FILE line 4: staff[1].mail is not a setting; did you mean "email"?`}},
		{"odd key", "[mail]\n\"a\\nb c\" = 1", nil, []string{`FILE line 2: mail."a\nb c" is not a setting; here these can be set: host, port, tls, user, password, from_name, from_address, bounce_domain, bounce_listen, dkim_key_file, dkim_selector, dkim_domain`}},
		{"twice", "[mail]\nport = 25\nport = 26", nil, []string{`FILE line 3: this cannot be read as TOML: key port is already defined`}},
		{"no quotation marks", "[mail]\nhost = smtp.example", nil, []string{`FILE line 2: this cannot be read as TOML: `}},
		{"several at once", "[log]\nlevl = \"info\"\nformat = 1\n", []string{"WEDERHOOR_MAIL_PORT=x"}, []string{
			`environment variable WEDERHOOR_MAIL_PORT: mail.port must be a whole number`,
			`FILE line 2: log.levl is not a setting; did you mean "level"?`,
			`FILE line 3: log.format must be a text between quotation marks, but here stands a whole number`,
		}},
		{"value checked in its line", "[mail]\nport = 70000\n", nil, []string{`FILE line 2: mail.port must be from 1 to 65535, but is 70000`}},
		{"choice", "[mail]\ntls = \"ssl\"\n", nil, []string{`FILE line 2: mail.tls must be one of none, starttls, tls, but is "ssl"`}},
		{"environment wins and is blamed", "[mail]\nport = 25\n", []string{"WEDERHOOR_MAIL_PORT=0"}, []string{`environment variable WEDERHOOR_MAIL_PORT: mail.port must be from 1 to 65535, but is 0`}},
		{"slip in a variable", "", []string{"WEDERHOOR_MIAL_HOST=x"}, []string{`environment variable WEDERHOOR_MIAL_HOST: sets nothing; did you mean WEDERHOOR_MAIL_HOST?`}},
		{"variable of a section", "", []string{"WEDERHOOR_MAIL_WHATEVER=x"}, []string{`environment variable WEDERHOOR_MAIL_WHATEVER: sets nothing; "wederhoor config" prints all that can be set`}},
		{"variable of nowhere", "", []string{"WEDERHOOR_DEBUG=1"}, []string{`environment variable WEDERHOOR_DEBUG: sets nothing; "wederhoor config" prints all that can be set`}},
		{"variable of another version", "", []string{"WEDERHOOR_DATABASE_FOLDERS=x", "WEDERHOOR_PORT=8080"}, []string{
			`environment variable WEDERHOOR_DATABASE_FOLDERS: sets nothing; did you mean WEDERHOOR_DATABASE_FOLDER?`,
			`environment variable WEDERHOOR_PORT: sets nothing; "wederhoor config" prints all that can be set`,
		}},
		{"variable for staff", "", []string{"WEDERHOOR_STAFF_NAME=x"}, []string{`environment variable WEDERHOOR_STAFF_NAME: cannot be set by the environment: write [[staff]] in the settings file`}},
		{"yes or no in the environment", "", []string{"WEDERHOOR_SERVER_COOKIE_SECURE=ja"}, []string{`environment variable WEDERHOOR_SERVER_COOKIE_SECURE: server.cookie_secure must be true or false`}},
		{"not UTF-8 in the environment", "", []string{"WEDERHOOR_MAIL_PASSWORD=\xff"}, []string{`environment variable WEDERHOOR_MAIL_PASSWORD: mail.password must be UTF-8 text`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := write(t, tt.text)
			_, err := Load(path, tt.environ)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			got := strings.Split(strings.ReplaceAll(e.Error(), path, "FILE"), "\n")
			if len(got) != len(tt.want) {
				t.Fatalf("got\n%s", strings.Join(got, "\n"))
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tt.want[i]) || (!strings.HasSuffix(tt.want[i], " ") && got[i] != tt.want[i]) {
					t.Errorf("got  %s\nwant %s", got[i], tt.want[i])
				}
			}
		})
	}
}

func TestLoadFileErrors(t *testing.T) {
	t.Parallel()
	if _, err := Load(filepath.Join(t.TempDir(), "none.toml"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := Load(t.TempDir(), nil); err == nil {
		t.Error("a folder was read as settings")
	}
	if _, err := Load(write(t, strings.Repeat("# long\n", 200_000)), nil); err == nil || !strings.Contains(err.Error(), "1 MB") {
		t.Errorf("large file: %v", err)
	}
}

// A message about a password never shows it.
func TestLoadHidesSecrets(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"[mail]\npassword = 12345678\n", "[mail]\nhost = \"mail.example\"\ntls = \"none\"\nuser = \"u\"\npassword = \"geheim\\nx\"\n"} {
		_, err := Load(write(t, text), nil)
		if err == nil || strings.Contains(err.Error(), "geheim") || strings.Contains(err.Error(), "1234") {
			t.Errorf("got %v", err)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"host", "port", "password", "from_address"}
	for in, want := range map[string]string{
		"prot": "port", "pasword": "password", "hosts": "host", "form_address": "from_address", "x": "", "": "",
		"entirely_else": "", "Port": "port",
	} {
		if got := nearest(in, words); got != want {
			t.Errorf("nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever the file, Load ends with settings that print and read back to the same, or with problems in lines of it.
func FuzzLoad(f *testing.F) {
	golden, err := os.ReadFile("testdata/default.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden, "")
	f.Add([]byte("[mail]\nport = 25\n[[staff]]\nname='A'\nroles=['mediator']\nemail='a@a.example'"), "WEDERHOOR_MAIL_HOST=x")
	f.Add([]byte("mail.port = 1\nstaff = [{name = \"A\"}]"), "WEDERHOOR_LOG_LEVL=x")
	f.Fuzz(func(t *testing.T, raw []byte, variable string) {
		s, _, problems := parse("f", raw, []string{variable})
		for _, p := range problems {
			if p.Line < 0 || p.Line > strings.Count(string(raw), "\n")+1 || p.Sentence == "" || strings.Contains(p.String(), "\n") {
				t.Fatalf("%+v", p)
			}
		}
		if len(problems) > 0 {
			return
		}
		s.problems()
		sameAfterPrint(t, s)
	})
}
