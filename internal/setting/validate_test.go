package setting

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Settings)
		want   string // beginning of the only problem; "" for none
	}{
		{"example", func(*Settings) {}, ""},
		{"local trial", func(s *Settings) {
			s.Organisation.PublicURL, s.Server.CookieSecure = "http://localhost:8080", false
			s.Mail.Host, s.Mail.TLS = "127.0.0.1", "none"
		}, ""},
		{"open web address", func(s *Settings) { s.Organisation.PublicURL = "http://a.example" }, "organisation.public_url must begin with https://"},
		{"slash behind", func(s *Settings) { s.Organisation.PublicURL += "/" }, "organisation.public_url must end after the host name"},
		{"no web address", func(s *Settings) { s.Organisation.PublicURL = "a.example" }, "organisation.public_url must be a web address"},
		{"reply to a name", func(s *Settings) { s.Organisation.ReplyTo = "Jan <a@a.example>" }, "organisation.reply_to must be an e-mail address"},
		{"line break in a header", func(s *Settings) { s.Mail.FromName = "A\r\nBcc: b@b.example" }, "mail.from_name must be one line"},
		{"listen", func(s *Settings) { s.Server.Listen = "8080" }, "server.listen must be an address and a port"},
		{"autocert without host", func(s *Settings) { s.Server.TLS = "autocert" }, "server.autocert_hosts must name the host"},
		{"autocert for another host", func(s *Settings) {
			s.Server.TLS, s.Server.AutocertHosts = "autocert", []string{"a.example"}
		}, `server.autocert_hosts must have "klacht.keurmerk.example" in it`},
		{"autocert for an address", func(s *Settings) { s.Server.AutocertHosts = []string{"https://x"} }, "server.autocert_hosts has \"https://x\" in it"},
		{"autocert without folder", func(s *Settings) {
			s.Server.TLS, s.Server.AutocertHosts, s.Server.AutocertFolder = "autocert", []string{"klacht.keurmerk.example"}, ""
		}, "server.autocert_folder must be set"},
		{"proxy", func(s *Settings) { s.Server.TrustedProxies = []string{"proxy.example"} }, `server.trusted_proxies has "proxy.example" in it`},
		{"trust everybody", func(s *Settings) { s.Server.TrustedProxies = []string{"0.0.0.0/0"} }, "server.trusted_proxies must not trust everybody"},
		{"open cookies", func(s *Settings) { s.Server.CookieSecure = false }, "server.cookie_secure must be true"},
		{"no folder", func(s *Settings) { s.Database.Folder = "" }, "database.folder must name a folder"},
		{"no evidence folder", func(s *Settings) { s.Evidence.Folder = "" }, "evidence.folder must name a folder"},
		{"files among the database", func(s *Settings) { s.Evidence.Folder = "./data/x/.." }, "evidence.folder must be another folder than database.folder"},
		{"database among the files", func(s *Settings) { s.Database.Folder, s.Evidence.Folder = "data/db", "data" }, "evidence.folder must not hold database.folder (data/db)"},
		{"database below the files", func(s *Settings) { s.Database.Folder, s.Evidence.Folder = "/srv/a/b/c", "/srv/a" }, "evidence.folder must not hold database.folder"},
		{"files below the database", func(s *Settings) { s.Database.Folder, s.Evidence.Folder = "data", "data/files" }, ""},
		{"names that begin alike", func(s *Settings) { s.Database.Folder, s.Evidence.Folder = "data-2", "data" }, ""},
		{"no host in scanner", func(s *Settings) { s.Evidence.Clamd = ":3310" }, "evidence.clamd must be a host and port"},
		{"scanner socket", func(s *Settings) { s.Evidence.Clamd = "/run/clamav/clamd.ctl" }, ""},
		{"host with port", func(s *Settings) { s.Mail.Host = "smtp.example:25" }, "mail.host must be a host name only"},
		{"starttls on 465", func(s *Settings) { s.Mail.Port = 465 }, `mail.tls must be "tls" on port 465`},
		{"password without user", func(s *Settings) { s.Mail.User = "" }, "mail.user must be set"},
		{"open password", func(s *Settings) { s.Mail.TLS = "none" }, "mail.tls must be \"starttls\" or \"tls\""},
		{"half a bounce", func(s *Settings) { s.Mail.BounceDomain = "bounce.keurmerk.example" }, "mail.bounce_domain and mail.bounce_listen go together"},
		{"bounce domain", func(s *Settings) { s.Mail.BounceDomain, s.Mail.BounceListen = "x y", ":25" }, "mail.bounce_domain must be a domain name"},
		{"bounce listen", func(s *Settings) { s.Mail.BounceDomain, s.Mail.BounceListen = "b.example", "25" }, "mail.bounce_listen must be an address and a port"},
		{"half a key", func(s *Settings) { s.Mail.DKIMKeyFile = "key.pem" }, "mail.dkim_key_file and mail.dkim_selector"},
		{"key of another", func(s *Settings) {
			s.Mail.DKIMKeyFile, s.Mail.DKIMSelector, s.Mail.DKIMDomain = "key.pem", "a", "merk.example"
		}, `mail.dkim_domain must be "keurmerk.example"`},
		{"key of the domain above", func(s *Settings) {
			s.Mail.DKIMKeyFile, s.Mail.DKIMSelector, s.Mail.DKIMDomain = "key.pem", "a", "Keurmerk.example"
			s.Mail.FromAddress = "a@mail.keurmerk.example"
		}, ""},
		{"no limit", func(s *Settings) { s.Limits.Drafts = 0 }, ""},
		{"limit below", func(s *Settings) { s.Limits.Drafts = -1 }, "limits.drafts must be from 0 to 1000000, but is -1"},
		{"role", func(s *Settings) { s.Staff[0].Roles = []string{"boss"} }, `staff[0].roles must be of mediator, quality, administrator, adjudicator, but one is "boss"`},
		{"adjudicator and staff", func(s *Settings) { s.Staff[0].Roles = []string{Mediator, Adjudicator} }, "staff[0].roles may hold nothing beside adjudicator"},
		{"adjudicator", func(s *Settings) { s.Staff[0].Roles = []string{Adjudicator} }, ""},
		{"payment key", func(s *Settings) { s.Payment.Key = "secret" }, "payment.key must begin with live_ or test_"},
		{"payment in the open", func(s *Settings) { s.Payment.BaseURL = "http://pay.example/v2" }, "payment.base_url must be an address that begins with https://"},
		{"payment on this machine", func(s *Settings) { s.Payment.BaseURL = "http://127.0.0.1:9/v2" }, ""},
		{"no role", func(s *Settings) { s.Staff[1].Roles = nil }, "staff[1].roles must hold at least one"},
		{"no name", func(s *Settings) { s.Staff[1].Name = " " }, "staff[1].name must be set"},
		{"no address", func(s *Settings) { s.Staff[1].Email = "" }, "staff[1].email must be set"},
		{"same address", func(s *Settings) { s.Staff[1].Email = "ANNA@keurmerk.example" }, `staff[1].email is the address of "Anna de Vries" already`},
		{"no colour", func(s *Settings) { s.Theme.Line = "grey" }, `theme.line must be a colour such as #0b4f6c, but is "grey"`},
		{"font breaks out", func(s *Settings) { s.Theme.Font = "Arial;} body{display:none" }, "theme.font must name fonts"},
		{"pale brand", func(s *Settings) { s.Theme.Surface, s.Theme.Brand = "#ffffff", "#777777" }, "theme.brand is hard to read: #777777 on white (#ffffff) has a contrast of 4.47:1 and needs 4.5:1"},
		{"just dark enough", func(s *Settings) { s.Theme.Surface, s.Theme.Brand = "#ffffff", "#767676" }, ""},
		{"pale muted on surface", func(s *Settings) { s.Theme.Muted = "#737373" }, "theme.muted is hard to read: #737373 on theme.surface (#eef4f7)"},
		{"light strong", func(s *Settings) { s.Theme.BrandStrong = "#0b5f7c" }, "theme.brand_strong must be darker than theme.brand"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := example()
			tt.change(&s)
			err := s.Validate()
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n")):
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestValidateServe(t *testing.T) {
	t.Parallel()
	if err := Default().Validate(); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
	err := Default().ValidateServe()
	if err == nil {
		t.Fatal("nothing is missing")
	}
	for i, want := range []string{"organisation.name must", "organisation.public_url must", "mail.host must", "mail.from_address must", "staff must"} {
		if lines := strings.Split(err.Error(), "\n"); len(lines) != 5 || !strings.HasPrefix(lines[i], want) {
			t.Errorf("want %q in %v", want, err)
		}
	}
	if err := example().ValidateServe(); err != nil {
		t.Error(err)
	}
}

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want string
	}{
		{"#000000", "#ffffff", "21.00"},
		{"#ffffff", "#ffffff", "1.00"},
		{"#767676", "#FFFFFF", "4.54"},
	} {
		if got := floor(contrast(tt.a, tt.b)); got != tt.want {
			t.Errorf("%s on %s: %s, want %s", tt.a, tt.b, got, tt.want)
		}
	}
}

