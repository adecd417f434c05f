package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"wederhoor/internal/house"
	"wederhoor/internal/procedure"
	"wederhoor/internal/replay"
)

type rulesCmd struct {
	Show   rulesShowCmd   `cmd:"" help:"Print the numbers of the present rules, as a file to change and replay."`
	Replay rulesReplayCmd `cmd:"" help:"Replay past cases under changed terms: what would have ended otherwise, or earlier?"`
}

type rulesShowCmd struct{}

// Run prints every number of the present rules as TOML, with the rule that it comes from.
func (rulesShowCmd) Run() error { return showRules(os.Stdout, procedure.CurrentRules()) }

func showRules(w io.Writer, r procedure.Rules) error {
	var b strings.Builder
	b.WriteString("# The numbers of the rules; docs/rules.md has their words. Change what is to be tried, then: wederhoor rules replay FILE\n" +
		"# What is marked \"fixed\" cannot be tried on past cases.\n\n")
	for _, f := range replay.Fields {
		line := fmt.Sprintf("%s = %s", f.Name, tomlOf(f.Value(r)))
		fixed := ""
		if !f.Tried() {
			fixed = " (fixed)"
		}
		fmt.Fprintf(&b, "%-30s # %s: %s%s\n", line, f.Rule, f.What, fixed)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func tomlOf(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case []int:
		return strings.ReplaceAll(fmt.Sprint(v), " ", ", ")
	default:
		return fmt.Sprint(v)
	}
}

type rulesReplayCmd struct {
	File string `arg:"" name:"new.toml" help:"The numbers that change (TOML), named as in rules show." type:"path"`
	List bool   `help:"Also print the references of the cases in each group that changes."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// Run replays all cases of the database under the changed rules, up to now, and prints what would have been otherwise.
// It changes nothing. Exit status 2 when the file is not right.
func (c rulesReplayCmd) Run(ctx context.Context, all *commands) error {
	tried, err := readTrial(c.File)
	if err != nil {
		return err
	}
	s, err := all.load()
	if err != nil {
		return err
	}
	st, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	debug.SetGCPercent(400) // short-lived states, little that stays: more room, less collecting
	begun, now := time.Now(), house.Now()
	res, err := replayAll(ctx, st, tried, now, c.List)
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	if c.JSON {
		return printTrialJSON(os.Stdout, tried, now, res)
	}
	return errors.Join(printTrial(os.Stdout, tried, now, res), printSpeed(os.Stderr, res.Cases, time.Since(begun)))
}

func printSpeed(w io.Writer, cases int, took time.Duration) error {
	_, err := fmt.Fprintf(w, "%.1f seconds, %.0f cases a second\n", took.Seconds(), float64(cases)/max(took.Seconds(), 0.001))
	return err
}

// change is one number that is tried.
type change struct {
	Name   string `json:"name"`
	Rule   string `json:"rule"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

func printTrial(w io.Writer, t trial, now time.Time, res *replay.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Rules on trial, up to %s:\n", procedure.DateOf(now))
	for _, x := range t.changes {
		fmt.Fprintf(&b, "  %s (rules %s): %s instead of %s\n", x.Name, x.Rule, tomlOf(x.After), tomlOf(x.Before))
	}
	b.WriteString("What people did is kept on the day on which they did it; only time acts by the new terms.\n\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	return res.Print(w)
}

func printTrialJSON(w io.Writer, t trial, now time.Time, res *replay.Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Rules   string         `json:"rules"` // the version that was changed
		Until   time.Time      `json:"until"`
		Changes []change       `json:"changes"`
		Result  *replay.Result `json:"result"`
	}{procedure.CurrentRules().Version, now.UTC(), t.changes, res})
}

// trial is what is tried: changes to rules.
type trial struct {
	changes []change
	values  map[string]any
}

// under gives the rules of a version with the changes.
func (t trial) under(r procedure.Rules) (procedure.Rules, error) {
	for _, f := range replay.Fields {
		v, ok := t.values[f.Name]
		if !ok {
			continue
		}
		if err := f.Set(&r, v); err != nil {
			return r, badInput{fmt.Errorf("rules %s: %s %w", r.Version, f.Name, err)}
		}
	}
	if x, bad := replay.Check(r); bad {
		return r, badInput{fmt.Errorf("rules %s: %s %s", r.Version, x.Name, x.Sentence)}
	}
	return r, nil
}

// largest bounds a file with rules.
const largest = 1 << 20

// readTrial reads the file with what is tried. Every error is about the file.
func readTrial(path string) (t trial, err error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t, badInput{fmt.Errorf("there is no file %s", path)}
	case err != nil:
		return t, badInput{err}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err != nil {
		return t, badInput{err}
	}
	if len(raw) > largest {
		return t, badInput{fmt.Errorf("%s is larger than 1 MB and cannot be a file with rules", path)}
	}
	t, err = parseTrial(raw, procedure.CurrentRules())
	if err != nil {
		return t, badInput{fmt.Errorf("%s %w", path, err)}
	}
	return t, nil
}

// parseTrial reads what is tried, against the present rules. The error begins with the line.
func parseTrial(raw []byte, now procedure.Rules) (trial, error) {
	raw = []byte(strings.TrimPrefix(string(raw), "\ufeff"))
	t := trial{values: map[string]any{}}
	if err := toml.Unmarshal(raw, &t.values); err != nil {
		line := 1
		var d *toml.DecodeError
		if errors.As(err, &d) {
			line, _ = d.Position()
		}
		return t, fmt.Errorf("line %d: this cannot be read as TOML: %s", line, strings.TrimPrefix(err.Error(), "toml: "))
	}
	lines := map[string]int{}
	changed := now
	for _, k := range keysOf(raw) {
		f, ok := replay.FieldOf(k.name)
		if !ok {
			return t, fmt.Errorf("line %d: %s", k.line, unknownNumber(k.name))
		}
		lines[k.name] = k.line
		if err := f.Set(&changed, t.values[k.name]); err != nil {
			return t, fmt.Errorf("line %d: %s %w", k.line, k.name, err)
		}
	}
	for _, f := range replay.Fields {
		before, after := f.Value(now), f.Value(changed)
		if tomlOf(before) != tomlOf(after) {
			t.changes = append(t.changes, change{f.Name, f.Rule, before, after})
		}
	}
	if x, bad := replay.Check(changed); bad {
		line := lines[x.Name]
		for _, l := range lines {
			if line == 0 { // what is there does not fit what was left out
				line = l
			}
		}
		return t, fmt.Errorf("line %d: %s %s", line, x.Name, x.Sentence)
	}
	if len(t.changes) == 0 {
		return t, fmt.Errorf("changes nothing: give at least one number another value; wederhoor rules show prints them")
	}
	return t, nil
}

func unknownNumber(name string) string {
	plain := func(s string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)) }
	for _, f := range replay.Fields {
		if plain(f.Name) == plain(name) {
			return fmt.Sprintf("%q is not a number of the rules; did you mean %s?", name, f.Name)
		}
	}
	return fmt.Sprintf("%q is not a number of the rules; wederhoor rules show prints them", name)
}

// keyAt is a key of a TOML file with its line, from 1.
type keyAt struct {
	name string
	line int
}

// keysOf lists the keys of a well-formed file in its order; one in a section with the name of the section.
func keysOf(raw []byte) []keyAt {
	var (
		out     []keyAt
		section string
		p       unstable.Parser
	)
	p.Reset(raw)
	for p.NextExpression() {
		node := p.Expression()
		if node.Kind != unstable.Table && node.Kind != unstable.ArrayTable && node.Kind != unstable.KeyValue {
			continue
		}
		var parts []string
		line := 0
		for it := node.Key(); it.Next(); {
			if line == 0 {
				line = 1 + strings.Count(string(raw[:it.Node().Raw.Offset]), "\n")
			}
			parts = append(parts, string(it.Node().Data))
		}
		name := strings.Join(parts, ".")
		if node.Kind != unstable.KeyValue {
			section = name + "."
			out = append(out, keyAt{name, line})
			continue
		}
		out = append(out, keyAt{section + name, line})
	}
	return out
}
