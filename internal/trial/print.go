package trial

import (
	"fmt"
	"io"
	"strings"
)

// Print writes the report as tables for a person. The same report gives the same bytes.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d members, %d months, %d runs from seed %d: %.0f disputes a year, %.0f %% of the members without any in a year\n\n",
		r.Members, r.Months, r.Runs, r.Seed, r.Disputes.Mean, 100*r.Quiet.Mean)
	fmt.Fprintf(&b, "%-26s %-18s %-11s %-20s %-16s %s\n", "method", "found (range)", "days 50/90%", "false/month (range)", "worth (range)", "first")
	for _, l := range r.Lines {
		fmt.Fprintf(&b, "%-26s %3.0f%% (%2.0f-%3.0f)       %4s %5s  %6.2f (%4.2f-%5.2f)   %3.0f%% (%2.0f-%3.0f)   %4.0f%%\n", l.Name,
			100*l.Found.Mean, 100*l.Found.Least, 100*l.Found.Most, day(l.Days), day(l.Ninety),
			l.False.Mean, l.False.Least, l.False.Most, 100*l.Worth.Mean, 100*l.Worth.Least, 100*l.Worth.Most, 100*l.First)
	}
	fmt.Fprintf(&b, "\nfound by kind (%%)          ")
	for _, p := range Plants {
		fmt.Fprintf(&b, "%17s", p)
	}
	b.WriteByte('\n')
	for _, l := range r.Lines {
		fmt.Fprintf(&b, "%-26s ", l.Name)
		for _, p := range Plants {
			fmt.Fprintf(&b, "%17.0f", 100*l.ByKind[string(p)])
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\n%-16s %7s %8s %6s %11s %10s %9s %11s\n", "planted", "planted", "3 or more", "found", "days 50/90%",
		"from onset", "12 a year", "in 60 days")
	for _, k := range r.Kinds {
		fmt.Fprintf(&b, "%-16s %7d %9d %5.0f%% %5s %5s %10s %9d %10.0f%%\n", k.Plant, k.Planted, k.Findable, 100*k.Found,
			day(k.Days), day(k.Ninety), day(k.FromOnset), k.Often, 100*k.Soon)
	}
	b.WriteString("\nfound: of the planted with three complaints or more. days: from the third complaint. worth: bad shops found of all looks. first: of those found by suspicion, share this was the first to find.\n\n")
	for _, a := range r.Aims {
		word := "met"
		if !a.Met {
			word = "NOT MET"
		}
		fmt.Fprintf(&b, "%-8s %s %g: %.2f\n", word, a.Name, a.Limit, a.Value)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func day(n int) string {
	if n == never {
		return "–"
	}
	return fmt.Sprint(n)
}
