package hook

import (
	"net/netip"
	"strings"
	"testing"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		addr string
		want bool
	}{
		{"8.8.8.8", true},
		{"93.184.216.34", true},
		{"172.15.255.255", true},
		{"172.32.0.1", true},
		{"100.63.255.255", true},
		{"100.128.0.1", true},
		{"2a00:1450:4001::1", true},
		{"2606:4700::1111", true},
		{"127.0.0.1", false},
		{"127.255.255.254", false},
		{"0.0.0.0", false},
		{"0.1.2.3", false},
		{"10.0.0.1", false},
		{"172.16.0.1", false},
		{"172.31.255.255", false},
		{"192.168.1.1", false},
		{"169.254.169.254", false}, // metadata of clouds
		{"100.64.0.1", false},      // carrier-grade NAT
		{"100.127.255.255", false},
		{"192.0.0.8", false},
		{"192.0.2.1", false},
		{"192.88.99.1", false},
		{"198.18.0.1", false},
		{"198.19.255.255", false},
		{"198.51.100.7", false},
		{"203.0.113.9", false},
		{"224.0.0.1", false},
		{"239.255.255.250", false},
		{"240.0.0.1", false},
		{"255.255.255.255", false},
		{"::", false},
		{"::1", false},
		{"fe80::1", false},
		{"fe80::1%eth0", false},
		{"fec0::1", false},
		{"fc00::1", false},
		{"fd12:3456::1", false},
		{"ff02::1", false},
		{"::ffff:127.0.0.1", false},
		{"::ffff:10.0.0.1", false},
		{"::ffff:8.8.8.8", false}, // IPv4-mapped
		{"::127.0.0.1", false},
		{"::8.8.8.8", false}, // IPv4-compatible
		{"64:ff9b::7f00:1", false},
		{"64:ff9b::808:808", false},
		{"64:ff9b:1::a00:1", false}, // NAT64
		{"2002:7f00:1::", false},
		{"2002:c0a8:101::1", false},                     // 6to4
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", false}, // Teredo
		{"2001:db8::1", false},
		{"3fff::1", false},
		{"100::1", false},
		{"5f00::1", false},
		{"2a00:1450:4001::1%eth0", false},
	} {
		if got := Public(netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("%s: %v, want %v", c.addr, got, c.want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestControl(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"8.8.8.8:443": true, "[2a00:1450:4001::1]:443": true, "127.0.0.1:443": false, "[::1]:443": false, "[::ffff:127.0.0.1]:80": false,
		"[fe80::1%lo]:80": false, "localhost:80": false, "": false, "8.8.8.8": false,
	} {
		if err := control("tcp", address, nil); (err == nil) != want {
			t.Errorf("%q: %v, want %v", address, err, want)
		}
	}
}

func TestCheckURL(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"https://example.com/hook":                         "",
		"https://example.com:8443/hook?a=b":                "",
		"https://example.com:443/":                         "",
		"https://8.8.8.8/":                                 "",
		"http://example.com/":                              "https://",
		"ftp://example.com/":                               "https://",
		"gopher://example.com/":                            "https://",
		"https://example.com:22/":                          "use port",
		"https://example.com:99999/":                       "use port",
		"https://user:pw@example.com/":                     "user name",
		"https://example.com/#part":                        "after #",
		"https://127.0.0.1/":                               "not on the public internet",
		"https://[::1]/":                                   "not on the public internet",
		"https://[::ffff:10.0.0.1]/":                       "not on the public internet",
		"https://[64:ff9b::7f00:1]/":                       "not on the public internet",
		"https://169.254.169.254/latest":                   "not on the public internet",
		"https://localhost/":                               "not on the public internet",
		"https://LOCALHOST./":                              "not on the public internet",
		"https://db.internal/":                             "not on the public internet",
		"https://printer.local/":                           "not on the public internet",
		"":                                                 "whole address",
		"example.com/hook":                                 "whole address",
		"https://":                                         "whole address",
		"https:opaque":                                     "whole address",
		"https://a.example/\x00":                           "whole address",
		"https://a.example/" + strings.Repeat("x", maxURL): "whole address",
	} {
		err := CheckURL(url, false)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", url, err, want)
		}
	}
	if err := CheckURL("http://127.0.0.1:8080/", true); err != nil {
		t.Errorf("for trying out: %v", err)
	}
	if err := CheckURL("ftp://127.0.0.1/", true); err == nil {
		t.Error("for trying out, another scheme")
	}
}
