package procedure

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
)

// Mermaid gives the procedure as a Mermaid state diagram for docs/rules.md: every main task with its term, every way
// from it with the rule, and the ends. What can happen during every task of a stage is drawn once.
func Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    direction TB\n")
	for i, st := range drawnStages {
		fmt.Fprintf(&b, "    state \"any task of stage %d\" as any_%s\n", i+1, st)
	}
	for _, t := range Terms {
		if t.beside() {
			continue
		}
		fmt.Fprintf(&b, "    state \"%s<br/>%s%s\" as %s\n", t.Kind, turnWord(t), lengthWord(t.Kind), t.Kind)
	}
	for _, w := range ways() {
		fmt.Fprintf(&b, "    %s --> %s : %s\n", w.from, w.to, strings.Join(w.labels, "<br/>"))
	}
	for _, o := range outcomes() {
		fmt.Fprintf(&b, "    %s --> [*]\n", o)
	}
	return b.String()
}

// drawnStages are those of which what every task allows is drawn once.
var drawnStages = []Stage{Direct, Mediation, Ruling}

// shortEnd draws the ends by agreement as one, and those by a ruling, which halves the arrows.
func shortEnd(node string) string {
	switch o := Outcome(node); {
	case o == AgreedDirect || o == AgreedMediation || o == AgreedRuling:
		return "agreement"
	case has(RuledOutcomes, o):
		return "ruled"
	default:
		return node
	}
}

func (t Term) beside() bool { return Task{Kind: t.Kind}.beside() }

func turnWord(t Term) string {
	switch {
	case t.Kind == TaskRest:
		return "until it is known whether the consumer did its part"
	case t.Kind == TaskPause:
		return "the mediation rests"
	case t.Kind == TaskRespond:
		return "the other side"
	case t.Kind == TaskMediator || t.Kind == TaskLook:
		return "mediator"
	case t.Who == Mediator:
		return "staff"
	case t.Who == System:
		return "notice to the shop"
	default:
		return string(t.Who)
	}
}

func lengthWord(k TaskKind) string {
	n, working := length(k, CurrentRules())
	switch {
	case k == TaskRest:
		return ""
	case n == 0:
		return ", by the agreed date"
	case k == TaskStudy || k == TaskRule:
		return fmt.Sprintf(", by day %d of the file", n)
	case working && n == 1:
		return ", 1 working day"
	case working:
		return fmt.Sprintf(", %d working days", n)
	default:
		return fmt.Sprintf(", %d days", n)
	}
}

// way is all that leads from one node to another.
type way struct {
	from, to string
	labels   []string
}

// ways joins the edges: roles that may do the same share a label, and what every task of stage 1 allows comes from
// any_direct.
func ways() []way {
	type key struct{ from, to, what string }
	roles := map[key][]string{}
	var order []key
	note := func(e edge) {
		what, who, _ := strings.Cut(e.label, " (")
		k := key{e.from, shortEnd(e.to), what}
		if _, ok := roles[k]; !ok {
			order = append(order, k)
		}
		if who = strings.TrimSuffix(who, ")"); !slices.Contains(roles[k], who) {
			roles[k] = append(roles[k], who)
		}
	}
	common := map[Stage]map[edge]bool{}
	for _, st := range drawnStages {
		common[st] = everywhereIn(st)
	}
	for _, e := range edges() {
		if st := stageOfTask(e.from); common[st][edge{to: e.to, label: e.label}] {
			e.from = "any_" + string(st)
		}
		note(e)
	}
	var out []way
	for _, k := range order {
		label := k.what
		if who := strings.Join(roles[k], ", "); who != "" {
			label += " (" + who + ")"
		}
		if i := slices.IndexFunc(out, func(w way) bool { return w.from == k.from && w.to == k.to }); i >= 0 {
			out[i].labels = append(out[i].labels, label)
		} else {
			out = append(out, way{k.from, k.to, []string{label}})
		}
	}
	return out
}

// everywhereIn lists what leads to the same place from every task of a stage.
func everywhereIn(st Stage) map[edge]bool {
	from := map[edge]int{}
	tasks := 0
	for _, t := range Terms {
		if !t.beside() && stageOfTask(string(t.Kind)) == st {
			tasks++
		}
	}
	for _, e := range edges() {
		if stageOfTask(e.from) == st {
			from[edge{to: e.to, label: e.label}]++
		}
	}
	out := map[edge]bool{}
	for e, n := range from {
		out[e] = n == tasks
	}
	return out
}

// outcomes lists the ends that can be reached, sorted.
func outcomes() []string {
	var out []string
	for _, e := range edges() {
		if end := shortEnd(e.to); stageOfTask(end) == Ended && !slices.Contains(out, end) {
			out = append(out, end)
		}
	}
	slices.Sort(out)
	return out
}

// endsOf lists the ends to which a stage leads, in the order of rules 5.1.
// The ways to rule are one.
func endsOf(st Stage) []Outcome {
	var out []Outcome
	for _, o := range []Outcome{Solved, AgreedDirect, AgreedMediation, AgreedRuling, anyRuling, NoAnswer, NotSolved, Stopped, Withdrawn, Refused} {
		if slices.ContainsFunc(edges(), func(e edge) bool {
			return (e.to == string(o) || shortEnd(e.to) == string(o)) && stageOfTask(e.from) == st
		}) {
			out = append(out, o)
		}
	}
	return out
}

