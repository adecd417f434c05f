package setting

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// Warnings names what works but should not stay so, one English sentence each: for the start of the program and for
// the page of staff. path is the file that was loaded, "" for none.
func Warnings(s Settings, path string) ([]string, error) {
	var out []string
	open, err := secretInOpen(path)
	if err != nil {
		return nil, err
	}
	if open {
		out = append(out, fmt.Sprintf("%s holds a password and everybody on this machine can read it: "+
			"take that right away (chmod o-r) or set the password in the environment", path))
	}
	for _, f := range []struct{ key, folder string }{{"database.folder", s.Database.Folder}, {"evidence.folder", s.Evidence.Folder}} {
		open, err := openFolder(f.folder)
		if err != nil {
			return nil, err
		}
		if open {
			out = append(out, fmt.Sprintf("%s (%s) can be read or entered by other users of this machine: "+
				"take that right away (chmod 700 %s)", f.key, f.folder, f.folder))
		}
	}
	if s.Evidence.Clamd == "" {
		out = append(out, "evidence.clamd is not set: files of parties are not scanned for viruses")
	}
	if s.Mail.Host != "" && s.Mail.BounceDomain == "" {
		out = append(out, "mail.bounce_domain is not set: a letter that fails after it was accepted is not noticed")
	}
	if s.Server.TLS == "off" && len(s.Server.TrustedProxies) == 0 && s.Organisation.PublicURL != "" && !loopback(s.Organisation.Host()) {
		out = append(out, "server.trusted_proxies is empty: behind a proxy all people seem to come from one address, "+
			"and share its limits")
	}
	return out, nil
}

// openFolder says whether another user may read or enter a folder; one that is not there yet is made without that.
func openFolder(folder string) (bool, error) {
	if runtime.GOOS == "windows" { // shows no such bits
		return false, nil
	}
	info, err := os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look at a folder: %w", err)
	}
	return info.Mode().Perm()&0o077 != 0, nil
}

// secretInOpen says whether the file itself, not the environment, holds a secret that every user can read.
func secretInOpen(path string) (bool, error) {
	if path == "" || runtime.GOOS == "windows" { // Windows shows no such bits
		return false, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return false, fmt.Errorf("look at the settings file: %w", err)
	}
	if info.Mode().Perm()&0o004 == 0 {
		return false, nil
	}
	raw, err := readFile(path)
	if err != nil {
		return false, err
	}
	s, _, _ := parse(path, raw, nil) // what is wrong with it was said by Load
	for _, f := range fields(&s) {
		if f.secret && !f.value.IsZero() {
			return true, nil
		}
	}
	return false, nil
}
