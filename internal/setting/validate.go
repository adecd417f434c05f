package setting

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

var hostForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// Validate says what is wrong with the values or does not fit together, in an *Error. Load does this already; it is
// for settings that were made or changed by code. What is missing to serve is the business of ValidateServe.
func (s Settings) Validate() error {
	if p := s.problems(); len(p) > 0 {
		return &Error{p}
	}
	return nil
}

// ValidateServe is Validate, and asks besides for what a real service cannot do without, but a demo can.
func (s Settings) ValidateServe() error {
	c := &checks{problems: s.problems()}
	for _, need := range []struct{ key, value, why string }{
		{"organisation.name", s.Organisation.Name, "every page and letter names the trustmark"},
		{"organisation.public_url", s.Organisation.PublicURL, "every link in a letter begins with it"},
		{"mail.host", s.Mail.Host, "nothing works without letters"},
		{"mail.from_address", s.Mail.FromAddress, "letters need a sender"},
	} {
		if need.value == "" {
			c.bad(need.key, "must be set: %s", need.why)
		}
	}
	if len(s.Staff) == 0 {
		c.bad("staff", "must name somebody: add a [[staff]] block with name, email and roles")
	}
	if len(c.problems) > 0 {
		return &Error{c.problems}
	}
	return nil
}

// checks gathers problems.
type checks struct{ problems []Problem }

func (c *checks) bad(key, sentence string, args ...any) {
	c.problems = append(c.problems, Problem{Key: key, Sentence: fmt.Sprintf(sentence, args...)})
}

func (s Settings) problems() []Problem {
	c := &checks{}
	for _, f := range append(fields(&s), listFields(&s)...) {
		c.bounds(f)
	}
	c.organisation(s.Organisation)
	c.server(s.Server, s.Organisation)
	c.mail(s.Mail)
	c.folders(s)
	c.theme(s.Theme)
	c.staff(s.Staff)
	c.payment(s.Payment)
	c.about(s.About)
	c.people(s.People)
	return c.problems
}

var keyForm = regexp.MustCompile(`^(live|test)_[A-Za-z0-9]{20,}$`)

// payment checks what would only be found when somebody wants to pay.
func (c *checks) payment(p Payment) {
	if p.Key != "" && !keyForm.MatchString(p.Key) {
		c.bad("payment.key", "must begin with live_ or test_, as the provider gave it")
	}
	for _, a := range []struct{ key, value string }{{"payment.base_url", p.BaseURL}, {"payment.checkout", p.Checkout}} {
		u, err := url.Parse(a.value)
		if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
			c.bad(a.key, "must be an address that begins with https://, but is %q", a.value)
		}
	}
}

// bounds checks what the tags of a field say, and that texts cannot break a line of a letter or of the log.
func (c *checks) bounds(f field) {
	switch f.value.Kind() {
	case reflect.String:
		v := f.value.String()
		if strings.ContainsFunc(v, unicode.IsControl) {
			c.bad(f.path, "must be one line without control characters")
		} else if len(f.choices) > 0 && !slices.Contains(f.choices, v) {
			c.bad(f.path, "must be one of %s, but is %q", strings.Join(f.choices, ", "), v)
		}
	case reflect.Slice:
		for i := range f.value.Len() {
			v := f.value.Index(i).String()
			if len(f.choices) > 0 && !slices.Contains(f.choices, v) {
				c.bad(f.path, "must be of %s, but one is %q", strings.Join(f.choices, ", "), v)
			}
		}
	case reflect.Int:
		least, errMin := strconv.ParseInt(f.min, 10, 64)
		most, errMax := strconv.ParseInt(f.max, 10, 64)
		if errMin != nil || errMax != nil {
			panic(f.path + ": a number without bounds in the struct tag")
		}
		if n := f.value.Int(); n < least || n > most {
			c.bad(f.path, "must be from %d to %d, but is %d", least, most, n)
		}
	case reflect.Float64:
		least, errMin := strconv.ParseFloat(f.min, 64)
		most, errMax := strconv.ParseFloat(f.max, 64)
		if errMin != nil || errMax != nil {
			panic(f.path + ": a number without bounds in the struct tag")
		}
		if x := f.value.Float(); !(x >= least && x <= most) { // not a number is refused too
			c.bad(f.path, "must be from %s to %s, but is %g", f.min, f.max, x)
		}
	default: // true and false are both right
	}
}