// anyRuling stands for the ways to rule in the pictures.
const anyRuling Outcome = "ruled"

// diagramBox is one box of the picture: a stage with what it costs, its terms and its ends.
type diagramBox struct {
	key   string // words: diagram.<key>, and diagram.<key>.cost
	stage Stage
	terms []TaskKind
}

// diagramBoxes are the stages from top to bottom.
var diagramBoxes = []diagramBox{
	{"admission", Admission, []TaskKind{TaskAdmission}},
	{"direct", Direct, []TaskKind{TaskAnswer, TaskChoice, TaskExtension, TaskResume}},
	{"mediation", Mediation, []TaskKind{TaskMediator, TaskHear, TaskConsider}},
	{"ruling", Ruling, []TaskKind{TaskRequest, TaskDefence, TaskReply, TaskRule}},
	{"compliance", Compliance, []TaskKind{TaskConfirm, TaskRemedy, TaskObject, TaskGoOn}},
}

// DiagramKeys lists the keys of the words that Diagram asks for, so that a test can hold them against the catalogues.
func DiagramKeys() []string {
	seen := map[string]bool{}
	var keys []string
	Diagram(func(key string) string {
		if !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
		return key
	})
	return keys
}

// Sizes of the picture in CSS pixels: it fits a phone of 320, and text keeps its size on wide screens.
const (
	diagramWidth = 288
	diagramPad   = 12
	diagramLine  = 21
	diagramItem  = 6
	diagramGap   = 30
	diagramChars = 32 // of 16 px text beside the padding
)

// Diagram draws the procedure as an SVG picture for the public page, from top to bottom: each stage with its costs,
// its terms and its ends, all from the tables. words gives the text of a key in the reader's language. The picture
// has a title and a description that says all that is in it; it has no style of its own, so that it takes the colour
// and the font of its page and a strict content policy lets it pass.
func Diagram(words func(key string) string) string {
	var body, desc strings.Builder
	y := 2
	for i, box := range diagramBoxes {
		if i > 0 {
			arrow(&body, y)
			y += diagramGap
		}
		lines := box.lines(words)
		y = box.draw(&body, words, lines, y)
		desc.WriteString(words("diagram."+box.key) + ": " + strings.Join(lines, "; ") + ". ")
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="app-diagram" role="img" aria-labelledby="diagram-title diagram-desc" `+
		`width="100%%" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="xMinYMin meet" font-size="16" fill="currentColor">`+
		`<title id="diagram-title">%s</title><desc id="diagram-desc">%s</desc><g aria-hidden="true">%s</g></svg>`,
		y+2, diagramWidth, y+2, html.EscapeString(words("diagram.title")),
		html.EscapeString(strings.TrimSpace(desc.String())), body.String())
}

// lines gives what stands in a box under its name.
func (b diagramBox) lines(words func(string) string) []string {
	lines := []string{words("diagram." + b.key + ".cost")}
	r := CurrentRules()
	for _, k := range b.terms {
		n, working := length(k, r)
		unit := "diagram.days"
		if working {
			unit = "diagram.workdays"
		}
		lines = append(lines, strconv.Itoa(n)+"\u00a0"+words(unit)+": "+words("diagram.term."+string(k)))
	}
	if slices.ContainsFunc(edges(), func(e edge) bool { return stageOfTask(e.from) == b.stage && e.to == string(TaskPerform) }) {
		lines = append(lines, "→ "+words("diagram.agreement"))
	}
	for _, o := range endsOf(b.stage) {
		lines = append(lines, "→ "+words("diagram.end."+string(o)))
	}
	return lines
}

// draw writes a box at y and gives the y under it.
func (b diagramBox) draw(out *strings.Builder, words func(string) string, lines []string, y int) int {
	var text strings.Builder
	at := y + diagramPad + 16
	write := func(s, attributes string) {
		for _, part := range wrap(s, diagramChars) {
			fmt.Fprintf(&text, `<text x="%d" y="%d"%s>%s</text>`, diagramPad, at, attributes, html.EscapeString(part))
			at += diagramLine
		}
		at += diagramItem
	}
	write(words("diagram."+b.key), ` font-weight="700"`)
	for _, l := range lines {
		write(l, "")
	}
	bottom := at - diagramLine - diagramItem + diagramPad + 2
	fmt.Fprintf(out, `<rect x="1" y="%d" width="%d" height="%d" rx="4" fill="none" stroke="currentColor" stroke-width="2"/>%s`,
		y, diagramWidth-2, bottom-y, text.String())
	return bottom
}

// arrow draws the way to the next stage.
func arrow(out *strings.Builder, y int) {
	x := diagramWidth / 2
	fmt.Fprintf(out, `<path d="M%d %dV%d" stroke="currentColor" stroke-width="2"/><path d="M%d %dh12l-6 8z"/>`,
		x, y, y+diagramGap-8, x-6, y+diagramGap-9)
}

// wrap breaks text at plain spaces into lines of at most n characters, longer words alone.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Split(s, " ") {
		switch {
		case line == "":
			line = w
		case len([]rune(line))+1+len([]rune(w)) > n:
			lines = append(lines, line)
			line = w
		default:
			line += " " + w
		}
	}
	return append(lines, line)
}
