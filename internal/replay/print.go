package replay

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// told are the words for the groups.
var told = map[Group]string{
	Same: "end as they did", Running: "still run, as they do", Earlier: "end the same way, earlier",
	Later: "end the same way, later", Otherwise: "end otherwise", Unknown: "cannot be known",
}

// reasons are the words for why something cannot be known; %s is a task.
var reasons = map[Why]string{
	Longer: "the term of %s had passed and would still run",
	Waits:  "somebody acted on the end of %s, which would not have been there yet",
	Open:   "time alone brings no end by now",
}

// Print writes the result as text for people, and the references in each group that changed when they were kept.
func (r *Result) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d cases replayed\n\n", r.Cases)
	for _, g := range Groups {
		fmt.Fprintf(&b, "  %-26s %8d  %5.1f %%\n", told[g], r.In[g], percent(r.In[g], r.Cases))
	}
	if r.Diverged > 0 {
		fmt.Fprintf(&b, "\nSomebody acted on a day that would have been too late: %d. What time alone brings is taken as the end of these:\nthat people would have acted sooner is possible, and not counted.\n", r.Diverged)
	}
	if n := r.Saved.N(); n > 0 {
		fmt.Fprintf(&b, "\nearlier by %s (median), 90 %% within %d\n", days(r.Saved.Within(50)), r.Saved.Within(90))
	}
	if n := r.Delayed.N(); n > 0 {
		fmt.Fprintf(&b, "\nlater by %s (median), 90 %% within %d\n", days(r.Delayed.Within(50)), r.Delayed.Within(90))
	}
	if n := r.Before.N(); n > 0 {
		fmt.Fprintf(&b, "\ndays to the end, of the %d that have one in both:  median  90 %% within\n", n)
		fmt.Fprintf(&b, "  as it was              %6d  %6d\n", r.Before.Within(50), r.Before.Within(90))
		fmt.Fprintf(&b, "  under the rules tried  %6d  %6d\n", r.After.Within(50), r.After.Within(90))
	}
	r.tables(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Result) tables(b *strings.Builder) {
	if rows := r.MovedRows(); len(rows) > 0 {
		b.WriteString("\nend otherwise: from, to, cases\n")
		for _, m := range rows {
			fmt.Fprintf(b, "  %-36s %-36s %8d\n", m.From, m.To, m.Cases)
		}
	}
	if rows := r.UnknownRows(); len(rows) > 0 {
		b.WriteString("\ncannot be known, because\n")
		for _, u := range rows {
			why := reasons[u.Why]
			if strings.Contains(why, "%s") {
				why = fmt.Sprintf(why, u.Task)
			}
			fmt.Fprintf(b, "  %-70s %8d\n", why, u.Cases)
		}
	}
	counted(b, "reminders of which there are more or fewer: task, as it was, under the rules tried, difference", differ(r.Reminders))
	counted(b, "letters of which there are more or fewer: name, as it was, under the rules tried, difference", differ(r.Letters))
	for _, g := range Groups {
		if list := r.References[g]; len(list) > 0 {
			fmt.Fprintf(b, "\n%s:\n  %s\n", told[g], strings.Join(list, "\n  "))
		}
	}
}

// counted writes a table of counts, the largest difference first.
func counted(b *strings.Builder, title string, m map[string]Count) {
	if len(m) == 0 {
		return
	}
	b.WriteString("\n" + title + "\n")
	names := slices.SortedFunc(maps.Keys(m), func(x, y string) int {
		return cmp.Or(cmp.Compare(abs(m[y].After-m[y].Before), abs(m[x].After-m[x].Before)), cmp.Compare(x, y))
	})
	for _, k := range names {
		fmt.Fprintf(b, "  %-34s %8d %8d  %+d\n", k, m[k].Before, m[k].After, m[k].After-m[k].Before)
	}
}

func abs(n int) int { return max(n, -n) }

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}
