package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"wederhoor/internal/document"
)

// caseFile checks a case file offline and says what it found.
func (v verifyCmd) caseFile(out io.Writer) (err error) {
	f, err := os.Open(v.File)
	if errors.Is(err, fs.ErrNotExist) {
		return badInput{fmt.Errorf("there is no file %s", v.File)}
	}
	if err != nil {
		return badInput{err}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if isPDF(f) {
		return badInput{fmt.Errorf("%s is a document: verify checks the case file (zip) that it is in, zaak.zip", v.File)}
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return badInput{fmt.Errorf("%s is a folder: name the case file (zip)", v.File)}
	}
	key, own := v.Key, false
	if key == "" {
		if key, own = keyInside(f, info.Size()), true; key == "" {
			return badInput{errors.New("the file names no public key: give that of the trustmark with --key")}
		}
	}
	rep, err := document.Verify(f, info.Size(), key)
	if err != nil {
		return badInput{err}
	}
	printCaseFile(out, rep)
	if own {
		fmt.Fprintf(out, "Checked with the key that the file itself names. Compare it with that of the trustmark:\n%s\n", key)
	}
	if !rep.OK() {
		return fmt.Errorf("the case file does not verify: %d differences", rep.Found)
	}
	return nil
}

// isPDF says that a file is a document by itself.
func isPDF(r io.ReaderAt) bool {
	b := make([]byte, 5)
	_, err := r.ReadAt(b, 0)
	return err == nil && string(b) == "%PDF-"
}

func printCaseFile(out io.Writer, r document.Report) {
	fmt.Fprintf(out, "Case %q of %s: %d files, %d events.\n", r.Name, r.Origin, r.Files, r.Leaves)
	fmt.Fprintf(out, "Log at that moment: %d events, root %s.\n", r.Size, r.Root)
	for _, p := range r.Findings {
		fmt.Fprintln(out, p.What)
	}
	if r.OK() {
		fmt.Fprintln(out, "Every file and every event is as it was when the case file was made.")
	}
}

// publicKey is a key of notes: name, number and key.
var publicKey = regexp.MustCompile(`(?m)^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,}\r?$`)

// longestReadme bounds what is read to find the key.
const longestReadme = 64 << 10

// keyInside gives the public key that the readme of a case file names, "" when there is none. It proves only that the
// file is one piece: who can make a file can make a key.
func keyInside(r io.ReaderAt, size int64) string {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return "" // Verify says what is wrong with it
	}
	for _, f := range z.File {
		if f.Name != document.NamesOf("nl").Readme && f.Name != document.NamesOf("en").Readme {
			continue
		}
		rc, err := f.Open()
		if err != nil {
			return ""
		}
		b, err := io.ReadAll(io.LimitReader(rc, longestReadme))
		if err = errors.Join(err, rc.Close()); err != nil {
			return ""
		}
		if key := publicKey.Find(b); key != nil {
			return strings.TrimSpace(string(key))
		}
	}
	return ""
}