func (c *checks) organisation(o Organisation) {
	c.email("organisation.reply_to", o.ReplyTo)
	if o.PublicURL == "" {
		return
	}
	u, err := url.Parse(o.PublicURL)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		c.bad("organisation.public_url", "must be a web address such as https://klacht.keurmerk.example, but is %q", o.PublicURL)
	case u.Path != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil || strings.HasSuffix(o.PublicURL, "#"):
		c.bad("organisation.public_url", "must end after the host name, without a slash, a path or anything else")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		c.bad("organisation.public_url", "must begin with https://: codes and links of parties would travel readable")
	}
}

// Host gives the host name of the public address without its port, "" when there is none: letters tell people to
// look for it.
func (o Organisation) Host() string {
	u, err := url.Parse(o.PublicURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func (c *checks) server(s Server, o Organisation) {
	c.listen("server.listen", s.Listen)
	if s.TLS == "autocert" {
		if len(s.AutocertHosts) == 0 {
			c.bad("server.autocert_hosts", "must name the host to fetch a certificate for, such as [\"klacht.keurmerk.example\"]")
		} else if h := o.Host(); h != "" && !slices.Contains(s.AutocertHosts, h) {
			c.bad("server.autocert_hosts", "must have %q in it, the host of organisation.public_url", h)
		}
		if s.AutocertFolder == "" {
			c.bad("server.autocert_folder", "must be set with autocert, or each start asks for new certificates")
		}
	}
	for _, h := range s.AutocertHosts {
		if !hostForm.MatchString(h) {
			c.bad("server.autocert_hosts", "has %q in it, which is not a host name in lower case", h)
		}
	}
	for _, p := range s.TrustedProxies {
		prefix, err := proxy(p)
		switch {
		case err != nil:
			c.bad("server.trusted_proxies", "has %q in it, which is not an address or a network such as 10.0.0.0/8", p)
		case prefix.Bits() == 0:
			c.bad("server.trusted_proxies", "must not trust everybody (%s): name the network of the proxy", p)
		}
	}
	if !s.CookieSecure && strings.HasPrefix(o.PublicURL, "https://") {
		c.bad("server.cookie_secure", "must be true when organisation.public_url begins with https://")
	}
}

// Proxies gives the networks whose X-Forwarded-For is believed. Call it on settings that Validate accepts: it leaves
// out what cannot be read.
func (s Server) Proxies() []netip.Prefix {
	var out []netip.Prefix
	for _, p := range s.TrustedProxies {
		if prefix, err := proxy(p); err == nil {
			out = append(out, prefix)
		}
	}
	return out
}

func proxy(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.Unmap().WithZone("").Prefix(addr.Unmap().BitLen())
	}
	prefix, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("network %q: %w", s, err)
	}
	return prefix.Masked(), nil
}

func (c *checks) mail(m Mail) {
	c.email("mail.from_address", m.FromAddress)
	if strings.ContainsAny(m.Host, ": /") {
		c.bad("mail.host", "must be a host name only; the port is mail.port")
	}
	if m.Port == 465 && m.TLS == "starttls" {
		c.bad("mail.tls", "must be \"tls\" on port 465; starttls is for port 587")
	}
	if m.User == "" && m.Password != "" {
		c.bad("mail.user", "must be set when there is a password")
	}
	if m.Password != "" && m.TLS == "none" && !loopback(m.Host) {
		c.bad("mail.tls", "must be \"starttls\" or \"tls\": with \"none\" the password would travel readable")
	}
	if (m.BounceDomain == "") != (m.BounceListen == "") {
		c.bad("mail.bounce_domain", "and mail.bounce_listen go together: set both or none")
	}
	if m.BounceDomain != "" && !hostForm.MatchString(m.BounceDomain) {
		c.bad("mail.bounce_domain", "must be a domain name in lower case, but is %q", m.BounceDomain)
	}
	if m.BounceListen != "" {
		c.listen("mail.bounce_listen", m.BounceListen)
	}
	if set := m.DKIMKeyFile != ""; set != (m.DKIMSelector != "") || set != (m.DKIMDomain != "") {
		c.bad("mail.dkim_key_file", "and mail.dkim_selector and mail.dkim_domain go together: set all three or none")
		return
	}
	_, from, _ := strings.Cut(m.FromAddress, "@")
	if m.DKIMDomain != "" && from != "" && !strings.HasSuffix("."+strings.ToLower(from), "."+strings.ToLower(m.DKIMDomain)) {
		c.bad("mail.dkim_domain", "must be %q or a domain above it, or receivers (DMARC) do not count the signature", from)
	}
}

