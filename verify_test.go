package main

import (
	"bytes"
	"crypto/ed25519"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"wederhoor/internal/document"
)

// caseFileOf makes a case file whose readme says what is given, and the public key for it.
func caseFileOf(t *testing.T, readme func(key string) string) (data []byte, key string) {
	t.Helper()
	signer, key, err := document.LogKey("klacht.keurmerk.example", ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	record := []byte("the only event")
	root := tlog.RecordHash(record) // of a log of one
	checkpoint, err := document.Checkpoint(signer, 1, root)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = document.WriteBundle(&out, document.Bundle{
		Name: "K74Q-2M9X", Sign: signer, Readme: readme(key), Timeline: []byte("{}"),
		Proof: document.Proof{Checkpoint: checkpoint, Leaves: []document.Leaf{{Record: record}}},
		Case: document.Doc{
			Title: "Zaak", Lang: "nl", Created: time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC),
			Words:  document.Words{Page: "pagina", Of: "van", Sign: "teken", Signs: "tekens"},
			Blocks: []document.Block{document.Heading{Level: 1, Text: "Zaak"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), key
}

func TestVerifyCaseFile(t *testing.T) {
	t.Parallel()
	good, key := caseFileOf(t, func(key string) string { return "Onze sleutel:\r\n\r\n" + key + "\r\n" })
	silent, _ := caseFileOf(t, func(string) string { return "Niets." })
	_, other, err := document.LogKey("klacht.keurmerk.example", ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.ReplaceAll(good, []byte("bewijs.json"), []byte("bewijs.jsoN"))
	changed := bytes.Clone(good)
	at := bytes.Index(changed, []byte("zaak.pdf")) + 200
	changed[at] ^= 1
	for name, c := range map[string]struct {
		data      []byte
		key, says string
		exit      int
	}{
		"own key":           {good, "", "Compare it with that of the trustmark", 0},
		"key given":         {good, key, "Every file and every event is as it was", 0},
		"another key":       {good, other, "not signed by", 1},
		"no key":            {silent, "", "", 2},
		"no key, key given": {silent, key, "Every file and every event is as it was", 0},
		"changed":           {changed, key, `"zaak.pdf" was changed`, 1},
		"half a zip":        {good[:len(good)/2], key, "", 2},
		"renamed":           {bad, key, "", 2},
		"no zip":            {[]byte("hello"), "", "", 2},
		"a document":        {[]byte("%PDF-1.7 zaak.pdf"), key, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "zaak.zip")
			if err := os.WriteFile(file, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			err := verifyCmd{File: file, Key: c.key}.caseFile(&out)
			exit := 0
			if err != nil {
				exit = exitOf(err)
			}
			if exit != c.exit {
				t.Errorf("exit %d, want %d: %v", exit, c.exit, err)
			}
			if !strings.Contains(out.String(), c.says) {
				t.Errorf("says %q, want %q", out.String(), c.says)
			}
		})
	}
	for name, path := range map[string]string{"no file": filepath.Join(t.TempDir(), "none.zip"), "a folder": t.TempDir()} {
		if err := (verifyCmd{File: path}).caseFile(io.Discard); err == nil || exitOf(err) != 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
