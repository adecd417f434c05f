package main

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
)

// The trial prints JSON that says what was asked, and the same again for the same seed.
func TestSimulateMembers(t *testing.T) {
	t.Parallel()
	bin := filepath.Join(t.TempDir(), "wederhoor")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	run := func() []byte {
		out, err := exec.Command(bin, "simulate", "--members", "600", "--months", "12", "--seed", "3", "--json").Output()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := run()
	var r struct {
		Members int   `json:"members"`
		Methods []any `json:"methods"`
		Aims    []any `json:"aims"`
	}
	if err := json.Unmarshal(first, &r); err != nil {
		t.Fatal(err)
	}
	if r.Members != 600 || len(r.Methods) != 11 || len(r.Aims) != 3 {
		t.Errorf("%+v", r)
	}
	if string(run()) != string(first) {
		t.Error("the same seed gives another report")
	}
	var exit *exec.ExitError
	if err := exec.Command(bin, "simulate", "--members", "10").Run(); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Error("ten members:", err)
	}
}
