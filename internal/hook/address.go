package hook

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
)

// ErrAddress says that a webhook would lead to an address that is none of the public internet.
var ErrAddress = errors.New("this address is not on the public internet")

// private are networks of special use that netip does not name. What leads back to IPv4 by another way is among them.
var private = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"240.0.0.0/4", // and the broadcast address
	"2001::/23",   // Teredo, benchmarks, ORCHID
	"2001:db8::/32", "2002::/16", "3fff::/20",
)

// global is what IPv6 has handed out for the internet. NAT64 (64:ff9b::/96), local ones and all else lie outside of it.
var global = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public says that an address is one of the public internet. IPv4 in the clothes of IPv6 is not.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" || a.Is4In6() || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	if a.Is6() && !global.Contains(a) {
		return false
	}
	for _, p := range private {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// control refuses a connection to an address that is not public at the moment of connecting, after the name was
// looked up: a name that gives another answer the second time leads nowhere.
func control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !Public(ap.Addr()) {
		return ErrAddress
	}
	return nil
}

// The address of a webhook.
const (
	maxURL    = 500
	httpsPort = 443
	lowPorts  = 1024 // below it lie the services of other protocols
)

// CheckURL says in one sentence what is wrong with the address of a webhook. private allows what the settings allow
// for trying things out: http, and any host and port.
func CheckURL(raw string, private bool) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || len(raw) > maxURL || u.Host == "" || u.Opaque != "":
		return errors.New("give a whole address, such as https://example.com/hook, of at most " + strconv.Itoa(maxURL) + " characters")
	case u.User != nil:
		return errors.New("an address with a user name or a password in it is not taken: check the signature instead")
	case u.Fragment != "":
		return errors.New("take the part after # out of the address")
	case private && (u.Scheme == "http" || u.Scheme == "https"):
		return nil
	case u.Scheme != "https":
		return errors.New("only addresses that begin with https:// are called")
	}
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n != httpsPort && n < lowPorts || n > 65535 {
			return fmt.Errorf("use port %d, or one of %d and up", httpsPort, lowPorts)
		}
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if a, err := netip.ParseAddr(host); err == nil && !Public(a) {
		return ErrAddress
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".internal") || strings.HasSuffix(host, ".local") {
		return ErrAddress
	}
	return nil
}