// One folder by two names is one folder.
func TestFoldersThroughLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("data", link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	s := example()
	for _, folders := range [][2]string{{filepath.Join(dir, "data"), link}, {filepath.Join(link, "new"), filepath.Join(dir, "data")}} {
		s.Database.Folder, s.Evidence.Folder = folders[0], folders[1]
		if err := s.Validate(); err == nil || !strings.HasPrefix(err.Error(), "evidence.folder must") {
			t.Errorf("%v: %v", folders, err)
		}
	}
}

// Folders that others can look into are named.
func TestWarnsOfOpenFolders(t *testing.T) {
	t.Parallel()
	s := example()
	s.Evidence.Clamd, s.Mail.BounceDomain = "127.0.0.1:3310", "b.example"
	s.Database.Folder, s.Evidence.Folder = t.TempDir(), filepath.Join(t.TempDir(), "files")
	if err := errors.Join(os.Chmod(s.Database.Folder, 0o700), os.Mkdir(s.Evidence.Folder, 0o700)); err != nil {
		t.Fatal(err)
	}
	for mode, want := range map[os.FileMode]int{0o700: 0, 0o750: 1, 0o755: 1, 0o701: 1} {
		for folder, key := range map[string]string{s.Database.Folder: "database.folder", s.Evidence.Folder: "evidence.folder"} {
			if err := os.Chmod(folder, mode); err != nil {
				t.Fatal(err)
			}
			got, err := Warnings(s, "")
			if err != nil || len(got) != want || want == 1 && !strings.HasPrefix(got[0], key+" (") {
				t.Errorf("%s with mode %o: %q, %v", key, mode, got, err)
			}
			if err := os.Chmod(folder, 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.toml")
	if err := os.WriteFile(path, []byte("[mail]\nuser = \"u\"\npassword = \"geheim\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := example()
	s.Evidence.Clamd, s.Mail.BounceDomain = "127.0.0.1:3310", "b.example"
	check := func(mode os.FileMode, want string) {
		t.Helper()
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		got, err := Warnings(s, path)
		if err != nil || strings.Contains(strings.Join(got, ""), "geheim") {
			t.Fatal(got, err)
		}
		if (want == "") != (len(got) == 0) || want != "" && !strings.Contains(got[0], want) {
			t.Errorf("mode %o: %v", mode, got)
		}
	}
	check(0o640, "")
	check(0o644, "everybody on this machine can read it")
	if err := os.WriteFile(path, []byte("[mail]\nuser = \"u\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	check(0o644, "")

	s = example()
	s.Server.TrustedProxies = nil
	got, err := Warnings(s, "")
	if err != nil || len(got) != 3 {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Warnings(s, filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file was not noticed")
	}
}

// TestAboutIsWhole: what the public page says is there in both languages, and of each person all is told.
func TestAboutIsWhole(t *testing.T) {
	t.Parallel()
	s := Default()
	s.About.Listed = "Wij staan op de lijst."
	s.About.NetworksEn = "A network."
	s.People = []Person{{Name: "Jet van Dam", Role: "jurist", RoleEn: "lawyer", Appointed: "door het bestuur", AppointedEn: "by the board", Term: "4 jaar"}}
	var wrong *Error
	if !errors.As(s.Validate(), &wrong) {
		t.Fatal("not refused")
	}
	var keys []string
	for _, p := range wrong.Problems {
		keys = append(keys, p.Key)
	}
	if want := []string{"about.listed_en", "about.networks", "people[0].term_en"}; !slices.Equal(keys, want) {
		t.Errorf("%q instead of %q", keys, want)
	}
	s.About.ListedEn, s.About.Networks, s.People[0].TermEn = "We are on the list.", "Een netwerk.", "4 years"
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}