func (c *checks) folders(s Settings) {
	if s.Database.Folder == "" {
		c.bad("database.folder", "must name a folder, such as \"data\"")
	}
	if s.Evidence.Folder == "" {
		c.bad("evidence.folder", "must name a folder, such as \"data/evidence\"")
	}
	if s.Database.Folder != "" && s.Evidence.Folder != "" {
		switch data, files := place(s.Database.Folder), place(s.Evidence.Folder); {
		case data == files:
			c.bad("evidence.folder", "must be another folder than database.folder, or a backup cannot be told apart and put back: take %q", filepath.Join(s.Database.Folder, "evidence"))
		case within(data, files):
			c.bad("evidence.folder", "must not hold database.folder (%s), or a backup would copy the database as a file of a party: take %q", s.Database.Folder, filepath.Join(s.Database.Folder, "evidence"))
		}
	}
	if a := s.Evidence.Clamd; a != "" && !strings.HasPrefix(a, "/") {
		if host, port, err := net.SplitHostPort(a); err != nil || host == "" || !isPort(port) || port == "0" {
			c.bad("evidence.clamd", "must be a host and port such as 127.0.0.1:3310, or the path of a socket that begins with /")
		}
	}
}

// place gives where a folder really is, as far as it exists: two names may lead to one.
func place(folder string) string {
	whole, err := filepath.Abs(folder)
	if err != nil {
		whole = filepath.Clean(folder) // without a working directory names are all there is to compare
	}
	for at, rest := whole, ""; ; {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(real, rest)
		}
		above := filepath.Dir(at)
		if above == at {
			return whole
		}
		at, rest = above, filepath.Join(filepath.Base(at), rest)
	}
}

// within says that a folder lies below another.
func within(folder, above string) bool {
	rel, err := filepath.Rel(above, folder)
	return err == nil && rel != "." && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (c *checks) staff(staff []Staff) {
	seen := map[string]int{}
	for i, p := range staff {
		path := fmt.Sprintf("staff[%d]", i)
		if strings.TrimSpace(p.Name) == "" {
			c.bad(path+".name", "must be set: parties are told who mediates")
		}
		if p.Email == "" {
			c.bad(path+".email", "must be set: the sign-in letter goes there")
		}
		c.email(path+".email", p.Email)
		if first, twice := seen[strings.ToLower(p.Email)]; twice && p.Email != "" {
			c.bad(path+".email", "is the address of %q already: each needs an own one", staff[first].Name)
		} else {
			seen[strings.ToLower(p.Email)] = i
		}
		if len(p.Roles) == 0 {
			c.bad(path+".roles", "must hold at least one of %s, %s, %s, %s", Mediator, Quality, Administrator, Adjudicator)
		}
		if len(p.Roles) > 1 && slices.Contains(p.Roles, Adjudicator) {
			c.bad(path+".roles", "may hold nothing beside %s: who rules is independent and no staff (art. 6)", Adjudicator)
		}
	}
}

func (c *checks) email(key, address string) {
	if address == "" {
		return
	}
	a, err := mail.ParseAddress(address)
	if err != nil || a.Address != address || a.Name != "" {
		c.bad(key, "must be an e-mail address such as info@keurmerk.example, without a name, but is %q", address)
	}
}

func (c *checks) listen(key, address string) {
	if _, port, err := net.SplitHostPort(address); err != nil || !isPort(port) {
		c.bad(key, "must be an address and a port, such as 127.0.0.1:8080 or :443, but is %q", address)
	}
}

func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && addr.IsLoopback()
}
